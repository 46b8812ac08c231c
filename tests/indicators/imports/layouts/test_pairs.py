from decimal import Decimal

import pytest

from indicators.imports.layouts.numbers import UnreadableCellError
from indicators.imports.layouts.pairs import read_rank_and_value
from tests.indicators.imports.layouts.known import UNITS, brief, codes_of, context, read, roles, sheet


@pytest.mark.parametrize(
    "cell",
    [
        "0,6419/27",
        "27/0,6419",
        "0,6419/27/63",
        "0,6419 (27)",
        "27/63 (0,6419)",
        "0,6419 - hạng 27",
        "27 – 0,6419",
        "Hạng 27: 0,6419",
        "Hạng: 27; điểm: 0,6419",
        "0,6419 điểm (hạng 27/63)",
        "0,6419, xếp thứ 27",
        "27 | 0,6419",
        "27\n0,6419",
        "0,6419\nHạng 27",
        "64,19% (27)",
    ],
)
@pytest.mark.parametrize("value_first", [True, False])
def test_a_cell_that_tells_rank_from_value_is_read_so_whatever_its_column_says(cell, value_first):
    rank, number = read_rank_and_value(cell, top=Decimal(1), value_first=value_first)

    assert (rank.rank, number.value) == (27, Decimal("0.6419"))


def test_a_maximum_is_no_rank():
    rank, number = read_rank_and_value("65,57/100 (25/63)", top=Decimal(100))
    assert (rank.rank, rank.count, number.value) == (25, 63, Decimal("65.57"))

    rank, number = read_rank_and_value("64/100 (25)", top=Decimal(100))
    assert (rank.rank, number.value) == (25, Decimal(64))

    with pytest.raises(UnreadableCellError, match="not_a_rank_and_value"):
        read_rank_and_value("65,57/100", top=Decimal(100))


@pytest.mark.parametrize("cell", ["64/27", "25/63", "25", "0,5", "25\n-1", "1 064", "2 - 3 - 4", "a (b)"])
def test_what_is_not_two_numbers_is_no_pair(cell):
    with pytest.raises(UnreadableCellError):
        read_rank_and_value(cell, top=Decimal(100))


def rows(template, *, values=(64, 71, 58, 80, 77), ranks=(4, 3, 5, 1, 2)):
    return [
        [unit, template.format(v=value, r=rank)]
        for unit, value, rank in zip(UNITS, values, ranks, strict=False)
    ]


@pytest.mark.parametrize(
    ("header", "template", "expected"),
    [
        ("DTI", "0,{v}/{r}", "B=value_and_rank:DTI"),
        ("DTI", "{r}\n0,{v}", "B=rank_and_value:DTI"),
        ("DTI", "0,{v} - hạng {r}", "B=value_and_rank:DTI"),
        ("Điểm và xếp hạng", "0,{v} ({r})", "B=value_and_rank:DTI"),
        ("DTI (hạng)", "0,{v} ({r})", "B=value_and_rank:DTI"),
        ("Xếp hạng", "{r}/63", "B=rank:DTI"),
    ],
)
def test_a_column_of_pairs_is_seen_by_its_cells(header, template, expected):
    layout, figures = read(sheet(["Tỉnh", header], *rows(template)))

    assert roles(layout) == f"A=unit, {expected}"
    assert layout.questions == ()
    assert brief(figures)[0][-1] == 4


def test_a_maximum_beside_every_value_makes_no_pairs():
    layout, figures = read(sheet(["Tỉnh", "Điểm"], *rows("{v},5/100")), context(top=100))

    assert roles(layout) == "A=unit, B=value:DTI"
    assert figures[0].value == Decimal("64.5")


def test_whole_numbers_of_which_either_may_be_the_rank_are_asked_about():
    table = sheet(["Tỉnh", "DTI"], *rows("{v} ({r})", values=(5, 4, 3, 2, 1)))

    layout, _figures = read(table, context(top=100))

    assert codes_of(layout) == [("role", "B")]
    assert layout.questions[0].choices == ("rank_and_value", "value_and_rank")


def test_numbers_that_cannot_be_ranks_of_so_many_units_are_the_values():
    layout, figures = read(sheet(["Tỉnh", "DTI"], *rows("{v} ({r})")), context(top=100))

    assert layout.questions == ()
    assert brief(figures)[0] == ("Đà Nẵng", "DTI", "", Decimal(64), 4)
