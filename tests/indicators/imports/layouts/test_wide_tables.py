from decimal import Decimal

import pytest

from indicators.imports.layouts.detection import detect_layout
from indicators.imports.layouts.layout import Kind
from indicators.imports.layouts.reading import read_figures
from tests.indicators.imports.layouts.known import brief, context, roles, sheet


def read(table, known=None):
    known = known or context()
    layout = detect_layout(table, context=known)
    return layout, list(read_figures(table, layout=layout, context=known))


def test_a_ministry_table_is_found_below_its_letterhead_and_read_to_its_foot_notes():
    table = sheet(
        "BỘ THÔNG TIN|BỘ THÔNG TIN|CỘNG HÒA XÃ HỘI|CỘNG HÒA XÃ HỘI|CỘNG HÒA XÃ HỘI|CỘNG HÒA XÃ HỘI",
        "",
        "Bảng xếp hạng|Bảng xếp hạng|Bảng xếp hạng|Bảng xếp hạng|Bảng xếp hạng|Bảng xếp hạng",
        "STT|Tỉnh, thành phố|Nhận thức số|Nhận thức số|DTI|DTI",
        "STT|Tỉnh, thành phố|Giá trị|Xếp hạng|Giá trị|Xếp hạng",
        "(1)|(2)|(3)|(4)|(5)|(6)",
        "I. Miền Nam|I. Miền Nam|I. Miền Nam|I. Miền Nam|I. Miền Nam|I. Miền Nam",
        "1|Trà Vjnh|0,8002|01|0,9|1",
        "2|Cần Thơ|0,7002|2|0,8*|2",
        "",
        "STT|Tỉnh, thành phố|Giá trị|Xếp hạng|Giá trị|Xếp hạng",
        "3|Hà Nội|N/A|-||3/63",
        "|Trung bình|0,75||0,85|",
        "Ghi chú: * số liệu tạm tính",
    )

    layout, figures = read(table)

    assert layout.kind is Kind.WIDE
    assert (layout.header_rows, layout.first_row) == ((4, 5), 8)
    assert roles(layout) == "B=unit, C=value:NT, D=rank:NT, E=value:DTI, F=rank:DTI"
    assert layout.questions == ()
    assert brief(figures) == [
        ("Trà Vjnh", "NT", "", Decimal("0.8002"), 1),
        ("Trà Vjnh", "DTI", "", Decimal("0.9"), 1),
        ("Cần Thơ", "NT", "", Decimal("0.7002"), 2),
        ("Cần Thơ", "DTI", "", Decimal("0.8"), 2),
        ("Hà Nội", "NT", "", None, None),
        ("Hà Nội", "DTI", "", None, 3),
    ]
    assert [figure.is_absent for figure in figures] == [False, False, False, False, True, False]
    assert (figures[0].row, figures[0].value_column, figures[0].rank_column) == (8, "C", "D")
    assert figures[3].value_text == "0,8*"
    assert figures[5].count == 63
    assert not any(figure.problems for figure in figures)


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Tỉnh|Xếp hạng (giá trị)", ["Hà Nội", "01 (0,727)"], (Decimal("0.727"), 1)),
        ("Tỉnh|Xếp hạng DTI", ["Hà Nội", "1\n(0,6419)"], (Decimal("0.6419"), 1)),
        ("Tỉnh|DTI", ["Hà Nội", "0,727 (01)"], (Decimal("0.727"), 1)),
        ("Tỉnh|DTI", ["Hà Nội", "25/63 (0.6419)"], (Decimal("0.6419"), 25)),
    ],
)
def test_a_rank_and_a_value_in_one_cell_are_told_apart(header, row, expected):
    _layout, [figure] = read(sheet(header, row))

    assert (figure.value, figure.rank) == expected
    assert figure.measure == "DTI"
    assert (figure.value_column, figure.rank_column) == ("B", "B")


def test_years_in_the_headers_are_periods_and_not_figures():
    table = sheet(["STT", "Tỉnh", 2021, 2022], [1, "Đà Nẵng", 0.4, 0.5], [2, "Hà Nội", 0.3, 0.45])

    layout, figures = read(table)

    assert layout.first_row == 2
    assert brief(figures) == [
        ("Đà Nẵng", "DTI", "2021", Decimal("0.4"), None),
        ("Đà Nẵng", "DTI", "2022", Decimal("0.5"), None),
        ("Hà Nội", "DTI", "2021", Decimal("0.3"), None),
        ("Hà Nội", "DTI", "2022", Decimal("0.45"), None),
    ]


def test_a_movement_belongs_to_the_newer_year_beside_it():
    table = sheet(
        "TT|Địa phương|DTI 2022|Xếp hạng 2022|DTI năm 2023|Xếp hạng 2023|Tăng/giảm so với năm 2022",
        "1|Đà Nẵng|0,8|1|0,85|2|▼1",
        "2|Hà Nội|0,7|2|0,86|1|tăng 1 bậc",
    )

    layout, figures = read(table)

    assert roles(layout) == (
        "B=unit, C=value:DTI:2022, D=rank:DTI:2022, E=value:DTI:2023, F=rank:DTI:2023, G=change:DTI:2023"
    )
    assert [dict(figure.details) for figure in figures] == [{}, {"change": "-1"}, {}, {"change": "1"}]


def test_merges_that_a_csv_file_lost_are_spread_again():
    table = sheet(
        "||Nhận thức số||Thể chế số|",
        "TT|Tỉnh|Giá trị|Xếp hạng|Giá trị|Xếp hạng",
        "1|Đà Nẵng|0,8|1|0,5|2",
        "2|Hà Nội|0,7|2|0,6|1",
    )

    layout, _figures = read(table)

    assert roles(layout) == "B=unit, C=value:NT, D=rank:NT, E=value:TC, F=rank:TC"


def test_tables_side_by_side_are_read_each_with_its_units():
    table = sheet(
        "TT|Tỉnh|Điểm|Hạng|TT|Tỉnh|Điểm|Hạng",
        "1|Đà Nẵng|0,8|1|3|Cần Thơ|0,6|3",
        "2|Hà Nội|0,7|2|4|Trà Vinh|0,5|4",
    )

    _layout, figures = read(table)

    assert [(figure.unit, figure.rank, figure.value_column) for figure in figures] == [
        ("Đà Nẵng", 1, "C"),
        ("Cần Thơ", 3, "G"),
        ("Hà Nội", 2, "C"),
        ("Trà Vinh", 4, "G"),
    ]
