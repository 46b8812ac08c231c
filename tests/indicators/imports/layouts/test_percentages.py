from decimal import Decimal

import pytest

from indicators.imports.grids import Percent
from indicators.imports.layouts.declared import parse_layout
from tests.indicators.imports.layouts.known import codes_of, context, read, roles, sheet


@pytest.mark.parametrize(
    ("header", "cells", "role"),
    [
        ("DTI", ("64,19 %", "71,2%"), "value"),
        ("DTI", (Percent(0.6419), Percent(0.712)), "value"),
        ("DTI (%)", ("64,19", "71,2"), "percent"),
        ("DTI (%)", (64.19, 71.2), "percent"),
        ("DTI", ("64,19 % (2)", "71,2 % (1)"), "value_and_rank"),
    ],
)
def test_percentages_on_a_scale_of_one_are_shares_and_said_to_be(header, cells, role):
    layout, figures = read(sheet(["Tỉnh", header], ["Hà Nội", cells[0]], ["Đà Nẵng", cells[1]]))

    assert roles(layout) == f"A=unit, B={role}:DTI"
    assert codes_of(layout) == [("percent", "B")]
    assert [figure.value for figure in figures] == [Decimal("0.6419"), Decimal("0.712")]
    assert not any(figure.problems for figure in figures)


def test_numbers_above_the_scale_of_one_are_asked_about():
    table = sheet("Tỉnh|DTI", "Hà Nội|64,19", "Đà Nẵng|71,2")

    layout, _figures = read(table)

    assert codes_of(layout) == [("scale", "B")]
    assert "71,2" in layout.questions[0].message
    assert layout.questions[0].choices == ("percent", "value")

    layout, figures = read(table, declared=parse_layout("B=percent:DTI"))

    assert layout.questions == ()
    assert [figure.value for figure in figures] == [Decimal("0.6419"), Decimal("0.712")]


def test_a_slip_above_the_scale_of_one_is_refused_by_itself():
    layout, figures = read(sheet("Tỉnh|DTI", "Hà Nội|64,19", "Đà Nẵng|0,712"))

    assert layout.questions == ()
    assert [problem.code for problem in figures[0].problems] == ["out_of_scale"]


def test_percentages_on_a_scale_of_a_hundred_stay_as_they_are():
    layout, figures = read(sheet("Tỉnh|DTI (%)", "Hà Nội|64,19 %", "Đà Nẵng|71,2"), context(top=100))

    assert layout.questions == ()
    assert [figure.value for figure in figures] == [Decimal("64.19"), Decimal("71.2")]
