"""Until when each stage lasts, for all units and for one; and who is late."""

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from indicators.models import Deadline, Edition, Extension, Stage, Submission, SubmissionEvent
from indicators.workflow.acting import (
    EXTEND,
    Clock,
    held_edition,
    held_submission,
    record,
    refuse_in_state,
    refuse_unless_assigned,
    refuse_without_reason,
)
from indicators.workflow.errors import WorkflowError
from provinces.models import User
from provinces.models.history import signed

# Which stage a submission waits in; what is approved waits for no unit and no appraiser any more.
STAGE_OF_STATE = {
    Submission.State.DRAFT: Stage.ENTRY,
    Submission.State.RETURNED: Stage.ENTRY,
    Submission.State.SENT: Stage.UNIT_APPROVAL,
    Submission.State.UNDER_REVIEW: Stage.APPRAISAL,
    Submission.State.VERIFIED: Stage.ACCEPTANCE,
}


class Late(NamedTuple):
    """A submission that still waits in a stage whose deadline has passed."""

    submission: Submission
    stage: str
    until: dt.datetime


@transaction.atomic
def set_deadline(edition: Edition, *, stage: str, until: dt.datetime, by: User) -> Deadline:
    """Set until when a stage lasts for all units of an edition; a later extension that was given stays.

    Raises:
        WorkflowError: if the edition is published, or ``by`` is not assigned to all of its units.
    """
    edition = held_edition(edition)
    refuse_unless_assigned(by, EXTEND, place=edition)
    if not edition.is_open:
        raise WorkflowError(_("%(edition)s is already published.") % {"edition": edition})
    # The edition is held: nobody else makes one meanwhile.
    stored = Deadline.objects.filter(edition=edition, stage=stage).first()
    deadline = stored or Deadline(edition=edition, stage=Stage(stage))
    deadline.until = until
    signed(deadline, by=by).save()
    return deadline


@transaction.atomic
def extend(
    submission: Submission,
    *,
    stage: str,
    until: dt.datetime,
    reason: str,
    by: User,
    now: Clock = timezone.now,
) -> Extension:
    """Give one unit more time for a stage, with the reason.

    Raises:
        WorkflowError: if there is no deadline to extend, the new one is not later, no reason is given, the
            submission is published, or ``by`` is not assigned there.
    """
    submission = held_submission(pk=submission.pk)
    refuse_unless_assigned(by, EXTEND, place=submission)
    if submission.state == Submission.State.PUBLISHED:
        refuse_in_state(submission)
    reason = refuse_without_reason(reason)
    present = deadline_of(submission, stage)
    if present is None:
        raise WorkflowError(_("This stage has no deadline to extend."))
    if until <= present:
        text = _("The new deadline has to be later than the present one, %(until)s.")
        raise WorkflowError(text % {"until": moment_text(present)})
    at = now()
    extension = Extension(
        submission=submission, stage=Stage(stage), until=until, reason=reason, given_by=by, given_at=at
    )
    signed(extension, by=by, reason=reason).save()
    record(submission, SubmissionEvent.Act.EXTEND, by=by, at=at, before=submission.state, reason=reason)
    return extension


def deadline_of(submission: Submission, stage: str) -> dt.datetime | None:
    """Return until when a stage lasts for a unit, if it has a deadline."""
    return _deadlines([submission]).get((submission.pk, stage))


def late_submissions(edition: Edition, *, now: dt.datetime) -> list[Late]:
    """List the submissions that wait in a stage whose deadline has passed, the longest late first."""
    waiting = list(edition.submissions.in_state(*STAGE_OF_STATE).with_places())
    deadlines = waiting_until(waiting)
    late = [
        Late(submission, STAGE_OF_STATE[submission.state], deadlines[submission.pk])
        for submission in waiting
        if submission.pk in deadlines and now > deadlines[submission.pk]
    ]
    return sorted(late, key=lambda one: (one.until, one.submission.unit.slug))


def waiting_until(submissions: Collection[Submission]) -> dict[int, dt.datetime]:
    """Return the deadline of the stage that each submission waits in, by its key, where there is one."""
    deadlines = _deadlines(submissions)
    waits = {submission.pk: STAGE_OF_STATE.get(submission.state) for submission in submissions}
    return {pk: deadlines[pk, stage] for pk, stage in waits.items() if (pk, stage) in deadlines}


def _deadlines(submissions: Collection[Submission]) -> dict[tuple[int, str], dt.datetime]:
    """Return until when each stage lasts for each submission, by its key and the stage.

    Whichever is later holds: what was extended for the unit, or what holds for all units. A deadline that
    is moved for all never takes time from a unit that was given more.
    """
    editions = {submission.edition_id for submission in submissions}
    for_all: dict[int, list[tuple[str, dt.datetime]]] = {edition_id: [] for edition_id in editions}
    rows = Deadline.objects.filter(edition__in=editions)
    for edition_id, stage, until in rows.values_list("edition", "stage", "until"):
        for_all[edition_id].append((stage, until))
    found = {
        (submission.pk, stage): until
        for submission in submissions
        for stage, until in for_all[submission.edition_id]
    }
    given = Extension.objects.filter(submission__in=submissions)
    for submission_id, stage, until in given.values_list("submission", "stage", "until"):
        key = (submission_id, stage)
        found[key] = max(until, found.get(key, until))
    return found


def refuse_after_entry(until: dt.datetime | None, *, at: dt.datetime) -> None:
    """Refuse to enter or send figures once the time for it is over.

    Args:
        until: the deadline of data entry for the unit; None where there is none.

    Raises:
        WorkflowError: if the deadline lies before the moment.
    """
    if until is not None and at > until:
        text = _("Data entry and sending ended at %(until)s. Ask for an extension.")
        raise WorkflowError(text % {"until": moment_text(until)})


def moment_text(moment: dt.datetime) -> str:
    """Write a moment as the site shows it."""
    return formats.date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
