import dataclasses

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.leaders import Leaders, leaders
from tests import small_country
from tests.indicators.scoring import slow
from tests.indicators.scoring.strategies import COMPLETE_VALUES, VALUES, series

NOBODY = Leaders(units=(), last_rank=None, gap_to_next=None)


def test_leaders_are_the_first_by_rank_with_the_gap_to_the_next():
    assert leaders(small_country.totals(), count=1) == Leaders(
        units=("bien-xanh",), last_rank=1, gap_to_next=0.08
    )


def test_leaders_take_in_all_who_tie_for_the_last_place():
    assert leaders(small_country.totals(), count=2) == Leaders(
        units=("bien-xanh", "doi-gio", "nui-da"), last_rank=2, gap_to_next=None
    )


def test_leaders_stop_where_a_tie_has_skipped_the_last_rank():
    found = leaders(pd.Series({"a": 0.9, "b": 0.8, "c": 0.8, "d": 0.7}), count=3)

    assert found == Leaders(units=("a", "b", "c"), last_rank=2, gap_to_next=0.1)


def test_leaders_are_ten_unless_told_otherwise():
    values = pd.Series({f"u{number:02}": 1 - number / 100 for number in range(12)})

    assert leaders(values) == Leaders(
        units=tuple(f"u{number:02}" for number in range(10)), last_rank=10, gap_to_next=0.01
    )


def test_leaders_can_be_the_lowest():
    assert leaders(pd.Series({"a": 3, "b": 1}), count=1, higher_is_better=False).units == ("b",)


@pytest.mark.parametrize("values", [{}, {"a": 0.9, "b": None}], ids=["none", "one missing"])
def test_leaders_are_nobody_in_a_thin_edition(values):
    assert leaders(series(values)) == NOBODY


def test_leaders_refuse_a_count_of_none():
    with pytest.raises(ValueError, match="count 0"):
        leaders(small_country.totals(), count=0)


def test_leaders_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        NOBODY.last_rank = 1


@given(VALUES, st.integers(1, 12))
def test_leaders_agree_with_the_slow_ones(values, count):
    assert set(leaders(series(values), count=count).units) == slow.leading_units(values, count=count)


@given(COMPLETE_VALUES, st.integers(1, 12), st.randoms())
def test_leaders_do_not_depend_on_the_order_of_rows(values, count, randomness):
    rows = list(values.items())
    randomness.shuffle(rows)

    assert leaders(series(dict(rows)), count=count) == leaders(series(values), count=count)
