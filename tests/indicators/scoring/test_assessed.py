from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.assessed import (
    assessed_composites,
    assessed_totals,
    group_shares,
    groups_that_apply,
)
from indicators.scoring.ranks import competition_ranks
from tests import small_country
from tests.indicators.scoring import slow
from tests.indicators.scoring.strategies import plain

NAN = float("nan")
GROUPS = {"1.1": "NT", "1.2": "NT", "1.3": "NT", "2.1": "HT", "3.1": "AT", "3.2": "AT"}
MOST = {"1.1": 10, "1.2": 20, "1.3": 0, "2.1": 30, "3.1": 20, "3.2": 7}
POINTS = {"NT": 30, "HT": 30, "AT": 40}
UNITS = st.lists(
    st.fixed_dictionaries(
        {
            code: st.tuples(
                st.one_of(
                    st.integers(0, most * 10_000).map(lambda units: Fraction(units, 10_000)),
                    st.integers(0, most).map(Fraction),
                    st.integers(0, most).map(Fraction),
                    st.none(),
                ),
                st.sampled_from([True, True, True, False]),
            )
            for code, most in MOST.items()
        }
    ),
    min_size=1,
    max_size=5,
)


class Country:
    """The small country as officers scored it."""

    scores = small_country.scores_frame()
    applies = scores.notna()
    groups = pd.Series(small_country.INDICATOR_GROUPS)
    most = pd.Series(small_country.INDICATOR_POINTS)
    points = pd.Series(small_country.POINTS)

    def shares(self):
        return group_shares(self.scores, applies=self.applies, max_points=self.most, groups=self.groups)

    def groups_that_apply(self):
        return groups_that_apply(self.applies, max_points=self.most, groups=self.groups)

    def totals(self):
        return assessed_totals(
            self.shares(),
            applies=self.groups_that_apply(),
            points=self.points,
            points_assessed=small_country.POINTS_ASSESSED,
        )


def shares_of(scores, *, applies=None, groups=None, most=None):
    """Return the shares of one unit."""
    groups, most = groups or dict.fromkeys(scores, "NT"), most or dict.fromkeys(scores, 10)
    frame = pd.DataFrame([scores], index=["a"], dtype=float)
    applied = pd.DataFrame([applies or dict.fromkeys(scores, True)], index=["a"])
    shares = group_shares(frame, applies=applied, max_points=pd.Series(most), groups=pd.Series(groups))
    return plain(shares.loc["a"])


def test_group_shares_of_the_small_country():
    expected = small_country.values_frame()
    expected.loc["nui-da", "XHS_HD"] = NAN

    pd.testing.assert_frame_equal(Country().shares(), expected, check_names=False)


def test_assessed_totals_of_the_small_country():
    totals = Country().totals()

    assert plain(totals) == pytest.approx(small_country.EXPECTED_ASSESSED_TOTALS)
    assert plain(competition_ranks(totals)) == small_country.EXPECTED_ASSESSED_RANKS


def test_assessed_composites_of_the_small_country():
    country = Country()
    composites = assessed_composites(
        country.shares(),
        totals=country.totals(),
        applies=country.groups_that_apply(),
        part_points=pd.Series(small_country.CQS_POINTS),
        points=country.points,
        points_assessed=small_country.POINTS_ASSESSED,
    )

    assert plain(composites) == pytest.approx(small_country.EXPECTED_CQS)


def test_assessed_composites_leave_out_a_part_that_does_not_apply():
    shares = pd.DataFrame({"NT": [0.5], "HT": [NAN], "AT": [0.1]})
    applies = pd.DataFrame({"NT": [True], "HT": [False], "AT": [True]})
    points = pd.Series({"NT": 100, "HT": 100, "AT": 200})

    totals = assessed_totals(shares, applies=applies, points=points, points_assessed=400)
    composites = assessed_composites(
        shares,
        totals=totals,
        applies=applies,
        part_points=pd.Series({"NT": 100, "HT": 100}),
        points=points,
        points_assessed=400,
    )

    assert plain(totals) == {0: pytest.approx(70 / 300)}
    assert plain(composites) == {0: 0.5}


def test_group_shares_take_out_what_does_not_apply_above_and_below():
    assert shares_of({"1": 6, "2": 10}, applies={"1": True, "2": False}) == {"NT": 0.6}


def test_group_shares_are_missing_where_nothing_applies():
    assert shares_of({"1": 6}, applies={"1": False}) == {"NT": None}


def test_group_shares_are_missing_where_a_score_is():
    assert shares_of({"1": 6, "2": NAN}) == {"NT": None}
    assert shares_of({"1": 6, "2": NAN}, applies={"1": True, "2": False}) == {"NT": 0.6}


def test_group_shares_list_an_indicator_without_points_and_do_not_count_it():
    assert shares_of({"1": 6, "2": NAN}, most={"1": 10, "2": 0}) == {"NT": 0.6}
    assert shares_of({"1": 0}, most={"1": 0}) == {"NT": None}


def test_group_shares_are_missing_where_a_maximum_is_not_known():
    shares = shares_of({"1": 6, "2": 1}, groups={"1": "NT", "2": "HT"}, most={"1": NAN, "2": 10})

    assert shares == {"NT": None, "HT": 0.1}


def test_group_shares_add_up_exactly():
    """0.1 + 0.2 is not 0.3 in floating point; two units that reached the same must tie."""
    scores = pd.DataFrame({"1": [0.1, 0.3], "2": [0.2, 0.0]}, index=["a", "b"])
    shares = group_shares(
        scores,
        applies=scores.notna(),
        max_points=pd.Series({"1": 1, "2": 1}),
        groups=pd.Series({"1": "NT", "2": "NT"}),
    )

    assert shares.loc["a", "NT"] == shares.loc["b", "NT"]


def test_assessed_totals_are_missing_where_no_group_applies():
    nothing = pd.DataFrame({"NT": [NAN], "HT": [NAN]})
    totals = assessed_totals(
        nothing,
        applies=nothing.notna(),
        points=pd.Series({"NT": 100, "HT": 100}),
        points_assessed=200,
    )

    assert plain(totals) == {0: None}


@given(UNITS)
def test_assessed_agrees_with_the_slow_one(units):
    scores = pd.DataFrame([{code: unit[code][0] for code in MOST} for unit in units]).astype(float)
    applies = pd.DataFrame([{code: unit[code][1] for code in MOST} for unit in units])
    groups, most, points = pd.Series(GROUPS), pd.Series(MOST), pd.Series(POINTS)

    shares = group_shares(scores, applies=applies, max_points=most, groups=groups)
    apply = groups_that_apply(applies, max_points=most, groups=groups)
    totals = assessed_totals(shares, applies=apply, points=points, points_assessed=100)

    for place, unit in enumerate(units):
        expected, total = slow.assessed(
            {code: unit[code][0] for code in MOST},
            applies={code: unit[code][1] for code in MOST},
            most=MOST,
            groups=GROUPS,
            points=POINTS,
            points_assessed=100,
        )
        assert plain(shares.loc[place]) == pytest.approx(
            {group: share if share is None else float(share) for group, share in expected.items()}
        )
        assert plain(totals)[place] == pytest.approx(total if total is None else float(total))


@given(UNITS, st.sampled_from(list(MOST)))
def test_assessed_totals_do_not_ask_for_the_score_of_what_does_not_apply(units, code):
    scores = pd.DataFrame([{one: unit[one][0] for one in MOST} for unit in units]).astype(float)
    applies = pd.DataFrame([{one: unit[one][1] for one in MOST} for unit in units]).assign(**{code: False})
    rules = {"max_points": pd.Series(MOST), "groups": pd.Series(GROUPS)}

    with_score = group_shares(scores.assign(**{code: 1.0}), applies=applies, **rules)
    without = group_shares(scores.assign(**{code: NAN}), applies=applies, **rules)

    pd.testing.assert_frame_equal(with_score, without)


@given(UNITS, st.randoms(use_true_random=False))
def test_assessed_does_not_depend_on_the_order_of_the_units(units, random):
    scores = pd.DataFrame([{code: unit[code][0] for code in MOST} for unit in units]).astype(float)
    applies = pd.DataFrame([{code: unit[code][1] for code in MOST} for unit in units])
    order = random.sample(list(scores.index), len(scores))
    rules = {"max_points": pd.Series(MOST), "groups": pd.Series(GROUPS)}

    shares = group_shares(scores, applies=applies, **rules)
    shuffled = group_shares(scores.loc[order], applies=applies.loc[order], **rules)

    pd.testing.assert_frame_equal(shuffled, shares.loc[order])
