"""The desk: all scores of a submission, the unit's own beside the appraised ones, saved row by row."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from indicators.admin.appraisal.acting import acts_shown, asked_for, do_act
from indicators.admin.appraisal.rows import groups_of, sums_of
from indicators.admin.appraisal.saving import save_rows, typed_into
from indicators.admin.pages import officers_page
from indicators.admin.submissions.access import submission_for, unit_name
from indicators.models import Stage, Submission
from indicators.workflow import NotAssignedError, WorkflowError, deadline_of
from indicators.workflow.appraisal_sight import shows_appraisal
from indicators.workflow.deadlines import moment_text

FORBIDDEN = 403


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request, submission_id):
    """Show a submission to its appraisers; save what they typed, then do what their button asks for."""
    submission = submission_for(request.user, submission_id)
    groups = groups_of(submission, user=request.user)
    if request.method != "POST":
        return show(request, submission, groups)
    act, about = asked_for(request.POST)
    rows = [row for group in groups for row in group.rows]
    sent = [row for row in rows if row.is_open or typed_into(row, request.POST)]
    saved = save_rows(sent, request.POST, by=request.user)
    if saved:
        text = ngettext("%(count)d score is saved.", "%(count)d scores are saved.", saved)
        messages.success(request, text % {"count": saved})
    if any(row.problem for row in rows):
        messages.error(request, _("Some scores are not saved; the reason stands in their rows."))
        is_forbidden = any(row.is_forbidden for row in rows)
        return show_again(request, submission, groups, status=FORBIDDEN if is_forbidden else 200)
    try:
        done = do_act(act, about, submission=submission, groups=groups, posted=request.POST, by=request.user)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
        status = FORBIDDEN if isinstance(refusal, NotAssignedError) else 200
        return show_again(request, submission, groups, status=status)
    if done:
        messages.success(request, done)
    anchor = f"#v{about}" if act == "ask" else ""
    return HttpResponseRedirect(reverse("appraisal:desk", args=[submission.pk]) + anchor)


def show_again(request, submission, groups, *, status=200):
    """Show the page as it stands now, with what was typed and not saved."""
    kept = {row.assessment.pk: row for group in groups for row in group.rows}
    submission = submission_for(request.user, submission.pk)
    fresh = groups_of(submission, user=request.user)
    for row in (row for group in fresh for row in group.rows):
        former = kept.get(row.assessment.pk)
        if former is not None:
            row.typed, row.problem = former.typed, former.problem
            row.question_typed = former.question_typed
    return show(request, submission, fresh, status=status)


def show(request, submission, groups, *, status=200):
    rows = [row for group in groups for row in group.rows]
    until = deadline_of(submission, Stage.APPRAISAL)
    counted = [row for row in rows if not row.exception]
    return officers_page(
        request,
        "admin/appraisal/desk.html",
        crumbs=[(_("Appraisal"), reverse("appraisal:queue"))],
        status=status,
        title=_("Appraisal: %(unit)s") % {"unit": unit_name(submission)},
        here=unit_name(submission),
        submission=submission,
        groups=groups,
        sums=sums_of(groups),
        acts=acts_shown(request.user, submission),
        is_open=any(row.is_open for row in rows),
        is_hidden=not shows_appraisal(request.user, submission=submission),
        is_published=submission.state == Submission.State.PUBLISHED,
        waits=sum(group.waits for group in groups),
        left=sum(row.assessment.verified_score is None for row in counted),
        asked=sum(row.is_asked for row in counted),
        row_count=len(counted),
        until=moment_text(until) if until else "",
        reason=request.POST.get("reason", ""),
        events=submission.events.select_related("acted_by"),
    )
