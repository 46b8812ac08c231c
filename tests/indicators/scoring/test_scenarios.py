import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.parts import parts_of
from indicators.scoring.scenarios import scenario_totals
from indicators.scoring.totals import weighted_totals
from tests import small_country
from tests.indicators.scoring.strategies import GROUPS, SHARES, series
from tests.indicators.scoring.test_gains import (
    POINTS,
    ROUNDED_OFF,
    UNITS,
    exact_totals,
    parts_from,
    small_parts,
)

WEIGHTS = st.fixed_dictionaries({group: st.integers(0, 400) for group in GROUPS}).filter(
    lambda weights: any(weights.values())
)
MOVES = st.dictionaries(st.sampled_from(GROUPS), SHARES.map(float))


def test_scenario_of_the_small_country():
    totals = scenario_totals(small_parts(), unit="doi-gio", moves={"NT": 0.9})

    assert totals.to_dict() == pytest.approx({"bien-xanh": 0.74, "doi-gio": 0.74, "nui-da": 0.66})


def test_scenario_with_other_weights_computes_every_total_anew():
    weights = pd.Series({"NT": 1, "HT": 0, "CQS_HD": 0, "XHS_HD": 0})

    totals = scenario_totals(small_parts(), unit="doi-gio", moves={"NT": 0.9}, weights=weights)

    assert totals.to_dict() == {"bien-xanh": 0.80, "doi-gio": 0.9, "nui-da": 0.60}


@pytest.mark.parametrize("weights", [{"NT": 0}, {"NT": -1, "HT": 2}, {"NT": float("nan")}])
def test_scenario_refuses_what_are_no_weights(weights):
    weights = pd.Series({**dict.fromkeys(small_country.POINTS, 0), **weights})

    with pytest.raises(ValueError, match="no weights"):
        scenario_totals(small_parts(), unit="doi-gio", moves={}, weights=weights)


@pytest.mark.parametrize(("unit", "moves"), [("nowhere", {}), ("doi-gio", {"CQS": 1.0})])
def test_scenario_refuses_what_is_unknown(unit, moves):
    with pytest.raises(KeyError):
        scenario_totals(small_parts(), unit=unit, moves=moves)


@given(UNITS, ROUNDED_OFF, st.sampled_from([1, 2, 0.1]))
def test_a_scenario_without_change_is_what_was_published_to_the_bit(units, rounded_off, factor):
    parts = parts_from(units, exact_totals(units, rounded_off))
    unit = next(iter(units))
    same = parts.values.loc[unit].to_dict()

    assert scenario_totals(parts, unit=unit, moves={}).equals(parts.totals)
    assert scenario_totals(parts, unit=unit, moves=same, weights=parts.points * factor).equals(parts.totals)


@given(UNITS, MOVES, st.one_of(st.none(), WEIGHTS), st.data())
def test_a_scenario_is_the_total_of_such_values_to_the_bit(units, moves, weights, data):
    values = pd.DataFrame({unit: series(own) for unit, own in units.items()}).T
    rules = {"points": pd.Series(POINTS, dtype=float), "points_assessed": 500}
    parts = parts_of(values, totals=weighted_totals(values, **rules), **rules)
    unit = data.draw(st.sampled_from(sorted(units)))

    totals = scenario_totals(
        parts, unit=unit, moves=moves, weights=None if weights is None else pd.Series(weights, dtype=float)
    )

    moved = values.copy()
    for part, share in moves.items():
        moved.loc[unit, part] = share
    if weights is not None and any(
        weights[part] * 500 != POINTS[part] * sum(weights.values()) for part in GROUPS
    ):
        rules = {"points": pd.Series(weights), "points_assessed": sum(weights.values())}
    assert totals.equals(weighted_totals(moved, **rules))
