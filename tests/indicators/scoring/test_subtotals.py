from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.assessed import group_shares
from indicators.scoring.subtotals import subtotal, sum_of

points = st.integers(0, 20).map(Decimal)


def test_subtotal_is_scaled_to_the_group_where_an_indicator_does_not_apply():
    """doi-gio of the small country: 30 of the 60 points that apply are 50 of the 100 of the group."""
    own = subtotal([(Decimal(30), Decimal(60))], group_points=Decimal(100))

    assert (own.points, own.most, own.given, own.possible) == (50, 100, 30, 60)
    assert own.is_scaled


def test_subtotal_of_a_group_that_applies_in_full_is_not_scaled():
    own = subtotal([(Decimal(50), Decimal(60)), (None, Decimal(40))], group_points=Decimal(100))

    assert (own.points, own.most, own.is_scaled) == (50, 100, False)


def test_subtotal_of_what_is_not_known_stays_missing():
    empty = subtotal([(None, Decimal(60))], group_points=Decimal(100))
    without_maximum = subtotal([(Decimal(5), None)], group_points=Decimal(100))
    of_nothing = subtotal([], group_points=Decimal(100))

    assert (empty.points, empty.most) == (None, 100)
    assert (without_maximum.points, without_maximum.most) == (5, None)
    assert (of_nothing.points, of_nothing.most) == (None, 0)


def test_sum_leaves_out_the_group_of_which_nothing_applies():
    groups = [
        subtotal([(Decimal(36), Decimal(60)), (Decimal(24), Decimal(40))], group_points=Decimal(100)),
        subtotal([], group_points=Decimal(100)),
    ]

    whole = sum_of(groups)

    assert (whole.points, whole.most) == (60, 100)


@given(st.lists(st.tuples(points, st.integers(1, 20).map(Decimal)), min_size=1, max_size=6))
def test_subtotal_is_what_publishing_makes_of_the_scores(scores):
    own = subtotal(scores, group_points=Decimal(80))

    names = list(range(len(scores)))
    frame = pd.DataFrame([[float(score) for score, _most in scores]], columns=names)
    share = group_shares(
        frame,
        applies=pd.DataFrame(True, index=frame.index, columns=names),
        max_points=pd.Series([float(most) for _score, most in scores], index=names),
        groups=pd.Series("HT", index=names),
    )
    assert float(own.points) == pytest.approx(80 * share.loc[0, "HT"])
