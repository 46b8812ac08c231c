import contextlib
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.imports.layouts import Layout, Role, detect_layout
from indicators.imports.problems import RefusedFileError, sentence
from tests.indicators.imports.layouts.known import UNITS, brief, codes_of, context, read, roles, sheet


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["Tên|Ngày|Số", "a|b|1", "c|d|2"], "Bảng 1"),
        ([""], "Bảng 1"),
    ],
    ids=["no unit", "blank"],
)
def test_a_sheet_without_a_column_of_units_is_refused(rows, words):
    with pytest.raises(RefusedFileError) as refused:
        detect_layout(sheet(*rows), context=context())

    [problem] = refused.value.problems
    assert problem.code == "no_unit_column"
    assert words in problem.message


def test_a_sheet_without_figures_is_refused():
    with pytest.raises(RefusedFileError) as refused:
        detect_layout(sheet("Tỉnh|Nhóm", "Hà Nội|Tốt", "Cần Thơ|Khá"), context=context())

    assert [problem.code for problem in refused.value.problems] == ["no_figures"]


def test_names_that_are_all_unknown_are_read_under_a_header_for_units():
    layout, figures = read(sheet("STT|Tỉnh|DTI", "1|Hà Nọi|0,8", "2|Cần Thw|0,7"))

    assert roles(layout) == "B=unit, C=value:DTI"
    assert [figure.unit for figure in figures] == ["Hà Nọi", "Cần Thw"]


def test_a_table_without_a_header_is_told_by_its_cells():
    layout, figures = read(sheet("1|Hà Nội|0,8|1", "2|Cần Thơ|0,7|2", "3|Trà Vinh|0,6|3"))

    assert roles(layout) == "B=unit, C=value:DTI, D=rank:DTI"
    assert len(figures) == 3


def test_codes_of_units_stay_text():
    _layout, figures = read(sheet(["Mã tỉnh", "Tỉnh", "DTI"], ["01", "Hà Nội", 0.8], ["92", "Cần Thơ", 0.7]))

    assert [figure.unit_code for figure in figures] == ["01", "92"]


@pytest.mark.parametrize(
    ("cells", "top", "mark", "values"),
    [
        (["0,8002", "1,000"], 1, ",", ["0.8002", "1.000"]),
        (["65.57", "1.236"], 100, ".", ["65.57", "1.236"]),
        (["1.236", "2.345,5"], 10_000, ",", ["1236", "2345.5"]),
        (["1,236", "2,345.5"], 10_000, ".", ["1236", "2345.5"]),
        (["1.236.000", "1.236"], None, ",", ["1236000", "1236"]),
        (["1,236", "2,345"], 100, ",", ["1.236", "2.345"]),
        (["0.80", "0,81"], 1, "", ["0.80", "0.81"]),
    ],
)
def test_the_decimal_mark_is_that_of_the_whole_column(cells, top, mark, values):
    rows = [[unit, cell] for unit, cell in zip(UNITS, cells, strict=False)]

    layout, figures = read(sheet("Tỉnh|Điểm", *rows), context(top=top))

    assert layout.columns[1].decimal == mark
    assert layout.questions == ()
    assert [figure.value for figure in figures] == [Decimal(value) for value in values]


def test_a_column_that_reads_two_ways_asks_and_guesses_nothing():
    table = sheet("Tỉnh|Điểm", "Hà Nội|1,236", "Cần Thơ|2,345")

    layout, figures = read(table, context(top=10_000))

    assert codes_of(layout) == [("decimal", "B")]
    assert layout.questions[0].choices == (",", ".")
    assert [problem.code for figure in figures for problem in figure.problems] == ["ambiguous_number"] * 2
    assert layout.with_column(1, decimal=",").questions == ()


def test_a_dot_makes_a_thousand_within_the_scale():
    layout, figures = read(sheet("Tỉnh|Điểm", "Hà Nội|1.236", "Cần Thơ|2.345"), context(top=10_000))

    assert layout.questions == ()
    assert figures[0].value == 1236


def test_a_column_that_reads_two_ways_follows_the_others():
    layout, figures = read(
        sheet("Tỉnh|NT|DTI", "Hà Nội|1.236|65,5", "Cần Thơ|2.345|70,5"), context(top=10_000)
    )

    assert layout.questions == ()
    assert figures[0].value == 1236


def test_whole_numbers_that_may_be_ranks_or_values_are_asked_about():
    rows = [[unit, score] for unit, score in zip(UNITS, [98, 77, 64, 50], strict=False)]

    layout, _figures = read(sheet("Tỉnh|NT", *rows), context(top=100))

    assert codes_of(layout) == [("role", "B")]
    assert layout.questions[0].choices == ("value", "rank")


def test_a_year_a_row_and_a_unit_a_column_is_read_turned_over():
    layout, figures = read(sheet("DTI|Hà Nội|Cần Thơ|Đà Nẵng|Trà Vinh|Huế", "2022|0,5|0,6|0,5|0,6|0,5"))

    assert (layout.turned_after, codes_of(layout)) == (0, [("turned", "")])
    told = [(figure.unit, figure.period, str(figure.value)) for figure in figures]
    assert told[:2] == [("Hà Nội", "2022", "0.5"), ("Cần Thơ", "2022", "0.6")]


def test_order_numbers_of_measures_name_none_of_them():
    rows = [
        "STT|Chỉ tiêu|Hà Nội|Cần Thơ|Đà Nẵng|Trà Vinh|Huế",
        "1|DTI|0,5|0,6|0,5|0,6|0,5",
        "2|Xếp hạng|1|2|3|4|5",
    ]

    layout, figures = read(sheet(*rows))

    assert roles(layout) == "A=unit, B=value:DTI, C=rank:DTI"
    assert (len(figures), figures[4].rank) == (5, 5)


def test_problems_name_the_row_and_the_column():
    table = sheet("Tỉnh|DTI|Hạng|Thay đổi", "Hà Nội|0,8|1|+1", "Cần Thơ|8|15/16/17|0", "Huế|0,6|3|+1")

    _layout, figures = read(table)

    told = [(problem.code, problem.row, problem.column) for problem in figures[1].problems]
    assert told == [("out_of_scale", 3, "B"), ("not_a_rank", 3, "C")]
    assert [sentence(problem).count("B3") for problem in figures[1].problems] == [1, 0]
    assert all("dòng" not in problem.message for problem in figures[1].problems)


def test_a_layout_survives_its_json():
    layout = detect_layout(sheet("Tỉnh|Điểm|Điểm", "Hà Nội|0,8|0,7", "Huế|0,5|0,1"), context=context())

    assert Layout.from_json(layout.to_json()) == layout


def test_dates_of_a_spreadsheet_are_periods():
    rows = [[dt.datetime(2024, 10, 28), "Hà Nội", 0.5], [dt.date(2024, 11, 8), "Cần Thơ", 0.6]]

    _layout, figures = read(sheet(["Thời điểm", "Tỉnh", "Điểm"], *rows))

    assert [figure.period for figure in figures] == ["2024-10-28", "2024-11-08"]


def test_rows_shorter_and_longer_than_the_header_are_read():
    _layout, figures = read(sheet("Tỉnh|DTI|Hạng", "Hà Nội|0,8", "Cần Thơ|0,7|2|x|y"))

    assert brief(figures) == [
        ("Hà Nội", "DTI", "", Decimal("0.8"), None),
        ("Cần Thơ", "DTI", "", Decimal("0.7"), 2),
    ]


BODY = [
    [unit, f"0,{9000 - 37 * number}", str(number + 1), f"0,{4000 + 11 * number}"]
    for number, unit in enumerate(UNITS[:12])
]


@given(st.permutations(BODY))
def test_the_order_of_the_rows_changes_no_figure(rows):
    header = "Tỉnh|DTI|Xếp hạng|Nhận thức số"

    layout, figures = read(sheet(header, *rows))
    sorted_layout, sorted_figures = read(sheet(header, *BODY))

    assert roles(layout) == roles(sorted_layout)
    assert sorted(brief(figures), key=str) == sorted(brief(sorted_figures), key=str)


CELLS = st.one_of(
    st.none(),
    st.sampled_from([*UNITS, "Tỉnh", "Điểm", "Xếp hạng", "DTI", "2022", "STT", "(1)", "01 (0,7)", "▲3", "-"]),
    st.text(max_size=8),
    st.floats(),
    st.integers(),
    st.dates(),
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=12), st.booleans())
def test_any_sheet_is_read_or_refused(rows, is_known):
    known = context() if is_known else context(measures=None, top=100)

    with contextlib.suppress(RefusedFileError):
        layout, _figures = read(sheet(*rows), known)
        assert any(column.role is not Role.IGNORED for column in layout.columns)
