from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.bands import Band, band_of

CUTS = {"completed_from": Decimal("0.8"), "nearly_from": Decimal("0.5")}


@pytest.mark.parametrize(
    ("share", "band"),
    [
        (None, Band.NONE),
        ("0", Band.LOW),
        ("0.0001", Band.LOW),
        ("0.4999", Band.LOW),
        ("0.5", Band.NEARLY),
        ("0.7999", Band.NEARLY),
        ("0.8", Band.COMPLETED),
        ("1", Band.COMPLETED),
    ],
)
def test_band_of_a_share_begins_at_its_cut(share, band):
    assert band_of(share and Decimal(share), **CUTS) == band


@given(st.decimals(0, 1, places=4), st.decimals(0, 1, places=4))
def test_band_of_more_points_is_never_lower(one, other):
    order = [Band.NONE, Band.LOW, Band.NEARLY, Band.COMPLETED]
    low, high = sorted((one, other))
    assert order.index(band_of(low, **CUTS)) <= order.index(band_of(high, **CUTS))
