"""SpreadsheetML of 2003: the XML that some programs save under the name .xls."""

import datetime as dt
from dataclasses import dataclass, field

from lxml import etree

from indicators.imports.readers import guards
from indicators.imports.readers.cells import RawSheet
from indicators.imports.readers.characters import Characters
from indicators.imports.readers.marks import Marks, check_marks
from indicators.imports.readers.merges import Span

_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{_NAMESPACE}}}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"


def is_spreadsheetml(head: str) -> bool:
    """Tell by the beginning of a file; a page saved by Excel names the same format in passing."""
    return _NAMESPACE in head and "<?xml" in head[:100] and "<html" not in head.lower()


def read_sheets(characters: Characters) -> list[RawSheet]:
    """Read every sheet; hidden ones come last.

    Raises:
        RefusedFileError: when the XML is damaged or a sheet too large.
    """
    guards.check_markup(characters.data.replace(b"\0", b""))
    parser = etree.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    reader = _Reader()
    try:
        for piece in characters.pieces():
            parser.feed(piece.encode("utf-8", errors="replace"))
            reader.take(parser.read_events())
        parser.close()
        reader.take(parser.read_events())
    except (etree.XMLSyntaxError, ValueError, OverflowError) as error:
        raise guards.damaged() from error
    return [sheet for sheet, hidden in sorted(reader.sheets, key=lambda pair: pair[1])]


@dataclass
class _Reader:
    """Gathers sheets while the document passes by."""

    sheets: list[tuple[RawSheet, bool]] = field(default_factory=list)
    cells_so_far: int = 0
    name: str = ""

    def take(self, events) -> None:
        for event, element in events:
            if element.tag == f"{_SS}Worksheet" and event == "start":
                self._begin(element)
            elif element.tag == f"{_SS}Worksheet":
                self._finish(element)
            elif element.tag == f"{_SS}Row" and event == "end":
                self._add_row(element)
                element.clear()

    def _begin(self, element):
        self.name = element.get(f"{_SS}Name", "")
        self.rows: list[tuple] = []
        self.spans: list[Span] = []
        self.marks = Marks()
        self.blank_rows = 0

    def _finish(self, element):
        check_marks(self.marks, sheet=self.name)
        self.cells_so_far += self.marks.rows * self.marks.columns
        guards.check_cells(self.cells_so_far, sheet=self.name)
        hidden = (element.findtext(f".//{_EXCEL}Visible") or "").startswith("Sheet")
        rows = [row + (None,) * (self.marks.columns - len(row)) for row in self.rows]
        self.sheets.append((RawSheet(self.name, rows, tuple(self.spans)), hidden))
        element.clear()

    def _add_row(self, element):
        number = int(element.get(f"{_SS}Index", len(self.rows) + self.blank_rows + 1)) - 1
        self.blank_rows = max(number - len(self.rows), 0)
        guards.check_extent(number + 1, columns=1, sheet=self.name)
        row = self._cells_of(element, number)
        if row:
            self.marks.reach(number, len(row) - 1)
            guards.check_extent(self.marks.rows, columns=self.marks.columns, sheet=self.name)
            self.rows += [()] * self.blank_rows + [row]
            self.blank_rows = int(element.get(f"{_SS}Span", "0"))
        else:
            self.blank_rows += 1 + int(element.get(f"{_SS}Span", "0"))

    def _cells_of(self, element, number) -> tuple:
        cells: list = []
        column = 0
        for cell in element.iterchildren(f"{_SS}Cell"):
            column = int(cell.get(f"{_SS}Index", column + 1)) - 1
            across, down = int(cell.get(f"{_SS}MergeAcross", "0")), int(cell.get(f"{_SS}MergeDown", "0"))
            held = cell.find(f"{_SS}Data")
            if held is not None and (value := _value_of(held)) is not None:
                guards.check_extent(1, columns=column + 1, sheet=self.name)
                cells += [None] * (column - len(cells)) + [value]
                if across or down:
                    self.spans.append(Span(number, column, number + down, column + across))
            elif held is None and cell.get(f"{_SS}Formula"):
                self.marks.without_value.append((number, column))
            column += 1 + across
        return tuple(cells)


def _value_of(held: etree._Element):
    """Return what a Data element holds; rich text without its tags."""
    text = "".join(held.itertext())
    kind = held.get(f"{_SS}Type")
    if kind == "Number":
        return float(text)
    if kind == "DateTime":
        return dt.datetime.fromisoformat(text)
    if kind == "Boolean":
        return text.strip() == "1"
    return text or None
