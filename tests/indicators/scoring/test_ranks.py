from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.ranks import competition_ranks, movement, ranks_within
from tests import small_country
from tests.indicators.scoring import slow
from tests.indicators.scoring.strategies import COMPLETE_VALUES, UNIT_KEYS, VALUES, plain, series

NAN = float("nan")
REGIONS = st.dictionaries(UNIT_KEYS, st.sampled_from(["bac", "trung", "nam", None]), max_size=25)


def test_competition_ranks_share_a_rank_between_ties_and_skip_the_next():
    values = pd.Series({"a": 0.7, "b": 0.6, "c": 0.6, "d": 0.5})

    assert plain(competition_ranks(values)) == {"a": 1, "b": 2, "c": 2, "d": 4}


def test_competition_ranks_give_no_rank_to_a_missing_value():
    ranks = competition_ranks(pd.Series({"a": 0.0, "b": NAN, "c": 0.5}))

    assert plain(ranks) == {"a": 2, "b": None, "c": 1}
    assert ranks.dtype == "Int64"


def test_competition_ranks_can_put_the_lowest_first():
    assert plain(competition_ranks(pd.Series({"a": 12, "b": 7}), higher_is_better=False)) == {"a": 2, "b": 1}


def test_competition_ranks_take_float_noise_for_a_tie():
    assert plain(competition_ranks(pd.Series({"a": 0.1 + 0.2, "b": 0.3}))) == {"a": 1, "b": 1}


def test_competition_ranks_see_a_difference_of_the_seventh_decimal():
    assert plain(competition_ranks(pd.Series({"a": 0.6683571, "b": 0.6683572}))) == {"a": 2, "b": 1}


def test_competition_ranks_take_decimals():
    assert plain(competition_ranks(pd.Series({"a": Decimal("0.6"), "b": None}))) == {"a": 1, "b": None}


@pytest.mark.parametrize("values", [{}, {"a": NAN, "b": NAN}, {"a": 0.5}], ids=["none", "all missing", "one"])
def test_competition_ranks_of_a_thin_edition(values):
    ranks = competition_ranks(pd.Series(values, dtype=float))

    assert plain(ranks) == {unit: None if value != value else 1 for unit, value in values.items()}


def test_competition_ranks_of_the_small_country():
    assert plain(competition_ranks(small_country.totals())) == small_country.EXPECTED_RANKS


@given(VALUES, st.booleans())
def test_competition_ranks_agree_with_the_slow_ones(values, higher_is_better):
    ranks = competition_ranks(series(values), higher_is_better=higher_is_better)

    assert plain(ranks) == slow.ranks(values, higher_is_better=higher_is_better)


@given(VALUES, st.randoms())
def test_competition_ranks_do_not_depend_on_the_order_of_rows(values, randomness):
    rows = list(values.items())
    randomness.shuffle(rows)

    assert plain(competition_ranks(series(dict(rows)))) == plain(competition_ranks(series(values)))


@given(COMPLETE_VALUES, st.data())
def test_competition_ranks_never_fall_when_a_value_grows(values, data):
    unit = data.draw(st.sampled_from(sorted(values)))
    raised = {**values, unit: values[unit] + data.draw(st.sampled_from([0, 1, 2])) / 10_000}

    assert competition_ranks(series(raised))[unit] <= competition_ranks(series(values))[unit]


@given(COMPLETE_VALUES, UNIT_KEYS)
def test_competition_ranks_treat_a_missing_value_as_an_absent_row(values, unit):
    without = {other: value for other, value in values.items() if other != unit}

    ranks = plain(competition_ranks(series({**values, unit: None})))

    assert {**plain(competition_ranks(series(without))), unit: None} == ranks


def test_ranks_within_rank_each_region_on_its_own():
    ranks = ranks_within(small_country.totals(), groups=pd.Series(small_country.REGIONS))

    assert plain(ranks) == small_country.EXPECTED_REGIONAL_RANKS
    assert ranks.dtype == "Int64"


def test_ranks_within_rank_nobody_in_a_region_that_lacks_a_value():
    values = pd.Series({"a": 0.5, "b": NAN, "c": 0.4})

    ranks = ranks_within(values, groups=pd.Series({"a": "bac", "b": "bac", "c": "nam"}))

    assert plain(ranks) == {"a": None, "b": None, "c": 1}


def test_ranks_within_miss_a_unit_of_the_region_that_has_no_row():
    ranks = ranks_within(pd.Series({"a": 0.5}), groups=pd.Series({"a": "bac", "b": "bac"}))

    assert plain(ranks) == {"a": None}


def test_ranks_within_leave_out_units_of_no_region():
    ranks = ranks_within(pd.Series({"a": 0.5, "b": 0.4, "c": 0.3}), groups=pd.Series({"a": None, "b": "bac"}))

    assert plain(ranks) == {"a": None, "b": 1, "c": None}


def test_ranks_within_can_put_the_lowest_first():
    groups = pd.Series({"a": "bac", "b": "bac"})

    ranks = ranks_within(pd.Series({"a": 2, "b": 1}), groups=groups, higher_is_better=False)

    assert plain(ranks) == {"a": 2, "b": 1}


@given(VALUES, REGIONS)
def test_ranks_within_agree_with_the_slow_ones(values, regions):
    ranks = ranks_within(series(values), groups=pd.Series(regions, dtype=object))

    expected = slow.ranks_within(values, groups=regions)
    assert plain(ranks) == {unit: expected[unit] for unit in values}


def test_movement_counts_the_places_that_a_unit_rose():
    ranks = competition_ranks(small_country.totals())
    previous = competition_ranks(pd.Series(small_country.PREVIOUS_TOTALS))

    assert plain(previous) == small_country.EXPECTED_PREVIOUS_RANKS
    assert plain(movement(ranks, previous=previous)) == small_country.EXPECTED_MOVEMENT


def test_movement_is_unknown_where_a_rank_is():
    ranks = pd.Series({"a": 1, "b": None, "c": 2}, dtype="Int64")
    previous = pd.Series({"d": 4, "b": 3, "a": 1}, dtype="Int64")

    places = movement(ranks, previous=previous)

    assert plain(places) == {"a": 0, "b": None, "c": None}
    assert places.dtype == "Int64"


@given(VALUES, VALUES)
def test_movement_back_is_the_opposite(values, other):
    ranks, previous = competition_ranks(series(values)), competition_ranks(series(other))

    forth, back = plain(movement(ranks, previous=previous)), plain(movement(previous, previous=ranks))

    assert {unit: forth[unit] for unit in forth if forth[unit] is not None} == {
        unit: -back[unit] for unit in back if back[unit] is not None
    }
