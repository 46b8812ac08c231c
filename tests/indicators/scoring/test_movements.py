import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.movements import (
    BETTER_BUT_LOWER,
    WORSE_BUT_HIGHER,
    crossings,
    fallers,
    risers,
    value_gains,
)
from indicators.scoring.ranks import competition_ranks, movement
from tests.indicators.scoring import slow
from tests.indicators.scoring.strategies import SHARES, SHARES_OR_MISSING, UNIT_KEYS, plain, series

TWO_EDITIONS = st.dictionaries(UNIT_KEYS, st.tuples(SHARES, SHARES), min_size=1, max_size=20)
HOLEY_EDITIONS = st.dictionaries(UNIT_KEYS, st.tuples(SHARES_OR_MISSING, SHARES_OR_MISSING), max_size=20)


def before_and_after(pairs):
    return (
        {unit: before for unit, (before, _after) in pairs.items()},
        {unit: after for unit, (_before, after) in pairs.items()},
    )


def test_movements_of_four_units_by_hand():
    before = pd.Series({"a": 0.9, "b": 0.6, "c": 0.5, "d": 0.4})
    after = pd.Series({"d": 0.7, "a": 0.8, "b": 0.65, "c": 0.55})

    changes = movement(competition_ranks(after), previous=competition_ranks(before))
    gains = value_gains(after, previous=before)

    assert plain(changes) == {"d": 2, "a": 0, "b": -1, "c": -1}
    assert plain(gains) == pytest.approx({"d": 0.3, "a": -0.1, "b": 0.05, "c": 0.05})
    assert (risers(changes, most=3), fallers(changes, most=1)) == (["d"], ["b", "c"])
    assert plain(crossings(changes, gains=gains)) == {
        "d": "",
        "a": "",
        "b": BETTER_BUT_LOWER,
        "c": BETTER_BUT_LOWER,
    }


def test_a_lower_value_is_a_gain_where_lower_is_better():
    before, after = pd.Series({"a": 3.0, "b": 2.0, "c": 1.0}), pd.Series({"a": 2.5, "b": 2.0, "c": 2.75})

    gains = value_gains(after, previous=before, higher_is_better=False)

    assert plain(gains) == {"a": 0.5, "b": 0.0, "c": -1.75}
    assert plain(crossings(pd.Series({"a": -1, "b": 1, "c": 1}), gains=gains)) == {
        "a": BETTER_BUT_LOWER,
        "b": "",
        "c": WORSE_BUT_HIGHER,
    }


def test_what_is_unknown_neither_rises_nor_falls():
    unknown = pd.Series([pd.NA, 2], index=["a", "b"], dtype="Int64")

    assert (risers(unknown, most=5), fallers(unknown, most=5)) == (["b"], [])
    assert plain(crossings(unknown, gains=pd.Series({"b": float("nan")}))) == {"a": "", "b": ""}


@given(TWO_EDITIONS)
def test_the_unit_that_gains_most_never_falls(pairs):
    before, after = (series(values) for values in before_and_after(pairs))

    changes = movement(competition_ranks(after), previous=competition_ranks(before))
    gains = value_gains(after, previous=before)

    assert (changes[gains == gains.max()] >= 0).all()


@given(HOLEY_EDITIONS, st.integers(1, 5), st.booleans())
def test_movements_agree_with_the_slow_ones(pairs, most, better):
    before, after = before_and_after(pairs)

    changes = movement(
        competition_ranks(series(after), higher_is_better=better),
        previous=competition_ranks(series(before), higher_is_better=better),
    )
    gains = value_gains(series(after), previous=series(before), higher_is_better=better)

    expected = slow.movements(before, after, higher_is_better=better)
    assert plain(crossings(changes, gains=gains)) == {unit: kind for unit, (_c, kind) in expected.items()}
    assert set(risers(changes, most=most)) == slow.greatest_rises(
        {unit: change for unit, (change, _kind) in expected.items()}, most=most
    )
