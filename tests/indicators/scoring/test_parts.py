import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.parts import BLOCK, parts_of
from indicators.scoring.totals import weighted_totals
from tests import small_country
from tests.indicators.scoring.strategies import GROUPS, UNIT_VALUES, series

COMMON = ("NT", "HT")


def small_parts(values, **rules):
    rules = {
        "totals": small_country.totals(),
        "points": pd.Series(small_country.POINTS),
        "points_assessed": small_country.POINTS_ASSESSED,
        "common": COMMON,
        **rules,
    }
    return parts_of(values, **rules)


def test_parts_are_the_groups_where_all_are_known():
    parts = small_parts(small_country.values_frame(), derived=["HT"])

    assert parts.values.equals(small_country.values_frame())
    assert parts.points.to_dict() == small_country.POINTS
    assert (parts.block, parts.derived) == ((), ("HT",))


def test_parts_hold_the_common_groups_as_one_block_where_one_is_missing_of_any_unit():
    values = small_country.values_frame()
    values.loc["doi-gio", "NT"] = float("nan")

    parts = small_parts(values)

    # bien-xanh: (500 × 0.74 − 200 × 0.70 − 100 × 0.90) / 200 = (0.80 + 0.60) / 2
    assert parts.values[BLOCK].to_dict() == pytest.approx({"bien-xanh": 0.7, "doi-gio": 0.7, "nui-da": 0.7})
    assert parts.points.to_dict() == {BLOCK: 200, "CQS_HD": 200, "XHS_HD": 100}
    assert parts.block == COMMON


@pytest.mark.parametrize(
    "rules",
    [
        {"common": ()},
        {"totals": small_country.totals().mask(small_country.totals() > 0.7)},
        {"points_assessed": 600},
        {"points": pd.Series({"NT": 0, "HT": 0})},
    ],
)
def test_nobody_takes_apart_what_is_thin_or_does_not_add_up(rules):
    assert small_parts(small_country.values_frame().drop(columns="NT"), **rules) is None


def test_a_group_without_points_is_no_part_and_may_be_missing():
    points = pd.Series({**small_country.POINTS, "DTTM": 0})

    assert "DTTM" not in small_parts(small_country.values_frame(), points=points).values


@given(st.lists(UNIT_VALUES, min_size=1, max_size=5))
def test_parts_come_to_the_totals_and_never_take_a_missing_group_for_zero(units):
    values = pd.DataFrame([series(unit) for unit in units], columns=list(GROUPS))
    points = pd.Series(dict.fromkeys(GROUPS, 100))
    totals = values.fillna(0.5).mean(axis="columns")

    parts = parts_of(values, totals=totals, points=points, points_assessed=400, common=GROUPS[:2])

    missing = values.isna().any()
    assert (parts is None) == missing[list(GROUPS[2:])].any()
    if parts is not None:
        assert parts.block == (GROUPS[:2] if missing.any() else ())
        again = weighted_totals(parts.values, points=parts.points, points_assessed=parts.points_assessed)
        assert again.tolist() == pytest.approx(totals.tolist(), abs=1e-12)
