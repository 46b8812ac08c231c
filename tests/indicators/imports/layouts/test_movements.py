"""Columns of movements beside a rank, and rows of averages: taken where they are clear, else told."""

import pytest

from indicators.imports.layouts import detect_layout, read_figures
from indicators.imports.layouts.layout import Role
from indicators.imports.layouts.numbers import read_change
from indicators.imports.layouts.rows import UnreadMovement
from tests.indicators.imports.layouts.known import codes_of, context, read, roles, sheet


@pytest.mark.parametrize(
    ("cell", "change"),
    [
        ("3 ▲", 3),
        ("2↓", -2),
        ("Tăng 1 bậc so với năm 2021", 1),
        ("tăng hạng 3", 3),
        ("Giữ nguyên vị trí", 0),
        ("không đổi", 0),
        ("+ 3", 3),
        ("▼2", -2),
    ],
)
def test_movements_are_read_as_reports_word_them(cell, change):
    assert read_change(cell) == change


def table(header, *cells):
    rows = zip(("Hà Nội", "Đà Nẵng", "Trà Vinh"), ("0,7", "0,8", "0,6"), (2, 1, 3), cells, strict=True)
    return sheet(["Tỉnh", "DTI", "Hạng", header], *(list(row) for row in rows))


@pytest.mark.parametrize(
    ("header", "cells", "changes"),
    [
        ("Tăng/giảm hạng", ("+3", "-1", "0"), ["3", "-1", "0"]),
        ("So với 2021", ("↑3", "▼1", "="), ["3", "-1", "0"]),
        ("", ("tăng 3 bậc", "giảm 1 bậc", "không đổi"), ["3", "-1", "0"]),
        ("Thay đổi", (3, -1, 0), ["3", "-1", "0"]),
    ],
)
def test_a_movement_is_taken_as_published(header, cells, changes):
    layout, figures = read(table(header, *cells))

    assert roles(layout) == "A=unit, B=value:DTI, C=rank:DTI, D=change:DTI"
    assert layout.questions == ()
    assert [figure.details[Role.CHANGE.value] for figure in figures] == changes


@pytest.mark.parametrize("cells", [("3", "1", "2"), ("0,01", "-0,02", "0,03"), ("Tăng", "Giảm", "Tăng")])
def test_a_movement_without_direction_or_places_is_left_out_and_told(cells):
    layout, figures = read(table("Tăng/giảm", *cells))

    assert roles(layout) == "A=unit, B=value:DTI, C=rank:DTI"
    assert codes_of(layout) == [("unclear_change", "D")]
    assert not any(figure.problems for figure in figures)


def test_a_movement_that_says_no_places_is_left_out_alone_and_told():
    world, moved = context(), table("Tăng/giảm hạng", "+3", "mới", "-1")
    layout = detect_layout(moved, context=world)
    skipped = []
    figures = list(read_figures(moved, layout=layout, context=world, skipped=skipped.append))

    assert [(figure.rank, figure.problems) for figure in figures] == [(2, ()), (1, ()), (3, ())]
    assert [figure.details.get(Role.CHANGE.value) for figure in figures] == ["3", None, "-1"]
    assert skipped == [(3, "D", "mới")]
    assert isinstance(skipped[0], UnreadMovement)


def test_rows_of_averages_are_told_with_their_row_and_text():
    world = context()
    averages = sheet(
        "TT|Tỉnh|DTI",
        "|Cả nước|0,6",
        "1|Hà Nội|0,7",
        "2|Đà Nẵng|0,8",
        "|Trung vị|0,65",
        "Tổng cộng||0,62",
        "II|Trung bình|",
        "Người lập||Giám đốc",
    )
    layout, _figures = read(averages, world)
    skipped = []

    figures = list(read_figures(averages, layout=layout, context=world, skipped=skipped.append))

    assert [figure.unit for figure in figures] == ["Hà Nội", "Đà Nẵng"]
    assert skipped == [(2, "B", "Cả nước"), (5, "B", "Trung vị"), (6, "A", "Tổng cộng")]


def test_a_column_headed_as_ranks_that_holds_none_is_told():
    layout, _figures = read(sheet("Tỉnh|DTI|Hạng", "Hà Nội|0,7|1" + "0" * 400, "Đà Nẵng|0,8|1e400"))

    assert roles(layout) == "A=unit, B=value:DTI"
    assert codes_of(layout) == [("unread_column", "C")]
    assert len(layout.questions[0].message) < 300
