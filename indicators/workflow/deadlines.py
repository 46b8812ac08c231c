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
    """Set until when a stage lasts for all units of an edition; extensions that were given stay.

    Raises:
        WorkflowError: if the edition is published, or ``by`` is not assigned to all of its units.
    """
    edition = held_edition(edition)
    refuse_unless_assigned(by, EXTEND, place=edition)
    if not edition.is_open:
        raise WorkflowError(_("%(edition)s is already published.") % {"edition": edition})
    deadline, _made = Deadline.objects.update_or_create(
        edition=edition, stage=Stage(stage), defaults={"until": until}
    )
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
    extension = Extension.objects.create(
        submission=submission, stage=Stage(stage), until=until, reason=reason, given_by=by, given_at=at
    )
    record(submission, SubmissionEvent.Act.EXTEND, by=by, at=at, before=submission.state, reason=reason)
    return extension


def deadline_of(submission: Submission, stage: str) -> dt.datetime | None:
    """Return until when a stage lasts for a unit: the last extension, else what holds for all units."""
    given = submission.extensions.filter(stage=stage).order_by("-given_at", "-pk")
    for_all = Deadline.objects.filter(edition=submission.edition_id, stage=stage)
    return given.values_list("until", flat=True).first() or for_all.values_list("until", flat=True).first()


def late_submissions(edition: Edition, *, now: dt.datetime) -> list[Late]:
    """List the submissions that wait in a stage whose deadline has passed, the longest late first."""
    for_all = dict(edition.deadlines.values_list("stage", "until"))
    waiting = edition.submissions.in_state(*STAGE_OF_STATE).with_places().prefetch_related("extensions")
    late = []
    for submission in waiting:
        stage = STAGE_OF_STATE[submission.state]
        given = [extension.until for extension in submission.extensions.all() if extension.stage == stage]
        until = given[-1] if given else for_all.get(stage)
        if until is not None and now > until:
            late.append(Late(submission, stage, until))
    return sorted(late, key=lambda one: (one.until, one.submission.unit.slug))


def waiting_until(submissions: Collection[Submission]) -> dict[int, dt.datetime]:
    """Return the deadline of the stage that each submission waits in, by its key, where there is one."""
    for_all = {
        (edition_id, stage): until
        for edition_id, stage, until in Deadline.objects.filter(
            edition__in={submission.edition_id for submission in submissions}
        ).values_list("edition", "stage", "until")
    }
    # The last one given stands.
    given = {
        (submission_id, stage): until
        for submission_id, stage, until in Extension.objects.filter(submission__in=submissions).values_list(
            "submission", "stage", "until"
        )
    }
    found = {}
    for submission in submissions:
        stage = STAGE_OF_STATE.get(submission.state)
        until = given.get((submission.pk, stage)) or for_all.get((submission.edition_id, stage))
        if until is not None:
            found[submission.pk] = until
    return found


def refuse_after_entry(submission: Submission, *, at: dt.datetime) -> None:
    """Refuse to enter or send figures once the time for it is over.

    Raises:
        WorkflowError: if the deadline lies before the moment.
    """
    until = deadline_of(submission, Stage.ENTRY)
    if until is not None and at > until:
        text = _("Data entry and sending ended at %(until)s. Ask for an extension.")
        raise WorkflowError(text % {"until": moment_text(until)})


def moment_text(moment: dt.datetime) -> str:
    """Write a moment as the site shows it."""
    return formats.date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
