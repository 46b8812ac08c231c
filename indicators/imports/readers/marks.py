"""What calamine keeps to itself of a sheet: errors, percentages, formulas without a value, its extent."""

import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from indicators.imports.grids import column_letters
from indicators.imports.problems import Problem, RefusedFileError
from indicators.imports.readers import guards
from indicators.imports.readers.formats import BUILT_IN_PERCENTAGES, is_percentage

_NAMED_AT_MOST = 20

_ERROR_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def error_text(code: int) -> str:
    """Return what a spreadsheet shows for an error that a binary file gives as a number."""
    return _ERROR_TEXTS.get(code, "#ERROR!")


@dataclass
class Marks:
    """What a scan of one sheet found; places are (row, column) counted from 0."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    without_value: list[tuple[int, int]] = field(default_factory=list)
    percents: set[tuple[int, int]] = field(default_factory=set)
    rows: int = 0
    columns: int = 0

    def reach(self, row: int, column: int) -> None:
        """Note a cell with content."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)


def check_marks(marks: Marks, *, sheet: str) -> None:
    """Refuse a sheet that reaches too far or holds formulas that nobody has computed."""
    guards.check_extent(marks.rows, columns=marks.columns, sheet=sheet)
    if not marks.without_value:
        return
    cells = [f"{column_letters(column)}{row + 1}" for row, column in marks.without_value]
    named = ", ".join(cells[:_NAMED_AT_MOST]) + (" …" if len(cells) > _NAMED_AT_MOST else "")
    message = _(
        "Formulas without a computed value on sheet “%(sheet)s”: %(cells)s. "
        "Open the file in a spreadsheet program, save it there and try again."
    ) % {"sheet": sheet, "cells": named}
    row, column = marks.without_value[0]
    raise RefusedFileError(
        Problem(
            code="formula_without_value",
            message=message,
            sheet=sheet,
            row=row + 1,
            column=column_letters(column),
        )
    )


class _Xlsb:
    """Numbers of the records of XLSB."""

    ROW, ERROR, FORMULA_ERROR, SHEET = 0, 3, 11, 156
    CELLS = range(2, 12)
    NUMBERS = frozenset({2, 5, 9})
    FORMAT, STYLE, FIRST_STYLE, LAST_STYLE = 44, 47, 617, 618
    # Lists of texts, formats and styles, which begin with how many there are.
    LISTS = {159, 615, 617}


def scan_xlsb(part: bytes, *, percent_styles: Collection[int] = ()) -> Marks:
    """Scan a sheet of an XLSB; its formulas always hold a value.

    Args:
        percent_styles: numbers of the styles that show percentages.
    """
    marks, row = Marks(), 0
    for kind, body in _xlsb_records(part):
        if kind == _Xlsb.ROW:
            row = struct.unpack_from("<I", body)[0]
        elif kind in _Xlsb.CELLS:
            column = struct.unpack_from("<I", body)[0]
            marks.reach(row, column)
            if kind in (_Xlsb.ERROR, _Xlsb.FORMULA_ERROR):
                marks.errors[row, column] = error_text(body[8])
            elif kind in _Xlsb.NUMBERS and int.from_bytes(body[4:7], "little") in percent_styles:
                marks.percents.add((row, column))
    return marks


def xlsb_percent_styles(styles: bytes) -> set[int]:
    """Return the numbers of the styles of an XLSB that show a number as a percentage."""
    formats, found, place = set(BUILT_IN_PERCENTAGES), set(), -1
    for kind, body in _xlsb_records(styles):
        if kind == _Xlsb.FORMAT and is_percentage(_xlsb_text(body, 2)[0]):
            formats.add(struct.unpack_from("<H", body)[0])
        elif kind == _Xlsb.FIRST_STYLE:
            place = 0
        elif kind == _Xlsb.LAST_STYLE:
            place = -1
        elif kind == _Xlsb.STYLE and place >= 0:
            if struct.unpack_from("<H", body, 2)[0] in formats:
                found.add(place)
            place += 1
    return found


def check_xlsb_counts(part: bytes) -> None:
    """Refuse a part that promises more than it can hold: calamine reserves the memory, and all ends there."""
    for kind, body in _xlsb_records(part):
        if kind in _Xlsb.LISTS and max(
            struct.unpack_from("<I", body, offset)[0] for offset in range(0, min(len(body), 8) - 3, 4)
        ) > len(part):
            raise guards.damaged()


def xlsb_sheets(workbook: bytes) -> list[tuple[str, str]]:
    """Return name and relation of every sheet of an XLSB."""
    sheets = []
    for kind, body in _xlsb_records(workbook):
        if kind == _Xlsb.SHEET:
            relation, end = _xlsb_text(body, 8)
            name, _end = _xlsb_text(body, end)
            sheets.append((name, relation))
    return sheets


def _xlsb_text(body: bytes, start: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", body, start)[0]
    end = start + 4 + 2 * length
    return body[start + 4 : end].decode("utf-16-le", errors="replace"), end


def _xlsb_records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and body; both numbers before the body are written in bytes of seven bits."""
    place = 0
    while place < len(part):
        kind, place = part[place], place + 1
        if kind & 0x80:
            kind, place = (kind & 0x7F) | part[place] << 7, place + 1
        length = shift = 0
        while True:
            piece, place = part[place], place + 1
            length |= (piece & 0x7F) << shift
            shift += 7
            if not piece & 0x80:
                break
        yield kind, part[place : place + length]
        place += length
