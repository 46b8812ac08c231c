import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.peers import PARTS, REGION, TOTAL, Peer, part_distances, similar_units
from tests.indicators.scoring import slow_peers
from tests.indicators.scoring.strategies import GROUPS, SHARES_OR_MISSING, UNIT_VALUES, series

MOST_POINTS = dict(zip(GROUPS, (100, 50, 150, 200), strict=True))


@st.composite
def countries(draw):
    """Draw units with region, total and parts, one of them to look from, and how many a reason names."""
    units = [f"u{number}" for number in range(draw(st.integers(1, 8)))]
    return {
        "order": dict(zip(units, draw(st.permutations(range(len(units)))), strict=True)),
        "regions": {unit: draw(st.sampled_from(["east", "west", None])) for unit in units},
        "totals": {unit: draw(SHARES_OR_MISSING) for unit in units},
        "parts": {unit: draw(UNIT_VALUES) for unit in units},
        "without": draw(st.lists(st.sampled_from(units), max_size=2)),
        "count": draw(st.integers(1, 3)),
    }


def framed(country, *, rows):
    return {
        "order": pd.Series({unit: country["order"][unit] for unit in rows}),
        "regions": pd.Series({unit: country["regions"][unit] for unit in rows}, dtype=object),
        "totals": series({unit: country["totals"][unit] for unit in rows}),
        "parts": pd.DataFrame({unit: series(country["parts"][unit]) for unit in rows}).T,
        "points": pd.Series(MOST_POINTS),
        "without": country["without"],
        "count": country["count"],
    }


@given(countries(), st.randoms(use_true_random=False))
def test_similar_units_are_those_of_the_slow_way_in_whatever_order_the_rows_come(country, random):
    rows = list(country["order"])
    found = similar_units("u0", **framed(country, rows=rows))
    shuffled = random.sample(rows, len(rows))

    assert found == similar_units("u0", **framed(country, rows=shuffled))
    slow = slow_peers.similar_units("u0", points=MOST_POINTS, **country)
    assert [(peer.unit, peer.reasons) for peer in found] == slow


def test_similar_units_say_each_reason_and_break_ties_by_the_official_order():
    order = pd.Series({"a": 1, "b": 2, "c": 3, "d": 4})
    totals = pd.Series({"a": 0.5, "b": 0.7, "c": 0.6, "d": 0.4})
    parts = pd.DataFrame({"HT": [0.5, 0.9, 0.1, 0.5]}, index=list("abcd"))

    found = similar_units(
        "a",
        order=order,
        regions=pd.Series({"a": "east", "b": "east", "c": "west", "d": None}),
        totals=totals,
        parts=parts,
        points=pd.Series({"HT": 100}),
        count=1,
    )

    # c and d are equally near; c comes first in the official order.
    assert found == [Peer("b", (REGION,)), Peer("c", (TOTAL,)), Peer("d", (PARTS,))]


def test_a_thin_edition_leaves_the_region_alone():
    order, regions = pd.Series({"a": 2, "b": 3, "c": 1}), pd.Series(dict.fromkeys("abc", "east"))

    assert similar_units("a", order=order, regions=regions) == [Peer("c", (REGION,)), Peer("b", (REGION,))]
    assert similar_units("elsewhere", order=order, regions=regions) == []


def test_a_missing_part_counts_on_neither_side():
    parts = pd.DataFrame({"HT": [0.5, 0.5, None], "NL": [0.2, None, None]}, index=list("abc"))

    distances = part_distances("a", parts=parts, points=pd.Series({"HT": 100, "NL": 50}))

    assert distances.tolist() == pytest.approx([0, 0, float("nan")], nan_ok=True)
