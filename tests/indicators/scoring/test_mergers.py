import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.mergers import predecessor_means
from tests import small_country
from tests.indicators.scoring import slow
from tests.indicators.scoring.strategies import UNIT_KEYS, VALUES, plain, series


def successions_frame(successors):
    return pd.DataFrame(list(successors.items()), columns=["predecessor", "successor"])


def test_predecessor_means_of_the_small_country():
    means = predecessor_means(small_country.totals(), successions=small_country.successions())

    assert plain(means) == pytest.approx(small_country.EXPECTED_SUCCESSOR_TOTALS)


def test_predecessor_means_of_2024_come_out_as_published():
    totals_63 = pd.Series({"da-nang-truoc-2025": 0.8335, "quang-nam": 0.5803})

    means = predecessor_means(
        totals_63, successions=successions_frame(dict.fromkeys(totals_63.index, "da-nang"))
    )

    assert means["da-nang"] == pytest.approx(0.7069, abs=0.0001)


@pytest.mark.parametrize("values", [{"a": 0.5, "b": None}, {"a": 0.5}], ids=["no value", "no row"])
def test_predecessor_means_are_missing_where_one_predecessor_is(values):
    means = predecessor_means(series(values), successions=successions_frame({"a": "ab", "b": "ab"}))

    assert plain(means) == {"ab": None}


def test_predecessor_means_count_a_pair_that_stands_twice_once():
    twice = pd.DataFrame({"predecessor": ["a", "a", "b"], "successor": ["ab", "ab", "ab"]})

    assert plain(predecessor_means(pd.Series({"a": 0.2, "b": 0.4}), successions=twice)) == pytest.approx(
        {"ab": 0.3}
    )


def test_predecessor_means_of_no_successions_are_none():
    means = predecessor_means(small_country.totals(), successions=successions_frame({}))

    assert means.empty


@given(VALUES, st.dictionaries(UNIT_KEYS, st.sampled_from(["x", "y", "z"]), min_size=1))
def test_predecessor_means_agree_with_the_slow_ones(values, successors):
    means = predecessor_means(series(values), successions=successions_frame(successors))

    expected = slow.predecessor_means(values, successors=successors)
    assert plain(means) == {
        unit: None if value is None else pytest.approx(float(value)) for unit, value in expected.items()
    }
