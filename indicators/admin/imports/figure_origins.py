"""From a figure to the file, the cell and the import that it came from."""

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.imports.writing.origins import origins_of_rows
from indicators.models import ImportCell, Ranking


class OriginLine(NamedTuple):
    """Where a figure was read, with the address of its row in the record of the import."""

    text: str
    address: str


def origin_lines(rankings: Iterable[Ranking]) -> dict[int, OriginLine]:
    """Write out the cells that rows were read in, by the key of the row."""
    return {key: origin_line(cell) for key, cell in origins_of_rows(rankings).items()}


def origin_line(cell: ImportCell | None) -> OriginLine | None:
    """Write out the cell that a figure was read in; None where people entered it."""
    if cell is None:
        return None
    text = _("From the file %(file)s, cell %(cell)s, import %(number)d")
    place = {"file": cell.batch.name, "cell": cell.address, "number": cell.batch_id}
    address = reverse("imports:done", args=[cell.batch_id])
    return OriginLine(text % place, f"{address}?o={cell.pk}#o-{cell.pk}")
