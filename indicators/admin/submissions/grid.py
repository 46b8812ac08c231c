"""The grid of scores: shown as a page, saved as a whole, and saved cell by cell."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from indicators.admin.pages import officers_page
from indicators.admin.submissions.access import (
    ENTER,
    FORBIDDEN,
    address_of,
    crumb_of_list,
    submission_for,
    to_grid,
    unit_name,
)
from indicators.admin.submissions.acting import (
    act_asked_for,
    acts_shown,
    do_act,
    next_step,
    reply_asked_for,
    send_reply,
)
from indicators.admin.submissions.rows import Row
from indicators.admin.submissions.saving import save_rows
from indicators.admin.submissions.script_texts import script_texts
from indicators.admin.submissions.sheet import Grid, scores_of, sums_of
from indicators.workflow.deadlines import moment_text
from indicators.workflow.readiness import not_applicable


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request, submission_id):
    """Show all indicators of a submission; save what was typed, then do what its buttons ask for."""
    submission = submission_for(request.user, submission_id)
    if request.method == "HEAD":  # the script asks before it sends whether the account is still signed in
        return HttpResponse()
    shown = Grid(submission, user=request.user)
    if request.method != "POST":
        return show(request, shown)
    if is_other_account(request):
        messages.error(request, other_account())
        return show(request, shown, status=FORBIDDEN)
    posts_rows = any(name.endswith("-version") for name in request.POST)
    if posts_rows and not shown.may_enter:
        messages.error(request, _("Your account is not assigned to enter scores here."))
        return show(request, shown, status=FORBIDDEN)
    saved = save_rows(shown.rows, request.POST, by=request.user)
    if saved:
        messages.success(
            request, ngettext("%(count)d row saved.", "%(count)d rows saved.", saved) % {"count": saved}
        )
    if shown.troubled:
        return show_again(request, shown)
    return act_on(request, submission, saved=saved)


def act_on(request, submission, *, saved):
    """Do what a button beside saving asks for, and lead back to the page."""
    if act := act_asked_for(request):
        return do_act(request, submission, act, show=show_refused)
    if question := reply_asked_for(request):
        return send_reply(request, submission, question, show=show_refused)
    if not saved:
        messages.info(request, _("Nothing was changed."))
    return to_grid(submission)


def show_again(request, before: Grid):
    """Show the page as it stands now, with what was typed and could not be saved."""
    shown = Grid(submission_for(request.user, before.submission.pk), user=request.user)
    kept = {row.assessment.pk: row for row in before.troubled}
    for row in shown.rows:
        if old := kept.get(row.assessment.pk):
            row.typed, row.problems, row.theirs = old.typed, old.problems, old.theirs
    return show(request, shown)


def show_refused(request, submission, *, status=200, reply_typed=None):
    """Show the page after an act was refused; a reply that was typed stays."""
    shown = Grid(submission_for(request.user, submission.pk), user=request.user)
    for row in shown.rows:
        question = row.open_question
        if reply_typed and question and question.pk in reply_typed:
            row.reply_typed = reply_typed[question.pk]
    return show(request, shown, status=status)


def show(request, shown: Grid, *, status=200):
    submission = shown.submission
    return officers_page(
        request,
        "admin/submissions/grid.html",
        crumbs=[crumb_of_list()],
        status=status,
        title=_("%(unit)s: %(edition)s") % {"unit": unit_name(submission), "edition": submission.edition},
        grid=shown,
        submission=submission,
        acts=acts_shown(request.user, submission),
        next_step=next_step(submission),
        deadline=shown.deadline and moment_text(shown.deadline),
        events=submission.events.select_related("acted_by"),
        address=address_of("grid", submission),
        paste_address=address_of("paste", submission),
        account=request.user.pk,
        reason=request.POST.get("reason", ""),
        script_texts=script_texts() if shown.is_open else {},
    )


@require_POST
def save_cells(request, submission_id):
    """Save cells as they are left, of a row or of a pasted block; the script of the grid reads the answer."""
    submission = submission_for(request.user, submission_id)
    if is_other_account(request):
        return JsonResponse({"problem": other_account()}, status=FORBIDDEN)
    if not request.user.has_perm(ENTER, submission):
        sentence = _("Your account is not assigned to enter scores here.")
        return JsonResponse({"problem": sentence}, status=FORBIDDEN)
    sent = [key.partition("-")[0][1:] for key in request.POST if key.endswith("-version")]
    numbers = [int(number) for number in sent if number.isdecimal() and len(number) < 18]
    rows = [Row(score) for score in scores_of(submission).filter(pk__in=numbers)]
    save_rows(rows, request.POST, by=request.user)
    return JsonResponse(answer(submission, {row.assessment.pk: row for row in rows}))


def answer(submission, sent: dict[int, Row]) -> dict:
    """Return how the rows that were sent and all sums stand now, and what was not saved."""
    exceptions = not_applicable(submission)
    rows = [
        Row(score, evidence_count=score.evidence_count, exception=exceptions.get(score.indicator_id, ""))
        for score in scores_of(submission).filter(pk__in=sent)
    ]
    time = formats.time_format(timezone.localtime(), "H:i:s")
    return {
        "rows": {row.key: answer_of_row(row, sent[row.assessment.pk]) for row in rows},
        "time": time,
        "saved": _("saved at %(time)s") % {"time": time},
        **sums_of(submission, exceptions=exceptions),
    }


def answer_of_row(row: Row, sent: Row) -> dict:
    """Return how a row stands now, and what was wrong with what was sent."""
    return {
        "version": row.assessment.version,
        "follows": sent.follows,
        "texts": row.texts,
        "proposal": row.proposal_text,
        "hint": row.hint,
        "lacks": row.lacks,
        "asks_reason": row.asks_reason,
        "problems": sent.problems,
        "theirs": sent.theirs,
    }


def is_other_account(request) -> bool:
    """Tell whether a page that one account opened sends with the session of another."""
    return request.POST.get("account", str(request.user.pk)) != str(request.user.pk)


def other_account() -> str:
    return _("This page was opened by another account. Nothing was saved: sign in as that one, or reload.")
