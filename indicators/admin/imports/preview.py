"""What an import would write, before it is written."""

import hashlib
import json
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from indicators.admin.imports.access import address_of, open_import, page_of_import, tell, to_page
from indicators.admin.imports.acts import note_act
from indicators.admin.imports.files import preview_again, take_rounded
from indicators.admin.imports.names import cells_of_open_names
from indicators.admin.imports.progress import shows_progress
from indicators.admin.imports.requests import numbers
from indicators.admin.imports.states import FiguresPage
from indicators.admin.imports.target_lines import target_lines
from indicators.imports import door
from indicators.imports.asked import Options
from indicators.imports.problems import Problem, RefusedFileError, sentence
from indicators.imports.watching import Stage
from indicators.imports.writing.leaving_out import choose_left_out, leave_refused_out
from indicators.models import ImportBatch, ImportCell


@require_http_methods(["GET", "HEAD", "POST"])
@open_import
@shows_progress
def preview(request, batch):
    """Show what would be new, changed and taken out; leave rows out; write."""
    if batch.state != ImportBatch.State.PREVIEWED:
        return to_page("reading", batch)
    if request.method == "POST":
        return act(request, batch)
    figures = FiguresPage(batch, request.GET, is_preview=True)
    return page_of_import(
        request,
        "admin/imports/preview.html",
        batch=batch,
        step="preview",
        title=_("Preview: %(file)s") % {"file": batch.name},
        figures=figures,
        seen=fingerprint(batch),
        targets=target_lines(batch),
        findings=[sentence(Problem.from_json(finding)) for finding in batch.findings],
        rounded_act=rounded_act(batch),
        refused_count=figures.counts.get(ImportCell.State.REFUSED, 0),
        has_unknown_names=cells_of_open_names(batch).exists(),
    )


def act(request, batch):
    """Keep which rows are left out, then do what the pressed button says."""
    if request.POST.get("seen") != fingerprint(batch):
        text = _("A colleague changed this preview meanwhile. Nothing was done; look through it again.")
        messages.error(request, text)
        return stay(request, batch)
    request.watch(Stage.COMPARING)
    try:
        choose_left_out(batch, shown=numbers(request, "shown"), ticked=numbers(request, "left_out"))
        if "leave_refused" in request.POST:
            leave_refused_out(batch)
        elif request.POST.keys() & {"take_rounded", "keep_rounded"}:
            take_rounded(batch, taken="take_rounded" in request.POST, watch=request.watch)
        elif "again" in request.POST:
            preview_again(batch, watch=request.watch)
        elif "commit" in request.POST:
            return commit(request, batch)
    except RefusedFileError as refusal:
        tell(request, refusal)
    return stay(request, batch)


def commit(request, batch):
    """Write what was previewed: all of it, or nothing.

    Raises:
        RefusedFileError: if something stands in the way.
    """
    request.watch(Stage.WRITING)
    with transaction.atomic():
        result = door.commit(batch, user=request.user)
        if result.is_written:
            note_act(request, result.batch, _("Written."))
    if not result.is_written:
        messages.info(request, _("Nothing was written: everything in the file already stands there."))
        return stay(request, batch)
    for problem in result.not_learned:
        messages.warning(request, sentence(problem))
    count = sum(result.counts.get(state, 0) for state in ("new", "changed", "removed"))
    text = ngettext("%(count)d figure is written.", "%(count)d figures are written.", count)
    messages.success(request, text % {"count": count})
    return to_page("done", batch)


def rounded_act(batch) -> str:
    """Return what can be done about values that differ by rounding alone; nothing where there are none."""
    if not batch.cells.filter(keeps_value__isnull=False).exists():
        return ""
    return "keep" if Options.of(batch).takes_rounded else "take"


def stay(request, batch):
    """Lead back to the preview, to the page of figures that was asked for."""
    asked = {
        "state": request.GET.get("state", "").replace("\0", "")[:20],
        "p": request.POST.get("to") or request.GET.get("p", ""),
    }
    query = urlencode({name: text for name, text in asked.items() if text})
    return HttpResponseRedirect(address_of("preview", batch) + (f"?{query}" if query else ""))


def fingerprint(batch) -> str:
    """Return a mark that changes when a preview does."""
    cells = ImportCell.objects.filter(batch=batch).order_by("pk")
    seen = [
        batch.layout,
        batch.counts,
        list(batch.targets.order_by("slug").values_list("slug", "edition")),
        cells.values_list("pk", flat=True).first(),
        list(cells.filter(state=ImportCell.State.LEFT_OUT).values_list("pk", flat=True)[:5000]),
    ]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:16]
