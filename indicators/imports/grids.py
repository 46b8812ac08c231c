"""What every reader gives: sheets of cells, as they stand in the file."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from typing import NamedTuple, Protocol, runtime_checkable

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


class Columns(NamedTuple):
    """Some rows of a sheet, turned over; a column that all of them lack may not be among them.

    Args:
        first_row: number of the first of these rows, counted from 1.
    """

    first_row: int
    row_count: int
    columns: Sequence[Sequence[Cell]]

    def column(self, index: int | None) -> Sequence[Cell]:
        """Return a column by its place, counted from 0; one that there is not is blank."""
        if index is not None and 0 <= index < len(self.columns):
            return self.columns[index]
        return (None,) * self.row_count

    def rows(self) -> Iterator[Row]:
        """Yield the rows again, all of one length."""
        return zip(*self.columns, strict=True) if self.columns else iter([()] * self.row_count)

    def between(self, first_row: int, last_row: int | None) -> "Columns":
        """Return those of the rows that stand between two of the sheet, both included."""
        start = max(0, first_row - self.first_row)
        stop = self.row_count if last_row is None else min(self.row_count, last_row - self.first_row + 1)
        if start == 0 and stop == self.row_count:
            return self
        columns = [column[start:stop] for column in self.columns]
        return Columns(self.first_row + start, max(0, stop - start), columns)


@runtime_checkable
class ColumnSheet(Protocol):
    """A sheet that is quicker at giving its columns than its rows."""

    def in_columns(self) -> Iterator[Columns]:
        """Yield all of its rows, some thousands at a time."""


def in_columns(sheet: Sheet, *, first_row: int = FIRST_ROW, last_row: int | None = None) -> Iterator[Columns]:
    """Yield the rows between two of a sheet as columns, so that a long sheet is never held whole."""
    for columns in sheet.in_columns() if isinstance(sheet, ColumnSheet) else turned_over(sheet):
        if last_row is not None and columns.first_row > last_row:
            return
        columns = columns.between(first_row, last_row)
        if columns.row_count:
            yield columns


def turned_over(rows: Iterable[Row]) -> Iterator[Columns]:
    """Turn rows over into columns, some thousands at a time; short rows are filled up."""
    rows, number = iter(rows), FIRST_ROW
    while chunk := list(islice(rows, ROWS_AT_ONCE)):
        yield Columns(number, len(chunk), list(zip_longest(*chunk)))
        number += len(chunk)


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
