"""Reading the kept file of an import once more, for each step that needs its cells."""

from indicators.imports import door
from indicators.imports.grids import Book, Sheet
from indicators.imports.layouts.layout import Layout
from indicators.imports.watching import Stage, Watch
from indicators.imports.writing.leaving_out import leave_names_out
from indicators.models import ImportBatch


def sheet_called(book: Book, name: str) -> Sheet:
    """Return the sheet of a name; the first where there is none of it."""
    return next((sheet for sheet in book.sheets if sheet.name == name), book.sheets[0])


def preview_with(batch: ImportBatch, *, layout: Layout, watch: Watch) -> None:
    """Read all figures by a layout and compare them; names that were left out before stay so."""
    watch(Stage.OPENING)
    door.preview(batch, layout=layout, book=door.book_of(batch), watch=watch)
    if left_out := batch.options.get("left_out_names"):
        leave_names_out(batch, printed=left_out)


def preview_again(batch: ImportBatch, *, watch: Watch) -> None:
    """Read the table once more by the layout that was confirmed."""
    preview_with(batch, layout=Layout.from_json(batch.layout), watch=watch)
