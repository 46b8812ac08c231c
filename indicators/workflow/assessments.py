"""Writing the scores of a submission: the unit's own, the appraised ones, and questions between the two.

Who saves names the version that stood on the screen. Fields that nobody else wrote since are saved; where
somebody did, the act is refused with what stands there now, so that nothing is overwritten unseen.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Assessment, Question, Submission
from indicators.workflow.acting import (
    ENTER,
    VERIFY,
    Clock,
    held_submission,
    refuse_in_state,
    refuse_unless_assigned,
    refuse_unless_scoring,
)
from indicators.workflow.deadlines import refuse_after_entry
from indicators.workflow.errors import NotAssignedError, WorkflowError
from indicators.workflow.held_scores import held_assessment
from indicators.workflow.proposals import proposal_by, rule_of
from indicators.workflow.readiness import (
    applicable_assessments,
    differs_without_reason,
    lacking_of_score,
    not_applicable,
)
from indicators.workflow.score_fields import RAW_FIELDS, Value, changed_values, put, refuse_stale, write
from provinces.models import User
from provinces.models.history import signed

ENTRY_FIELDS = RAW_FIELDS | {"self_score", "self_reason", "note", "explanation"}
VERIFICATION_FIELDS = frozenset({"verified_score", "verified_reason"})
# An appraiser judges what the unit gave: if that changed since, the appraised score is for another figure.
JUDGED_FIELDS = RAW_FIELDS | {"self_score"}


class TakenOver(NamedTuple):
    """How many scores were taken over unchanged, and how many were left out as changed meanwhile."""

    count: int
    left_out: int


@transaction.atomic
def save_entry(
    assessment_id: int,
    *,
    by: User,
    version: int,
    values: Mapping[str, Value],
    now: Clock = timezone.now,
) -> Assessment:
    """Save what a unit enters for an indicator, and return the score as it stands then.

    Where a or b changes and the unit did not choose a score of its own, the score of the rule is taken.

    Args:
        version: that of the score on the screen where the values were typed.
        values: some of ``ENTRY_FIELDS``: those that were changed.

    Raises:
        StaleVersionError: if somebody else changed one of these fields since.
        WorkflowError: if the state, the deadline or the role does not allow it, or a value is none.
    """
    assessment = held_assessment(assessment_id)
    refuse_unless_assigned(by, ENTER, place=assessment)
    at = now()
    refuse_unless_open_for_entry(assessment, until=assessment.entry_until, at=at)
    changes = changed_values(assessment, values, fields=ENTRY_FIELDS)
    refuse_stale(assessment, changes, version=version, fields=changes.keys())
    if not changes:
        return assessment
    _refuse_exception(assessment)
    if changes.keys() & RAW_FIELDS and "self_score" not in values:
        changes |= _score_that_follows(assessment, changes)
    put(assessment, changes)
    return write(assessment, changes, by=by, at=at)


def _score_that_follows(assessment: Assessment, changes: Mapping[str, Value]) -> dict[str, Value]:
    """Return the self-score that follows from a and b as they are changed, unless the unit chose its own."""
    rule = rule_of(assessment.indicator)
    if assessment.self_score not in (None, proposal_by(rule, assessment)):
        return {}
    put(assessment, changes)
    proposal = proposal_by(rule, assessment)
    return {} if proposal == assessment.self_score else {"self_score": proposal}


@transaction.atomic
def save_verification(
    assessment_id: int,
    *,
    by: User,
    version: int,
    verified_score: Decimal | None,
    verified_reason: str = "",
    now: Clock = timezone.now,
) -> Assessment:
    """Save an appraised score; one that is not the unit's own needs a reason, none takes it back.

    Raises:
        StaleVersionError: if somebody else changed it, or what it is about, since ``version``.
        WorkflowError: if the submission is not under appraisal, the role does not allow it, the score lies
            outside the points of the indicator, or the reason is lacking.
    """
    assessment = held_assessment(assessment_id)
    refuse_unless_assigned(by, VERIFY, place=assessment)
    _refuse_unless_under_review(assessment.submission)
    values = {"verified_score": verified_score, "verified_reason": verified_reason}
    changes = changed_values(assessment, values, fields=VERIFICATION_FIELDS)
    refuse_stale(assessment, changes, version=version, fields=changes.keys() | JUDGED_FIELDS)
    if not changes:
        return assessment
    _refuse_exception(assessment)
    put(assessment, changes)
    if assessment.verified_score is None and assessment.verified_reason:
        raise WorkflowError(_("Give the appraised score that the reason is about."))
    if assessment.verified_score is not None and differs_without_reason(assessment):
        raise WorkflowError(_("Say why the appraised score differs from the self-score."))
    return write(assessment, changes, by=by, at=now())


@transaction.atomic
def accept_all_unchanged(
    submission: Submission,
    *,
    by: User,
    versions: Mapping[int, int],
    group_code: str | None = None,
    now: Clock = timezone.now,
) -> TakenOver:
    """Take the unit's own score for every indicator that is neither appraised nor asked about.

    What the unit wrote since it stood on the screen is left out: nobody looked at it.

    Args:
        versions: those that stood on the screen, by the key of the score; others are left out.
        group_code: for the indicators of one group alone.

    Raises:
        WorkflowError: if the submission is not under appraisal, or the role does not allow it.
    """
    submission = held_submission(pk=submission.pk)
    allowed = submission.assessments.for_user(by, VERIFY)
    if group_code is not None:
        allowed = allowed.filter(indicator__parent__code=group_code)
    if not allowed.exists():
        raise NotAssignedError(_("Your account is not assigned to do this here."))
    _refuse_unless_under_review(submission)
    waiting = applicable_assessments(submission).filter(pk__in=allowed.values("pk"))
    waiting = waiting.filter(verified_score=None, self_score__isnull=False)
    waiting = list(waiting.exclude(questions__in=Question.objects.open()))
    at = now()
    seen = [one for one in waiting if _stood_as_it_is(one, versions.get(one.pk))]
    for assessment in seen:
        assessment.submission = submission
        put(assessment, {"verified_score": assessment.self_score})
        write(assessment, {"verified_score"}, by=by, at=at)
    return TakenOver(len(seen), len(waiting) - len(seen))


def _stood_as_it_is(assessment: Assessment, version: int | None) -> bool:
    """Tell whether nobody wrote what is judged since a version was read."""
    if version is None or version > assessment.version:
        return False
    return all(assessment.field_versions.get(name, 0) <= version for name in JUDGED_FIELDS)


@transaction.atomic
def ask_back(assessment: Assessment, *, by: User, text: str, now: Clock = timezone.now) -> Question:
    """Ask the unit about one score; until it replies it may change that score and its evidence.

    Raises:
        WorkflowError: if the submission is not under appraisal, the role does not allow it, nothing is
            asked, or a question about this score is open.
    """
    assessment = held_assessment(assessment.pk)
    refuse_unless_assigned(by, VERIFY, place=assessment)
    _refuse_unless_under_review(assessment.submission)
    if not text.strip():
        raise WorkflowError(_("Say what is asked."))
    if assessment.questions.open().exists():
        raise WorkflowError(_("A question about this score is still open."))
    question = Question(assessment=assessment, text=text.strip(), asked_by=by, asked_at=now())
    signed(question, by=by).save()
    return question


@transaction.atomic
def reply(question: Question, *, by: User, text: str, now: Clock = timezone.now) -> Question:
    """Answer what an appraiser asked, which closes the score for the unit again.

    Raises:
        WorkflowError: if it is answered already, the role does not allow it, the answer is empty, or the
            score lacks what sending asks for.
    """
    assessment = held_assessment(question.assessment_id)
    refuse_unless_assigned(by, ENTER, place=assessment)
    _refuse_unless_under_review(assessment.submission)
    question = Question.objects.get(pk=question.pk)
    question.assessment = assessment
    if not question.is_open:
        raise WorkflowError(_("This question is already answered."))
    if not text.strip():
        raise WorkflowError(_("Write the reply."))
    if lacking := lacking_of_score(assessment):
        raise WorkflowError(_("The reply cannot be sent yet: %(lacking)s.") % {"lacking": "; ".join(lacking)})
    question.reply, question.replied_by, question.replied_at = text.strip(), by, now()
    signed(question, by=by).save(update_fields=["reply", "replied_by", "replied_at"])
    return question


def refuse_unless_open_for_entry(
    assessment: Assessment, *, until: dt.datetime | None, at: dt.datetime
) -> None:
    """Refuse the unit to change a score or its evidence, unless it is its turn or it was asked about it.

    Args:
        until: the deadline of data entry for the unit; None where there is none.

    Raises:
        WorkflowError: if the submission is with others, or the time for data entry is over.
    """
    submission = assessment.submission
    refuse_unless_scoring(submission)
    if submission.is_in_entry:
        refuse_after_entry(until, at=at)
    elif not is_asked_about(assessment):
        refuse_in_state(submission)


def is_asked_about(assessment: Assessment) -> bool:
    """Tell whether an appraiser waits for the unit's answer about a score."""
    is_under_review = assessment.submission.state == Submission.State.UNDER_REVIEW
    return is_under_review and assessment.questions.open().exists()


def _refuse_unless_under_review(submission: Submission) -> None:
    if submission.state != Submission.State.UNDER_REVIEW:
        refuse_in_state(submission)
    refuse_unless_scoring(submission)


def _refuse_exception(assessment: Assessment) -> None:
    if not assessment.has_exceptions:
        return
    reason = not_applicable(assessment.submission).get(assessment.indicator_id)
    if reason is not None:
        text = _("%(indicator)s does not apply to %(unit)s: %(reason)s")
        names = {"indicator": assessment.indicator, "unit": assessment.submission.unit}
        raise WorkflowError(text % {**names, "reason": reason})
