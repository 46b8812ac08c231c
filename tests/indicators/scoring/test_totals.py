import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.totals import weighted_totals
from tests import small_country
from tests.indicators.scoring import slow
from tests.indicators.scoring.strategies import GROUPS, POINTS, UNIT_VALUES, plain, series

NAN = float("nan")


def test_weighted_totals_of_the_small_country():
    totals = weighted_totals(
        small_country.values_frame(),
        points=pd.Series(small_country.POINTS),
        points_assessed=small_country.POINTS_ASSESSED,
    )

    assert plain(totals) == pytest.approx(small_country.EXPECTED_TOTALS)


def test_weighted_totals_come_to_the_published_total():
    points = {
        "NT": 100,
        "TC": 100,
        "HT": 100,
        "NL": 100,
        "AT": 100,
        "CQS_HD": 200,
        "KTS_HD": 150,
        "XHS_HD": 150,
    }
    da_nang_2022 = [1.0000, 0.9000, 0.8253, 0.8487, 0.7578, 0.8575, 0.7836, 0.5197]
    values = pd.DataFrame([da_nang_2022], index=["da-nang"], columns=list(points))

    totals = weighted_totals(values, points=pd.Series(points), points_assessed=1000)

    assert totals["da-nang"] == pytest.approx(0.8002, abs=0.00007)


def test_weighted_totals_ignore_a_group_without_points_and_other_columns():
    values = pd.DataFrame({"NT": [0.5], "TC": [NAN], "CQS": [0.9]}, index=["a"])

    totals = weighted_totals(values, points=pd.Series({"NT": 100, "TC": 0}), points_assessed=100)

    assert plain(totals) == {"a": 0.5}


def test_weighted_totals_are_missing_where_a_group_is():
    values = pd.DataFrame({"NT": [0.5, 0.5], "HT": [NAN, 0.0]}, index=["a", "b"])

    totals = weighted_totals(values, points=pd.Series({"NT": 100, "HT": 100}), points_assessed=200)

    assert plain(totals) == {"a": None, "b": 0.25}


def test_weighted_totals_are_missing_where_a_group_has_no_column():
    values = pd.DataFrame({"NT": [0.5]}, index=["a"])

    totals = weighted_totals(values, points=pd.Series({"NT": 100, "HT": 100}), points_assessed=200)

    assert plain(totals) == {"a": None}


def test_weighted_totals_of_no_units_are_empty():
    totals = weighted_totals(pd.DataFrame(), points=pd.Series({"NT": 100}), points_assessed=100)

    assert totals.empty


@pytest.mark.parametrize("points_assessed", [0, -1, NAN])
def test_weighted_totals_refuse_to_divide_by_no_points(points_assessed):
    with pytest.raises(ValueError, match="is not positive"):
        weighted_totals(
            small_country.values_frame(),
            points=pd.Series(small_country.POINTS),
            points_assessed=points_assessed,
        )


@given(st.lists(UNIT_VALUES, min_size=1, max_size=6), POINTS)
def test_weighted_totals_agree_with_the_slow_ones(units, points):
    values = pd.DataFrame([series(unit) for unit in units])

    totals = weighted_totals(values, points=pd.Series(points), points_assessed=400)

    expected = [slow.weighted_total(unit, points=points, points_assessed=400) for unit in units]
    assert list(plain(totals).values()) == [pytest.approx(total and float(total)) for total in expected]


@given(UNIT_VALUES, POINTS, st.sampled_from(GROUPS))
def test_weighted_totals_never_fall_when_a_value_grows(unit, points, group):
    values = pd.DataFrame([series(unit), series(unit)], index=["before", "after"])
    values.loc["after", group] += 0.01

    totals = weighted_totals(values, points=pd.Series(points), points_assessed=400)

    assert pd.isna(totals["after"]) or totals["after"] >= totals["before"]
