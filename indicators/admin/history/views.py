"""The page of the history, and its table to take along."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.admin.history.export import exported
from indicators.admin.history.filters import NAMES, HistoryForm
from indicators.admin.history.lines import lines_of
from indicators.admin.history.reading import newest, position_from
from indicators.admin.history.sight import sees_all, visible_lines
from indicators.admin.pages import officers_page
from indicators.admin.submissions.access import unit_name

A_PAGE = 50
AFTER = "sau"


@require_safe
def history(request):
    """Show what was changed, the newest first, as far as the user may see it."""
    form, conditions = _asked(request)
    after = position_from(request.GET.get(AFTER, ""))
    found = newest(conditions, count=A_PAGE + 1, after=after)
    lines = lines_of(found[:A_PAGE], seen_by=request.user)
    submission = form.cleaned_data.get("submission")
    return officers_page(
        request,
        "admin/history/history.html",
        title=_("History"),
        form=form,
        lines=lines,
        filters=_in_address(request),
        older=lines[-1].position if lines and len(found) > A_PAGE else None,
        is_first_page=after is None,
        sees_all=sees_all(request.user),
        submission=submission,
        unit=unit_name(submission) if submission else "",
    )


@require_safe
def export(request):
    """Send the lines that are asked for as CSV, as they are read."""
    _form, conditions = _asked(request)
    kind = "text/csv; charset=utf-8"
    if request.method == "HEAD":
        answer = HttpResponse(content_type=kind)
    else:
        answer = StreamingHttpResponse(exported(conditions, seen_by=request.user), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="lich-su-{timezone.localdate():%Y%m%d}.csv"'
    return answer


def _asked(request):
    """Return the filters, and the lines that they keep of those that the user sees; none if one is wrong."""
    visible = visible_lines(request.user)
    if not visible:
        raise PermissionDenied(_("Your account sees no history."))
    form = HistoryForm(request.GET, user=request.user, kinds=[kind for kind, _condition in visible])
    return form, form.narrowed(visible) if form.is_valid() else []


def _in_address(request) -> str:
    """Return the filters as they stand in addresses, with what joins them to more."""
    query = request.GET.copy()
    for name in set(query) - set(NAMES.values()):
        del query[name]
    text = query.urlencode()
    return f"{text}&" if text else ""
