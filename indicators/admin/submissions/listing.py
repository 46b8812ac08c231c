"""The submissions that a user works on: state, deadline, how far each is, what to do next."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from indicators.admin.pages import officers_page
from indicators.admin.submissions.access import address_of, unit_name
from indicators.admin.submissions.acting import next_step
from indicators.models import ScoringException, Submission
from indicators.workflow.deadlines import moment_text, waiting_until
from provinces.admin.requests import plain
from provinces.admin.tables import units_called
from provinces.models.units import by_newest_name

A_PAGE = 50
State = Submission.State
STATES = {"": gettext_lazy("All"), **dict(State.choices)}


class ListedSubmission(NamedTuple):
    """A line of the list."""

    submission: Submission
    unit: str
    address: str
    deadline: str
    how_long: str
    is_late: bool
    filled: int
    count: int
    next_step: str


@require_safe
def listing(request):
    """List the submissions that a user is assigned to, the most urgent state first."""
    state = request.GET.get("trang-thai", "")
    state = state if state in State.values else ""
    text = plain(request.GET.get("q", ""))
    found = Submission.objects.for_user(request.user).with_places()
    if state:
        found = found.in_state(state)
    if text.strip():
        found = found.filter(unit__in=units_called(text))
    found = found.order_by("-edition__period_end", "edition", by_newest_name("unit"), "unit__slug")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("p"))
    return officers_page(
        request,
        "admin/submissions/list.html",
        title=_("Scores of the units"),
        rows=listed(list(page)),
        page=page,
        query=text,
        state=state,
        states=[(value, label, value == state) for value, label in STATES.items()],
        is_filtered=bool(state or text.strip()),
        first_steps=first_steps(request.user),
    )


def first_steps(user) -> list[tuple[str, str]]:
    """Return what has to be done before units enter scores, with the places: what the user may do of it."""
    steps = (
        ("indicators.open_submissions", reverse("admin:indicators_edition_changelist"), _("open an edition")),
        (
            "indicators.add_assignment",
            reverse("admin:indicators_assignment_changelist"),
            _("assign the units"),
        ),
    )
    return [(address, text) for permission, address, text in steps if user.has_perm(permission)]


def listed(submissions: list[Submission]) -> list[ListedSubmission]:
    """Return the lines of submissions, with queries that do not grow by their number."""
    counts = counts_of(submissions)
    deadlines = waiting_until(submissions)
    now = timezone.now()
    return [
        _line(submission, counts=counts, until=deadlines.get(submission.pk), now=now)
        for submission in submissions
    ]


def _line(submission, *, counts, until, now) -> ListedSubmission:
    filled, count = counts[submission.pk]
    is_late = until is not None and now > until
    how_long = ""
    if until is not None:
        how_long = (
            _("%(time)s late") % {"time": timesince(until, now, depth=1)}
            if is_late
            else _("%(time)s left") % {"time": timeuntil(until, now, depth=1)}
        )
    return ListedSubmission(
        submission=submission,
        unit=unit_name(submission),
        address=address_of("grid", submission),
        deadline=moment_text(until) if until else "",
        how_long=how_long,
        is_late=is_late,
        filled=filled,
        count=count,
        next_step=next_step(submission),
    )


def counts_of(submissions) -> dict[int, tuple[int, int]]:
    """Count the indicators with a score, and all that apply, of each submission."""
    counted = Submission.objects.filter(pk__in=[one.pk for one in submissions]).annotate(
        filled=Count("assessments", filter=Q(assessments__self_score__isnull=False)),
        count=Count("assessments"),
    )
    counts = {one.pk: (one.filled, one.count) for one in counted}
    for edition in {one.edition for one in submissions}:
        units = {one.unit_id: one.pk for one in submissions if one.edition_id == edition.pk}
        for unit_id, _indicator in ScoringException.objects.reasons(edition, units=list(units)):
            filled, count = counts[units[unit_id]]
            counts[units[unit_id]] = (min(filled, count - 1), count - 1)
    return counts
