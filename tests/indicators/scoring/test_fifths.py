import pandas as pd
import pytest

from indicators.scoring.fifths import fifth_of

TEN = pd.Series(range(10), dtype=float)


@pytest.mark.parametrize(
    ("value", "step"), [(0, 0), (1, 0), (2, 1), (4.5, 2), (8, 4), (9, 4), (99, 4), (-1, 0)]
)
def test_fifth_of_tells_in_which_fifth_of_the_units_a_value_lies(value, step):
    assert fifth_of(value, among=TEN) == step


def test_fifth_of_gives_units_that_tie_one_step():
    assert fifth_of(1, among=pd.Series([1.0] * 5)) == 0


def test_fifth_of_tells_nothing_of_what_is_missing_or_too_few():
    assert fifth_of(float("nan"), among=TEN) is None
    assert fifth_of(1, among=TEN.where(TEN > 0)) is None
    assert fifth_of(1, among=TEN[:4]) is None
