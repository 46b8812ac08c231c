from decimal import Decimal

import pytest

from indicators.imports.layouts import Kind
from tests.indicators.imports.layouts.known import UNITS, brief, codes_of, context, read, roles, sheet

VALUES = {"Hà Nội": 0.71, "Đà Nẵng": 0.83, "Trà Vinh": 0.64, "Cà Mau": 0.52, "An Giang": 0.6}


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


def test_what_stands_before_the_first_units_stands_before_the_others_too():
    table = sheet(
        "Hạng|Tỉnh|Điểm|Hạng|Tỉnh|Điểm",
        "1|Đà Nẵng|0,8|3|Cần Thơ|0,6",
        "2|Hà Nội|0,7|4|Trà Vinh|0,5",
    )

    _layout, figures = read(table)

    assert [(figure.unit, figure.rank) for figure in figures] == [
        ("Đà Nẵng", 1),
        ("Cần Thơ", 3),
        ("Hà Nội", 2),
        ("Trà Vinh", 4),
    ]


def test_a_section_right_below_the_header_is_no_header():
    table = sheet("STT|Bộ|DTI", "I|Các bộ có dịch vụ công|", "1|Bộ Tài chính|0,8", "2|Bộ Xây dựng|0,7")

    layout, figures = read(table)

    assert (layout.header_rows, layout.first_row) == ((1,), 3)
    assert [figure.unit for figure in figures] == ["Bộ Tài chính", "Bộ Xây dựng"]


def test_a_second_table_with_other_headers_is_left_out_and_told():
    table = sheet(
        "STT|Bộ|DTI|Hạng",
        "1|Bộ Tài chính|0,8|1",
        "",
        "STT|Bộ|DTI|Hạng",
        "1|Bộ Quốc phòng|0,5|1",
        "",
        "STT|Bộ|Xếp hạng 2021|Xếp hạng 2020",
        "1|Bộ Quốc phòng|3|1",
    )

    layout, figures = read(table)

    assert layout.last_row == 6
    assert codes_of(layout) == [("second_table", "")]
    assert [figure.row for figure in figures] == [2, 5]


def test_a_blank_cell_of_a_unit_says_nothing_and_a_mark_says_there_is_none():
    _layout, figures = read(sheet("Tỉnh|DTI|Hạng", "Đà Nẵng|0,8|1", "Hà Nội||", "Cần Thơ|…|"))

    assert [(figure.value, figure.is_absent) for figure in figures] == [
        (Decimal("0.8"), False),
        (None, False),
        (None, True),
    ]


def test_rows_of_statistics_are_skipped():
    table = sheet("Tỉnh|DTI", "Điểm tối đa|1", "Đà Nẵng|0,8", "Cao nhất|0,8", "Trung vị|0,7", "Cả nước|0,7")

    _layout, figures = read(table)

    assert [figure.unit for figure in figures] == ["Đà Nẵng"]


def test_figures_without_a_unit_are_told():
    _layout, figures = read(sheet("Tỉnh|DTI", "Đà Nẵng|0,8", "|0,7"))

    [problem] = figures[1].problems
    assert (problem.code, problem.row, problem.column) == ("no_unit_name", 3, "A")


def test_ranks_without_a_year_go_with_the_values_of_the_year_that_they_fit():
    values = [(0.9, 0.5), (0.8, 0.6), (0.7, 0.7), (0.6, 0.8), (0.5, 0.9)]
    rows = [[unit, *pair, rank] for rank, (unit, pair) in enumerate(zip(UNITS, values, strict=False), 1)]

    layout, _figures = read(sheet("Tỉnh|DTI 2022|DTI 2023|Xếp hạng", *rows))

    assert roles(layout) == "A=unit, B=value:DTI:2022, C=value:DTI:2023, D=rank:DTI:2022"


def test_values_without_a_year_are_of_the_newest_that_the_ranks_name():
    table = sheet("Tỉnh|DTI|Xếp hạng 2020|Xếp hạng 2019", "Đà Nẵng|0,8|1|2", "Hà Nội|0,7|2|1")

    layout, _figures = read(table)

    assert roles(layout) == "A=unit, B=value:DTI:2020, C=rank:DTI:2020, D=rank:DTI:2019"


def test_values_beside_a_rank_of_their_own_are_not_of_the_year_of_another_rank():
    table = sheet("Tỉnh|DTI|Xếp hạng|Xếp hạng 2021", "Đà Nẵng|0,8|1|2", "Hà Nội|0,7|2|1")

    layout, _figures = read(table)

    assert roles(layout) == "A=unit, B=value:DTI, C=rank:DTI, D=rank:DTI:2021"


def test_two_columns_under_one_header_are_asked_about():
    layout, figures = read(sheet("Tỉnh|Điểm|Điểm", "Đà Nẵng|0,8|0,7", "Hà Nội|0,6|0,5"))

    assert codes_of(layout) == [("duplicate_header", "C")]
    assert [figure.value_column for figure in figures] == ["B", "B"]


def test_two_columns_of_a_measure_are_one_on_two_scales_only_where_scales_and_headers_differ():
    def told(factor, header):
        rows = (f"{unit}|{value}|{value * factor:.4f}" for unit, value in VALUES.items())
        layout, _figures = read(sheet(f"Tỉnh|{header}", *rows))
        return codes_of(layout)

    assert told(100, "DTI|DTI (%)") == [("unread_column", "C")]
    assert told(1 / 68, "Tỷ lệ DTI|DTI") == [("unread_column", "B")]
    assert told(1.004, "DTI|DTI (%)") == [("duplicate_header", "C")]
    assert told(100, "DTI|DTI") == told(100, "DTI (%)|DTI (%)") == [("duplicate_header", "C")]


def test_a_column_that_is_no_measure_of_the_scorecard_is_left_out_and_told():
    layout, _figures = read(sheet("Tỉnh|DTI|Dân số|Vùng", "Đà Nẵng|0,8|1.220.000|DHMT", "Huế|0,7|1.160.000|"))

    assert roles(layout) == "A=unit, B=value:DTI"
    assert codes_of(layout) == [("unknown_measure", "C")]


def test_the_score_that_was_verified_is_the_value_of_a_unit():
    table = sheet("Đơn vị|Điểm tự đánh giá|Điểm thẩm định|Hạng", "Đà Nẵng|90|88|1", "Hà Nội|80|78|2")

    layout, figures = read(table, context(top=100))

    assert codes_of(layout) == [("unused_self_score", "B")]
    assert brief(figures) == [
        ("Đà Nẵng", "DTI", "", Decimal(88), 1),
        ("Hà Nội", "DTI", "", Decimal(78), 2),
    ]


def test_the_rank_in_the_region_stands_beside_the_figure():
    table = sheet("Tỉnh|DTI|Xếp hạng|Xếp hạng trong vùng", "Đà Nẵng|0,8|1|1/14", "Trà Vinh|0,6|2|5/13")

    _layout, figures = read(table)

    assert figures[1].rank == 2
    assert figures[1].details == {"regional_rank": "5", "regional_count": "13"}


@pytest.mark.parametrize("header", ["Xếp hạng", "Thứ hạng (tăng/giảm)", "Xếp hạ ng", "Hạng năm nay"])
def test_ranks_with_their_movement_are_ranks(header):
    table = sheet(
        f"STT|Tỉnh|DTI|{header}",
        "1|Hà Nội|0,9|1 (+2)",
        "2|Cần Thơ|0,8|2 (-1)",
        "3|Trà Vinh|0,7|3 (0)",
    )

    layout, figures = read(table)

    assert roles(layout) == "B=unit, C=value:DTI, D=rank:DTI"
    assert [figure.rank for figure in figures] == [1, 2, 3]


def test_scores_with_their_movement_are_refused_and_never_ranks():
    table = sheet("Tỉnh|Điểm (tăng/giảm)", "Hà Nội|0 (+1)", "Cần Thơ|1 (-1)", "Trà Vinh|1 (+1)")

    _layout, figures = read(table)

    assert all(figure.problems and figure.rank is None for figure in figures)


@pytest.mark.parametrize("cell", ["NaN", "chưa rõ", "1e5"])
def test_the_first_unit_is_no_header_though_its_figure_cannot_be_read(cell):
    table = sheet("STT|Tỉnh|DTI", f"1|Hà Nội|{cell}", "2|Cần Thơ|0,8", "3|Trà Vinh|0,7")

    layout, figures = read(table)

    assert layout.header_rows == (1,)
    assert [bool(figure.problems) for figure in figures] == [True, False, False]


def test_a_region_with_its_letter_and_average_is_no_header():
    table = sheet("STT|Tỉnh|DTI|Xếp hạng", "A|Vùng Tây Nam|0,75|", "1|Trà Vinh|0,7|2", "2|Hà Nội|0,8|1")

    layout, _figures = read(table)

    assert layout.header_rows == (1,)


def test_weights_below_the_header_are_no_unit():
    table = sheet("STT|Tỉnh|Nhận thức số|DTI", "|Trọng số|0,2|1", "1|Trà Vinh|0,7|0,6", "2|Hà Nội|0,8|0,7")

    _layout, figures = read(table)

    assert {figure.unit for figure in figures} == {"Trà Vinh", "Hà Nội"}


def test_a_column_that_the_header_forgot_is_asked():
    table = sheet("Tỉnh|DTI|", "Hà Nội|0|6426", "Cần Thơ|0|5100", "Trà Vinh|0|7001")

    layout, _figures = read(table)

    assert [(question.code, question.column) for question in layout.questions] == [("role", 2)]


def test_a_column_that_is_no_measure_gives_its_year_to_no_other():
    table = sheet("Tỉnh|DTI|Mục tiêu 2025|Xếp hạng", "Hà Nội|0,8|0,9|1", "Trà Vinh|0,7|0,9|2")

    layout, _figures = read(table)

    assert roles(layout) == "A=unit, B=value:DTI, D=rank:DTI"
    assert [question.code for question in layout.questions] == ["unknown_measure"]


def test_an_index_below_the_name_of_a_measure_is_its_value():
    table = sheet(
        "Tỉnh|Hạ tầng số|Hạ tầng số|DTI|DTI",
        "Tỉnh|Chỉ số|Xếp hạng|Chỉ số|Xếp hạng",
        "Hà Nội|0,8|1|0,9|1",
        "Trà Vinh|0,7|2|0,8|2",
    )

    layout, _figures = read(table)

    assert roles(layout) == "A=unit, B=value:HT, C=rank:HT, D=value:DTI, E=rank:DTI"


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [
        (("Nhất", "Nhì", "Ba", "4", "5"), [1, 2, 3, 4, 5]),
        (("I", "II", "III", "IV", "V"), [1, 2, 3, 4, 5]),
        (("I", "I", "II", "II", "II"), [None] * 5),
    ],
    ids=["words", "Roman", "classes"],
)
def test_ranks_in_letters_are_read_and_classes_are_left_out(ranks, expected):
    rows = ([unit, f"0,{9 - place}", ranks[place]] for place, unit in enumerate(UNITS[:5]))

    _layout, figures = read(sheet("Tỉnh|DTI|Hạng", *rows))

    assert [figure.rank for figure in figures] == expected


def test_a_maximum_in_the_brackets_of_a_header_makes_no_column_of_maxima():
    table = sheet(
        "Tỉnh|Tổng điểm (tối đa 1.000)|Hạng", *([unit, 900 - n, n + 1] for n, unit in enumerate(UNITS))
    )

    layout, _figures = read(table, context(top=1000))

    assert roles(layout) == "A=unit, B=value:DTI, C=rank:DTI"


def test_ranks_of_another_year_belong_to_the_total_and_not_to_equal_values_beside_them():
    rows = ([n + 1, unit, f"0,{90 - n}", "0,5", len(UNITS) - n] for n, unit in enumerate(UNITS))
    table = sheet("Xếp hạng 2022|Tỉnh|DTI|Nhân lực số|Xếp hạng 2021", *rows)

    layout, _figures = read(table)

    assert "E=rank:DTI:2021" in roles(layout)
