"""Merged cells: what stands in one stands in every cell that it covers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from indicators.imports.grids import Cell
from indicators.imports.readers import guards


class Span(NamedTuple):
    """A merged range; rows and columns counted from 0, the last ones included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


def clipped(spans: Iterable[Span], *, rows: int, columns: int) -> tuple[Span, ...]:
    """Cut ranges to the extent of their sheet.

    Raises:
        RefusedFileError: when they cover more than the sheet has, as only ranges that overlap do.
    """
    within = tuple(
        span._replace(last_row=min(span.last_row, rows - 1), last_column=min(span.last_column, columns - 1))
        for span in spans
        if span.first_row < rows and span.first_column < columns
    )
    covered = sum(
        (span.last_row - span.first_row + 1) * (span.last_column - span.first_column + 1) for span in within
    )
    if covered > rows * columns:
        raise guards.damaged()
    return within


def fill(rows: Iterable[tuple[Cell, ...]], *, spans: Iterable[Span]) -> Iterator[tuple[Cell, ...]]:
    """Yield rows with merged ranges filled."""
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
