import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.averages import best, gap_to_next, mean, means_within
from tests import small_country
from tests.indicators.scoring import slow
from tests.indicators.scoring.strategies import COMPLETE_VALUES, VALUES, plain, series

NAN = float("nan")


def test_mean_and_best_of_the_small_country():
    assert mean(small_country.totals()) == pytest.approx(small_country.EXPECTED_MEAN)
    assert best(small_country.totals()) == 0.74


def test_best_can_be_the_lowest():
    assert best(pd.Series({"a": 3, "b": 2}), higher_is_better=False) == 2


@pytest.mark.parametrize("values", [[], [NAN], [0.5, NAN]], ids=["none", "all missing", "one missing"])
def test_averages_are_unknown_in_a_thin_edition(values):
    thin = pd.Series(values, dtype=float)

    assert math.isnan(mean(thin))
    assert math.isnan(best(thin))
    assert math.isnan(best(thin, higher_is_better=False))
    assert gap_to_next(thin).isna().all()
    assert len(gap_to_next(thin)) == len(thin)


def test_gap_to_next_looks_past_those_who_tie():
    assert plain(gap_to_next(small_country.totals())) == {"bien-xanh": None, "doi-gio": 0.08, "nui-da": 0.08}


def test_gap_to_next_knows_no_gap_for_shared_leaders():
    assert plain(gap_to_next(pd.Series({"a": 0.1 + 0.2, "b": 0.3, "c": 0.1}))) == {
        "a": None,
        "b": None,
        "c": 0.2,
    }


def test_gap_to_next_can_go_downwards():
    gaps = gap_to_next(pd.Series({"a": 10, "b": 7, "c": 4}), higher_is_better=False)

    assert plain(gaps) == {"a": 3, "b": 3, "c": None}


@given(VALUES)
def test_gap_to_next_agrees_with_the_slow_one(values):
    expected = slow.gaps_to_next(values)

    assert plain(gap_to_next(series(values))) == {
        unit: None if gap is None else pytest.approx(float(gap), abs=1e-9) for unit, gap in expected.items()
    }


@given(COMPLETE_VALUES, st.randoms())
def test_gap_to_next_does_not_depend_on_the_order_of_rows(values, randomness):
    rows = list(values.items())
    randomness.shuffle(rows)

    assert plain(gap_to_next(series(dict(rows)))) == plain(gap_to_next(series(values)))


@given(COMPLETE_VALUES)
def test_mean_stays_between_worst_and_best(values):
    drawn = series(values)

    assert best(drawn, higher_is_better=False) - 1e-12 <= mean(drawn) <= best(drawn) + 1e-12


def test_means_within_leave_out_a_group_in_which_any_unit_lacks_a_value():
    values = pd.DataFrame({"HT": [0.2, 0.4, 0.6], "NL": [0.5, None, 0.1]}, index=["a", "b", "c"])
    groups = pd.Series({"c": "west", "a": "east", "b": "east", "d": "south", "e": None})

    means = means_within(values, groups=groups)

    assert means.loc["east", "HT"] == pytest.approx(0.3)
    assert means.loc["west"].tolist() == [0.6, 0.1]
    assert means.isna().sum().to_dict() == {"HT": 1, "NL": 2}
