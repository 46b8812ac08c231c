import json
from decimal import Decimal

import pytest

from indicators.imports.layouts import Kind, Role, detect_layout, parse_layout
from indicators.imports.problems import RefusedFileError
from tests.indicators.imports.layouts.known import brief, context, read, roles, sheet

TABLE = sheet("Tên gọi|Một|Hai|Ba", "Hà Nội|0,8|1|x", "Cần Thơ|0,7|2|y")


def test_declared_columns_are_not_guessed():
    declared = parse_layout("A=unit, B=value:NT:2022, C=rank:NT:2022, D=ignored")

    layout, figures = read(TABLE, declared=declared)

    assert roles(layout) == "A=unit, B=value:NT:2022, C=rank:NT:2022"
    assert layout.questions == ()
    assert brief(figures)[0] == ("Hà Nội", "NT", "2022", Decimal("0.8"), 1)


def test_a_declared_mark_settles_what_reads_two_ways():
    table = sheet("Tỉnh|Điểm", "Hà Nội|1.236", "Cần Thơ|2.345")

    layout, figures = read(table, context(top=10_000), declared=parse_layout("decimal=comma"))

    assert layout.questions == ()
    assert [figure.value for figure in figures] == [1236, 2345]


def test_a_mark_may_stand_behind_one_column():
    declared = parse_layout("B=value:DTI::dot")

    assert declared.columns[1].decimal == "."


def test_a_kind_may_be_declared():
    assert parse_layout("long").kind is Kind.LONG


def test_a_declared_measure_column_makes_a_table_long():
    table = sheet("Tỉnh|Loại|Điểm", "Hà Nội|Nhận thức số|0,5", "Hà Nội|Thể chế số|0,6")

    layout, figures = read(table, declared=parse_layout("A=unit,B=measure,C=value"))

    assert layout.kind is Kind.LONG
    assert [figure.measure for figure in figures] == ["Nhận thức số", "Thể chế số"]


def test_the_json_of_a_layout_is_taken_whole():
    layout = detect_layout(TABLE, context=context()).with_column(1, role=Role.IGNORED)

    declared = parse_layout(json.dumps(layout.to_json()))

    assert read(TABLE, declared=declared)[0] == layout


@pytest.mark.parametrize("text", ["", "breit", "B=besitzer", "1=unit", "{}", "B=value:DTI:2022:x", "[1]"])
def test_what_is_no_layout_is_refused(text):
    with pytest.raises(RefusedFileError) as refused:
        parse_layout(text)

    assert refused.value.problems[0].code == "bad_layout"
