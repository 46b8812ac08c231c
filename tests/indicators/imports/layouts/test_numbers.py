import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.imports.layouts.numbers import (
    UnreadableCellError,
    read_change,
    read_number,
    read_rank,
)
from indicators.imports.layouts.pairs import read_rank_and_value

VALUES = st.decimals(0, 100, places=4)


@pytest.mark.parametrize(
    ("cell", "top", "value"),
    [
        ("0.8002", 1, "0.8002"),
        ("0,8002", 1, "0.8002"),
        ("65,57/100", 100, "65.57"),
        ("80,2 %", 100, "80.2"),
        ("0,727*", 1, "0.727"),
        ("25,5¹", 100, "25.5"),
        ("12,5 (a)", 100, "12.5"),
        ("*0,5", 1, "0.5"),
        ("65,57 điểm", 100, "65.57"),
        ("1.236,5", None, "1236.5"),
        (" 0,5\n", 1, "0.5"),
        (25, 100, "25"),
        (0.1 + 0.2, 1, "0.3"),
        (65.56999969482422, 100, "65.569999"),
        (0.66835, 1, "0.66835"),
    ],
)
def test_numbers_are_read_as_they_are_printed(cell, top, value):
    assert read_number(cell, top=top and Decimal(top)).value == pytest.approx(
        Decimal(value), abs=Decimal("1e-6")
    )


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        (float("nan"), "not_a_number"),
        (float("inf"), "not_a_number"),
        ("1e400", "not_a_number"),
        (10**400, "out_of_scale"),
        ("9" * 400, "not_a_number"),
        ("4.22.10", "not_a_number"),
        (">74 %", "not_a_number"),
        ("#DIV/0!", "not_a_number"),
        ("1,5", "out_of_scale"),
        ("-0,5", "out_of_scale"),
        ("65,57/100", "other_scale"),
    ],
)
def test_what_is_no_number_on_the_scale_says_why(cell, code):
    with pytest.raises(UnreadableCellError) as told:
        read_number(cell, top=Decimal(1))

    assert told.value.code == code


@pytest.mark.parametrize(("mark", "value"), [(",", "1236"), (".", "1.236")])
def test_the_mark_of_the_column_tells_a_thousand(mark, value):
    assert read_number("1.236", top=Decimal(10_000), decimal_mark=mark).value == Decimal(value)


def test_a_number_that_reads_two_ways_is_not_guessed():
    with pytest.raises(UnreadableCellError) as told:
        read_number("1.236", top=Decimal(10_000))

    assert told.value.code == "ambiguous_number"
    assert read_number("1.236", top=Decimal(100)).value == Decimal("1.236")


@pytest.mark.parametrize(
    ("cell", "rank"),
    [
        (25, (25, None)),
        (25.0, (25, None)),
        ("01", (1, None)),
        ("25/63", (25, 63)),
        ("Hạng 25", (25, None)),
        ("Xếp thứ 3/63", (3, 63)),
        ("25.0", (25, None)),
        ("7*", (7, None)),
    ],
)
def test_ranks_are_read_as_they_are_printed(cell, rank):
    assert read_rank(cell) == rank


@pytest.mark.parametrize(
    "cell", ["16-15", "0", "64/63", "1,5", 1.5, -3, "một", "IIX", "Huế", 10**400, float("nan")]
)
def test_what_is_no_rank_is_refused(cell):
    with pytest.raises(UnreadableCellError, match="not_a_rank"):
        read_rank(cell)


@pytest.mark.parametrize(
    ("cell", "value_first", "expected"),
    [
        ("01 (0,727)", False, (1, "0.727")),
        ("1\n(0,6419)", False, (1, "0.6419")),
        ("0,727 (01)", False, (1, "0.727")),
        ("25/63 (0.5)", False, (25, "0.5")),
        ("1 (0)", False, (1, "0")),
        ("0 (1)", True, (1, "0")),
        ("Hạng 3 [0,5]", False, (3, "0.5")),
    ],
)
def test_a_rank_and_its_value_are_told_apart(cell, value_first, expected):
    rank, number = read_rank_and_value(cell, top=Decimal(1), value_first=value_first)

    assert (rank.rank, number.value) == (expected[0], Decimal(expected[1]))


@pytest.mark.parametrize(
    ("cell", "change"),
    [
        ("+1", 1),
        ("-2", -2),
        ("−2", -2),
        ("▲3", 3),
        ("↓ 2", -2),
        ("tăng 1 bậc", 1),
        ("giảm 34 bậc", -34),
        ("(+1)", 1),
        ("0", 0),
        ("giữ nguyên", 0),
        (-4.0, -4),
    ],
)
def test_movements_are_read_with_their_sign(cell, change):
    assert read_change(cell) == change


@given(VALUES, st.sampled_from([",", "."]), st.sampled_from(["", "*", "¹", " (a)", " điểm"]))
def test_numbers_of_one_mark_are_read_back(value, mark, footnote):
    printed = f"{value:.4f}".replace(".", mark) + footnote

    assert read_number(printed, top=Decimal(100), decimal_mark=mark).value == value


@given(st.integers(1, 63), VALUES, st.sampled_from([",", "."]), st.booleans())
def test_pairs_are_read_back_in_either_order(rank, value, mark, is_value_first):
    number = f"{value:.4f}".replace(".", mark)
    printed = f"{number} ({rank:02})" if is_value_first else f"{rank:02}\n({number})"

    place, read = read_rank_and_value(printed, top=Decimal(100), decimal_mark=mark)

    assert (place.rank, read.value) == (rank, value)


@given(st.text(max_size=60) | st.floats() | st.integers())
def test_any_cell_is_read_or_refused(cell):
    for read in (lambda text: read_number(text, top=None), read_rank, read_change):
        with contextlib.suppress(UnreadableCellError):
            read(cell)


@pytest.mark.parametrize(
    ("cell", "rank"),
    [
        ("25 (+1)", 25),
        ("25 (-2)", 25),
        ("25 (=)", 25),
        ("25 (0)", 25),
        ("25\n(giảm 2 bậc)", 25),
        ("Hạng 25 (↑3)", 25),
        ("25/63 (tăng 1)", 25),
        ("25 ▲3", 25),
        ("'25", 25),
        ("25.0", 25),
        ("15=", 15),
        ("27-28", 27),
        ("Hạng 27 – 28/63", 27),
        ("=15", 15),
        ("15 (đồng hạng)", 15),
        ("XIV", 14),
        ("22nd", 22),
        ("XLIX", 49),
        ("Nhất", 1),
        ("Hạng nhì", 2),
        ("Thứ ba", 3),
    ],
)
def test_ranks_are_read_beside_their_movement(cell, rank):
    assert read_rank(cell).rank == rank


@pytest.mark.parametrize("cell", ["25 (3)", "25 (0,642)", "25 (xyz)"])
def test_a_number_without_a_sign_behind_a_rank_is_not_taken_for_a_movement(cell):
    with pytest.raises(UnreadableCellError):
        read_rank(cell)


def test_a_movement_is_not_taken_for_the_value_of_a_pair():
    with pytest.raises(UnreadableCellError):
        read_rank_and_value("25 (+3)", top=Decimal(100))


@pytest.mark.parametrize("text", ["1" + "(a)" * 40_000 + "x", "1" + "*" * 100_000 + "x", "(" * 100_000])
def test_very_long_cells_are_no_numbers(text):
    # Patterns for foot notes that looked at all of them would take minutes.
    with pytest.raises(UnreadableCellError):
        read_number(text, top=Decimal(1))
