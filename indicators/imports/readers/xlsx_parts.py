"""The parts inside an XLSX or XLSB: which of them is which sheet, and a quick scan of the cells."""

import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from indicators.imports.readers import guards
from indicators.imports.readers.marks import Marks, scan_xlsb, xlsb_sheets

WORKBOOK, WORKBOOK_BINARY = "xl/workbook.xml", "xl/workbook.bin"

# A cell's tag: column and row where they come first, as every program writes them, and the other attributes.
_CELL = re.compile(rb"<(?:\w+:)?c(?:\s+r=[\"']([A-Z]{1,7})(\d{1,9})[\"'])?((?:\s[^>]*)?/?)>")
_PLACE = re.compile(rb"\sr=[\"']([A-Z]{1,7})(\d{1,9})[\"']")
_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_ERROR = re.compile(
    rb"<(?:\w+:)?c((?:\s[^>]*)?\st=[\"']e[\"'][^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<",
    re.DOTALL,
)
_ANY_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c(\s[^>]*[^>/])>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v(?:\s[^>]*[^>/])?>([^<]*)<)?"
)
_IS_TEXT = re.compile(rb"\st=[\"']str[\"']")
_TO_BE_COMPUTED = re.compile(rb"fullCalcOnLoad=[\"'](?:1|true)[\"']")


def parse_xml(part: bytes) -> etree._Element:
    """Parse a small XML part; no entity, no network, no external file."""
    guards.check_markup(part)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise guards.damaged() from error


def scan_sheets(archive: zipfile.ZipFile, *, is_binary: bool) -> dict[str, Marks]:
    """Unpack all that calamine will unpack, once and carefully, and scan every sheet by its name."""
    workbook_name = WORKBOOK_BINARY if is_binary else WORKBOOK
    workbook = b"".join(guards.unpacked(archive, workbook_name))
    targets = _relations(archive, workbook_name)
    named = xlsb_sheets(workbook) if is_binary else _xlsx_sheets(workbook)
    parts = {targets[relation]: name for name, relation in named if relation in targets}
    must_compute = not is_binary and _TO_BE_COMPUTED.search(workbook) is not None
    found = {}
    for entry in archive.namelist():
        if entry in parts and is_binary:
            found[parts[entry]] = scan_xlsb(b"".join(guards.unpacked(archive, entry)))
        elif entry in parts:
            pieces = guards.unpacked(archive, entry)
            found[parts[entry]] = scan_xlsx(pieces, zero_is_no_value=must_compute)
        elif entry.endswith((".xml", ".rels", ".bin")):
            for piece in guards.unpacked(archive, entry):
                if not entry.endswith(".bin"):
                    guards.check_markup(piece)
    return found


def _relations(archive: zipfile.ZipFile, workbook_name: str) -> dict[str, str]:
    """Return the part that each relation of the workbook leads to."""
    folder, name = posixpath.split(workbook_name)
    root = parse_xml(b"".join(guards.unpacked(archive, f"{folder}/_rels/{name}.rels")))
    return {
        relation.get("Id", ""): posixpath.normpath(
            posixpath.join("/" + folder, relation.get("Target", ""))
        ).lstrip("/")
        for relation in root.iter("{*}Relationship")
    }


def _xlsx_sheets(workbook: bytes) -> list[tuple[str, str]]:
    return [
        (
            sheet.get("name", ""),
            next((value for key, value in sheet.attrib.items() if key.endswith("}id")), ""),
        )
        for sheet in parse_xml(workbook).iter("{*}sheet")
    ]


def scan_xlsx(pieces: Iterator[bytes], *, zero_is_no_value: bool) -> Marks:
    """Scan the XML of a sheet.

    Args:
        pieces: of the part, in order.
        zero_is_no_value: whether the workbook says that its formulas are yet to be computed; programs that
            compute none write 0 for them.
    """
    marks = Marks()
    for rows in _whole_rows(pieces):
        _mark_extent(marks, rows)
        if b't="e"' in rows or b"t='e'" in rows:
            for attributes, text in _ERROR.findall(rows):
                marks.errors[_place(attributes)] = text.decode(errors="replace")
        if _ANY_FORMULA.search(rows):
            for attributes, value in _FORMULA.findall(rows):
                value = value.strip()
                if (not value and not _IS_TEXT.search(attributes)) or (value == b"0" and zero_is_no_value):
                    marks.without_value.append(_place(attributes))
    return marks


def _whole_rows(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the XML in pieces that end with a row."""
    rest = b""
    for piece in pieces:
        guards.check_markup(piece)
        cut = piece.rfind(b"row>") + len(b"row>")
        if cut < len(b"row>"):
            rest += piece
        else:
            yield rest + piece[:cut]
            rest = piece[cut:]
    yield rest


def _mark_extent(marks: Marks, rows: bytes) -> None:
    columns, row_numbers, unplaced = set(), set(), 0
    for letters, row, attributes in _CELL.findall(rows):
        if attributes.endswith(b"/"):
            continue
        if not letters:
            place = _PLACE.search(attributes)
            if place is None:
                unplaced += 1
                continue
            letters, row = place.groups()
        columns.add(letters)
        row_numbers.add(row)
    if columns:
        marks.reach(max(map(int, row_numbers)) - 1, max(map(_column_index, columns)))
    if unplaced:
        counts = [len(_CELL.findall(row)) for row in _ROW.split(rows)]
        marks.reach(marks.rows + len(counts), max(counts))


def _place(attributes: bytes) -> tuple[int, int]:
    place = _PLACE.search(attributes)
    return (int(place[2]) - 1, _column_index(place[1])) if place else (0, 0)


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1
