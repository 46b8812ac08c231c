"""Steps of a heat table: which fifth of all units a value lies in."""

import math

import pandas as pd

STEPS = 5


def fifth_of(value: float, *, among: pd.Series) -> int | None:
    """Return the step of a value from 0 (lowest fifth of the units) to 4 (highest); ties share the lower one.

    Args:
        value: any scale; it need not be that of a unit: an average has its step, too.
        among: the value of every unit, on the same scale, shape (n_units,).

    Returns:
        None where the value or that of any unit is missing, or there are fewer units than steps: who is
        among the lowest cannot be told then.
    """
    if pd.isna(value) or len(among) < STEPS or among.isna().any():
        return None
    place = min(int((among < value).sum()) + 1, len(among))
    return math.ceil(place * STEPS / len(among)) - 1
