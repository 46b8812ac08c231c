"""XLS, the binary workbook of Excel 95 to 2003.

Read here and not by calamine: that reserves whatever memory a damaged file promises to need, and with it
goes the whole server.
"""

import datetime as dt
import re
import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from indicators.imports.grids import Percent
from indicators.imports.readers import guards
from indicators.imports.readers.cells import RawSheet
from indicators.imports.readers.marks import Marks, check_marks, error_text
from indicators.imports.readers.merges import Span

_BEGIN, _END, _CONTINUE, _LOCKED = 0x0809, 0x000A, 0x003C, 0x002F
_CODE_PAGE, _DATES_FROM_1904, _SHEET, _FORMAT, _STYLE, _TEXTS = 0x0042, 0x0022, 0x0085, 0x041E, 0x00E0, 0x00FC
_NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS = 0x0203, 0x027E, 0x00BD
_TEXT, _RICH_TEXT, _SHARED_TEXT, _TRUTH_OR_ERROR = 0x0204, 0x00D6, 0x00FD, 0x0205
_FORMULA, _FORMULA_TEXT, _MERGED = 0x0006, 0x0207, 0x00E5
# What the value of a formula is, where it is no number.
_TEXT_FOLLOWS, _ERROR, _EMPTY_TEXT = 0, 2, 3

_WORKSHEET, _VERSION_OF_97 = 0, 0x0600
_FIRST_DAY, _FIRST_DAY_1904, _LAST_SERIAL = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1), 2_958_465
_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENT_FORMATS = {9, 10}
_NO_PART_OF_A_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|General', re.IGNORECASE)


def read_sheets(stream: bytes) -> list[RawSheet]:
    """Read the worksheets of a workbook stream; hidden ones come last.

    Raises:
        RefusedFileError: when it is locked, damaged or too large, or holds formulas that were never computed.
    """
    workbook = _Workbook()
    try:
        for place, kind, body in _records(stream):
            workbook.take(place, kind, body)
    except (struct.error, IndexError, UnicodeDecodeError, LookupError) as error:
        raise guards.damaged() from error
    sheets = workbook.finished()
    return [sheet.as_rows() for sheet in sorted(sheets, key=lambda sheet: sheet.is_hidden)]


def _records(stream: bytes) -> Iterator[tuple[int, int, list[bytes]]]:
    """Yield place and kind of each record, and its body with those of the records that continue it."""
    place, waiting = 0, None
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        body = stream[place + 4 : place + 4 + length]
        if len(body) < length:
            raise guards.damaged()
        if kind == _CONTINUE and waiting:
            waiting[2].append(body)
        else:
            if waiting:
                yield waiting
            waiting = (place, kind, [body])
        place += 4 + length
    if waiting:
        yield waiting


@dataclass
class _Sheet:
    """A worksheet while it is read."""

    name: str
    is_hidden: bool
    is_worksheet: bool
    cells: dict[int, dict[int, object]] = field(default_factory=lambda: defaultdict(dict))
    spans: list[Span] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)

    def put(self, row: int, column: int, value: object) -> None:
        self.cells[row][column] = value
        self.marks.reach(row, column)

    def as_rows(self) -> RawSheet:
        columns = range(self.marks.columns)
        rows = [tuple(map(self.cells.get(number, {}).get, columns)) for number in range(self.marks.rows)]
        return RawSheet(self.name, rows, tuple(self.spans))


class _Workbook:
    """Takes records one after the other."""

    def __init__(self):
        self.sheets: dict[int, _Sheet] = {}
        self.open_parts: list[_Sheet | None] = []
        self.texts: list[str] = []
        self.date_formats = set(_DATE_FORMATS)
        self.is_date: list[bool] = []
        self.percent_formats = set(_PERCENT_FORMATS)
        self.is_percent: list[bool] = []
        self.first_day = _FIRST_DAY
        self.encoding = "cp1252"
        self.is_wide = True
        self.awaiting: tuple[int, int] | None = None
        self.without_text: list[tuple[_Sheet, int, int]] = []
        self.holds_computed = False

    def take(self, place: int, kind: int, bodies: list[bytes]) -> None:
        """Follow one record."""
        body = bodies[0]
        if kind == _BEGIN:
            self.is_wide = struct.unpack_from("<H", body)[0] >= _VERSION_OF_97
            self.open_parts.append(self.sheets.get(place))
        elif kind == _END and self.open_parts:
            self.open_parts.pop()
        elif kind == _LOCKED:
            raise guards.locked()
        elif len(self.open_parts) == 1 and self.open_parts[0] is None:
            self._take_global(kind, bodies)
        elif self.open_parts and (sheet := self.open_parts[-1]) is not None:
            self._take_cell(sheet, kind, bodies)

    def finished(self) -> list[_Sheet]:
        """Return the worksheets; one in which nothing was ever computed is refused."""
        if not self.holds_computed:
            # Programs that compute nothing write an empty text for every formula.
            for sheet, row, column in self.without_text:
                sheet.marks.without_value.append((row, column))
        sheets = [sheet for sheet in self.sheets.values() if sheet.is_worksheet]
        for sheet in sheets:
            check_marks(sheet.marks, sheet=sheet.name)
        guards.check_cells(sum(sheet.marks.rows * sheet.marks.columns for sheet in sheets), sheet="")
        return sheets

    def _take_global(self, kind, bodies):
        body = bodies[0]
        if kind == _CODE_PAGE:
            page = struct.unpack_from("<H", body)[0]
            self.encoding = "cp1252" if page in (1200, 32769) else f"cp{page}"
        elif kind == _DATES_FROM_1904:
            self.first_day = _FIRST_DAY_1904 if body[0] else _FIRST_DAY
        elif kind == _SHEET:
            start, visibility, sort = struct.unpack_from("<IBB", body)
            name = self._text(bodies, 6, short=True)
            self.sheets[start] = _Sheet(name, bool(visibility & 3), sort == _WORKSHEET)
        elif kind == _FORMAT:
            code = _NO_PART_OF_A_DATE.sub("", self._text(bodies, 2, short=not self.is_wide))
            if "%" in code:
                self.percent_formats.add(struct.unpack_from("<H", body)[0])
            elif re.search("[dmyhs]", code, re.IGNORECASE):
                self.date_formats.add(struct.unpack_from("<H", body)[0])
        elif kind == _STYLE:
            number_format = struct.unpack_from("<H", body, 2)[0]
            self.is_date.append(number_format in self.date_formats)
            self.is_percent.append(number_format in self.percent_formats)
        elif kind == _TEXTS:
            self.texts = _shared_texts(bodies)

    def _take_cell(self, sheet, kind, bodies):
        body = bodies[0]
        if kind == _FORMULA_TEXT and self.awaiting:
            sheet.put(*self.awaiting, self._text(bodies, 0))
            self.awaiting = None
        elif kind == _MERGED:
            for first, last, left, right in struct.iter_unpack("<4H", body[2 : 2 + len(body[2:]) // 8 * 8]):
                sheet.spans.append(Span(first, left, last, right))
        elif kind in _CELLS:
            self._settle(sheet)
            row, column, style = struct.unpack_from("<3H", body)
            _CELLS[kind](self, sheet, row, column, style, bodies)
        elif kind == _END:
            self._settle(sheet)

    def _settle(self, sheet):
        """Note a formula whose text did not follow."""
        if self.awaiting:
            sheet.marks.without_value.append(self.awaiting)
            self.awaiting = None

    def _put_number(self, sheet, row, column, style, bodies):
        sheet.put(row, column, self._styled(struct.unpack_from("<d", bodies[0], 6)[0], style))

    def _put_short_number(self, sheet, row, column, style, bodies):
        sheet.put(row, column, self._styled(_short_number(bodies[0], 6), style))

    def _put_short_numbers(self, sheet, row, column, _style, bodies):
        body = bodies[0]
        for offset in range(4, len(body) - 7, 6):
            style = struct.unpack_from("<H", body, offset)[0]
            sheet.put(row, column, self._styled(_short_number(body, offset + 2), style))
            column += 1

    def _put_text(self, sheet, row, column, _style, bodies):
        sheet.put(row, column, self._text(bodies, 6))

    def _put_shared_text(self, sheet, row, column, _style, bodies):
        sheet.put(row, column, self.texts[struct.unpack_from("<I", bodies[0], 6)[0]])

    def _put_truth_or_error(self, sheet, row, column, _style, bodies):
        code, is_error = bodies[0][6], bodies[0][7]
        sheet.put(row, column, error_text(code) if is_error else bool(code))

    def _put_formula(self, sheet, row, column, style, bodies):
        result = bodies[0][6:14]
        if result[6:8] != b"\xff\xff":
            sheet.put(row, column, self._styled(struct.unpack("<d", result)[0], style))
        elif result[0] == _TEXT_FOLLOWS:
            self.awaiting = (row, column)
        elif result[0] == _EMPTY_TEXT:
            self.without_text.append((sheet, row, column))
            return
        elif result[0] == _ERROR:
            sheet.put(row, column, error_text(result[2]))
        else:
            sheet.put(row, column, bool(result[2]))
        self.holds_computed = True

    def _styled(self, number, style):
        """Return a number, or the day or the percentage that its style shows it as."""
        if style < len(self.is_percent) and self.is_percent[style]:
            return Percent(number)
        if not (style < len(self.is_date) and self.is_date[style] and 0 <= number <= _LAST_SERIAL):
            return number
        moment = self.first_day + dt.timedelta(seconds=round(number * 86_400))
        return moment.time() if number < 1 else moment

    def _text(self, bodies, offset, *, short=False):
        if self.is_wide:
            return _Letters(bodies, offset).text(short=short)
        size = 1 if short else 2
        length = int.from_bytes(bodies[0][offset : offset + size], "little")
        return bodies[0][offset + size : offset + size + length].decode(self.encoding, errors="replace")


_CELLS = {
    _NUMBER: _Workbook._put_number,
    _SHORT_NUMBER: _Workbook._put_short_number,
    _SHORT_NUMBERS: _Workbook._put_short_numbers,
    _TEXT: _Workbook._put_text,
    _RICH_TEXT: _Workbook._put_text,
    _SHARED_TEXT: _Workbook._put_shared_text,
    _TRUTH_OR_ERROR: _Workbook._put_truth_or_error,
    _FORMULA: _Workbook._put_formula,
}


def _short_number(body: bytes, offset: int) -> int | float:
    """Return a number packed in four bytes: whole or the upper half of a float, and in hundredths or not."""
    packed = struct.unpack_from("<i", body, offset)[0]
    upper_half = struct.pack("<i", packed & ~3)
    number = packed >> 2 if packed & 2 else struct.unpack("<d", bytes(4) + upper_half)[0]
    return number / 100 if packed & 1 else number


def _shared_texts(bodies: list[bytes]) -> list[str]:
    count = struct.unpack_from("<I", bodies[0], 4)[0]
    letters = _Letters(bodies, 8)
    texts = []
    while len(texts) < count:
        texts.append(letters.text())
    return texts


class _Letters:
    """Texts of Excel 97 and later, which run on from record to record."""

    def __init__(self, bodies: list[bytes], offset: int):
        self._bodies = bodies
        self._index = 0
        self._offset = offset

    def text(self, *, short: bool = False) -> str:
        """Return the next text; its length is one byte or two."""
        length = int.from_bytes(self._take(1 if short else 2), "little")
        flags = self._take(1)[0]
        runs = int.from_bytes(self._take(2), "little") if flags & 8 else 0
        extra = int.from_bytes(self._take(4), "little") if flags & 4 else 0
        parts = []
        while length:
            if self._offset >= len(self._bodies[self._index]):
                # A text that runs on says anew how wide its letters are.
                self._index, self._offset = self._index + 1, 0
                flags = self._take(1)[0]
            width = 2 if flags & 1 else 1
            count = min(length, (len(self._bodies[self._index]) - self._offset) // width)
            if not count:
                raise IndexError
            letters = self._take(count * width)
            parts.append(letters.decode("utf-16-le" if width == 2 else "latin-1", errors="replace"))
            length -= count
        self._take(4 * runs + extra)
        return "".join(parts)

    def _take(self, size: int) -> bytes:
        """Return the next bytes, across records."""
        taken = b""
        while len(taken) < size:
            body = self._bodies[self._index]
            if self._offset >= len(body):
                self._index, self._offset = self._index + 1, 0
                continue
            piece = body[self._offset : self._offset + size - len(taken)]
            self._offset += len(piece)
            taken += piece
        return taken
