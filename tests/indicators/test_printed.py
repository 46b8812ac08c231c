from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.notation import format_number
from indicators.printed import printed_decimals


@pytest.mark.parametrize(
    ("printed", "value", "decimals"),
    [
        ("0.6177", 0.6177, 4),
        ("0,6177", Decimal("0.6177"), 4),
        ("0,6200", 0.62, 4),
        ("0,8*", 0.8, 1),
        ("61,77 %", 0.6177, 4),
        ("61,77%", 61.77, 2),
        ("65,57/100", 65.57, 2),
        ("1.236", 1236, 0),
        ("1.236", 1.236, 3),
        ("1.236,50", 1236.5, 2),
        ("1 236,5", 1236.5, 1),
        ("−0,25", -0.25, 2),
        ("25", 25, 0),
        # Beside another value, such as a computed mean: as it looks.
        ("0.76", 0.7582, 2),
        ("0,7", None, 1),
        ("N/A", None, 3),
        ("", 0.5, 3),
    ],
)
def test_printed_decimals_are_those_of_the_cell_whatever_its_marks(printed, value, decimals):
    assert printed_decimals(printed, value=value, otherwise=3) == decimals


@given(
    value=st.decimals(min_value=0, max_value=99_999, places=4),
    places=st.integers(0, 4),
    language=st.sampled_from(["vi", "en"]),
)
def test_printed_decimals_are_those_that_a_number_was_written_with(value, places, language):
    rounded = round(value, places)
    printed = format_number(rounded, decimals=places, language=language)

    decimals = printed_decimals(printed, value=rounded, otherwise=9)

    assert format_number(rounded, decimals=decimals, language=language) == printed
