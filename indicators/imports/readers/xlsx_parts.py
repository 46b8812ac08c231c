"""The parts inside an XLSX or XLSB: which of them is which sheet, and a quick scan of the cells."""

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator

from lxml import etree

from indicators.imports.grids import column_index
from indicators.imports.readers import guards
from indicators.imports.readers.formats import BUILT_IN_PERCENTAGES, is_percentage
from indicators.imports.readers.marks import (
    Marks,
    check_xlsb_counts,
    scan_xlsb,
    xlsb_percent_styles,
    xlsb_sheets,
)

WORKBOOK, WORKBOOK_BINARY, STYLES = "xl/workbook.xml", "xl/workbook.bin", "xl/styles.xml"
STYLES_BINARY = "xl/styles.bin"

# A tag never reaches over the next one ([^<>]): a damaged file must not send a pattern back and forth.
# A cell as nearly every program writes it: column, row, and a slash where there is nothing in it.
_PLAIN_CELL = re.compile(rb'<c r="([A-Za-z]+)(\d+)"(?:[^<>]*[^/<>])?(/?)>')
_CELL_BEGINNINGS = (b"<c ", b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r")
_ANY_CELL = re.compile(rb"<(?:[\w.-]+:)?c((?=[\s/>])[^<>]*)>")
_STYLE = re.compile(rb"\ss\s*=\s*[\"'](\d+)[\"']")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]+)(\d+)[\"']")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row[\s>]")
_ROW_NUMBER = re.compile(rb"<(?:[\w.-]+:)?row\s[^<>]*?r\s*=\s*[\"'](\d+)[\"']")
_TAG_OF_CELL = rb"<(?:\w+:)?c(\s[^<>]*[^<>/])>\s*"
_FORMULA_IN_IT = rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
_VALUE_IN_IT = rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*)<"
_CELL_WITH_VALUE = re.compile(rb"%b(?:%b)?%b" % (_TAG_OF_CELL, _FORMULA_IN_IT, _VALUE_IN_IT))
_FORMULA = re.compile(rb"%b%b(?:%b)?" % (_TAG_OF_CELL, _FORMULA_IN_IT, _VALUE_IN_IT))
_IS_ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")
_COUNT = re.compile(rb"[cC]ount=[\"']\s*\+?(\d+)")
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
    entries = {guards.part_key(entry): entry for entry in archive.namelist()}
    workbook_name = WORKBOOK_BINARY if is_binary else WORKBOOK
    workbook = b"".join(guards.unpacked(archive, entries[workbook_name]))
    targets = _relations(archive, entries, workbook_name)
    named = xlsb_sheets(workbook) if is_binary else _xlsx_sheets(workbook)
    parts = {targets[relation]: name for name, relation in named if relation in targets}
    styles = _percent_styles_binary if is_binary else _percent_styles
    percent_styles = styles(archive, entries)
    must_compute = not is_binary and _TO_BE_COMPUTED.search(workbook) is not None
    found = {}
    for key, entry in entries.items():
        pieces = guards.unpacked(archive, entry)
        if key in parts and is_binary:
            found[parts[key]] = scan_xlsb(b"".join(pieces), percent_styles=percent_styles)
        elif key in parts:
            found[parts[key]] = scan_xlsx(
                pieces, zero_is_no_value=must_compute, percent_styles=percent_styles
            )
        elif key.endswith((".xml", ".rels")):
            for piece in pieces:
                guards.check_markup(piece)
                _check_counts(piece, size=archive.getinfo(entry).file_size)
        elif key.endswith(".bin"):
            check_xlsb_counts(b"".join(pieces))
    return found


def _relations(archive: zipfile.ZipFile, entries: dict[str, str], workbook_name: str) -> dict[str, str]:
    """Return the part that each relation of the workbook leads to."""
    folder, name = posixpath.split(workbook_name)
    root = parse_xml(b"".join(guards.unpacked(archive, entries[f"{folder}/_rels/{name}.rels"])))
    targets = {}
    for relation in root.iter("{*}Relationship"):
        path = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", "")))
        targets[relation.get("Id", "")] = guards.part_key(path.lstrip("/"))
    return targets


def _xlsx_sheets(workbook: bytes) -> list[tuple[str, str]]:
    return [
        (
            sheet.get("name", ""),
            next((value for key, value in sheet.attrib.items() if key.endswith("}id")), ""),
        )
        for sheet in parse_xml(workbook).iter("{*}sheet")
    ]


def _percent_styles(archive: zipfile.ZipFile, entries: dict[str, str]) -> set[bytes]:
    """Return the numbers of the styles that show a number as a percentage."""
    if STYLES not in entries:
        return set()
    styles = parse_xml(b"".join(guards.unpacked(archive, entries[STYLES])))
    formats = set(map(str, BUILT_IN_PERCENTAGES))
    for described in styles.iter("{*}numFmt"):
        if is_percentage(described.get("formatCode", "")):
            formats.add(described.get("numFmtId", ""))
    used = next(styles.iter("{*}cellXfs"), ())
    return {str(place).encode() for place, style in enumerate(used) if style.get("numFmtId") in formats}


def _percent_styles_binary(archive: zipfile.ZipFile, entries: dict[str, str]) -> set[int]:
    if STYLES_BINARY not in entries:
        return set()
    return xlsb_percent_styles(b"".join(guards.unpacked(archive, entries[STYLES_BINARY])))


def scan_xlsx(
    pieces: Iterator[bytes], *, zero_is_no_value: bool, percent_styles: Collection[bytes] = ()
) -> Marks:
    """Scan the XML of a sheet.

    Args:
        pieces: of the part, in order.
        zero_is_no_value: whether the workbook says that its formulas are yet to be computed; programs that
            compute none write 0 for them.
        percent_styles: numbers of the styles that show percentages.
    """
    marks = Marks()
    for rows in _whole_rows(pieces):
        _mark_extent(marks, rows)
        if b't="e"' in rows or b"t='e'" in rows:
            for attributes, text in _CELL_WITH_VALUE.findall(rows):
                if _IS_ERROR.search(attributes):
                    marks.errors[_place(attributes)] = text.decode(errors="replace")
        if percent_styles:
            for attributes in _ANY_CELL.findall(rows):
                style = _STYLE.search(attributes)
                if style and style[1] in percent_styles and not attributes.endswith(b"/"):
                    marks.percents.add(_place(attributes))
        if b"<f" in rows or b":f" in rows:
            for attributes, value in _FORMULA.findall(rows):
                value = value.strip()
                if (not value and not _IS_TEXT.search(attributes)) or (value == b"0" and zero_is_no_value):
                    marks.without_value.append(_place(attributes))
    return marks


def _check_counts(piece: bytes, *, size: int) -> None:
    """Refuse a part that promises more than it can hold: calamine reserves the memory, and all ends there."""
    if any(int(count) > size for count in _COUNT.findall(piece)):
        raise guards.damaged()


def _whole_rows(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the XML in pieces that end with a row."""
    begun = []
    for piece in pieces:
        guards.check_markup(piece)
        _check_counts(piece, size=guards.ZIP_BYTES_MAX)
        cut = piece.rfind(b"row>") + len(b"row>")
        if cut < len(b"row>"):
            begun.append(piece)
        else:
            yield b"".join([*begun, piece[:cut]])
            begun = [piece[cut:]]
    yield b"".join(begun)


def _mark_extent(marks: Marks, rows: bytes) -> None:
    """Note the furthest cells with content; blank ones that are only coloured don't count."""
    cells = _PLAIN_CELL.findall(rows)
    if b":c" in rows or len(cells) != sum(map(rows.count, _CELL_BEGINNINGS)):
        cells = _unusual_cells(marks, rows)
    numbers = {row for _letters, row, blank in cells if not blank}
    letters = {letters for letters, _row, blank in cells if not blank}
    if numbers:
        marks.reach(max(map(int, numbers)) - 1, max(column_index(name.decode()) for name in letters))


def _unusual_cells(marks: Marks, rows: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """Do the same for tags with a prefix, with other attributes first or without a place of their own."""
    cells, unplaced = [], False
    for attributes in _ANY_CELL.findall(rows):
        place = _PLACE.search(attributes)
        if (
            attributes.count(b'"') % 2
            or attributes.count(b"'") % 2
            or (place is None and re.search(rb"\sr\s*=", attributes))
        ):
            raise guards.damaged()
        if place is None:
            unplaced = True
        else:
            cells.append((*place.groups(), attributes[-1:] if attributes.endswith(b"/") else b""))
    if unplaced:
        counts = [len(_ANY_CELL.findall(row)) for row in _ROW.split(rows)]
        numbers = [int(number) for number in _ROW_NUMBER.findall(rows)]
        marks.reach(max([marks.rows + len(counts), *numbers]), max(counts))
    return cells


def _place(attributes: bytes) -> tuple[int, int]:
    place = _PLACE.search(attributes)
    return (int(place[2]) - 1, column_index(place[1].decode())) if place else (0, 0)
