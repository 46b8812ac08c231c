import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.gains import FULL, MEDIAN, NEXT_PLACE, REGIONAL_BEST, part_gains, points_missing
from indicators.scoring.parts import BLOCK, Parts, parts_of
from indicators.scoring.ranks import competition_ranks, ranks_if
from indicators.scoring.scenarios import moved_totals
from tests import small_country
from tests.indicators.scoring import slow
from tests.indicators.scoring.strategies import COMPLETE_VALUES, GROUPS, SHARES, UNIT_KEYS, plain, series

POINTS = dict(zip(GROUPS, (50, 100, 150, 200), strict=True))
REGIONS = st.dictionaries(UNIT_KEYS, st.sampled_from(["bac", "nam", None]), max_size=25)
UNITS = st.dictionaries(
    UNIT_KEYS, st.fixed_dictionaries(dict.fromkeys(GROUPS, SHARES)), min_size=1, max_size=6
)
# What printing a total had rounded off, in ten-thousandths.
ROUNDED_OFF = st.lists(st.integers(-2, 2), min_size=6, max_size=6)


def exact_totals(units, rounded_off):
    return {
        unit: slow.weighted_total(values, points=POINTS, points_assessed=500) + slow.Fraction(off, 10_000)
        for (unit, values), off in zip(units.items(), rounded_off, strict=False)
    }


def parts_from(units, totals):
    values = pd.DataFrame({unit: series(values) for unit, values in units.items()}).T
    return parts_of(values, totals=series(totals), points=pd.Series(POINTS), points_assessed=500)


def small_parts():
    return parts_of(
        small_country.values_frame(),
        totals=small_country.totals(),
        points=pd.Series(small_country.POINTS),
        points_assessed=500,
    )


def test_points_missing_of_the_small_country_and_of_a_scale_where_0_is_best():
    missing = points_missing(small_parts())

    assert missing.loc["doi-gio"].to_dict() == pytest.approx({"NT": 50, "HT": 10, "CQS_HD": 80, "XHS_HD": 30})
    assert points_missing(small_parts(), higher_is_better=False).loc["doi-gio", "NT"] == 50


def test_part_gains_of_the_small_country():
    gains = part_gains(small_parts(), regions=pd.Series(small_country.REGIONS), decimals=4)

    # doi-gio lacks 0.08 of 500 points, 40, to bien-xanh: 0.5 + 40/100 of NT; of HT no more than 10 are left.
    next_place = gains.loc["doi-gio"].xs(NEXT_PLACE, level="target")
    assert next_place["value"].to_dict() == pytest.approx(
        {"NT": 0.9, "HT": float("nan"), "CQS_HD": 0.8, "XHS_HD": float("nan")}, nan_ok=True
    )
    assert plain(next_place["rank"]) == {"NT": 1, "HT": None, "CQS_HD": 1, "XHS_HD": None}
    assert gains.loc[("doi-gio", "NT", REGIONAL_BEST)].tolist() == pytest.approx([0.8, 0.72, 2, 0])
    assert gains.loc[("doi-gio", "NT", MEDIAN)].tolist() == pytest.approx([0.6, 0.68, 2, 0])
    assert gains.loc[("doi-gio", "NT", FULL)].tolist() == pytest.approx([1, 0.76, 1, 1])
    # Who is first has no next place; who is above the median stays.
    assert gains.loc["bien-xanh"].xs(NEXT_PLACE, level="target").isna().all(axis=None)
    assert gains.loc[("bien-xanh", "NT", MEDIAN)].tolist() == pytest.approx([0.6, 0.74, 1, 0])


def test_targets_are_told_with_the_decimals_that_reach_them():
    values = pd.DataFrame({BLOCK: [0.63482, 0.5, 0.1]}, index=list("abc"))
    parts = Parts(
        values=values, points=pd.Series({BLOCK: 500}), points_assessed=500, totals=values[BLOCK].copy()
    )

    gains = part_gains(parts, regions=pd.Series("bac", index=list("abc")), decimals=4)

    assert gains.loc[("b", BLOCK, NEXT_PLACE)].tolist() == [0.6349, 0.6349, 1, 1]
    # The best of the region has reached it, whatever the decimals.
    assert gains.loc[("a", BLOCK, REGIONAL_BEST)].tolist() == [0.63482, 0.63482, 1, 0]


@given(UNITS, ROUNDED_OFF, REGIONS)
def test_part_gains_agree_with_the_slow_ones(units, rounded_off, regions):
    totals = exact_totals(units, rounded_off)
    gains = part_gains(parts_from(units, totals), regions=pd.Series(regions, dtype=object))

    expected = slow.gains(units, totals=totals, points=POINTS, points_assessed=500, regions=regions)
    assert len(gains) == len(expected)
    for key, row in zip(gains.index, gains.to_dict("records"), strict=True):
        if expected[key] is None:
            assert pd.isna(pd.Series(row)).all(), key
            continue
        value, total, rank = expected[key]
        assert (row["value"], row["total"]) == pytest.approx((float(value), float(total)), abs=1e-9), key
        assert (row["rank"], row["gained"]) == (rank, slow.ranks(totals)[key[0]] - rank), key
        assert row["gained"] >= 0, key


@given(UNITS, ROUNDED_OFF, REGIONS, st.randoms())
def test_part_gains_do_not_depend_on_the_order_of_rows(units, rounded_off, regions, randomness):
    parts = parts_from(units, exact_totals(units, rounded_off))
    order = list(units)
    randomness.shuffle(order)
    shuffled = Parts(
        values=parts.values.loc[order], points=parts.points, points_assessed=500, totals=parts.totals
    )

    of_regions = {"regions": pd.Series(regions, dtype=object), "units": list(units), "decimals": 4}
    pd.testing.assert_frame_equal(part_gains(shuffled, **of_regions), part_gains(parts, **of_regions))


@given(UNITS, ROUNDED_OFF, st.data())
def test_a_unit_that_gains_points_never_loses_rank_by_it(units, rounded_off, data):
    parts = parts_from(units, exact_totals(units, rounded_off))
    unit = data.draw(st.sampled_from(sorted(units)))
    raised = parts.values.loc[[unit]].copy()
    for part in data.draw(st.sets(st.sampled_from(GROUPS))):
        raised[part] = max(raised.loc[unit, part], float(data.draw(SHARES)))

    moved = moved_totals(parts, raised)

    assert moved[unit] >= parts.totals[unit]
    assert ranks_if(moved, among=parts.totals)[unit] <= competition_ranks(parts.totals)[unit]


@given(COMPLETE_VALUES, st.data(), st.booleans())
def test_ranks_if_agree_with_ranking_everybody_anew(values, data, higher_is_better):
    moved = {unit: data.draw(SHARES) for unit in values}

    ranks = ranks_if(series(moved), among=series(values), higher_is_better=higher_is_better)

    assert plain(ranks) == {
        unit: slow.ranks({**values, unit: moved[unit]}, higher_is_better=higher_is_better)[unit]
        for unit in values
    }
