"""Web pages and what is copied from them, and the .xls that is one of these inside."""

import datetime as dt

import pytest

from indicators.imports.problems import RefusedFileError
from indicators.imports.readers import read_book
from tests.indicators.imports.readers.writers import as_cp1258, read_texts, texts_of


def test_read_markup_fills_cells_that_span_rows_and_columns():
    page = """<table>
      <tr><th rowspan=2>TT</th><th rowspan="2">Tỉnh<th colspan=2>Năm 2022
      <tr><th>Hạng<th>Điểm
      <tr><td rowspan=0>1<td>Huế<td>2<td>0,6
      <tr><td>Đà Nẵng<td colspan=9>-
    </table>"""

    assert read_texts(page.encode()) == [
        ["TT", "Tỉnh", "Năm 2022", "Năm 2022"],
        ["TT", "Tỉnh", "Hạng", "Điểm"],
        ["1", "Huế", "2", "0,6"],
        ["1", "Đà Nẵng", "-", "-"],
    ]


def test_read_markup_takes_what_is_seen_of_a_cell():
    cells = [
        "Thừa Thiên\n   Huế",
        "1<br>(0,6419)",
        "<p>a</p><p>b&nbsp;c</p>",
        "<b>đ</b>ậm &amp; <i>nghiêng</i>",
        '<span style="display: none">0001</span>01',
        "<script>x</script><style>y</style>z<!-- q -->",
        "Hà Nội<sup>[1]</sup>",
        "10<sup>3</sup>",
        "<table><tr><td>02</td><td>(0,7)</td></tr></table>",
    ]
    page = "<table><tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr></table>"

    assert read_texts(page.encode()) == [
        ["Thừa Thiên Huế", "1\n(0,6419)", "a\nb c", "đậm & nghiêng", "01", "z", "Hà Nội", "103", "02 (0,7)"]
    ]


def test_read_markup_names_each_table():
    rows = "<tr><td>a<td>b<tr><td>c<td>d<tr><td>e<td>f"
    page = (
        f"<html><body><table>{rows}</table><h2>Kết quả <b>2022</b></h2><div><table>{rows}</table></div>"
        f"<table>{rows}</table><table><caption>Biểu 3</caption>{rows}</table><table><tr><td></table>"
    )

    book = read_book(page.encode(), name="a.html")

    assert [sheet.name for sheet in book.sheets] == ["Bảng 1", "Kết quả 2022", "Kết quả 2022 (3)", "Biểu 3"]
    assert book.form == "html"


def test_read_markup_takes_a_table_out_of_one_that_only_arranges_the_page():
    inner = "<table><tr><td>a<td>b<tr><td>c<td>d<tr><td>e<td>f</table>"

    book = read_book(f"<table><tr><td>Thực đơn<td>{inner}</table>".encode(), name="a.html")

    assert [texts_of(book, sheet=number) for number in range(2)] == [
        [["Thực đơn"]],
        [["a", "b"], ["c", "d"], ["e", "f"]],
    ]


@pytest.mark.parametrize("fragment", ["<tr>{}</tr>", "<tbody><tr>{}</tr></tbody>", "Bảng: <table><tr>{}"])
def test_read_markup_takes_a_fragment(fragment):
    assert read_texts(fragment.format("<td>Huế<td>0,6").encode()) == [["Huế", "0,6"]]


PAGE = '<html><head><meta charset="{}"></head><body><table><tr><td>{}</table></body></html>'


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (PAGE.format("utf-8", "Đắk Lắk").encode(), "Đắk Lắk"),
        (PAGE.format("windows-1252", "Đắk Lắk").encode(), "Đắk Lắk"),
        (as_cp1258(PAGE.format("windows-1258", "Tỉnh Đắk Lắk")), "Tỉnh Đắk Lắk"),
        (PAGE.format("utf-16", "Đắk Lắk").encode("utf-16"), "Đắk Lắk"),
        (PAGE.format("windows-1251", "Москва").encode("cp1251"), "Москва"),
        (PAGE.format("no-such-thing", "R&eacute;gion &#272;").encode(), "Région Đ"),
    ],
    ids=["utf-8", "wrong name", "cp1258", "utf-16", "as named", "unknown name"],
)
def test_read_markup_finds_the_encoding(data, text):
    assert read_texts(data) == [[text]]


def test_read_markup_reads_a_web_archive():
    archive = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=edge\n\n--edge\n"
        'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: quoted-printable\n\n'
        "<table><tr><td>Hu=E1=BA=BF<td>0,6</table>\n--edge--\n"
    )

    assert read_texts(archive.encode(), name="a.xls") == [["Huế", "0,6"]]


SPREADSHEETML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
  xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">
<Worksheet ss:Name="Ẩn"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table>
  <x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
<Worksheet ss:Name="Bảng"><Table>
  <Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="String">Huế</Data></Cell>
    <Cell ss:Index="4" ss:MergeDown="1"><Data ss:Type="Number">0.6419</Data></Cell></Row>
  <Row><Cell><Data ss:Type="DateTime">2024-01-02T00:00:00.000</Data></Cell>
    <Cell><Data ss:Type="Boolean">1</Data></Cell><Cell>{}</Cell></Row>
</Table></Worksheet></Workbook>"""


def test_read_markup_reads_spreadsheetml():
    error = '<Data ss:Type="Error">#N/A</Data>'

    book = read_book(SPREADSHEETML.format(error).encode(), name="a.xls")

    assert (book.form, [sheet.name for sheet in book.sheets]) == ("xls", ["Bảng", "Ẩn"])
    assert list(book.sheets[0]) == [
        (None, None, None, None),
        ("Huế", "Huế", None, 0.6419),
        (dt.date(2024, 1, 2), "TRUE", "#N/A", 0.6419),
    ]


def test_read_markup_refuses_spreadsheetml_with_formulas_without_a_value():
    text = SPREADSHEETML.format("").replace("<Cell></Cell>", '<Cell ss:Formula="=1+1"/>')

    with pytest.raises(RefusedFileError, match="C3"):
        read_book(text.encode(), name="a.xls")


def test_read_markup_opens_nothing_else():
    page = (
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><table><tr><td>a&x;</table>'
        '<img src="http://example.invalid/x.png"><link rel=stylesheet href="http://example.invalid/x.css">'
    )

    assert "root" not in str(read_texts(page.encode()))


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<html><body><p>Không có bảng</p></body></html>", "no_table"),
        ("<table><tr><td> &nbsp; </td></tr></table>", "empty_file"),
        ("<?xml version='1.0'?><a><b/></a>", "no_table"),
        ("<table>" + "<tr><td>a" * 200_001 + "</table>", "too_many_rows"),
        ("<table><tr>" + "<td>a" * 501 + "</table>", "too_many_columns"),
        ("<table><tr>" + "<td colspan=300>a" * 3 + "</table>", "too_many_columns"),
        ("<table><tr>" + "<td>a" * 400 + "<tr><td>a" * 20_000 + "</table>", "too_many_cells"),
    ],
    ids=["page", "blank", "xml", "rows", "columns", "spanned columns", "cells"],
)
def test_read_markup_refuses(page, code):
    with pytest.raises(RefusedFileError) as refusal:
        read_book(page.encode(), name="a.html")

    assert refusal.value.problems[0].code == code
