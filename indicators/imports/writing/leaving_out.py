"""Leaving out what a person does not want to write: ticked figures, rows of a name, all that is refused."""

from collections.abc import Iterable

from django.db import transaction

from indicators.imports.writing.comparison import compare, leave_out, take_in
from indicators.imports.writing.locking import lock_open_batch
from indicators.models import ImportBatch, ImportCell

State = ImportCell.State


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
