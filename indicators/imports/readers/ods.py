"""OpenDocument spreadsheets: the content is read as a stream, so that repeated cells cannot swell it."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from indicators.imports.grids import Percent
from indicators.imports.readers import guards
from indicators.imports.readers.cells import RawSheet
from indicators.imports.readers.marks import Marks, check_marks
from indicators.imports.readers.merges import Span

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"

_ROWS_REPEATED, _COLUMNS_REPEATED = f"{_TABLE}number-rows-repeated", f"{_TABLE}number-columns-repeated"
_ROWS_SPANNED, _COLUMNS_SPANNED = f"{_TABLE}number-rows-spanned", f"{_TABLE}number-columns-spanned"
_VALUE_TYPE, _VALUE = f"{_OFFICE}value-type", f"{_OFFICE}value"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_FOLLOWED = (f"{_TABLE}table", f"{_TABLE}table-row", f"{_STYLE}style")
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_NUMBERS = ("float", "percentage", "currency")
_UNREAD = {f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TABLE}table"}


def read_sheets(archive: zipfile.ZipFile) -> list[RawSheet]:
    """Read every sheet of an ODS; hidden ones come last.

    Raises:
        RefusedFileError: when it is locked, damaged or too large.
    """
    manifest = "META-INF/manifest.xml"
    if manifest in archive.namelist() and b"encryption-data" in b"".join(guards.unpacked(archive, manifest)):
        raise guards.locked()
    if "content.xml" not in archive.namelist():
        raise guards.damaged()
    reader = _Reader()
    try:
        for event, element in _events(guards.unpacked(archive, "content.xml")):
            reader.take(event, element)
    except (etree.XMLSyntaxError, ValueError, OverflowError) as error:
        raise guards.damaged() from error
    return [sheet for sheet, hidden in sorted(reader.sheets, key=lambda pair: pair[1])]


def _events(pieces: Iterator[bytes]) -> Iterator[tuple[str, etree._Element]]:
    """Yield the beginnings and ends of elements as the pieces come in."""
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=_FOLLOWED,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for piece in pieces:
        guards.check_markup(piece)
        parser.feed(piece)
        yield from parser.read_events()
    parser.close()
    yield from parser.read_events()


@dataclass
class _Reader:
    """Gathers sheets while the document passes by."""

    sheets: list[tuple[RawSheet, bool]] = field(default_factory=list)
    hidden_styles: set[str] = field(default_factory=set)
    depth: int = 0
    cells_so_far: int = 0

    def take(self, event: str, element: etree._Element) -> None:
        """Follow one event; a table within a cell is no sheet."""
        tag = element.tag
        if tag == f"{_TABLE}table":
            self.depth += 1 if event == "start" else -1
            if self.depth == 1 and event == "start":
                self._begin(element)
            elif self.depth == 0 and event == "end":
                self._finish(element)
        elif event == "end" and tag == f"{_TABLE}table-row" and self.depth == 1:
            self._add_row(element)
            _forget(element)
        elif event == "end" and tag == f"{_STYLE}style" and _hides(element):
            self.hidden_styles.add(element.get(f"{_STYLE}name"))

    def _begin(self, element):
        self.name = element.get(f"{_TABLE}name", "")
        self.rows: list[tuple] = []
        self.blank_rows = 0
        self.spans: list[Span] = []
        self.marks = Marks()

    def _finish(self, element):
        check_marks(self.marks, sheet=self.name)
        self.cells_so_far += self.marks.rows * self.marks.columns
        guards.check_cells(self.cells_so_far, sheet=self.name)
        hidden = element.get(f"{_TABLE}style-name") in self.hidden_styles
        rows = (
            [row + (None,) * (self.marks.columns - len(row)) for row in self.rows]
            if self.spans
            else self.rows
        )
        self.sheets.append((RawSheet(self.name, rows, tuple(self.spans)), hidden))
        _forget(element)

    def _add_row(self, element):
        """Add a row as often as it is repeated; blank rows wait until one with content follows."""
        repeated = int(element.get(_ROWS_REPEATED, "1"))
        row = self._cells_of(element)
        if not row:
            self.blank_rows += repeated
            return
        number = len(self.rows) + self.blank_rows
        self.marks.reach(number + repeated - 1, len(row) - 1)
        guards.check_extent(self.marks.rows, columns=self.marks.columns, sheet=self.name)
        self.rows += [()] * self.blank_rows + [row] * repeated
        self.blank_rows = 0

    def _cells_of(self, element) -> tuple:
        """Return the cells of a row up to its last with content."""
        number = len(self.rows) + self.blank_rows
        cells: list = []
        column = 0
        for cell in element.iterchildren(*_CELLS):
            # Asking the element for each attribute would take twice the time of all else.
            attributes = dict(cell.items())
            repeated = int(attributes.get(_COLUMNS_REPEATED, 1))
            value = None if cell.tag == _CELLS[1] else self._value_of(cell, attributes, (number, column))
            if value is not None:
                if repeated > 1:
                    guards.check_extent(1, columns=column + repeated, sheet=self.name)
                if column > len(cells):
                    guards.check_extent(1, columns=column, sheet=self.name)
                    cells += [None] * (column - len(cells))
                cells += [value] * repeated
                if _ROWS_SPANNED in attributes or _COLUMNS_SPANNED in attributes:
                    self._note_span(attributes, number, column)
            column += repeated
        return tuple(cells)

    def _note_span(self, attributes, row, column):
        height = int(attributes.get(_ROWS_SPANNED, 1))
        width = int(attributes.get(_COLUMNS_SPANNED, 1))
        if height > 1 or width > 1:
            self.spans.append(Span(row, column, row + height - 1, column + width - 1))

    def _value_of(self, cell, attributes, place):
        """Return the value of a cell; a formula without one is noted."""
        kind = attributes.get(_VALUE_TYPE)
        if kind in _NUMBERS:
            number = float(attributes.get(_VALUE, ""))
            return Percent(number) if kind == "percentage" else number
        if kind == "date":
            return dt.datetime.fromisoformat(attributes.get(f"{_OFFICE}date-value", ""))
        if kind == "boolean":
            return attributes.get(f"{_OFFICE}boolean-value") == "true"
        lines = [_text_of(line) for line in cell.iterchildren(*_PARAGRAPHS)]
        text = "\n".join(lines) if lines else attributes.get(f"{_OFFICE}string-value", "")
        if kind is None and not text and f"{_TABLE}formula" in attributes:
            self.marks.without_value.append(place)
        return text or None


def _hides(style: etree._Element) -> bool:
    return any(part.get(f"{_TABLE}display") == "false" for part in style)


def _text_of(line: etree._Element) -> str:
    """Return the text of a paragraph, without its notes."""
    if len(line) == 0:
        return line.text or ""
    parts = [line.text or ""]
    for child in line:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", "1")), 100))
        elif child.tag == f"{_TEXT}tab":
            parts.append(" ")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif isinstance(child.tag, str) and child.tag not in _UNREAD:
            parts.append(_text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _forget(element: etree._Element) -> None:
    """Free an element that was read, and all that stands before it."""
    element.clear(keep_tail=False)
    while element.getprevious() is not None:
        del element.getparent()[0]
