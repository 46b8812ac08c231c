"""A score as an act holds it, with all that a save asks for.

A save is done a hundred times a page, by many officers at once. So it reads with two statements, which are
made once; what only a refusal says is read by the refusal.
"""

import datetime as dt

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from indicators.models import Assessment, Deadline, Extension, ScoringException, Stage, Submission
from provinces.prepared import PreparedQuery

# Of the joined rows; the score itself is read whole, because its history keeps it whole.
_JOINED = (
    "submission__unit",
    "submission__state",
    "submission__edition__state",
    "submission__edition__scorecard",
    "indicator__code",
    "indicator__name",
    "indicator__max_points",
    "indicator__parent__code",
    "indicator__scoring_rule__kind",
)


def held_assessment(assessment_id: int) -> Assessment:
    """Return a score as it stands now, and hold its submission until the end of the transaction.

    It also tells ``entry_until`` when data entry ends for its unit, None without a deadline, and whether the
    indicator ``has_exceptions`` for any units.
    """
    # Not in one statement: PostgreSQL would show the score as it stood before the wait for the submission.
    _submission_held.get(assessment_id)
    assessment = _score_read.get(assessment_id)
    assessment.entry_until = _later(assessment.until_for_all, assessment.until_for_unit)
    return assessment


def _submission_to_hold(assessment_id: int) -> QuerySet[Submission]:
    submissions = Submission.objects.select_for_update(of=("self",), no_key=True).only("pk")
    return submissions.filter(assessments=assessment_id)


def _score_with_all_asked(assessment_id: int) -> QuerySet[Assessment]:
    for_all = Deadline.objects.filter(edition=OuterRef("submission__edition"), stage=Stage.ENTRY)
    given = Extension.objects.filter(submission=OuterRef("submission"), stage=Stage.ENTRY).order_by()
    scores = Assessment.objects.select_related(
        "submission__edition", "indicator__parent", "indicator__scoring_rule"
    )
    scores = scores.only(*(field.name for field in Assessment._meta.concrete_fields), *_JOINED)
    return scores.filter(pk=assessment_id).annotate(
        until_for_all=Subquery(for_all.values("until")),
        until_for_unit=Subquery(given.values("submission").annotate(last=Max("until")).values("last")),
        has_exceptions=Exists(ScoringException.objects.filter(indicator=OuterRef("indicator"))),
    )


_submission_held = PreparedQuery(_submission_to_hold)
_score_read = PreparedQuery(_score_with_all_asked)


def _later(*moments: dt.datetime | None) -> dt.datetime | None:
    """Return whichever is later, as ``deadlines`` has it: nobody who was given more loses it."""
    return max((moment for moment in moments if moment is not None), default=None)
