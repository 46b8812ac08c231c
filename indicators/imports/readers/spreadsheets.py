"""Spreadsheets: XLSX and XLSB by calamine, with what it leaves out, XLS by xlrd, ODS from its XML."""

import struct
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO

import python_calamine as calamine

from indicators.imports.grids import Book, Cell, Percent
from indicators.imports.readers import guards, ods, xls, xlsx_parts
from indicators.imports.readers.cells import cell_reader, font_of_rows, make_book, make_book_in_memory
from indicators.imports.readers.compound import CompoundFile
from indicators.imports.readers.marks import Marks, check_marks
from indicators.imports.readers.merges import Span, clipped, fill

_OTHER_PACKAGES = {"word/": "DOCX", "ppt/": "PPTX", "visio/": "VSDX"}
_OTHER_STREAMS = {"WordDocument": "DOC", "PowerPoint Document": "PPT"}
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class CalamineSheet:
    """A sheet that calamine holds; cells become Python's as the rows are gone through."""

    name: str
    grid: calamine.CalamineSheet = field(repr=False)
    errors: Mapping[tuple[int, int], str]
    percents: Collection[tuple[int, int]]
    spans: tuple[Span, ...]
    font: str = ""

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return fill(self._rows(), spans=self.spans) if self.spans else self._rows()

    def _rows(self) -> Iterator[tuple[Cell, ...]]:
        start = self.grid.start
        if start is None:
            return
        before = (None,) * start[1]
        as_cell = cell_reader(font=self.font)
        errors: dict[int, list[tuple[int, str]]] = {}
        for (row, column), text in self.errors.items():
            errors.setdefault(row, []).append((column, text))
        percents: dict[int, list[int]] = {}
        for row, column in self.percents:
            percents.setdefault(row, []).append(column)
        for number, values in enumerate(self.grid.iter_rows()):
            row = (*before, *map(as_cell, values))
            if number in percents:
                row = _with_percents(row, percents[number])
            yield _with_errors(row, errors[number]) if number in errors else row


def _with_errors(row: tuple[Cell, ...], errors: list[tuple[int, str]]) -> tuple[Cell, ...]:
    cells = list(row)
    for column, text in errors:
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = text
    return tuple(cells)


def _with_percents(row: tuple[Cell, ...], percents: list[int]) -> tuple[Cell, ...]:
    cells = list(row)
    for column in percents:
        if column < len(cells) and isinstance(cells[column], int | float):
            cells[column] = Percent(cells[column])
    return tuple(cells)


def read_zip(data: bytes, *, name: str) -> Book:
    """Read what is packed in a zip: XLSX, XLSB or ODS."""
    with guards.opened_zip(data) as archive:
        form = _form_of(archive, name=name)
        raw_sheets = ods.read_sheets(archive) if form == "ods" else []
        marks = {} if form == "ods" else _scanned(archive, is_binary=form == "xlsb")
    if form == "ods":
        return make_book_in_memory(raw_sheets, form=form, name=name)
    return _read_with_calamine(data, form=form, marks=marks, name=name)


def _form_of(archive: zipfile.ZipFile, *, name: str) -> str:
    """Tell a spreadsheet by the parts in its zip; refuse any other package."""
    parts = {guards.part_key(part) for part in archive.namelist()}
    if any(part.endswith("vbaproject.bin") for part in parts):
        raise guards.with_macros()
    if xlsx_parts.WORKBOOK in parts:
        return "xlsx"
    if xlsx_parts.WORKBOOK_BINARY in parts:
        return "xlsb"
    if "mimetype" in parts and b"".join(guards.unpacked(archive, "mimetype")).startswith(_ODS):
        return "ods"
    for prefix, kind in _OTHER_PACKAGES.items():
        if any(part.startswith(prefix) for part in parts):
            raise guards.not_a_table(kind, name=name)
    raise guards.not_a_table("ZIP", name=name)


def _scanned(archive: zipfile.ZipFile, *, is_binary: bool) -> dict[str, Marks]:
    try:
        return xlsx_parts.scan_sheets(archive, is_binary=is_binary)
    except (struct.error, IndexError) as error:
        raise guards.damaged() from error


def read_compound(data: bytes, *, name: str) -> Book:
    """Read an XLS; other compound files are refused: locked XLSX, Word, programs of installers."""
    file = CompoundFile(data)
    if "EncryptedPackage" in file.names:
        raise guards.locked()
    for stream, kind in _OTHER_STREAMS.items():
        if stream in file.names:
            raise guards.not_a_table(kind, name=name)
    if "_VBA_PROJECT" in file.names or "_VBA_PROJECT_CUR" in file.names:
        raise guards.with_macros()
    stream = next((stream for stream in ("Workbook", "Book") if stream in file.names), None)
    if stream is None:
        raise guards.not_a_table("OLE", name=name)
    return make_book_in_memory(xls.read_sheets(file.stream(stream)), form="xls", name=name)


def _read_with_calamine(data: bytes, *, form: str, marks: dict[str, Marks], name: str) -> Book:
    try:
        sheets = _loaded(data, marks)
    except calamine.PasswordError as error:
        raise guards.locked() from error
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise guards.damaged() from error
    except BaseException as error:
        # A panic of the Rust library reaches Python as an exception that is no Exception.
        if type(error).__name__ == "PanicException":
            raise guards.damaged() from error
        raise
    font = font_of_rows(sheet.grid.iter_rows() for sheet in sheets)
    return make_book((replace(sheet, font=font) for sheet in sheets), form=form, name=name, font=font)


def _loaded(data: bytes, marks: dict[str, Marks]) -> list[CalamineSheet]:
    """Load the worksheets that hold something; hidden ones come last."""
    workbook = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    described = [about for about in workbook.sheets_metadata if about.typ == calamine.SheetTypeEnum.WorkSheet]
    for about in described:
        if about.name not in marks:
            raise guards.damaged()
        check_marks(marks[about.name], sheet=about.name)
    described.sort(key=lambda about: about.visible != calamine.SheetVisibleEnum.Visible)
    sheets, cells = [], 0
    for about in described:
        found = marks[about.name]
        grid = workbook.get_sheet_by_name(about.name)
        end = grid.end or (0, 0)
        guards.check_extent(end[0] + 1, columns=end[1] + 1, sheet=about.name)
        cells += (end[0] + 1) * (end[1] + 1)
        guards.check_cells(cells, sheet=about.name)
        merged = [Span(*top_left, *bottom_right) for top_left, bottom_right in grid.merged_cell_ranges or ()]
        spans = clipped(merged, rows=end[0] + 1, columns=end[1] + 1)
        sheets.append(CalamineSheet(about.name, grid, found.errors, found.percents, spans))
    return sheets
