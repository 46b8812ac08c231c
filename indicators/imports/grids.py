"""What every reader gives: sheets of cells, as they stand in the file."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from typing import Protocol

# Text as printed (NFC, outer spaces off, line breaks kept), a number of a spreadsheet, a date, or nothing.
Cell = str | int | float | dt.date | None

Row = tuple[Cell, ...]

FIRST_ROW = 1
ROWS_AT_ONCE = 5_000


class Percent(float):
    """A number that a spreadsheet shows as a percentage: 0.8131 for 81,31%."""

    __slots__ = ()


class Sheet(Protocol):
    """One table-shaped part of a file; its rows can be gone through again and again.

    Merged cells hold their text in every cell that they cover. Rows may be of different lengths.
    """

    name: str

    def __iter__(self) -> Iterator[Row]:
        """Yield every row from the first of the sheet, blank ones too, so that counting gives row numbers."""


@dataclass(frozen=True)
class RowsInMemory:
    """A sheet whose rows are at hand."""

    name: str
    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


@dataclass(frozen=True)
class Book:
    """A file that was read.

    Args:
        form: what it is: csv, xlsx, xlsb, xls, ods or html.
        sheets: those that hold any text, in the order of the file.
        encoding: of a text file, else empty.
        font: tcvn3 or vni where the text was written for such a font and was converted, else empty.
        around: what a page says around each of its tables, by the name of the sheet: texts of one weight
            together, the weightiest first.
    """

    form: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    font: str = ""
    around: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)


def distinct_cells(rows: Iterable[Row], *, groups: Iterable[Sequence[int | None]]) -> set[tuple[Cell, ...]]:
    """Return what stands side by side in groups of columns, each once; None where there is no such column."""
    columns = columns_of(rows)
    size = len(columns[0]) if columns else 0
    distinct = set()
    for group in groups:
        cells = [
            columns[index] if index is not None and index < len(columns) else (None,) * size
            for index in group
        ]
        distinct.update(zip(*cells, strict=True))
    return distinct


def in_chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows some thousands at a time, so that a long sheet is never held whole."""
    rows = iter(rows)
    while chunk := list(islice(rows, ROWS_AT_ONCE)):
        yield chunk


def columns_of(rows: Iterable[Row]) -> list[tuple[Cell, ...]]:
    """Turn rows over into columns; short rows are filled up."""
    return list(zip_longest(*rows))


def column_letters(index: int) -> str:
    """Return the name that spreadsheets give a column, counted from 0: A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the place of a column from the name that spreadsheets give it, counted from 0."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def text_of(cell: Cell) -> str:
    """Return a cell as text on one line; a whole number without its ".0"."""
    if cell.__class__ is str:
        return " ".join(cell.split())
    if cell is None:
        return ""
    if isinstance(cell, float):
        return repr(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return " ".join(str(cell).split())
