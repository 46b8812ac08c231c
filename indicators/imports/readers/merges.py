"""Merged cells: what stands in one stands in every cell that it covers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from indicators.imports.grids import Cell


class Span(NamedTuple):
    """A merged range; rows and columns counted from 0, the last ones included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


def fill(rows: Iterable[tuple[Cell, ...]], *, spans: Iterable[Span]) -> Iterator[tuple[Cell, ...]]:
    """Yield rows with merged ranges filled, as far as the rows themselves reach."""
    starting: dict[int, list[Span]] = defaultdict(list)
    for span in spans:
        starting[span.first_row].append(span)
    open_spans: list[tuple[Span, Cell]] = []
    for number, row in enumerate(rows):
        begun = [
            (span, row[span.first_column])
            for span in starting.get(number, ())
            if span.first_column < len(row)
        ]
        open_spans = [pair for pair in open_spans if pair[0].last_row >= number] + begun
        if not open_spans:
            yield row
            continue
        cells = list(row)
        for span, text in open_spans:
            for column in range(span.first_column, min(span.last_column + 1, len(cells))):
                cells[column] = text
        yield tuple(cells)
