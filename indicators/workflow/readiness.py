"""What a submission still lacks before it may be sent, or before its appraisal is finished."""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Exists, OuterRef
from django.utils.translation import ngettext

from indicators.models import Assessment, Evidence, Question, ScoringException, Submission
from indicators.workflow.proposals import proposed_score

NAMED_AT_MOST = 5


def not_applicable(submission: Submission) -> dict[int, str]:
    """Return why an indicator does not apply to the unit of a submission, by its key."""
    reasons = ScoringException.objects.reasons(submission.edition, units=[submission.unit_id])
    return {indicator_id: reason for (_unit_id, indicator_id), reason in reasons.items()}


def applicable_assessments(submission: Submission):
    """Return the scores of a submission whose indicators apply to its unit, in the order of the rule book."""
    return submission.assessments.exclude(indicator__in=not_applicable(submission)).in_order()


def lacking_before_sending(submission: Submission) -> tuple[str, ...]:
    """Say what a unit has still to do before its submission may be sent; nothing if it is complete."""
    return _lacking(_with_evidence(applicable_assessments(submission)), LACKING_OF_UNIT)


def lacking_of_score(assessment: Assessment) -> tuple[str, ...]:
    """Say what a single score lacks of what sending asks for."""
    return _lacking(_with_evidence(Assessment.objects.filter(pk=assessment.pk)), LACKING_OF_UNIT)


def lacking_before_verified(submission: Submission) -> tuple[str, ...]:
    """Say what the appraisers have still to do; nothing if their work is complete."""
    asked = Exists(Question.objects.open().filter(assessment=OuterRef("pk")))
    scores = applicable_assessments(submission).select_related("indicator").annotate(is_asked=asked)
    return _lacking(scores, LACKING_OF_APPRAISAL)


def differs_without_reason(assessment: Assessment) -> bool:
    """Tell whether the appraised score is not the unit's own and nobody says why."""
    return assessment.verified_score != assessment.self_score and not assessment.verified_reason.strip()


def _with_evidence(scores):
    has_evidence = Exists(Evidence.objects.filter(assessment=OuterRef("pk")))
    rules = scores.select_related("indicator__scoring_rule").prefetch_related(
        "indicator__scoring_rule__steps"
    )
    return rules.annotate(has_evidence=has_evidence)


def _overrides_silently(assessment: Assessment) -> bool:
    proposal = proposed_score(assessment)
    is_overridden = None not in (proposal, assessment.self_score) and assessment.self_score != proposal
    return is_overridden and not assessment.self_reason.strip()


def _lacking(scores: Iterable[Assessment], questions: tuple) -> tuple[str, ...]:
    scores = list(scores)
    return tuple(_sentences(scores, questions))


def _sentences(scores: list[Assessment], questions: tuple) -> Iterator[str]:
    for lacks, sentence in questions:
        found = [score.indicator.code or score.indicator.name for score in scores if lacks(score)]
        if found:
            more = ["…"] if len(found) > NAMED_AT_MOST else []
            yield sentence(len(found)) % {
                "count": len(found),
                "codes": ", ".join(found[:NAMED_AT_MOST] + more),
            }


Lacks = Callable[[Assessment], bool]
LACKING_OF_UNIT: tuple[tuple[Lacks, Callable[[int], str]], ...] = (
    (
        lambda score: score.self_score is None,
        lambda count: ngettext(
            "%(count)d indicator lacks a self-score (%(codes)s)",
            "%(count)d indicators lack a self-score (%(codes)s)",
            count,
        ),
    ),
    (
        lambda score: not score.has_evidence and not score.explanation.strip(),
        lambda count: ngettext(
            "%(count)d indicator has neither evidence nor an explanation (%(codes)s)",
            "%(count)d indicators have neither evidence nor an explanation (%(codes)s)",
            count,
        ),
    ),
    (
        _overrides_silently,
        lambda count: ngettext(
            "%(count)d self-score differs from the rule's without a reason (%(codes)s)",
            "%(count)d self-scores differ from the rule's without a reason (%(codes)s)",
            count,
        ),
    ),
)
LACKING_OF_APPRAISAL: tuple[tuple[Lacks, Callable[[int], str]], ...] = (
    (
        lambda score: score.is_asked,
        lambda count: ngettext(
            "%(count)d question waits for the unit's reply (%(codes)s)",
            "%(count)d questions wait for the unit's reply (%(codes)s)",
            count,
        ),
    ),
    (
        lambda score: score.verified_score is None,
        lambda count: ngettext(
            "%(count)d indicator is not appraised yet (%(codes)s)",
            "%(count)d indicators are not appraised yet (%(codes)s)",
            count,
        ),
    ),
    (
        lambda score: score.verified_score is not None and differs_without_reason(score),
        lambda count: ngettext(
            "%(count)d appraised score differs from the self-score without a reason (%(codes)s)",
            "%(count)d appraised scores differ from the self-score without a reason (%(codes)s)",
            count,
        ),
    ),
)
