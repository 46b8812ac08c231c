"""Whether two figures of the same thing, printed with so many decimals, tell different values."""

import pandas as pd

from indicators.scoring.ranks import NOISE_DECIMALS


def differs(
    published: float | pd.Series, recomputed: float | pd.Series, *, decimals: int
) -> bool | pd.Series:
    """Tell whether a published figure and a recomputed one lie more than a rounding apart.

    Both are made of figures rounded to ``decimals``, so they may differ by one unit of the last printed
    decimal without telling anything. That unit itself is still no difference: the distance is rounded to 9
    decimals first, since 0.6077 − 0.6076 is a little more than 0.0001 in floating point.

    Args:
        published: a value, or one a unit, shape (n_units,), on the scale of the methodology.
        recomputed: the value to compare with, on the same scale; a series of the same index.
        decimals: the printed decimals of the methodology.

    Returns:
        A boolean, or booleans of the same shape and index; False where either side is missing.
    """
    apart = abs(published - recomputed)
    if not isinstance(apart, pd.Series):
        return bool(round(apart, NOISE_DECIMALS) > 10**-decimals)
    return apart.astype(float).round(NOISE_DECIMALS) > 10**-decimals
