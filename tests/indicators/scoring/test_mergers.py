import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.mergers import averaging_effects, back_cast, predecessor_means, with_unchanged
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


def test_averaging_effects_of_2024_show_what_da_nang_lost():
    values = pd.Series({"da-nang-truoc-2025": 0.8335, "quang-nam": 0.5803, "a": 0.6, "b": 0.5, "hue": 0.8})
    successors = {"da-nang-truoc-2025": "da-nang", "quang-nam": "da-nang", "a": "ab", "b": "ab", "hue": "hue"}

    effects = averaging_effects(values, successions=successions_frame(successors))

    assert list(effects.index) == ["da-nang", "ab"]
    assert effects["best"].to_dict() == {"da-nang": "da-nang-truoc-2025", "ab": "a"}
    assert effects["effect"].to_dict() == pytest.approx({"da-nang": -0.1266, "ab": -0.05})


def test_back_cast_ranks_only_where_every_unit_of_the_new_set_has_a_value():
    successions = with_unchanged(successions_frame({"a": "ab", "b": "ab", "x": "y"}), units=["ab", "c"])

    whole = back_cast(series({"a": 0.2, "b": 0.6, "c": 0.3}), successions=successions, unit_count=2)
    thin = back_cast(series({"a": 0.2, "c": 0.3}), successions=successions, unit_count=2)

    assert whole["value"].to_dict() == pytest.approx({"ab": 0.4, "c": 0.3})
    assert whole["rank"].to_dict() == {"ab": 1, "c": 2}
    assert plain(thin["value"]) == {"ab": None, "c": 0.3}
    assert thin["rank"].isna().all()


@given(VALUES, st.dictionaries(UNIT_KEYS, st.sampled_from(["x", "y", "z"])), st.booleans())
def test_back_cast_and_effects_agree_with_the_slow_ones(values, successors, better):
    units = sorted({*successors.values(), "u00"})
    successions = with_unchanged(successions_frame(successors), units=units)

    cast = back_cast(series(values), successions=successions, unit_count=len(units), higher_is_better=better)
    effects = averaging_effects(series(values), successions=successions, higher_is_better=better)

    expected_values, expected_ranks = slow.back_cast(
        values, successors=successors, units=units, higher_is_better=better
    )
    assert plain(cast["value"]) == {
        unit: None if value is None else pytest.approx(float(value))
        for unit, value in expected_values.items()
    }
    assert plain(cast["rank"]) == expected_ranks
    expected = slow.averaging_effects(values, successors=successors, higher_is_better=better)
    assert plain(effects["effect"]) == {
        unit: pytest.approx(float(effect), abs=1e-12) for unit, effect in expected.items()
    }
    assert list(effects["effect"].abs()) == sorted(effects["effect"].abs(), reverse=True)
