import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.contradictions import ranks_against_values
from indicators.scoring.ranks import competition_ranks

NOTHING = float("nan")


def contradicting(values, ranks, **options):
    found = ranks_against_values(
        pd.Series(values, dtype="float64"), ranks=pd.Series(ranks, dtype="Int64"), **options
    )
    return list(found[found].index)


@pytest.mark.parametrize(
    ("values", "ranks", "expected"),
    [
        pytest.param([0.9, 0.8, 0.7], [1, 2, 3], [], id="in order"),
        pytest.param([0.9, 0.8, 0.8], [1, 2, 2], [], id="shared rank of equal values"),
        pytest.param([0.9, 0.8, 0.8], [1, 2, 3], [], id="equal values, parted by rounding"),
        pytest.param([0.5, 0.9], [1, 2], [0, 1], id="better value on the worse rank"),
        pytest.param([0.9, 0.4, 0.6, 0.5], [1, 2, 3, 4], [1, 2, 3], id="one too high up"),
        pytest.param([0.9, 0.8], [2, 2], [0, 1], id="shared rank of different values"),
        pytest.param([0.5, NOTHING, 0.9], [1, 2, None], [], id="nothing known both ways"),
        pytest.param([], [], [], id="no unit"),
    ],
)
def test_ranks_against_values_names_both_sides(values, ranks, expected):
    assert contradicting(values, ranks) == expected


def test_ranks_against_values_follows_the_direction():
    assert contradicting([0.1, 0.2], [1, 2], higher_is_better=False) == []
    assert contradicting([0.2, 0.1], [1, 2], higher_is_better=False) == [0, 1]


@given(st.lists(st.one_of(st.none(), st.integers(0, 20)), max_size=30), st.booleans())
def test_ranks_against_values_never_faults_ranks_that_were_made_from_them(numbers, higher_is_better):
    values = pd.Series(numbers, dtype="float64")
    ranks = competition_ranks(values, higher_is_better=higher_is_better)

    assert not ranks_against_values(values, ranks=ranks, higher_is_better=higher_is_better).any()
