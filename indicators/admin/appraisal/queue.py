"""The queue: which submissions of an edition wait for appraisal, by unit and by group."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from indicators.admin.appraisal.access import chosen_edition, refuse_unless_assigned_anywhere
from indicators.admin.appraisal.words import changed_by
from indicators.admin.pages import officers_page
from indicators.admin.submissions.access import unit_name
from indicators.models import Assignment, Measure, Submission
from indicators.workflow import late_submissions
from indicators.workflow.acting import ACCEPT, VERIFY
from indicators.workflow.deadlines import moment_text
from indicators.workflow.progress import GroupProgress, progress_of, whole
from provinces.names import sort_key

State = Submission.State
A_PAGE = 50
# In which the appraisers, then whoever approves the result, have something to do.
STATES = {
    State.UNDER_REVIEW: _("Under appraisal"),
    State.VERIFIED: _("Appraised"),
    State.APPROVED: _("Approved"),
    State.SENT: _("Not approved by the unit yet"),
    "": _("All"),
}


@dataclass(frozen=True)
class Waiting:
    """A submission in the queue."""

    submission: Submission
    unit: str
    late_since: str
    progress: GroupProgress

    @property
    def difference(self) -> str:
        return changed_by(self.progress.difference) if self.progress.verified else ""


@dataclass(frozen=True)
class WaitingGroup:
    """A group of indicators over all submissions of the queue."""

    name: str
    units_left: int
    progress: GroupProgress


@require_safe
def queue(request):
    """List the submissions of an edition that a user may see, what is late first."""
    refuse_unless_assigned_anywhere(request.user)
    edition, editions = chosen_edition(request.user, request.GET.get("ky", ""))
    state = request.GET.get("trang-thai")
    state = state if state in STATES else state_awaited_by(request.user)
    found = Submission.objects.for_user(request.user).of_edition(edition).with_places()
    found = found.in_state(state) if state else found
    progress = progress_of(found, edition=edition, seen_by=request.user) if edition else {}
    late = late_by_key(edition) if edition else {}
    lines = [
        Waiting(
            submission,
            unit_name(submission),
            moment_text(late[submission.pk]) if submission.pk in late else "",
            whole(progress.get(submission.pk, {}).values()),
        )
        for submission in found
    ]
    lines.sort(key=lambda line: _urgency(line, late))
    return officers_page(
        request,
        "admin/appraisal/queue.html",
        title=_("Appraisal"),
        edition=edition,
        editions=editions,
        state=state,
        states=[(value, label, value == state) for value, label in STATES.items()],
        page=Paginator(lines, A_PAGE).get_page(request.GET.get("p")),
        groups=groups_of(progress),
        late_count=sum(bool(line.late_since) for line in lines),
        asked=sum(line.progress.asked for line in lines),
        left=sum(line.progress.unverified for line in lines),
    )


def state_awaited_by(user) -> str:
    """Return in which state a submission waits for a user: for the publishers once it is appraised."""
    own = Assignment.objects.of_user(user)
    is_publisher = own.allowing(ACCEPT).exists() and not own.allowing(VERIFY).exists()
    return State.VERIFIED if is_publisher else State.UNDER_REVIEW


def late_by_key(edition) -> dict:
    """Return since when each submission of an edition is late, by its key."""
    return {one.submission.pk: one.until for one in late_submissions(edition, now=timezone.now())}


def _urgency(line: Waiting, late) -> tuple:
    """What is late the longest comes first, then what has most left to do."""
    until = late.get(line.submission.pk)
    return (until is None, until or timezone.now(), -line.progress.unverified, sort_key(line.unit))


def groups_of(progress) -> list[WaitingGroup]:
    """Add up each group over all submissions, in the order of the rule book."""
    keys = {key for groups in progress.values() for key in groups}
    named = Measure.objects.filter(pk__in=[key for key in keys if key]).in_order()
    return [
        WaitingGroup(
            str(group),
            sum(bool(groups[group.pk].unverified) for groups in progress.values() if group.pk in groups),
            whole([groups[group.pk] for groups in progress.values() if group.pk in groups]),
        )
        for group in named
    ]
