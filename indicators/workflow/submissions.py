"""The way of a submission from the unit's first figure to the approved result, one function an act.

Each act is refused by a sentence where the state, the role or the deadline does not allow it.
"""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Stage, Submission, SubmissionEvent
from indicators.workflow.acting import (
    ACCEPT,
    APPROVE,
    ENTER,
    VERIFY,
    Clock,
    held_submission,
    record,
    refuse_in_state,
    refuse_unless_assigned,
    refuse_unless_scoring,
    refuse_without_reason,
)
from indicators.workflow.deadlines import deadline_of, refuse_after_entry
from indicators.workflow.errors import WorkflowError
from indicators.workflow.readiness import lacking_before_sending, lacking_before_verified
from provinces.models import User
from provinces.models.history import signed

Act = SubmissionEvent.Act
State = Submission.State


class Step(NamedTuple):
    """Where an act leads from a state, and the permissions of which one allows it."""

    to: str
    permissions: tuple[str, ...]


STEPS: Mapping[str, Mapping[str, Step]] = {
    Act.SEND: {State.DRAFT: Step(State.SENT, (ENTER,)), State.RETURNED: Step(State.SENT, (ENTER,))},
    Act.WITHDRAW: {State.SENT: Step(State.DRAFT, (ENTER,))},
    Act.APPROVE: {State.SENT: Step(State.UNDER_REVIEW, (APPROVE,))},
    Act.SEND_BACK: {
        State.SENT: Step(State.RETURNED, (APPROVE,)),
        State.UNDER_REVIEW: Step(State.RETURNED, (VERIFY,)),
    },
    Act.VERIFY: {State.UNDER_REVIEW: Step(State.VERIFIED, (VERIFY,))},
    Act.ACCEPT: {State.VERIFIED: Step(State.APPROVED, (ACCEPT,))},
    Act.REOPEN: {
        State.VERIFIED: Step(State.UNDER_REVIEW, (VERIFY, ACCEPT)),
        State.APPROVED: Step(State.UNDER_REVIEW, (ACCEPT,)),
    },
}


def acts_open_to(user: User, submission: Submission) -> tuple[str, ...]:
    """Return the acts that the state of a submission and a user's roles allow, for the buttons of a page."""
    return tuple(
        act
        for act, steps in STEPS.items()
        if (step := steps.get(submission.state))
        and any(user.has_perm(permission, submission) for permission in step.permissions)
    )


@transaction.atomic
def send(submission: Submission, *, by: User, now: Clock = timezone.now) -> Submission:
    """Hand the unit's figures to its approver.

    Raises:
        WorkflowError: if the deadline has passed, or a score, its evidence or a reason is lacking.
    """
    submission, step = _begin(Act.SEND, submission, by=by)
    at = now()
    refuse_after_entry(deadline_of(submission, Stage.ENTRY), at=at)
    if lacking := lacking_before_sending(submission):
        text = _("The submission cannot be sent yet: %(lacking)s.")
        raise WorkflowError(text % {"lacking": "; ".join(lacking)})
    return _finish(Act.SEND, submission, step, by=by, at=at)


@transaction.atomic
def withdraw(submission: Submission, *, by: User, now: Clock = timezone.now) -> Submission:
    """Take a sent submission back, as long as there is time to send it again and nobody approved it.

    Raises:
        WorkflowError: if the deadline has passed.
    """
    submission, step = _begin(Act.WITHDRAW, submission, by=by)
    at = now()
    refuse_after_entry(deadline_of(submission, Stage.ENTRY), at=at)
    return _finish(Act.WITHDRAW, submission, step, by=by, at=at)


@transaction.atomic
def approve(submission: Submission, *, by: User, now: Clock = timezone.now) -> Submission:
    """Approve the figures for the unit, which hands them to the appraisers."""
    submission, step = _begin(Act.APPROVE, submission, by=by)
    return _finish(Act.APPROVE, submission, step, by=by, at=now())


@transaction.atomic
def send_back(submission: Submission, *, by: User, reason: str, now: Clock = timezone.now) -> Submission:
    """Return a submission to the officers of the unit, with the reason.

    Raises:
        WorkflowError: if no reason is given.
    """
    submission, step = _begin(Act.SEND_BACK, submission, by=by)
    reason = refuse_without_reason(reason)
    return _finish(Act.SEND_BACK, submission, step, by=by, at=now(), reason=reason)


@transaction.atomic
def finish_verification(submission: Submission, *, by: User, now: Clock = timezone.now) -> Submission:
    """Close the appraisal, and hand the submission to whoever accepts it.

    Raises:
        WorkflowError: if a score is not appraised, differs without a reason, or a question is open.
    """
    submission, step = _begin(Act.VERIFY, submission, by=by)
    if lacking := lacking_before_verified(submission):
        text = _("The appraisal cannot be finished yet: %(lacking)s.")
        raise WorkflowError(text % {"lacking": "; ".join(lacking)})
    return _finish(Act.VERIFY, submission, step, by=by, at=now())


@transaction.atomic
def accept(submission: Submission, *, by: User, now: Clock = timezone.now) -> Submission:
    """Accept the appraised result, which may then be published."""
    submission, step = _begin(Act.ACCEPT, submission, by=by)
    return _finish(Act.ACCEPT, submission, step, by=by, at=now())


@transaction.atomic
def reopen(submission: Submission, *, by: User, reason: str, now: Clock = timezone.now) -> Submission:
    """Open the appraisal of a submission again, with the reason.

    Raises:
        WorkflowError: if no reason is given.
    """
    submission, step = _begin(Act.REOPEN, submission, by=by)
    reason = refuse_without_reason(reason)
    return _finish(Act.REOPEN, submission, step, by=by, at=now(), reason=reason)


@transaction.atomic
def set_ranked(
    submission: Submission, *, by: User, is_ranked: bool, reason: str = "", now: Clock = timezone.now
) -> Submission:
    """Say that a unit takes part without being ranked, with the reason, or that it is ranked again.

    Raises:
        WorkflowError: if the submission is published, or no reason is given for leaving it unranked.
    """
    submission = held_submission(pk=submission.pk)
    refuse_unless_assigned(by, ACCEPT, place=submission)
    if submission.state == State.PUBLISHED:
        refuse_in_state(submission)
    reason = reason.strip() if is_ranked else refuse_without_reason(reason)
    submission.is_ranked = is_ranked
    submission.unranked_reason = "" if is_ranked else reason
    signed(submission, by=by, reason=reason).save(update_fields=["is_ranked", "unranked_reason"])
    record(submission, Act.RANK, by=by, at=now(), before=submission.state, reason=reason)
    return submission


def _begin(act: str, submission: Submission, *, by: User) -> tuple[Submission, Step]:
    """Hold a submission for an act, and refuse it where its state or the role does not allow it."""
    submission = held_submission(pk=submission.pk)
    steps = STEPS[act]
    step = steps.get(submission.state)
    asked = step.permissions if step else {one for other in steps.values() for one in other.permissions}
    # Whoever has no role there is not told in which state it is.
    refuse_unless_assigned(by, *asked, place=submission)
    if step is None:
        refuse_in_state(submission)
    refuse_unless_scoring(submission)
    return submission, step


def _finish(
    act: str, submission: Submission, step: Step, *, by: User, at: dt.datetime, reason: str = ""
) -> Submission:
    before, submission.state = submission.state, step.to
    signed(submission, by=by, reason=reason).save(update_fields=["state"])
    record(submission, act, by=by, at=at, before=before, reason=reason)
    return submission
