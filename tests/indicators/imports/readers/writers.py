"""Writes a table of texts as every kind of file that the readers take."""

import csv
import html
import io
import unicodedata
import zipfile

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from indicators.imports.grids import Book
from indicators.imports.readers import legacy_fonts, read_book

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def texts_of(book: Book, *, sheet: int = 0) -> list[list[str]]:
    """Return the rows of a sheet as texts without what is blank at their end and at the end of the sheet."""
    rows = [["" if cell is None else str(cell) for cell in row] for row in book.sheets[sheet]]
    for row in rows:
        while row and not row[-1]:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def read_texts(data: bytes, *, name: str = "bảng.csv") -> list[list[str]]:
    return texts_of(read_book(data, name=name))


def as_cp1258(text: str) -> bytes:
    """Encode as Windows does: the letter with its shape, then its tone."""
    parts = []
    for letter in unicodedata.normalize("NFD", text):
        if letter in _TONES:
            parts.append(letter)
        elif parts and unicodedata.combining(letter):
            tone = parts.pop() if parts[-1] in _TONES else ""
            parts[-1] = unicodedata.normalize("NFC", parts[-1] + letter)
            parts.append(tone)
        else:
            parts.append(letter)
    return "".join(parts).encode("cp1258")


_TO_TCVN3 = {chr(letter): chr(code) for code, letter in legacy_fonts.FROM_TCVN3.items()}
_TO_VNI = {letter: code for code, letter in reversed(legacy_fonts.FROM_VNI.items())}


def typed_in_tcvn3(text: str) -> str:
    return "".join(_TO_TCVN3.get(letter, letter) for letter in text)


def typed_in_vni(text: str) -> str:
    return "".join(_TO_VNI.get(letter, letter) for letter in text)


def as_csv(rows, *, delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def as_xlsx(rows, **sheets) -> bytes:
    """Write the first sheet, and more by their names."""
    workbook = openpyxl.Workbook(write_only=True)
    for name, table in {"Bảng": rows, **sheets}.items():
        sheet = workbook.create_sheet(name)
        for row in table:
            sheet.append(row)
    return saved(workbook)


def as_xls(rows) -> bytes:
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("Bảng")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    return saved(workbook)


def as_ods(rows) -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Bảng")
    document.spreadsheet.addElement(table)
    for row in rows:
        line = TableRow()
        table.addElement(line)
        for text in row:
            cell = TableCell(valuetype="string") if text else TableCell()
            for part in text.split("\n") if text else ():
                cell.addElement(P(text=part))
            line.addElement(cell)
    return saved(document)


def as_html(rows) -> bytes:
    lines = (
        "<tr>" + "".join(f"<td>{html.escape(cell).replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<!DOCTYPE html><html><body><table>{''.join(lines)}</table></body></html>".encode()


def saved(document) -> bytes:
    """Return the bytes that a workbook or document saves."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def ods_of(body: str, *, styles: str = "") -> bytes:
    """Return an ODS with the given XML between its office:spreadsheet tags."""
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {namespaces}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mimetype, "content.xml": content.encode()})


def xlsx_of(sheet_data: str, *, workbook_extra: str = "", **parts: bytes) -> bytes:
    """Return an XLSX with the given XML between the sheetData tags of its only sheet."""
    found = parts_of(as_xlsx([["x"]]))
    name = next(name for name in found if name.startswith("xl/worksheets/sheet"))
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    found[name] = f"<worksheet {main}><sheetData>{sheet_data}</sheetData></worksheet>".encode()
    found["xl/workbook.xml"] = found["xl/workbook.xml"].replace(
        b' fullCalcOnLoad="1"', workbook_extra.encode()
    )
    return zipped({**found, **parts})
