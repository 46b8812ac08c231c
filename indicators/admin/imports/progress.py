"""How far the work on an import has come, for the page that waits for it and for whoever looks in meanwhile.

The request that was sent does the work, in one transaction: nobody else sees its rows before it is done, and
on SQLite nobody can write beside it. So its progress stands in a cache that all processes of the site share.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.contrib import messages
from django.core.cache import caches
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from indicators.admin.imports.access import address_of, any_import, page_of_import, to_page
from indicators.imports.watching import Stage, Watch, nobody
from indicators.models import ImportBatch
from indicators.notation import format_number

# A process that was killed says nothing any more; after this long its work is no longer shown as under way.
SILENT_FOR = 120
BETWEEN = 0.25
STAGES = {
    Stage.OPENING: gettext_lazy("Opening the file …"),
    Stage.READING: gettext_lazy("Reading the rows …"),
    Stage.COMPARING: gettext_lazy("Comparing with what stands in the database …"),
    Stage.CHECKING: gettext_lazy("Checking the whole table …"),
    Stage.WRITING: gettext_lazy("Writing into the drafts …"),
    Stage.UNDOING: gettext_lazy("Putting back what stood before …"),
}


@dataclass(frozen=True)
class Progress:
    """Work that is under way.

    Args:
        done, total: rows; a total of 0 means that they are not counted in this stage.
    """

    stage: Stage
    done: int
    total: int
    started: datetime
    user: str

    @property
    def text(self) -> str:
        """The stage and how far it has come, in words."""
        stage = str(STAGES[self.stage])
        if not self.total:
            return stage
        counts = {
            "done": format_number(self.done, decimals=0),
            "total": format_number(self.total, decimals=0),
        }
        rows = _("%(done)s of %(total)s rows") % counts
        return f"{stage} {rows}"


@contextmanager
def progress_shown(batch: ImportBatch, *, user) -> Iterator[Watch]:
    """Show the work on an import as long as it is under way; what is told too soon again is passed over."""
    key, started, told = _key(batch.pk), timezone.now(), {"at": 0.0, "stage": None}

    def watch(stage: Stage, done: int = 0, total: int = 0) -> None:
        now = time.monotonic()
        if stage == told["stage"] and now - told["at"] < BETWEEN:
            return
        told.update(at=now, stage=stage)
        _cache().set(key, Progress(stage, done, total, started, user.get_username()), SILENT_FOR)

    try:
        yield watch
    finally:
        _cache().delete(key)


def progress_of(batch: ImportBatch) -> Progress | None:
    """Return how far the work on an import has come; None if none is under way."""
    return _cache().get(_key(batch.pk))


def shows_progress(view):
    """Let a form's work tell ``request.watch`` how far it is; refuse it while another tab works."""

    @wraps(view)
    def watched(request, batch):
        request.watch = nobody
        if request.method != "POST":
            return view(request, batch)
        if under_way := progress_of(batch):
            text = _("%(user)s is working on this import just now. Wait until that is done.")
            messages.warning(request, text % {"user": under_way.user})
            return to_page("progress", batch)
        with progress_shown(batch, user=request.user) as request.watch:
            return view(request, batch)

    return watched


@require_safe
@never_cache
@any_import
def progress(request, batch):
    """Show how far the work on an import has come; as JSON to the script that waits for it."""
    under_way = progress_of(batch)
    next_page = page_after(batch)
    if request.GET.get("format") == "json":
        return JsonResponse(
            {
                "text": under_way.text if under_way else "",
                "done": under_way.done if under_way else 0,
                "total": under_way.total if under_way else 0,
                "next": None if under_way else next_page,
            }
        )
    return page_of_import(
        request,
        "admin/imports/progress.html",
        batch=batch,
        title=_("Progress: %(file)s") % {"file": batch.name},
        progress=under_way,
        next_page=next_page,
    )


def page_after(batch: ImportBatch) -> str:
    """Return the address of the step that an import has come to."""
    if batch.committed_at is not None:
        return address_of("done", batch)
    return address_of("preview" if batch.state == ImportBatch.State.PREVIEWED else "reading", batch)


def _cache():
    return caches["progress"]


def _key(batch_id: int) -> str:
    return f"import-{batch_id}"
