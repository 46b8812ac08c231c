"""Spreadsheets: what cells become, merged ranges, hidden sheets, formulas, and each of the formats."""

import datetime as dt
import struct

import openpyxl
import pytest
import xlwt

from indicators.imports.grids import Percent
from indicators.imports.problems import RefusedFileError
from indicators.imports.readers import read_book
from tests.indicators.imports.readers.writers import (
    as_xls,
    as_xlsx,
    ods_of,
    parts_of,
    read_texts,
    saved,
    texts_of,
    xlsx_of,
    zipped,
)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def ods_cell(content, *, kind="string", value="", more=""):
    attribute = {"date": "date-value", "boolean": "boolean-value"}.get(kind, "value")
    held = f'office:{attribute}="{value}"' if value else ""
    return f'<table:table-cell office:value-type="{kind}" {held} {more}>{content}</table:table-cell>'


def rows_of(data):
    return list(read_book(data, name="a").sheets[0])


def test_read_xlsx_gives_each_kind_of_cell():
    workbook = openpyxl.Workbook()
    moment = dt.datetime(2024, 11, 8, 9, 30)
    cells = [
        "4.22.10", "01", "1\n(0,6419)", 25, 0.1 + 0.2, 1 / 3, 5.0, True, dt.date(2024, 1, 2), moment,
        dt.time(3, 4), "#DIV/0!", "  Hà\u00a0Nội ", None, "cuối",
    ]  # fmt: skip
    workbook.active.append(cells)

    assert rows_of(saved(workbook)) == [
        (
            "4.22.10", "01", "1\n(0,6419)", 25, 0.3, 0.333333333333333, 5, "TRUE", dt.date(2024, 1, 2),
            moment, "03:04:00", "#DIV/0!", "Hà Nội", None, "cuối",
        )
    ]  # fmt: skip


def test_read_xls_gives_each_kind_of_cell():
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("Bảng")
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    points = xlwt.easyxf(num_format_str='0.00" điểm %"')
    percent = xlwt.easyxf(num_format_str="0.0%")
    cells = ["4.22.10", "1\n(0,6419)", 25, 0.1 + 0.2, -1.25, 1e300, 123_456_789_012, True]
    for column, cell in enumerate(cells):
        sheet.write(1, column + 1, cell)
    sheet.write(1, 9, dt.date(2024, 1, 2), day)
    sheet.write(1, 10, 0.802, points)
    sheet.row(1).set_cell_error(11, 0x2A)
    sheet.write(1, 12, 0.57 + 0.23, percent)

    assert rows_of(saved(workbook)) == [
        (None,) * 13,
        (
            None, "4.22.10", "1\n(0,6419)", 25, 0.3, -1.25, 1e300, 123_456_789_012, "TRUE",
            dt.date(2024, 1, 2), 0.802, "#N/A", 0.8,
        ),
    ]  # fmt: skip


def shown_as_percentages(data):
    return [isinstance(cell, Percent) for row in rows_of(data) for cell in row]


def test_read_xls_tells_percentages():
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("a")
    for column, code in enumerate(["0%", "0.00%", "#,##0.0 %;-0.0%", '0" %"', "General", "0.00"]):
        sheet.write(0, column, 0.802, xlwt.easyxf(num_format_str=code))

    assert shown_as_percentages(saved(workbook)) == [True, True, True, False, False, False]


def test_read_xlsx_tells_percentages():
    workbook = openpyxl.Workbook()
    workbook.active.append([0.802, 1, 0.802, 0.802, 0.802, "80%"])
    for cell, code in zip(
        workbook.active[1], ["0%", "0.00%", "#,##0.0 %", '0" %"', "0.00", "0%"], strict=True
    ):
        cell.number_format = code

    assert shown_as_percentages(saved(workbook)) == [True, True, True, False, False, False]


def test_read_xls_follows_texts_across_its_records():
    rows = [[f"{number} Thừa Thiên Huế " + "đ" * 500, f"{number} plain " + "x" * 500] for number in range(60)]

    assert read_texts(as_xls(rows)) == rows


def test_read_ods_gives_each_kind_of_cell():
    first = (
        ods_cell(
            "<office:annotation><text:p>bỏ qua</text:p></office:annotation><text:p>a<text:span>b</text:span>"
            '<text:s text:c="2"/>c<text:line-break/>d</text:p><text:p>e</text:p>'
        )
        + ods_cell("<text:p>0,3</text:p>", kind="float", value="0.30000000000000004")
        + ods_cell("<text:p>80,2%</text:p>", kind="percentage", value="0.802")
        + ods_cell("<text:p>2/1/24</text:p>", kind="date", value="2024-01-02")
        + ods_cell("<text:p>ĐÚNG</text:p>", kind="boolean", value="true")
        + ods_cell("<text:p>#DIV/0!</text:p>", more='table:formula="of:=1/0"')
        + '<table:table-cell table:number-columns-repeated="16000"/>'
    )
    twice = 'table:number-columns-repeated="2"'
    body = (
        f"<table:table table:name='Bảng'><table:table-header-rows><table:table-row>{first}</table:table-row>"
        "</table:table-header-rows>"
        f'<table:table-row table:number-rows-repeated="2"><table:table-cell {twice}/></table:table-row>'
        f'<table:table-row table:number-rows-repeated="2"><table:table-cell/>'
        f"{ods_cell('<text:p>x</text:p>', more=twice)}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
        "</table:table>"
    )

    assert rows_of(ods_of(body)) == [
        ("ab  c\nd\ne", 0.3, 0.802, dt.date(2024, 1, 2), "TRUE", "#DIV/0!"),
        (),
        (),
        (None, "x", "x"),
        (None, "x", "x"),
    ]


MERGED = [
    ["TT", "Nhóm", "Nhóm", "Điểm"],
    ["TT", "Đà Nẵng", "a", "1"],
    ["2", "Đà Nẵng", "b", "2"],
]


def test_read_xlsx_fills_merged_cells():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in [["TT", "Nhóm", None, "Điểm"], [None, "Đà Nẵng", "a", "1"], ["2", None, "b", "2"]]:
        sheet.append(row)
    for merged in ("A1:A2", "B1:C1", "B2:B3", "D4:E5"):
        sheet.merge_cells(merged)
    parts = {
        name: content.replace(b'"D4:E5"', b'"D4:XFD1048576"')
        for name, content in parts_of(saved(workbook)).items()
    }

    assert read_texts(zipped(parts)) == MERGED


def test_read_xls_fills_merged_cells():
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("Bảng")
    sheet.write_merge(0, 1, 0, 0, "TT")
    sheet.write_merge(0, 0, 1, 2, "Nhóm")
    sheet.write_merge(1, 2, 1, 1, "Đà Nẵng")
    for row, column, text in [
        (0, 3, "Điểm"),
        (1, 2, "a"),
        (1, 3, "1"),
        (2, 0, "2"),
        (2, 2, "b"),
        (2, 3, "2"),
    ]:
        sheet.write(row, column, text)

    assert read_texts(saved(workbook)) == MERGED


def test_read_ods_fills_merged_cells():
    def cell(text, spanned=""):
        return ods_cell(f"<text:p>{text}</text:p>", more=spanned)

    covered = "<table:covered-table-cell/>"
    rows = [
        cell("TT", 'table:number-rows-spanned="2"')
        + cell("Nhóm", 'table:number-columns-spanned="2"')
        + covered
        + cell("Điểm"),
        covered + cell("Đà Nẵng", 'table:number-rows-spanned="2"') + cell("a") + cell("1"),
        cell("2") + covered + cell("b") + cell("2"),
    ]
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)

    assert read_texts(ods_of(f"<table:table table:name='Bảng'>{lines}</table:table>")) == MERGED


def test_read_book_puts_hidden_sheets_last_and_leaves_out_empty_ones():
    workbook = openpyxl.Workbook()
    workbook.active.title = "Ẩn"
    workbook.active["A1"] = "a"
    workbook.active.sheet_state = "hidden"
    workbook.create_sheet("Trống")
    workbook.create_sheet("Hiện")["C4"] = "b"
    workbook.create_chartsheet("Biểu đồ")

    book = read_book(saved(workbook), name="a.xlsx")

    assert [sheet.name for sheet in book.sheets] == ["Hiện", "Ẩn"]
    assert texts_of(book) == [[], [], [], ["", "", "b"]]


def test_read_ods_puts_hidden_sheets_last():
    styles = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    row = f"<table:table-row>{ods_cell('<text:p>x</text:p>')}</table:table-row>"
    body = (
        f"<table:table table:name='Ẩn' table:style-name='h'>{row}</table:table>"
        f"<table:table table:name='Hiện'>{row}</table:table>"
    )

    assert [sheet.name for sheet in read_book(ods_of(body, styles=styles), name="a").sheets] == ["Hiện", "Ẩn"]


@pytest.mark.parametrize(
    "name", ["số liệu.csv", "số liệu.xls", "số liệu", "a.pdf"], ids=["csv", "xls", "none", "pdf"]
)
def test_read_book_tells_the_kind_by_content(name):
    assert read_book(as_xlsx([["Hà Nội"]]), name=name).form == "xlsx"


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>1+1</f><v></v></c>',
        '<c r="B2"><f>1+1</f></c>',
        '<c r="B2" s="0"><f t="shared" si="0"/><v/></c>',
        f'<x:c xmlns:x="{MAIN}" r="B2"><x:f>1+1</x:f></x:c>',
    ],
    ids=["empty value", "no value", "shared", "prefix"],
)
def test_read_xlsx_refuses_formulas_without_a_value(cell):
    with pytest.raises(RefusedFileError) as refusal:
        read_book(xlsx_of(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2">{cell}</row>'), name="a.xlsx")

    problem = refusal.value.problems[0]
    assert (problem.code, problem.row, problem.column) == ("formula_without_value", 2, "B")
    assert "B2" in problem.message


@pytest.mark.parametrize(
    "tag",
    ['<c t="e" ', '<c r="A1" ', '<c r="B2" s=""><f>', '<c t="e"><v>', '<c t="e">' + " " * 9, "<row "],
)
def test_read_xlsx_is_not_held_up_by_tags_that_never_end(tag):
    # Patterns that go back and forth over them would take hours for this.
    with pytest.raises(RefusedFileError):
        read_book(xlsx_of(tag * 20_000), name="a.xlsx")


def test_read_xlsx_takes_zero_for_no_value_where_all_is_yet_to_be_computed():
    row = '<row r="1"><c r="A1"><f>B1*2</f><v>0</v></c><c r="B1"><v>3</v></c></row>'

    assert rows_of(xlsx_of(row)) == [(0, 3)]
    with pytest.raises(RefusedFileError, match="A1"):
        read_book(xlsx_of(row, workbook_extra=' fullCalcOnLoad="1"'), name="a.xlsx")


def test_read_xlsx_uses_the_values_that_formulas_have():
    row = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c>'
        '<c r="C1" t="str"><f>D1</f><v>Huế</v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )

    assert rows_of(xlsx_of(row)) == [(2, None, "Huế", "#DIV/0!")]


def test_read_xls_refuses_formulas_without_a_value():
    workbook = xlwt.Workbook()
    workbook.add_sheet("Bảng").write(2, 1, xlwt.Formula("1+1"))

    with pytest.raises(RefusedFileError, match="B3"):
        read_book(saved(workbook), name="a.xls")


def test_read_ods_refuses_formulas_without_a_value():
    row = "<table:table-row><table:table-cell/><table:table-cell table:formula='of:=1+1'/></table:table-row>"

    with pytest.raises(RefusedFileError, match="B1"):
        read_book(ods_of(f"<table:table table:name='a'>{row}</table:table>"), name="a.ods")


def record(kind, body=b""):
    """Return a record of an XLSB: its kind and length in bytes of seven bits."""
    numbers = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return numbers + bytes([len(body)]) + body


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(cells, *, styles=b"", style=0):
    """Return an XLSB of one sheet with one row of cells, all of one style."""

    def place(column):
        return struct.pack("<II", column, style)

    workbook = [
        record(131),
        record(143),
        record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Bảng")),
        record(144),
        record(132),
    ]
    row = struct.pack("<IIHBBBI", 0, 0, 300, 0, 0, 0, 0)
    sheet = [record(129), record(148, struct.pack("<4I", 0, 0, 0, 3)), record(145), record(0, row)]
    sheet += [record(kind, place(column) + body) for column, (kind, body) in enumerate(cells)]
    sheet += [record(146), record(130)]
    office = "http://schemas.openxmlformats.org"
    relation = f"{office}/officeDocument/2006/relationships"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return zipped(
        {
            "[Content_Types].xml": f'{head}<Types xmlns="{office}/package/2006/content-types"/>'.encode(),
            "_rels/.rels": f'{head}<Relationships xmlns="{office}/package/2006/relationships"/>'.encode(),
            "xl/workbook.bin": b"".join(workbook),
            "xl/_rels/workbook.bin.rels": (
                f'{head}<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="rId1" '
                f'Type="{relation}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
            ).encode(),
            "xl/worksheets/sheet1.bin": b"".join(sheet),
            **({"xl/styles.bin": styles} if styles else {}),
        }
    )


def test_read_xlsb_gives_texts_numbers_and_errors():
    data = xlsb([(6, wide("Thừa Thiên Huế")), (5, struct.pack("<d", 0.6419)), (3, b"\x2a"), (4, b"\x01")])

    book = read_book(data, name="a.xlsb")

    assert book.form == "xlsb"
    assert list(book.sheets[0]) == [("Thừa Thiên Huế", 0.6419, "#N/A", "TRUE")]


@pytest.mark.parametrize("number_format", [10, 164])
def test_read_xlsb_knows_percentages_by_their_style(number_format):
    styles = [
        record(615, struct.pack("<I", 1)),
        record(44, struct.pack("<H", 164) + wide("0,0%")),
        record(616),
        record(626, struct.pack("<I", 1)),
        record(47, struct.pack("<HH", 0xFFFF, number_format) + bytes(12)),
        record(627),
        record(617, struct.pack("<I", 2)),
        record(47, struct.pack("<HH", 0, 0) + bytes(12)),
        record(47, struct.pack("<HH", 0, number_format) + bytes(12)),
        record(618),
    ]
    cells = [(6, wide("Thừa Thiên Huế")), (5, struct.pack("<d", 0.6419))]

    for style, kind in ((0, float), (1, Percent)):
        [[_name, value]] = read_book(xlsb(cells, styles=b"".join(styles), style=style), name="a").sheets[0]
        assert (type(value), value) == (kind, 0.6419)


def test_read_xlsx_finds_parts_whatever_their_capitals_and_slashes():
    parts = parts_of(as_xlsx([["Hà Nội"]]))
    renamed = {
        name.replace("worksheets/sheet", "worksheets/Sheet"): content for name, content in parts.items()
    }

    assert read_texts(zipped(renamed)) == [["Hà Nội"]]
