from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring import robustness
from indicators.scoring.parts import Parts, parts_of
from indicators.scoring.ranks import competition_ranks
from indicators.scoring.robustness import rank_intervals, similar_counts
from tests import small_country
from tests.indicators.scoring import slow_robustness as slow
from tests.indicators.scoring.strategies import GROUPS, SHARES, series

POINTS = {"NT": 100, "HT": 50, "CQS_HD": 200, "KTS_HD": 150}
COUNTRIES = st.dictionaries(
    st.sampled_from("abcdefg"), st.fixed_dictionaries(dict.fromkeys(GROUPS, SHARES)), min_size=1, max_size=7
)
BANDS = st.sampled_from([0.0, 0.05, 0.2, 0.5])
DRAWS = 60


def exact_totals(country):
    return {
        unit: sum(POINTS[part] * values[part] for part in POINTS) / 500 for unit, values in country.items()
    }


def printed(country):
    """Totals as a decision prints them, with fewer decimals than the groups give."""
    return {unit: Fraction(round(total, 4)) for unit, total in exact_totals(country).items()}


def parts(country, totals=None) -> Parts:
    values = pd.DataFrame({unit: series(values) for unit, values in country.items()}).T[list(POINTS)]
    totals = series(totals or printed(country))
    return parts_of(values, totals=totals, points=pd.Series(POINTS), points_assessed=500)


def intervals(country, *, band=0.2, **parameters):
    return rank_intervals(parts(country), band=band, draws=DRAWS, seed=1, **parameters)


def plain(table, *columns):
    return {unit: tuple(map(int, row)) for unit, *row in table[list(columns)].itertuples()}


def test_intervals_of_the_small_country():
    # Points left without NT, HT, CQS_HD, XHS_HD: bien-xanh 290, 310, 230, 280 is always ahead; doi-gio 280,
    # 240, 210, 260 and nui-da 270, 250, 200, 270 change places.
    values = small_country.values_frame()
    country = parts_of(
        values,
        totals=small_country.totals(),
        points=pd.Series(small_country.POINTS),
        points_assessed=small_country.POINTS_ASSESSED,
    )

    table = rank_intervals(country, band=0.2, draws=200, seed=1)

    assert plain(table, "lowest", "highest") == {"bien-xanh": (1, 1), "doi-gio": (2, 3), "nui-da": (2, 3)}
    left_out = plain(table, "leave_out_lowest", "leave_out_highest")
    assert left_out == {"bien-xanh": (1, 1), "doi-gio": (2, 3), "nui-da": (2, 3)}
    assert table["similar_count"].tolist() == [0, 1, 1]


@given(COUNTRIES, BANDS)
def test_intervals_agree_with_the_slow_ones(country, band):
    table = intervals(country, band=band)

    totals = printed(country)
    names = sorted(POINTS)
    drawn = np.random.default_rng(1).uniform(1 - band, 1 + band, size=(DRAWS, len(names)))
    factors = [dict(zip(names, map(Fraction, row), strict=True)) for row in drawn.tolist()]
    expected = slow.rank_interval(country, totals=totals, points=POINTS, factors=factors)
    assert plain(table, "lowest", "highest") == expected
    left_out = slow.ranks_without_each(country, totals=totals, points=POINTS)
    assert plain(table, "leave_out_lowest", "leave_out_highest") == left_out
    similar = slow.similar_units(country, totals=totals, points=POINTS, band=band)
    assert table["similar_count"].to_dict() == similar


@given(COUNTRIES, BANDS, st.booleans())
def test_intervals_hold_the_rank_and_are_nothing_else_without_a_band(country, band, higher_is_better):
    table = intervals(country, band=band, higher_is_better=higher_is_better)

    ranks = competition_ranks(series(printed(country)), higher_is_better=higher_is_better)
    assert (table["lowest"] <= ranks).all()
    assert (ranks <= table["highest"]).all()
    if band == 0:
        assert (table["lowest"] == table["highest"]).all()


@given(COUNTRIES, BANDS, st.data())
def test_a_unit_that_gains_points_never_loses_rank_by_it(country, band, data):
    unit = data.draw(st.sampled_from(sorted(country)))
    part = data.draw(st.sampled_from(sorted(POINTS)))
    gained = data.draw(SHARES)
    better = country | {unit: country[unit] | {part: country[unit][part] + gained}}
    columns = ["lowest", "highest", "leave_out_lowest", "leave_out_highest"]

    before, after = (
        rank_intervals(parts(country, exact_totals(country)), band=band, draws=DRAWS, seed=1)
        for country in (country, better)
    )

    assert (after.loc[unit, columns] <= before.loc[unit, columns]).all()


@given(COUNTRIES, BANDS, st.randoms())
def test_the_order_of_units_and_parts_changes_nothing(country, band, shuffle):
    units, columns = list(country), list(POINTS)
    shuffle.shuffle(units)
    shuffle.shuffle(columns)
    own = parts(country)
    mixed = Parts(
        values=own.values.loc[units, columns],
        points=own.points[columns],
        points_assessed=own.points_assessed,
        totals=own.totals[units],
    )

    table, other = (rank_intervals(each, band=band, draws=DRAWS, seed=1) for each in (own, mixed))

    assert other.loc[table.index].equals(table)


def test_intervals_do_not_depend_on_the_size_of_blocks(monkeypatch):
    generator = np.random.default_rng(3)
    frame = pd.DataFrame(generator.random((40, 4)).round(2), columns=list(POINTS))
    country = parts_of(
        frame, totals=frame @ pd.Series(POINTS) / 500, points=pd.Series(POINTS), points_assessed=500
    )
    whole = rank_intervals(country, band=0.2, draws=1000)

    monkeypatch.setattr(robustness, "BLOCK_CELLS", 40 * 7)

    assert rank_intervals(country, band=0.2, draws=1000).equals(whole)


def test_a_lone_part_has_no_range_without_it_and_never_moves():
    values = pd.DataFrame({"NT": [0.5, 0.4, 0.4]}, index=["a", "b", "c"])
    country = parts_of(values, totals=values["NT"], points=pd.Series({"NT": 100}), points_assessed=100)

    table = rank_intervals(country, band=0.5, draws=10)

    assert plain(table, "lowest", "highest", "similar_count") == {
        "a": (1, 1, 0),
        "b": (2, 2, 1),
        "c": (2, 2, 1),
    }
    assert table["leave_out_lowest"].isna().all()


def test_similar_units_are_those_whose_order_turns_round_in_about_five_draws_of_a_hundred():
    generator = np.random.default_rng(4)
    frame = pd.DataFrame(generator.random((30, 4)).round(4), columns=list(POINTS))
    country = parts_of(
        frame, totals=frame @ pd.Series(POINTS) / 500, points=pd.Series(POINTS), points_assessed=500
    )

    counts = similar_counts(country, band=0.3)

    weights = generator.uniform(0.7, 1.3, size=(4000, 4)) * list(POINTS.values())
    totals = weights / weights.sum(axis=1, keepdims=True) @ frame.to_numpy().T
    is_ahead = (totals[:, :, np.newaxis] > totals[:, np.newaxis, :]).mean(axis=0)
    turned = np.minimum(is_ahead, is_ahead.T)
    np.fill_diagonal(turned, 0)
    assert ((turned > 0.06).sum(axis=1) <= counts).all()
    assert (counts <= (turned > 0.023).sum(axis=1)).all()


@pytest.mark.parametrize("parameters", [{"band": 1}, {"band": -0.1}, {"band": 0.2, "draws": 0}])
def test_intervals_refuse_what_makes_no_weights(parameters):
    with pytest.raises(ValueError, match=r"band|draws"):
        rank_intervals(parts({"a": dict.fromkeys(POINTS, Fraction(1, 2))}), **parameters)
