"""Files as ministries send them: every form, encoding and old font, written from rows of cells."""

import csv
import io
import unicodedata
from html import escape

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

TCVN3 = dict(
    zip(
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô­õøö÷ùúýûüþ¡¢§£¤¥¦",
        strict=True,
    )
)
# VNI writes a letter and, behind it, one sign for all that stands above and below it.
VNI_SIGNS = {
    "\u0300": "ø",
    "\u0301": "ù",
    "\u0309": "û",
    "\u0303": "õ",
    "\u0323": "ï",
    "\u0302": "â",
    "\u0306": "ê",
    "\u0302\u0301": "á",
    "\u0302\u0300": "à",
    "\u0302\u0309": "å",
    "\u0302\u0303": "ã",
    "\u0302\u0323": "ä",
    "\u0306\u0301": "é",
    "\u0306\u0300": "è",
    "\u0306\u0309": "ú",
    "\u0306\u0303": "ü",
    "\u0306\u0323": "ë",
}
VNI_LETTERS = {"đ": "ñ", "ư": "ö", "ơ": "ô", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}
HORN, TONES_AND_SHAPES = "\u031b", "\u0306\u0302\u0300\u0301\u0309\u0303\u0323"


def as_csv(rows, *, delimiter=",", encoding="utf-8-sig"):
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(
        [["" if cell is None else cell for cell in row] for row in rows]
    )
    return stream.getvalue().encode(encoding)


def as_xlsx(rows, *, merged=(), sheet="Sheet1", more_sheets=()):
    book = openpyxl.Workbook()
    book.active.title = sheet
    for name, content in [(sheet, rows), *more_sheets]:
        page = book[name] if name in book.sheetnames else book.create_sheet(name)
        for row in content:
            page.append(list(row))
    for cells in merged:
        book[sheet].merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_xls(rows):
    book = xlwt.Workbook()
    page = book.add_sheet("Sheet1")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                page.write(number, column, cell)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_ods(rows, *, wide_first_cells=()):
    """Write a spreadsheet of LibreOffice; the first cell of the named rows spans the number of columns."""
    spans = dict(wide_first_cells)
    book = OpenDocumentSpreadsheet()
    table = Table(name="Bảng 1")
    for number, row in enumerate(rows, start=1):
        line = TableRow()
        for column, cell in enumerate(row):
            line.addElement(_ods_cell(cell, spans.get(number, 1) if column == 0 else 1, column))
        table.addElement(line)
    book.spreadsheet.addElement(table)
    stream = io.BytesIO()
    book.write(stream)
    return stream.getvalue()


def _ods_cell(cell, span, column):
    if cell is None:
        return CoveredTableCell() if column else TableCell()
    spanning = {"numbercolumnsspanned": str(span)} if span > 1 else {}
    if isinstance(cell, int | float):
        made = TableCell(valuetype="float", value=str(cell), **spanning)
    else:
        made = TableCell(valuetype="string", **spanning)
    for line in str(cell).split("\n"):
        made.addElement(P(text=line))
    return made


def as_html(head, body, *, before="", after=""):
    """Write a page with a table: ``head`` is markup, ``body`` rows of cells."""
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell)).replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>"
        for row in body
    )
    page = (
        f"<!doctype html><html><head><meta charset='utf-8'></head><body>{before}<table>{head}{rows}</table>"
    )
    return f"{page}{after}</body></html>".encode()


def in_tcvn3(text):
    """Return what stands in a file whose text was typed for a .Vn font."""
    return "".join(TCVN3.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def in_vni(text):
    """Return what stands in a file whose text was typed for a VNI font."""
    return "".join(_vni_letter(letter) for letter in unicodedata.normalize("NFC", text))


def _vni_letter(letter):
    if letter.lower() in VNI_LETTERS:
        return _cased(VNI_LETTERS[letter.lower()], letter)
    first, *marks = unicodedata.normalize("NFD", letter)
    if HORN in marks:
        base = {"o": "ô", "u": "ö"}[first.lower()]
        marks.remove(HORN)
    else:
        base = first.lower()
    shapes = "".join(mark for mark in TONES_AND_SHAPES if mark in marks)
    return _cased(base + VNI_SIGNS.get(shapes, shapes), letter)


def _cased(text, letter):
    return text.upper() if letter.isupper() else text


def with_font(rows, convert):
    return [[convert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


def decomposed(rows):
    return with_font(rows, lambda text: unicodedata.normalize("NFD", text))


def without_accents(text):
    plain = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
