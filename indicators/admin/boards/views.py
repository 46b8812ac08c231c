"""The boards, and what an administrator does from them: open an edition, set and extend deadlines."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators import workflow
from indicators.admin.appraisal.access import editions_for, refuse_unless_assigned_anywhere
from indicators.admin.boards.bands import cell_of, completed_sentence, legend
from indicators.admin.boards.forms import DeadlineForm, ExtensionForm
from indicators.admin.boards.loading import (
    biggest_adjustments,
    deadline_lines,
    groups_in,
    late_lines,
    lines_of,
    visible_progress,
)
from indicators.admin.pages import officers_page
from indicators.admin.submissions.access import submission_for, unit_name
from indicators.models import Edition, Submission
from indicators.workflow import NotAssignedError, WorkflowError
from indicators.workflow.acting import EXTEND, OPEN
from indicators.workflow.progress import progress_of, whole

A_PAGE = 100
FORBIDDEN = 403


@require_safe
def boards(request):
    """List the editions of which a user may see submissions, or that may be opened."""
    refuse_unless_assigned_anywhere(request.user)
    return officers_page(
        request,
        "admin/boards/boards.html",
        title=_("Progress"),
        lines=[(edition, _sentence(request.user, edition)) for edition in _editions(request.user)],
    )


def _editions(user) -> list[Edition]:
    """Return the editions with a board for a user: those with submissions, and those to be opened."""
    seen = list(editions_for(user))
    keys = {edition.pk for edition in seen}
    waiting = Edition.objects.with_rules().filter(state__in=Edition.OPEN_STATES, submissions=None)
    openable = [
        edition
        for edition in waiting.order_by("-period_end", "-pk")
        if edition.pk not in keys and user.has_perm(OPEN, edition)
    ]
    return [*seen, *openable]


def _sentence(user, edition) -> str:
    found = Submission.objects.for_user(user).of_edition(edition)
    progress = progress_of(found, edition=edition, seen_by=user)
    if not progress:
        return _("not opened for the units yet")
    bands = [
        cell_of(whole(groups.values()), methodology=edition.methodology).band for groups in progress.values()
    ]
    return completed_sentence(bands, visible=len(bands))


def edition_for(user, edition_id) -> Edition:
    """Return an edition that a user works on; for others it does not exist."""
    edition = get_object_or_404(Edition.objects.with_rules(), pk=edition_id)
    is_seen = Submission.objects.for_user(user).of_edition(edition).exists()
    if not is_seen and not user.has_perm(OPEN, edition):
        raise Http404
    return edition


@require_safe
def board(request, edition_id):
    """Show how far the units of an edition have come."""
    return show_board(request, edition_for(request.user, edition_id), DeadlineForm())


def show_board(request, edition, form, *, status=200):
    found = Submission.objects.for_user(request.user).of_edition(edition).with_places()
    submissions, progress = visible_progress(found, edition=edition, seen_by=request.user)
    groups = groups_in(progress)
    lines = lines_of(submissions, progress, groups)
    bands = [line.total.band for line in lines]
    bare = sorted((line for line in lines if line.bare), key=lambda line: (-line.bare, line.unit))
    return officers_page(
        request,
        "admin/boards/board.html",
        crumbs=[crumb_of_boards()],
        status=status,
        title=_("Progress: %(edition)s") % {"edition": edition},
        here=edition,
        edition=edition,
        sentence=completed_sentence(bands, visible=len(bands)),
        legend=legend(bands, methodology=edition.methodology),
        groups=groups,
        page=Paginator(lines, A_PAGE).get_page(request.GET.get("p")),
        adjustments=biggest_adjustments(found, edition=edition, seen_by=request.user),
        bare=bare[:10],
        late=late_lines(edition, visible={one.pk for one in submissions}),
        deadlines=deadline_lines(edition, submissions),
        form=form,
        may_open=edition.is_open and request.user.has_perm(OPEN, edition),
        may_extend=edition.is_open and request.user.has_perm(EXTEND, edition),
    )


@require_POST
def open_edition(request, edition_id):
    """Open an edition for data entry by all units of its set."""
    edition = edition_for(request.user, edition_id)
    try:
        opened = workflow.open_submissions(edition, by=request.user)
    except WorkflowError as refusal:
        return refused(request, refusal, board_of(edition))
    text = ngettext("%(count)d submission is opened.", "%(count)d submissions are opened.", len(opened))
    messages.success(request, text % {"count": len(opened)})
    return HttpResponseRedirect(board_of(edition))


@require_POST
def set_deadline(request, edition_id):
    """Set until when a stage lasts for all units."""
    edition = edition_for(request.user, edition_id)
    form = DeadlineForm(request.POST)
    if not form.is_valid():
        return show_board(request, edition, form)
    try:
        workflow.set_deadline(edition, by=request.user, **form.cleaned_data)
    except WorkflowError as refusal:
        return refused(request, refusal, board_of(edition))
    messages.success(request, _("The deadline is set."))
    return HttpResponseRedirect(board_of(edition))


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request, submission_id):
    """Give one unit more time, with the reason."""
    submission = submission_for(request.user, submission_id)
    if not request.user.has_perm(EXTEND, submission):
        raise PermissionDenied(_("Your account is not assigned to do this here."))
    form = ExtensionForm(request.POST or None, initial={"stage": request.GET.get("giai-doan", "")})
    if request.method == "POST" and form.is_valid():
        try:
            workflow.extend(submission, by=request.user, **form.cleaned_data)
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(unit)s has more time now.") % {"unit": unit_name(submission)})
            return HttpResponseRedirect(board_of(submission.edition))
    return officers_page(
        request,
        "admin/boards/extend.html",
        crumbs=[crumb_of_boards(), (str(submission.edition), board_of(submission.edition))],
        title=_("Extend a deadline: %(unit)s") % {"unit": unit_name(submission)},
        submission=submission,
        form=form,
    )


def crumb_of_boards() -> tuple[str, str]:
    return _("Progress"), reverse("boards:boards")


def board_of(edition) -> str:
    return reverse("boards:board", args=[edition.pk])


def refused(request, refusal, address):
    """Say why an act was refused: to who has no role there at once, to others on the board."""
    if isinstance(refusal, NotAssignedError):
        raise PermissionDenied(str(refusal))
    messages.error(request, str(refusal))
    return HttpResponseRedirect(address)
