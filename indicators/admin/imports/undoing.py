"""Taking an import back, to exactly what stood there before."""

import hashlib
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.admin.imports.access import any_import, page_of_import, tell, to_page
from indicators.admin.imports.acts import note_act
from indicators.admin.imports.preview_rows import RELATED, unit_name
from indicators.admin.imports.progress import shows_progress
from indicators.admin.imports.requests import numbers
from indicators.imports import door
from indicators.imports.learned_names import forget_learned, learned_aliases
from indicators.imports.problems import RefusedFileError
from indicators.imports.watching import Stage
from indicators.imports.writing.leftovers import what_became_of_scorecard
from indicators.imports.writing.undoing import Conflict, conflicts
from indicators.models import Edition, ImportBatch
from indicators.notation import format_number, format_rank

LISTED_AT_MOST = 400


@dataclass(frozen=True)
class ConflictRow:
    """A figure that was changed after the import, as the page shows it."""

    number: int
    unit: str
    edition: Edition
    measure: str
    before: str
    written: str
    now: str


@require_http_methods(["GET", "HEAD", "POST"])
@any_import
@shows_progress
def undo(request, batch):
    """Show what stands in the way of undoing; undo when that is confirmed."""
    if batch.state != ImportBatch.State.COMMITTED:
        messages.info(request, _("This import is not written, or is undone already."))
        return to_page("done", batch)
    found = conflicts(batch)
    if request.method == "POST":
        return take_back(request, batch, found)
    listed = found[:LISTED_AT_MOST]
    prefetch_related_objects([conflict.cell for conflict in listed], "unit__names", *RELATED)
    return page_of_import(
        request,
        "admin/imports/undo.html",
        batch=batch,
        title=_("Undo the import: %(file)s") % {"file": batch.name},
        conflicts=[conflict_row(conflict) for conflict in listed],
        conflict_count=len(found),
        further_conflicts=len(found) - len(listed),
        seen=fingerprint(found),
        learned=[f"“{alias}” → {alias.unit}" for alias in learned_aliases(batch)],
    )


def take_back(request, batch, found):
    """Undo an import; figures in conflict are put back where they are ticked and kept where not."""
    if request.POST.get("seen") != fingerprint(found):
        messages.error(
            request, _("A colleague changed figures of this import meanwhile. Look through them again.")
        )
        return to_page("undo", batch)
    keys = [conflict.cell.pk for conflict in found]
    ticked = numbers(request, "overwrite")
    if "overwrite_rest" in request.POST:
        ticked |= set(keys[LISTED_AT_MOST:])
    request.watch(Stage.UNDOING)
    try:
        with transaction.atomic():
            undone = door.undo(
                batch,
                user=request.user,
                keep=[key for key in keys if key not in ticked],
                overwrite=[key for key in keys if key in ticked],
            )
            if "forget" in request.POST:
                forget_learned(undone)
            note_act(request, undone, _("Undone."))
    except RefusedFileError as refusal:
        tell(request, refusal)
        return to_page("done", batch)
    messages.success(request, _("The import is undone: its figures are what they were before."))
    if text := what_became_of_scorecard(undone):
        messages.info(request, text)
    for revision in revisions_to_publish(undone):
        text = _("The public still reads %(edition)s as it was published, until its revision is published.")
        messages.warning(request, text % {"edition": revision})
    return to_page("done", batch)


def revisions_to_publish(batch):
    """Return the revisions, open now, of the editions that an import wrote to."""
    slugs = batch.targets.values("slug")
    revisions = Edition.objects.open().filter(scorecard=batch.scorecard_id, slug__in=slugs, revision__gt=1)
    return revisions.with_rules().order_by("slug")


def fingerprint(found: tuple[Conflict, ...]) -> str:
    """Return a mark that changes when the figures in conflict do."""
    seen = [
        (conflict.cell.pk, conflict.current and (conflict.current.value, conflict.current.rank))
        for conflict in found
    ]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def conflict_row(conflict: Conflict) -> ConflictRow:
    cell, current = conflict.cell, conflict.current
    edition, decimals = cell.target.edition, cell.measure.methodology.decimals

    def figure(value, rank) -> str:
        text = format_number(value, decimals=decimals)
        return text if rank is None else f"{text} ({format_rank(rank, count=edition.unit_count)})"

    return ConflictRow(
        number=cell.pk,
        unit=unit_name(cell),
        edition=edition,
        measure=cell.measure.title,
        before=figure(cell.old_value, cell.old_rank),
        written=figure(cell.value, cell.rank),
        now=figure(current.value, current.rank) if current else _("taken out"),
    )
