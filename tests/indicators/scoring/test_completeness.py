import pandas as pd
import pytest

from indicators.scoring.completeness import is_complete

NAN = float("nan")


@pytest.mark.parametrize(
    ("values", "unit_count", "expected"),
    [
        ([0.1, 0.2], 2, True),
        ([0.0, 0.0], 2, True),
        ([0.1, NAN], 2, False),
        ([0.1, 0.2], 3, False),
        ([0.1, 0.2, NAN], 2, False),
        ([0.1, 0.2], None, False),
        ([], 0, False),
    ],
    ids=[
        "all",
        "zeros are values",
        "one missing",
        "one without a row",
        "one too many",
        "unknown n",
        "no units",
    ],
)
def test_is_complete_wants_a_value_of_every_unit(values, unit_count, expected):
    assert is_complete(pd.Series(values, dtype=float), unit_count=unit_count) is expected
