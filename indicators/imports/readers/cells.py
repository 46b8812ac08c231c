"""From what a library gives for a cell to a cell, and from such rows to sheets and a book."""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from indicators.imports.grids import Book, Cell, Percent, RowsInMemory, Sheet
from indicators.imports.readers import guards, legacy_fonts
from indicators.imports.readers.characters import tidy
from indicators.imports.readers.merges import Span, clipped, fill

# Rows of each sheet that are looked at for the font of the file.
_SAMPLE_ROWS = 2_000
_TEXTS_REMEMBERED = 20_000
_WHOLE_BELOW = 1e15


@dataclass(frozen=True)
class RawSheet:
    """Rows as a file holds them: texts untouched, merged cells not filled."""

    name: str
    rows: list[tuple]
    spans: tuple[Span, ...] = ()


def cell_reader(*, font: str) -> Callable[[object], Cell]:
    """Return a function from what a file holds to a cell; it remembers the texts that it has tidied."""
    remembered: dict[str, Cell] = {"": None}

    def as_cell(value):
        if value.__class__ is not str:
            return _plain(value)
        try:
            return remembered[value]
        except KeyError:
            if len(remembered) > _TEXTS_REMEMBERED:
                remembered.clear()
            text = value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
            cell = remembered[value] = tidy(text, font=font) or None
            return cell

    return as_cell


def _plain(value: object) -> Cell:
    """Return a number, a date or a text for what is no text."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Percent):
        return Percent(f"{value:.15g}")
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        if value.is_integer() and abs(value) < _WHOLE_BELOW:
            return int(value)
        # Fifteen digits are what a spreadsheet holds; the rest is noise of its arithmetic.
        return float(f"{value:.15g}")
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value
    if isinstance(value, (dt.time, dt.timedelta)):
        return str(value)
    return value


def font_of_rows(sheets: Iterable[Iterable[Iterable[object]]]) -> str:
    """Tell the font of a whole file by the first rows of each of its sheets."""
    texts = (
        value
        for rows in sheets
        for row in islice(rows, _SAMPLE_ROWS)
        for value in row
        if isinstance(value, str)
    )
    return legacy_fonts.font_of(legacy_fonts.accented_words(texts))


def holds_something(sheet: Sheet) -> bool:
    return any(cell is not None for row in sheet for cell in row)


def make_book(sheets: Iterable[Sheet], *, form: str, name: str, encoding: str = "", font: str = "") -> Book:
    """Return the sheets that hold something as a book; refuse a file that holds nothing."""
    sheets = tuple(sheet for sheet in sheets if holds_something(sheet))
    if not sheets:
        raise guards.no_text(name)
    return Book(form=form, sheets=sheets, encoding=encoding, font=font)


def make_book_in_memory(raw_sheets: list[RawSheet], *, form: str, name: str, encoding: str = "") -> Book:
    """Tidy every cell, fill merged ranges and return the book."""
    font = font_of_rows(sheet.rows for sheet in raw_sheets)
    sheets = [RowsInMemory(sheet.name, tuple(_tidied(sheet, font=font))) for sheet in raw_sheets]
    return make_book(sheets, form=form, name=name, encoding=encoding, font=font)


def _tidied(sheet: RawSheet, *, font: str) -> Iterator[tuple[Cell, ...]]:
    as_cell = cell_reader(font=font)
    rows = (tuple(map(as_cell, row)) for row in sheet.rows)
    if not sheet.spans:
        return rows
    width = max(map(len, sheet.rows), default=0)
    return fill(rows, spans=clipped(sheet.spans, rows=len(sheet.rows), columns=width))
