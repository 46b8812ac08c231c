"""Tables in plain text: CSV, tab-separated, or pasted; read line by line, however long."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from indicators.imports.grids import Book, Cell
from indicators.imports.readers import guards, legacy_fonts
from indicators.imports.readers.cells import cell_reader
from indicators.imports.readers.characters import Characters, is_tidy, is_trimmed
from indicators.imports.readers.delimiters import Delimiter, find_delimiter

# A cell of more lines than this is a quotation mark that was never closed.
_LINES_OF_A_CELL_MAX = 100


@dataclass(frozen=True)
class TextSheet:
    """The rows of a text file, read anew each time that they are gone through."""

    name: str
    characters: Characters
    delimiter: Delimiter
    font: str
    is_tidy: bool
    is_trimmed: bool

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        with self.characters.lines() as lines:
            for _line in range(self.delimiter.lines_before):
                next(lines)
            rows = csv.reader(lines, delimiter=self.delimiter.character)
            if self.is_tidy and self.is_trimmed:
                for row in rows:
                    yield tuple(row) if all(row) else tuple([cell or None for cell in row])
            elif self.is_tidy:
                for row in rows:
                    yield tuple([cell.strip() or None for cell in row])
            else:
                as_cell = cell_reader(font=self.font)
                for row in rows:
                    yield tuple(map(as_cell, row))


def read_text(characters: Characters, *, name: str) -> Book:
    """Read a text file as one sheet that bears the name of the file."""
    delimiter = find_delimiter(characters.head)
    font = legacy_fonts.font_of(legacy_fonts.accented_words(characters.samples()))
    sheet = TextSheet(
        name=PurePath(name).stem,
        characters=characters,
        delimiter=delimiter,
        font=font,
        is_tidy=not font and all(map(is_tidy, characters.pieces())),
        is_trimmed=all(is_trimmed(piece, delimiter=delimiter.character) for piece in characters.pieces()),
    )
    _check_rows(sheet)
    return Book(form="csv", sheets=(sheet,), encoding=characters.encoding, font=font)


def _check_rows(sheet: TextSheet) -> None:
    """Go through all rows once, so that nobody who reads them later meets a bad one."""
    row_number, width, lines_before = 0, 0, 0
    quotation_marks = sum(piece.count('"') for piece in sheet.characters.pieces())
    with sheet.characters.lines() as lines:
        for _line in range(sheet.delimiter.lines_before):
            next(lines)
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
