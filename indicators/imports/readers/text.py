"""Tables in plain text: CSV, tab-separated, or pasted; read line by line, however long."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from io import TextIOWrapper
from itertools import zip_longest
from pathlib import PurePath

from django.utils.translation import gettext as _

from indicators.imports.grids import FIRST_ROW, Book, Cell, Columns, turned_over
from indicators.imports.readers import guards, legacy_fonts
from indicators.imports.readers.cells import cell_reader
from indicators.imports.readers.characters import Characters
from indicators.imports.readers.delimiters import Delimiter, find_delimiter

# A cell of more lines than this is a quotation mark that was never closed.
_LINES_OF_A_CELL_MAX = 100
# So many cells take some 40 MB.
_CELLS_KEPT = 600_000
# Characters that are parted into columns at once: half of what a cell may hold.
_PIECE = 1 << 16


@dataclass(frozen=True)
class TextSheet:
    """The rows of a text file, read anew each time that they are gone through."""

    name: str
    characters: Characters
    delimiter: Delimiter
    font: str
    is_tidy: bool
    is_trimmed: bool

    @property
    def is_plain(self) -> bool:
        """Whether cells stand in it as readers give them, without quotation marks or blanks around them."""
        return self.is_tidy and self.is_trimmed

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        with self.table_lines() as lines:
            rows = csv.reader(lines, delimiter=self.delimiter.character)
            if self.is_plain:
                for row in rows:
                    yield tuple(row) if all(row) else tuple([cell or None for cell in row])
            elif self.is_tidy:
                for row in rows:
                    yield tuple([cell.strip() or None for cell in row])
            else:
                as_cell = cell_reader(font=self.font)
                for row in rows:
                    yield tuple(map(as_cell, row))

    def in_columns(self) -> Iterator[Columns]:
        """Yield all rows as columns; few enough of them are kept for those who go through them again."""
        yield from self._columns() if self._kept_columns is None else self._kept_columns

    @cached_property
    def _kept_columns(self) -> tuple[Columns, ...] | None:
        """All rows as columns, in which cells that are equal are one; None of a long text."""
        one_of, kept, cells = {}.setdefault, [], 0
        for part in self._columns():
            cells += part.row_count * len(part.columns)
            if cells > _CELLS_KEPT:
                return None
            kept.append(part._replace(columns=[list(map(one_of, column, column)) for column in part.columns]))
        return tuple(kept)

    def _columns(self) -> Iterator[Columns]:
        """Part the rows into columns; those of a plain text at once, not line by line."""
        if not self.is_plain:
            yield from turned_over(self)
            return
        number = FIRST_ROW
        for piece in self.pieces():
            columns = _columns(piece, self.delimiter.character)
            yield Columns(number, len(columns[0]), columns)
            number += len(columns[0])

    def pieces(self) -> Iterator[str]:
        """Yield the text piece by piece, each of whole lines."""
        with self.table_lines() as lines:
            while piece := lines.read(_PIECE):
                piece += lines.readline()
                yield piece if piece.endswith("\n") else f"{piece}\n"

    @contextmanager
    def table_lines(self) -> Iterator[TextIOWrapper]:
        """Give the lines of the table."""
        with self.characters.lines() as lines:
            for _line in range(self.delimiter.lines_before):
                next(lines)
            yield lines


def read_text(characters: Characters, *, name: str) -> Book:
    """Read a text file as one sheet that bears the name of the file."""
    delimiter = find_delimiter(characters.head)
    font = legacy_fonts.font_of(legacy_fonts.accented_words(characters.samples()))
    sheet = TextSheet(
        name=PurePath(name).stem,
        characters=characters,
        delimiter=delimiter,
        font=font,
        is_tidy=not font and characters.is_tidy,
        is_trimmed=characters.is_trimmed(delimiter=delimiter.character),
    )
    _check_rows(sheet)
    return Book(form="csv", sheets=(sheet,), encoding=characters.encoding, font=font)


def _columns(piece: str, delimiter: str) -> list[list[Cell]]:
    """Part a piece of plain text into columns: as one list of cells, of which every so many make a row."""
    cells = piece.replace("\n", f"{delimiter}\n{delimiter}").split(delimiter)
    del cells[-1]
    width, lines = cells.index("\n"), piece.count("\n")
    # Two short lines may fill just one row, so that the ends of rows alone don't tell that all are as wide.
    if lines * (width + 1) == len(cells) and cells[width :: width + 1].count("\n") == lines:
        columns = [cells[index :: width + 1] for index in range(width)]
    else:
        columns = list(zip_longest(*(line.split(delimiter) for line in piece.split("\n")[:-1])))
    return [[cell or None for cell in column] if "" in column else column for column in columns]


def _check_rows(sheet: TextSheet) -> None:
    """Go through all rows once, so that nobody who reads them later meets a bad one."""
    # A line of fewer characters than a table may have columns has no more of these either.
    if sheet.is_plain and sheet.characters.has_few_short_lines(
        lines=guards.ROWS_MAX, length=guards.COLUMNS_MAX
    ):
        return
    row_number, width, lines_before = 0, 0, 0
    quotation_marks = sum(piece.count('"') for piece in sheet.characters.pieces())
    with sheet.table_lines() as lines:
        rows = csv.reader(lines, delimiter=sheet.delimiter.character)
        try:
            for row_number, row in enumerate(rows, start=1):
                if len(row) > width:
                    width = len(row)
                    if width > guards.COLUMNS_MAX:
                        raise guards.too_many_columns(sheet=sheet.name, row=row_number)
                spanned, lines_before = rows.line_num - lines_before, rows.line_num
                if spanned > _LINES_OF_A_CELL_MAX:
                    raise _unclosed(sheet, row_number)
        except csv.Error as error:
            raise _unclosed(sheet, row_number + 1) from error
    if row_number and spanned > 1 and quotation_marks % 2:
        raise _unclosed(sheet, row_number)
    if row_number > guards.ROWS_MAX:
        raise guards.too_many_rows(sheet=sheet.name)


def _unclosed(sheet: TextSheet, row: int):
    return guards.refused(
        "unclosed_quote",
        _("In row %(row)d a cell begins with a quotation mark that is never closed. Close it or delete it.")
        % {"row": row},
        sheet=sheet.name,
        row=row,
    )
