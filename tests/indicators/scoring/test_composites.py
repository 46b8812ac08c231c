import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.composites import composite_values
from indicators.scoring.ranks import competition_ranks
from tests import small_country
from tests.indicators.scoring import slow
from tests.indicators.scoring.strategies import GROUPS, POINTS, SHARES_OR_MISSING, UNIT_VALUES, plain, series

NAN = float("nan")
COMMON_GROUPS = ["NT", "TC", "HT", "NL", "AT"]
POINTS_2022 = pd.Series(dict.fromkeys(COMMON_GROUPS, 100) | {"CQS_HD": 200, "KTS_HD": 150, "XHS_HD": 150})
POINTS_2024 = pd.Series(
    {"NT": 50, "TC": 50, "HT": 140, "NL": 100, "AT": 100, "CQS_HD": 200, "KTS_HD": 150, "XHS_HD": 150}
)

# DTI 2022 as published: total, then what is known of the groups.
TOTALS_2022 = pd.Series({"da-nang": 0.8002, "ha-noi": 0.6098, "tra-vinh": 0.6077})
VALUES_2022 = pd.DataFrame(
    {
        "NT": [1.0000, NAN, NAN],
        "TC": [0.9000, NAN, NAN],
        "HT": [0.8253, 0.6677, 0.6540],
        "NL": [0.8487, NAN, NAN],
        "AT": [0.7578, NAN, NAN],
        "CQS_HD": [0.8575, 0.5620, 0.6350],
        "KTS_HD": [0.7836, 0.7615, 0.6083],
        "XHS_HD": [0.5197, 0.3648, 0.3240],
    },
    index=["da-nang", "ha-noi", "tra-vinh"],
)


def composite_2022(activity, *, values=VALUES_2022, totals=TOTALS_2022):
    return composite_values(
        values,
        totals=totals,
        part_points=POINTS_2022[[*COMMON_GROUPS, activity]],
        points=POINTS_2022,
        points_assessed=1000,
    )


def small_composite(values, *, totals):
    return composite_values(
        values,
        totals=totals,
        part_points=pd.Series(small_country.CQS_POINTS),
        points=pd.Series(small_country.POINTS),
        points_assessed=small_country.POINTS_ASSESSED,
    )


def test_composite_values_of_the_small_country():
    cqs = small_composite(small_country.values_frame(), totals=small_country.totals())

    assert plain(cqs) == pytest.approx(small_country.EXPECTED_CQS)
    assert plain(competition_ranks(cqs)) == small_country.EXPECTED_CQS_RANKS


def test_composite_values_come_out_of_the_total_where_a_common_group_is_unknown():
    values = small_country.values_frame().drop(columns="NT")
    values.loc["doi-gio", "HT"] = NAN

    assert plain(small_composite(values, totals=small_country.totals())) == pytest.approx(
        small_country.EXPECTED_CQS
    )


def test_composite_values_need_no_total_where_all_parts_are_known():
    no_totals = pd.Series(dtype=float)

    cqs = small_composite(small_country.values_frame().drop(columns="XHS_HD"), totals=no_totals)

    assert plain(cqs) == pytest.approx(small_country.EXPECTED_CQS)


@pytest.mark.parametrize("unknown", [["NT", "XHS_HD"], ["NT", "HT", "CQS_HD", "XHS_HD"]])
def test_composite_values_are_missing_where_neither_way_is_open(unknown):
    values = small_country.values_frame()
    values.loc["doi-gio", unknown] = NAN

    cqs = small_composite(values, totals=small_country.totals())

    assert plain(cqs) == pytest.approx({**small_country.EXPECTED_CQS, "doi-gio": None})


def test_composite_values_are_missing_where_part_and_total_are():
    values = small_country.values_frame().drop(columns="NT")

    cqs = small_composite(values, totals=small_country.totals().drop("nui-da"))

    assert plain(cqs)["nui-da"] is None
    assert plain(cqs)["doi-gio"] == pytest.approx(0.65)


@pytest.mark.parametrize(
    ("activity", "published"), [("CQS_HD", 0.6683), ("KTS_HD", 0.6647), ("XHS_HD", 0.5991)]
)
def test_composite_values_of_tra_vinh_2022_come_out_as_published(activity, published):
    assert composite_2022(activity)["tra-vinh"] == pytest.approx(published, abs=0.0001)


@pytest.mark.parametrize(
    ("activity", "order"),
    [
        ("CQS_HD", ["da-nang", "tra-vinh", "ha-noi"]),  # published: 29 Trà Vinh, 40 Hà Nội
        ("KTS_HD", ["da-nang", "ha-noi", "tra-vinh"]),  # published: 18 Hà Nội, 27 Trà Vinh
        ("XHS_HD", ["da-nang", "tra-vinh", "ha-noi"]),  # published: 26 Trà Vinh, 30 Hà Nội
    ],
)
def test_composite_values_of_2022_stand_in_the_published_order(activity, order):
    assert list(composite_2022(activity).sort_values(ascending=False).index) == order


@pytest.mark.parametrize("activity", ["CQS_HD", "KTS_HD", "XHS_HD"])
def test_composite_values_come_to_the_same_both_ways_within_the_rounding(activity):
    from_parts = composite_2022(activity)["da-nang"]
    from_total = composite_2022(activity, values=VALUES_2022.drop(columns="NT"))["da-nang"]

    assert from_parts == pytest.approx(from_total, abs=0.00012)


def test_composite_values_of_2024_are_shares_of_fewer_points():
    # A unit that reaches 0.8 of the points of every group reaches 0.8 of each composite, whatever the 940.
    values = pd.DataFrame({"CQS_HD": [0.8], "KTS_HD": [0.8], "XHS_HD": [0.8]}, index=["a"])

    cqs = composite_values(
        values,
        totals=pd.Series({"a": 0.8}),
        part_points=POINTS_2024[[*COMMON_GROUPS, "CQS_HD"]],
        points=POINTS_2024,
        points_assessed=940,
    )

    assert plain(cqs) == pytest.approx({"a": 0.8})


def test_composite_values_refuse_the_total_where_a_part_weighs_otherwise_in_it():
    values = small_country.values_frame()
    values.loc["doi-gio", "NT"] = NAN

    cqs = composite_values(
        values,
        totals=small_country.totals(),
        part_points=pd.Series({"NT": 100, "HT": 100, "CQS_HD": 100}),
        points=pd.Series(small_country.POINTS),
        points_assessed=small_country.POINTS_ASSESSED,
    )

    assert plain(cqs) == pytest.approx({"bien-xanh": 0.7, "doi-gio": None, "nui-da": 2.05 / 3})


def test_composite_values_never_divide_by_parts_without_points():
    values = pd.DataFrame({"NT": [0.5], "HT": [0.5]}, index=["a"])

    cqs = composite_values(
        values,
        totals=pd.Series({"a": 0.5}),
        part_points=pd.Series({"NT": 0, "HT": 0}),
        points=pd.Series({"NT": 0, "HT": 100}),
        points_assessed=100,
    )

    assert plain(cqs) == {"a": None}


def test_composite_values_leave_out_a_part_without_points():
    values = pd.DataFrame({"NT": [NAN], "HT": [0.5]}, index=["a"])

    cqs = composite_values(
        values,
        totals=pd.Series({"a": 0.5}),
        part_points=pd.Series({"NT": 0, "HT": 100}),
        points=pd.Series({"NT": 0, "HT": 100}),
        points_assessed=100,
    )

    assert plain(cqs) == {"a": 0.5}


@given(
    st.lists(st.tuples(UNIT_VALUES, SHARES_OR_MISSING), min_size=1, max_size=6),
    POINTS,
    st.sets(st.sampled_from(GROUPS), min_size=1),
)
def test_composite_values_agree_with_the_slow_ones(units, points, parts):
    part_points = {group: points[group] for group in points if group in parts}
    values = pd.DataFrame([series(unit) for unit, _ in units])
    totals = series(dict(enumerate(total for _, total in units)))

    composites = composite_values(
        values,
        totals=totals,
        part_points=pd.Series(part_points),
        points=pd.Series(points),
        points_assessed=400,
    )

    expected = [
        slow.composite(unit, total=total, part_points=part_points, points=points, points_assessed=400)
        for unit, total in units
    ]
    assert list(plain(composites).values()) == [
        None if value is None else pytest.approx(float(value), abs=1e-9) for value in expected
    ]


@given(st.lists(UNIT_VALUES, min_size=2, max_size=6), st.randoms())
def test_composite_values_do_not_depend_on_other_units_or_their_order(units, randomness):
    values = pd.DataFrame([series(unit) for unit in units])
    totals = pd.Series(0.5, index=values.index)
    chosen = randomness.sample(range(len(units)), randomness.randint(1, len(units)))
    settings = {
        "totals": totals,
        "part_points": pd.Series({"NT": 100, "CQS_HD": 100}),
        "points": pd.Series(dict.fromkeys(GROUPS, 100)),
        "points_assessed": 400,
    }

    among_all = composite_values(values, **settings)

    pd.testing.assert_series_equal(composite_values(values.loc[chosen], **settings), among_all.loc[chosen])
