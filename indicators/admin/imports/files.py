"""Reading the kept file of an import once more, for each step that needs its cells."""

from dataclasses import replace

from django.db import transaction

from indicators.imports import door
from indicators.imports.asked import Options
from indicators.imports.grids import Book, Sheet
from indicators.imports.layouts.layout import Layout
from indicators.imports.watching import Stage, Watch
from indicators.imports.writing.leaving_out import leave_names_out, leave_places_out, places_left_out
from indicators.imports.writing.locking import lock_open_batch
from indicators.models import ImportBatch


def sheet_called(book: Book, name: str) -> Sheet:
    """Return the sheet of a name; the first where there is none of it."""
    return next((sheet for sheet in book.sheets if sheet.name == name), book.sheets[0])


@transaction.atomic
def preview_with(batch: ImportBatch, *, layout: Layout, watch: Watch) -> bool:
    """Read all figures by a layout and compare them; what was left out before stays so.

    Figures are known again by their cells. By another layout these may hold something else, so they are not.

    Returns:
        Whether figures that were left out are taken in again.
    """
    watch(Stage.OPENING)
    places = places_left_out(batch)
    is_same = batch.layout is not None and Layout.from_json(batch.layout) == layout
    door.preview(batch, layout=layout, book=door.book_of(batch), watch=watch)
    if left_out := Options.of(batch).left_out_names:
        leave_names_out(batch, printed=left_out)
    if places and is_same:
        leave_places_out(batch, places=places)
    return bool(places - places_left_out(batch))


def preview_again(batch: ImportBatch, *, watch: Watch) -> None:
    """Read the table once more by the layout that was confirmed."""
    preview_with(batch, layout=Layout.from_json(batch.layout), watch=watch)


@transaction.atomic
def take_rounded(batch: ImportBatch, *, taken: bool, watch: Watch) -> None:
    """Write values that differ from what stands by rounding alone, or keep what stands; preview again."""
    lock_open_batch(batch)
    batch.options = replace(Options.of(batch), takes_rounded=taken).to_json()
    batch.save(update_fields=["options"])
    preview_again(batch, watch=watch)
