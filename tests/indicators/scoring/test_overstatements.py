import pandas as pd
import pytest

from indicators.scoring.overstatements import mean_overstatements, overstatements

# Of b nothing of NL applies; c lacks a score in HT.
SCORES = pd.DataFrame(
    [
        ("a", "HT", 90, 80),
        ("a", "NL", 50, 60),
        ("b", "HT", 70.3, 70.1),
        ("c", "HT", float("nan"), 60),
        ("c", "NL", 40, 40),
    ],
    columns=["unit_id", "group", "self", "verified"],
)


def test_overstatements_are_positive_where_a_unit_gave_itself_more():
    found = overstatements(SCORES)

    assert found.loc["a"].tolist() == [10, -10]
    assert found.loc["b", "HT"] == 0.2
    assert found.isna().stack().sum() == 2


def test_mean_overstatements_count_the_units_that_a_group_applies_to_and_none_that_lack_a_score():
    found = mean_overstatements(SCORES)

    assert found.tolist() == pytest.approx([float("nan"), -5], nan_ok=True)
