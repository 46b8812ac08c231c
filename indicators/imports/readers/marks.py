"""What calamine keeps to itself of a sheet: error cells, formulas without a value, how far it reaches."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from indicators.imports.grids import column_letters
from indicators.imports.problems import Problem, RefusedFileError
from indicators.imports.readers import guards

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


@dataclass
class Marks:
    """What a scan of one sheet found; places are (row, column) counted from 0.

    ``without_text`` are formulas whose value is an empty text, ``holds_computed`` whether any has another.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    without_value: list[tuple[int, int]] = field(default_factory=list)
    without_text: list[tuple[int, int]] = field(default_factory=list)
    holds_computed: bool = False
    rows: int = 0
    columns: int = 0

    def reach(self, row: int, column: int) -> None:
        """Note a cell with content."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)

    def error(self, row: int, column: int, code: int) -> None:
        """Note an error cell by its number in binary files."""
        self.errors[row, column] = _ERROR_TEXTS.get(code, "#ERROR!")


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


class _Xls:
    """Numbers of the records of XLS."""

    BEGIN, END, LOCKED, SHEET = 0x0809, 0x000A, 0x002F, 0x0085
    FORMULA, STRING, ERROR, NUMBERS = 0x0006, 0x0207, 0x0205, 0x00BD
    CELLS = {FORMULA, ERROR, NUMBERS, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x027E}
    # What the value of a formula is, where it is no number.
    TEXT_FOLLOWS, ERROR_VALUE, EMPTY_TEXT = 0, 2, 3
    # What may stand between a formula and its text: shared formula, array, table.
    BETWEEN = {0x04BC, 0x0221, 0x0236}


def scan_xls(stream: bytes) -> list[Marks]:
    """Scan the workbook stream of an XLS; one entry a sheet, in the order of its tabs."""
    by_place: dict[int, Marks] = {}
    open_parts: list[Marks | None] = []
    awaiting: tuple[Marks, int, int] | None = None
    for place, kind, body in _xls_records(stream):
        if awaiting and kind not in _Xls.BETWEEN:
            marks, row, column = awaiting
            if kind != _Xls.STRING:
                marks.without_value.append((row, column))
            awaiting = None
        if kind == _Xls.LOCKED:
            raise guards.locked()
        if kind == _Xls.SHEET:
            by_place.setdefault(struct.unpack_from("<I", body)[0], Marks())
        elif kind == _Xls.BEGIN:
            open_parts.append(by_place.get(place))
        elif kind == _Xls.END and open_parts:
            open_parts.pop()
        elif kind in _Xls.CELLS and open_parts and (marks := open_parts[-1]) is not None:
            awaiting = _mark_xls_cell(marks, kind, body)
    sheets = list(by_place.values())
    if not any(marks.holds_computed for marks in sheets):
        # Programs that compute nothing write an empty text for every formula.
        for marks in sheets:
            marks.without_value += marks.without_text
    return sheets


def _xls_records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield place, kind and body of every record."""
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield place, kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _mark_xls_cell(marks: Marks, kind: int, body: bytes) -> tuple[Marks, int, int] | None:
    """Note a cell; return it when its formula promises a text that must follow."""
    row, column = struct.unpack_from("<HH", body)
    marks.reach(row, struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _Xls.NUMBERS else column)
    if kind == _Xls.ERROR and body[7]:
        marks.error(row, column, body[6])
    if kind != _Xls.FORMULA:
        return None
    is_number = body[12:14] != b"\xff\xff"
    if not is_number and body[6] == _Xls.EMPTY_TEXT:
        marks.without_text.append((row, column))
        return None
    marks.holds_computed = True
    if not is_number and body[6] == _Xls.ERROR_VALUE:
        marks.error(row, column, body[8])
    return (marks, row, column) if not is_number and body[6] == _Xls.TEXT_FOLLOWS else None


class _Xlsb:
    """Numbers of the records of XLSB."""

    ROW, ERROR, FORMULA_ERROR, SHEET = 0, 3, 11, 156
    CELLS = range(2, 12)


def scan_xlsb(part: bytes) -> Marks:
    """Scan a sheet of an XLSB; its formulas always hold a value."""
    marks, row = Marks(), 0
    for kind, body in _xlsb_records(part):
        if kind == _Xlsb.ROW:
            row = struct.unpack_from("<I", body)[0]
        elif kind in _Xlsb.CELLS:
            column = struct.unpack_from("<I", body)[0]
            marks.reach(row, column)
            if kind in (_Xlsb.ERROR, _Xlsb.FORMULA_ERROR):
                marks.error(row, column, body[8])
    return marks


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
