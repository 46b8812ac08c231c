"""What all acts on submissions have in common: who may, the lock, the clock, the record."""

import datetime as dt
from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from indicators.models import Edition, Scorecard, Submission, SubmissionEvent
from indicators.workflow.errors import NotAssignedError, WorkflowError
from provinces.models import User

# Asked once an act, after it holds the row: who got hold of it in time was in time.
Clock = Callable[[], dt.datetime]

# Rows that one statement adds.
EVENTS_AT_ONCE = 1000

ENTER = "indicators.enter_scores"
APPROVE = "indicators.approve_submission"
VERIFY = "indicators.verify_scores"
ACCEPT = "indicators.accept_submission"
PUBLISH_SCORES = "indicators.publish_scores"
OPEN = "indicators.open_submissions"
EXTEND = "indicators.extend_deadline"


def refuse_unless_assigned(by: User, *permissions: str, place) -> None:
    """Refuse an act to whom no role, or permission of the account, allows it there.

    Args:
        permissions: any one of them will do.
        place: a row with a ``place``.

    Raises:
        NotAssignedError: if none is held.
    """
    if not any(by.has_perm(permission, place) for permission in permissions):
        raise NotAssignedError(_("Your account is not assigned to do this here."))


def held_edition(edition: Edition) -> Edition:
    """Return an edition as it stands now; whoever would publish it or open it waits until we are done."""
    return Edition.objects.with_rules().select_for_update(of=("self",)).get(pk=edition.pk)


def held_series(edition: Edition) -> Edition:
    """Return an edition as it stands now, held after its scorecard: one publication of a scorecard at a time.

    Editions of a scorecard count their changes from each other. Whoever holds both takes them in this order,
    an import too, so that no two wait for each other for ever.
    """
    # Rows that name the scorecard may still be written meanwhile.
    Scorecard.objects.select_for_update(no_key=True).get(pk=edition.scorecard_id)
    return held_edition(edition)


def held_submission(**which) -> Submission:
    """Return a submission as it stands now, and hold it with its scores until the end of the transaction.

    An act on an edition with its submissions holds the edition first, so that no two wait for each other.
    """
    submissions = Submission.objects.select_related("unit", "edition__scorecard", "edition__unit_set")
    return submissions.select_for_update(of=("self",), no_key=True).get(**which)


def refuse_unless_scoring(submission: Submission) -> None:
    """Refuse to work on a submission whose edition is not being scored.

    Raises:
        WorkflowError: if it is a draft, or published.
    """
    if submission.edition.state != Edition.State.SCORING:
        raise WorkflowError(_("%(edition)s is not being scored.") % {"edition": submission.edition})


def refuse_in_state(submission: Submission) -> None:
    """Refuse an act that the state of a submission does not allow.

    Raises:
        WorkflowError: always.
    """
    text = _("This cannot be done: the submission of %(unit)s is in the state “%(state)s”.")
    raise WorkflowError(text % {"unit": submission.unit, "state": submission.get_state_display()})


def refuse_without_reason(reason: str) -> str:
    """Return a reason without blanks around it.

    Raises:
        WorkflowError: if nothing is left.
    """
    if not reason.strip():
        raise WorkflowError(_("Give the reason."))
    return reason.strip()


def record(
    submission: Submission, act: str, *, by: User, at: dt.datetime, before: str = "", reason: str = ""
) -> None:
    """Add an act to the record of a submission, which already is in its new state.

    Args:
        before: the state that it came from.
    """
    SubmissionEvent.objects.create(
        submission=submission,
        act=act,
        from_state=before,
        to_state=submission.state,
        reason=reason,
        acted_by=by,
        acted_at=at,
    )


def record_all(
    states: Mapping[int, str],
    act: str,
    *,
    by: User | None,
    at: dt.datetime,
    before: Mapping[int, str] | None = None,
    reason: str = "",
) -> None:
    """Add one act to the records of many submissions at once.

    Args:
        states: that which each is in now, by its key.
        before: that which each came from; None where they begin.
    """
    before = before or {}
    SubmissionEvent.objects.bulk_create(
        (
            SubmissionEvent(
                submission_id=key,
                act=act,
                from_state=before.get(key, ""),
                to_state=state,
                reason=reason,
                acted_by=by,
                acted_at=at,
            )
            for key, state in states.items()
        ),
        batch_size=EVENTS_AT_ONCE,
    )
