"""Average and best of an edition, and how far each unit is from the next place.

All take one value for every unit of the set. Where any is missing, or none is there, the answer is NaN: an
average over the units that happen to be known would pass for that of all. Pages ask ``is_complete`` first,
which also knows how many units there should be.
"""

import math

import pandas as pd

from indicators.scoring.ranks import without_noise


def mean(values: pd.Series) -> float:
    """Return the plain mean over all units.

    Args:
        values: one value a unit, any scale, shape (n_units,).

    Returns:
        The mean on the same scale; NaN if any value is missing or there is none.
    """
    return float(values.astype(float).mean(skipna=False))


def best(values: pd.Series, *, higher_is_better: bool = True) -> float:
    """Return the best value over all units.

    Args:
        values: one value a unit, any scale, shape (n_units,).
        higher_is_better: False makes the lowest value the best.

    Returns:
        The best value on the same scale; NaN if any value is missing or there is none.
    """
    floats = values.astype(float)
    return float(floats.max(skipna=False) if higher_is_better else floats.min(skipna=False))


def gap_to_next(values: pd.Series, *, higher_is_better: bool = True) -> pd.Series:
    """Return how much each unit lacks to draw level with the next better value.

    Units that tie look to the same value above them, not to each other.

    Args:
        values: one value a unit, any scale, shape (n_units,), indexed by unit.
        higher_is_better: False looks for the next lower value.

    Returns:
        Distances (positive) on the same scale, same shape and index; NaN for those in first place, and all
        NaN if any value is missing, since the next place might be that of the missing unit.
    """
    levels = without_noise(values)
    if math.isnan(mean(levels)):
        return pd.Series(float("nan"), index=values.index)
    ladder = pd.Series(levels.unique()).sort_values(ascending=not higher_is_better, ignore_index=True)
    next_better = pd.Series(ladder.shift().to_numpy(), index=ladder.to_numpy())
    return without_noise((levels.map(next_better) - levels).abs())


def means_within(values: pd.DataFrame, *, groups: pd.Series) -> pd.DataFrame:
    """Return the plain mean of each group of units, where the group is complete.

    Args:
        values: unit × measure, any scale, NaN where missing.
        groups: the group (a region, a type) of each unit, indexed by unit; missing for none. It may hold
            units that have no row in ``values``: they lack a value, too.

    Returns:
        Group × measure on the same scales; NaN where any unit of the group lacks a value.
    """
    everyone = values.astype(float).reindex(groups.index)
    return everyone.groupby(groups).mean().mask(everyone.isna().groupby(groups).any())
