"""The history of imports: who brought in what, figure by figure, with the file itself."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.admin.imports.access import (
    IMPORT,
    any_import,
    import_to_see,
    may_see_imports,
    open_import,
    page_of_import,
    to_page,
)
from indicators.admin.imports.progress import progress_of
from indicators.admin.imports.states import FiguresPage
from indicators.admin.imports.undoing import revisions_to_publish
from indicators.imports.asked import Options
from indicators.imports.problems import Problem, sentence
from indicators.imports.writing.leftovers import delete_if_unused
from indicators.imports.writing.merging import WRITTEN_STATES
from indicators.models import Edition, ImportBatch, ImportCell


@require_safe
def record(request, batch_id):
    """Show one import: its file, what was asked, and every figure with its cell, before and after."""
    if not may_see_imports(request.user):
        raise PermissionDenied
    batch = import_to_see(request, batch_id)
    is_written = batch.state == ImportBatch.State.COMMITTED
    return page_of_import(
        request,
        "admin/imports/record.html",
        batch=batch,
        step="done" if is_written else None,
        title=_("Import %(number)d: %(file)s") % {"number": batch.pk, "file": batch.name},
        scorecard=batch.scorecard or Options.of(batch).new_scorecard.name,
        figures=FiguresPage(batch, request.GET),
        editions=editions_of(batch) if is_written else [],
        revisions=revisions_to_publish(batch) if batch.state == ImportBatch.State.UNDONE else [],
        findings=[sentence(Problem.from_json(finding)) for finding in batch.findings],
        may_import=request.user.has_perm(IMPORT, batch),
        may_publish=request.user.has_perm("indicators.publish_edition", batch),
        is_open=batch.committed_at is None,
        is_written=is_written,
        progress=progress_of(batch),
    )


def editions_of(batch):
    """Return the editions that an import wrote to."""
    cells = ImportCell.objects.filter(batch=batch, state__in=WRITTEN_STATES)
    written = cells.order_by().values("target__edition").distinct()
    return Edition.objects.with_rules().filter(pk__in=written).order_by("slug")


@require_safe
@any_import
def download(request, batch):
    """Send the file as it arrived, never to be shown by the browser itself."""
    try:
        file = batch.file.open("rb")
    except FileNotFoundError:
        messages.error(request, _("The file is no longer kept on this server. Its figures are below."))
        return to_page("done", batch)
    answer = FileResponse(
        file, as_attachment=True, filename=batch.name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@open_import
def discard(request, batch):
    """Throw away an upload of which nothing was written, when that is confirmed."""
    if request.method != "POST":
        return page_of_import(
            request,
            "admin/imports/discard.html",
            batch=batch,
            title=_("Discard the upload: %(file)s") % {"file": batch.name},
        )
    with transaction.atomic():
        held = ImportBatch.objects.select_for_update().filter(pk=batch.pk, committed_at=None).first()
        if held is None:
            messages.error(request, _("A colleague wrote or discarded this import meanwhile."))
            return to_list()
        admin.site.get_model_admin(ImportBatch).log_deletions(request, ImportBatch.objects.filter(pk=held.pk))
        delete_if_unused(held)
        held.delete()
        transaction.on_commit(lambda: held.file.storage.delete(held.file.name))
    messages.success(
        request, _("The upload %(file)s is discarded; nothing of it was written.") % {"file": batch.name}
    )
    return to_list()


def to_list():
    return HttpResponseRedirect(reverse("admin:indicators_importbatch_changelist"))
