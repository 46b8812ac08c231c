"""Leaving out what a person does not want to write: ticked figures, rows of a name, all that is refused."""

from collections.abc import Collection, Iterable, Iterator

from django.db import transaction

from indicators.imports.writing.comparison import compare, leave_out, take_in
from indicators.imports.writing.locking import lock_open_batch
from indicators.models import ImportBatch, ImportCell

State = ImportCell.State
# A cell of the file; for a figure that the file lacks the edition, unit and measure of it.
Place = tuple[int, str, str] | tuple[str, int, int]
_CELLS_AT_ONCE = 5000


@transaction.atomic
def choose_left_out(batch: ImportBatch, *, shown: Iterable[int], ticked: Iterable[int]) -> bool:
    """Leave exactly the ticked ones of the shown figures out; return whether that changed anything.

    Args:
        shown: keys of the figures that stood on the page.
        ticked: keys of those that are to be left out.
    """
    lock_open_batch(batch)
    cells = batch.cells.filter(pk__in=set(shown))
    are_out = set(cells.filter(state=State.LEFT_OUT).values_list("pk", flat=True))
    wanted = set(cells.filter(pk__in=set(ticked)).values_list("pk", flat=True))
    if are_out - wanted:
        take_in(batch, are_out - wanted)
    if wanted - are_out:
        leave_out(batch, wanted - are_out)
    return are_out != wanted


@transaction.atomic
def leave_refused_out(batch: ImportBatch) -> None:
    """Leave every refused figure of an import out, and compare again."""
    lock_open_batch(batch)
    batch.cells.filter(state=State.REFUSED).update(state=State.LEFT_OUT)
    compare(batch)


@transaction.atomic
def leave_names_out(batch: ImportBatch, *, printed: Iterable[str]) -> None:
    """Leave the refused figures of printed names out, and compare again."""
    lock_open_batch(batch)
    refused = batch.cells.filter(state=State.REFUSED, unit=None)
    if refused.filter(as_printed__in=set(printed)).update(state=State.LEFT_OUT):
        compare(batch)


@transaction.atomic
def take_name_in(batch: ImportBatch, *, printed: str) -> None:
    """Take the left-out figures of a printed name in again, refused until the table is read anew."""
    lock_open_batch(batch)
    batch.cells.filter(state=State.LEFT_OUT, as_printed=printed).update(state=State.REFUSED)


def places_left_out(batch: ImportBatch) -> set[Place]:
    """Return where the figures stand that a person left out."""
    return {place for _pk, place in _places(batch.cells.filter(state=State.LEFT_OUT))}


@transaction.atomic
def leave_places_out(batch: ImportBatch, *, places: Collection[Place]) -> None:
    """Leave the figures at some places out, of a table read anew by the same layout, and compare again."""
    lock_open_batch(batch)
    keys = [pk for pk, place in _places(batch.cells.all()) if place in places]
    for start in range(0, len(keys), _CELLS_AT_ONCE):
        batch.cells.filter(pk__in=keys[start : start + _CELLS_AT_ONCE]).update(state=State.LEFT_OUT)
    compare(batch)


def _places(cells) -> Iterator[tuple[int, Place]]:
    """Yield the keys of figures with their places."""
    columns = ("pk", "row", "value_column", "rank_column", "target__slug", "unit", "measure")
    for pk, row, value_column, rank_column, *figure in cells.order_by().values_list(*columns).iterator():
        yield pk, tuple(figure) if row is None else (row, value_column, rank_column)
