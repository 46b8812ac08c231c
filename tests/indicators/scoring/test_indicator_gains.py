from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.assessed import group_shares
from indicators.scoring.gains import FULL, MEDIAN, NEXT_PLACE, REGIONAL_BEST
from indicators.scoring.indicator_gains import indicator_gains
from indicators.scoring.parts import parts_of
from indicators.scoring.totals import weighted_totals
from tests.indicators.scoring import slow

GROUPS = {"1.1": "NT", "1.2": "NT", "2.1": "HT", "2.2": "HT"}
MOST = {"1.1": 10, "1.2": 20, "2.1": 30, "2.2": 7}
POINTS = {"NT": 60, "HT": 40}
REGIONS = {0: "bac", 1: "bac", 2: None, 3: "nam"}
# One indicator of each group may not apply.
UNITS = st.lists(
    st.tuples(
        st.fixed_dictionaries(
            {
                code: st.integers(0, most * 2).map(lambda halves: Fraction(halves, 2))
                for code, most in MOST.items()
            }
        ),
        st.sampled_from([(), ("1.2",), ("2.2",)]),
    ),
    min_size=1,
    max_size=4,
)


def gains_of(units, unit):
    scores = pd.DataFrame(
        [{code: float(points) for code, points in own.items()} for own, _out in units], columns=list(MOST)
    )
    applies = pd.DataFrame([{code: code not in out for code in MOST} for _own, out in units])
    scores = scores.where(applies)
    rules = {"max_points": pd.Series(MOST, dtype=float), "groups": pd.Series(GROUPS)}
    values = group_shares(scores, applies=applies, **rules)
    totals = weighted_totals(values, points=pd.Series(POINTS), points_assessed=100)
    parts = parts_of(values, totals=totals, points=pd.Series(POINTS), points_assessed=100)
    regions = pd.Series(REGIONS, dtype=object)
    return indicator_gains(parts, unit=unit, scores=scores, applies=applies, regions=regions, **rules)


def slow_total(own, out):
    _shares, total = slow.assessed(
        own,
        applies={code: code not in out for code in MOST},
        most=MOST,
        groups=GROUPS,
        points=POINTS,
        points_assessed=100,
    )
    return total


@given(UNITS)
def test_indicator_gains_agree_with_scoring_everybody_anew(units):
    gains = gains_of(units, 0)

    own, out = units[0]
    totals = {number: slow_total(*each) for number, each in enumerate(units)}
    assert set(gains.index.get_level_values("indicator")) == set(MOST) - set(out)
    for (code, target), row in zip(gains.index, gains.to_dict("records"), strict=True):
        if np.isnan(row["value"]):
            assert target == NEXT_PLACE
            full = slow_total({**own, code: Fraction(MOST[code])}, out)
            assert not any(totals[0] < other <= full for other in totals.values())
            continue
        reached = max(own[code], Fraction(round(row["value"] * 10_000), 10_000))
        total = slow_total({**own, code: reached}, out)
        assert row["total"] == pytest.approx(float(total), abs=1e-12)
        rank = slow.ranks({**totals, 0: total})[0]
        assert (row["rank"], row["gained"]) == (rank, slow.ranks(totals)[0] - rank)
        assert row["gained"] >= (1 if target == NEXT_PLACE else 0)
        assert row["missing"] >= 0


def test_targets_of_an_indicator_are_of_those_that_it_applies_to():
    half = dict.fromkeys(MOST, Fraction(5))
    units = [({**half, "1.2": Fraction(points)}, out) for points, out in ((4, ()), (20, ("1.2",)), (8, ()))]

    gains = gains_of(units, 0)["value"]["1.2"]

    assert gains[[REGIONAL_BEST, MEDIAN, FULL]].tolist() == [4, 6, 20]
