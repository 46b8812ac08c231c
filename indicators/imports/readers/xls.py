"""XLS, the binary workbook of Excel 95 to 2003, by xlrd.

xlrd trusts its file, so what it reads of it passes through a sieve here: records that it need not see are
withheld, and those that would fill the memory or send it in circles refuse the file.
"""

import io
import struct

import xlrd
from xlrd.book import Book

from indicators.imports.grids import Percent
from indicators.imports.problems import RefusedFileError
from indicators.imports.readers import guards
from indicators.imports.readers.cells import RawSheet
from indicators.imports.readers.formats import is_percentage
from indicators.imports.readers.marks import Marks, check_marks, error_text
from indicators.imports.readers.merges import Span

_BEGIN, _END, _CONTINUE, _LOCKED, _TEXTS = 0x0809, 0x000A, 0x003C, 0x002F, 0x00FC
_CODE_PAGE, _DATES_FROM_1904, _SHEET, _FORMAT, _STYLE = 0x0042, 0x0022, 0x0085, 0x041E, 0x00E0
_FORMULA, _FORMULA_TEXT, _MERGED = 0x0006, 0x0207, 0x00E5
# What stands between a formula and its text, where it is one of many.
_SHARED_FORMULAS = {0x0221, 0x04BC, 0x0236}
# Numbers, numbers in short and in a row, texts plain, rich and shared, truths and errors, formulas.
_CELLS = {0x0203, 0x027E, 0x00BD, 0x0204, 0x00D6, 0x00FD, 0x0205, _FORMULA}
_DEFINITIONS = {_SHEET, _FORMAT, _STYLE}
_READ = {
    _BEGIN, _END, _CONTINUE, _LOCKED, _TEXTS, _CODE_PAGE, _DATES_FROM_1904, _FORMULA_TEXT, _MERGED,
    *_SHARED_FORMULAS, *_CELLS, *_DEFINITIONS,
}  # fmt: skip
_WITHHELD = 0xFFFF
# What the value of a formula is, where it is no number.
_TEXT_FOLLOWS, _EMPTY_TEXT = 0, 3

_OLDEST_VERSION = 50
# Excel itself writes at most 4,050 styles.
_DEFINITIONS_MAX = 20_000
_LAST_SERIAL = 2_958_465


def read_sheets(stream: bytes) -> list[RawSheet]:
    """Read the worksheets of a workbook stream; hidden ones come last.

    Raises:
        RefusedFileError: when it is locked, damaged or too large, or holds formulas that were never computed.
    """
    try:
        return _Workbook(stream).worksheets()
    except RefusedFileError:
        raise
    except Exception as error:  # xlrd checks little: whatever it stumbles over is a fault of the file
        raise guards.damaged() from error


class _ReadOnce(bytes):
    """Bytes that are gone through once: a text of negative length would lead xlrd back to where it was."""

    reached = 0

    def __getitem__(self, place):
        start = place.start if isinstance(place, slice) else place
        if start < self.reached:
            raise guards.damaged()
        self.reached = start
        return super().__getitem__(place)


class _Workbook(Book):
    """A workbook of xlrd that looks at every record before xlrd does."""

    def __init__(self, stream: bytes):
        super().__init__()
        self.bytes_left = len(stream)
        self.definitions = 0
        self.marks = Marks()
        self.awaiting: tuple[int, int] | None = None
        self.without_text: list[tuple[Marks, str, tuple[int, int]]] = []
        self.holds_computed = False
        self.sheet_name = ""
        settings = {"formatting_info": True, "on_demand": True, "ragged_rows": True}
        self.biff2_8_load(file_contents=stream, logfile=io.StringIO(), **settings)
        self.biff_version = self.getbof(xlrd.biffh.XL_WORKBOOK_GLOBALS)
        if self.biff_version < _OLDEST_VERSION:
            raise guards.damaged()
        self.parse_globals()
        self._sheet_list = [None] * len(self._sheet_names)
        self.percentages = {
            number
            for number, style in enumerate(self.xf_list)
            if is_percentage(self.format_map[style.format_key].format_str)
        }

    def worksheets(self) -> list[RawSheet]:
        """Read all worksheets; one in which nothing was ever computed is refused."""
        sheets, cells = [], 0
        for number, name in enumerate(self.sheet_names()):
            self.sheet_name, self.marks = name, Marks()
            sheet = self.get_sheet(number)
            check_marks(self.marks, sheet=name)
            cells += self.marks.rows * self.marks.columns
            guards.check_cells(cells, sheet=name)
            sheets.append((self._as_rows(sheet), self._sheet_visibility[number] & 3 != 0))
            self.unload_sheet(number)
        if not self.holds_computed:
            # Programs that compute nothing write an empty text for every formula.
            for marks, _name, place in self.without_text:
                marks.without_value.append(place)
            for marks, name, _place in self.without_text:
                check_marks(marks, sheet=name)
        return [sheet for sheet, _is_hidden in sorted(sheets, key=lambda pair: pair[1])]

    def get_record_parts(self):
        """Return kind, length and body of the next record."""
        kind, length, body = super().get_record_parts()
        self.bytes_left -= 4 + length
        # Each byte is read once, or sheets lie within each other.
        if len(body) < length or self.bytes_left < 0:
            raise guards.damaged()
        if self.awaiting and kind not in _SHARED_FORMULAS:
            self._settle(kind)
        if kind not in _READ:
            return _WITHHELD, length, body
        if kind in _CELLS:
            self._take_cell(kind, body)
        elif kind in _DEFINITIONS:
            self.definitions += 1
            if self.definitions > _DEFINITIONS_MAX:
                raise guards.damaged()
        elif kind == _LOCKED:
            raise guards.locked()
        elif kind == _TEXTS:
            return kind, length, _ReadOnce(body)
        return kind, length, body

    def get_record_parts_conditional(self, reqd_record):
        """Return the next record of the shared texts, if it is one."""
        kind, length, body = super().get_record_parts_conditional(reqd_record)
        return kind, length, _ReadOnce(body)

    def _take_cell(self, kind, body):
        row, column = struct.unpack_from("<HH", body)
        self.marks.reach(row, column)
        guards.check_extent(self.marks.rows, columns=self.marks.columns, sheet=self.sheet_name)
        if kind != _FORMULA:
            return
        if body[12:14] != b"\xff\xff":
            self.holds_computed = True
        elif body[6] == _TEXT_FOLLOWS:
            self.awaiting = (row, column)
        elif body[6] == _EMPTY_TEXT:
            self.without_text.append((self.marks, self.sheet_name, (row, column)))
        else:
            self.holds_computed = True

    def _settle(self, kind):
        """Refuse a formula whose text does not follow."""
        place, self.awaiting = self.awaiting, None
        self.holds_computed = True
        if kind != _FORMULA_TEXT:
            self.marks.without_value.append(place)
            check_marks(self.marks, sheet=self.sheet_name)

    def _as_rows(self, sheet: xlrd.sheet.Sheet) -> RawSheet:
        width = self.marks.columns
        rows = []
        for number in range(self.marks.rows):
            cells = zip(
                sheet.row_types(number), sheet.row_values(number), sheet._cell_xf_indexes[number], strict=True
            )
            row = tuple(self._value(*cell) for cell in cells)
            rows.append(row + (None,) * (width - len(row)))
        spans = tuple(
            Span(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells
        )
        return RawSheet(sheet.name, rows, spans)

    def _value(self, kind, value, style):
        if kind == xlrd.XL_CELL_TEXT:
            return value or None
        if kind == xlrd.XL_CELL_NUMBER:
            return Percent(value) if style in self.percentages else value
        if kind == xlrd.XL_CELL_DATE and 0 <= value <= _LAST_SERIAL:
            moment = xlrd.xldate.xldate_as_datetime(value, self.datemode)
            return moment.time() if value < 1 else moment
        if kind == xlrd.XL_CELL_BOOLEAN:
            return bool(value)
        if kind == xlrd.XL_CELL_ERROR:
            return error_text(value)
        return value if kind == xlrd.XL_CELL_DATE else None
