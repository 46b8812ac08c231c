"""Ranks: among all units, inside a group of units, and their movement between two editions."""

from typing import TypeVar

import numpy as np
import pandas as pd

NOISE_DECIMALS = 9
# One measure (a series), or several at once: each column of a frame is ranked by itself.
Figures = TypeVar("Figures", pd.Series, pd.DataFrame)


def without_noise(values: Figures) -> Figures:
    """Round values to 9 decimals, so that equal values are equal.

    Values are published with four decimals or fewer; a sum of shares such as 0.1 + 0.2 differs from 0.3 in
    the 17th. Left alone, that noise would part units that hold the same value. Nine decimals keep every
    difference that weights of whole points can make and drop the noise.

    Args:
        values: values of any scale up to 10,000; Decimals are taken as floats.

    Returns:
        Floats of the same shape and index; a missing value stays NaN.
    """
    return values.astype(float).round(NOISE_DECIMALS)


def competition_ranks(values: Figures, *, higher_is_better: bool = True) -> Figures:
    """Rank units from 1; ties share a rank and the next ranks are skipped (15, 15, 17).

    Args:
        values: one value a unit, any scale, shape (n_units,) or (n_units, n_measures), unrounded, indexed by
            unit.
        higher_is_better: False gives the first rank to the lowest value.

    Returns:
        Ranks (Int64), same shape and index; a unit without a value has no rank (<NA>).

    Source: standard competition ranking, as the ministry publishes it (DTI 2022: 15, 15, 17).
    """
    ranks = without_noise(values).rank(method="min", ascending=not higher_is_better)
    return ranks.astype("Int64")


def ranks_if(moved: pd.Series, *, among: pd.Series, higher_is_better: bool = True) -> pd.Series:
    """Rank units as ``competition_ranks`` would if the value of each alone were another.

    Args:
        moved: the other values, indexed by unit; a unit may stand there several times, each a case of its
            own.
        among: the values as they are, one for every unit, nothing missing, indexed by unit.
        higher_is_better: False gives the first rank to the lowest value.

    Returns:
        Ranks (Int64), indexed like ``moved``.

    Raises:
        KeyError: if a unit is not among the others.
    """
    sign = 1 if higher_is_better else -1
    levels = sign * without_noise(among)
    cases = sign * without_noise(moved)
    # Better than the case are the levels above it; the unit itself is no rival of its other value.
    better = len(levels) - np.searchsorted(np.sort(levels.to_numpy()), cases.to_numpy(), side="right")
    is_own = levels.loc[moved.index].to_numpy() > cases.to_numpy()
    return pd.Series(1 + better - is_own, index=moved.index, dtype="Int64")


def ranks_within(values: Figures, *, groups: pd.Series, higher_is_better: bool = True) -> Figures:
    """Rank units inside their group, where the group is complete.

    Args:
        values: one value a unit, any scale, shape (n_units,) or (n_units, n_measures), indexed by unit.
        groups: the group (a region) of each unit, indexed by unit. It may hold units that have no row in
            ``values``: they lack a value, too.
        higher_is_better: False gives the first rank to the lowest value.

    Returns:
        Ranks (Int64), shape and index of ``values``; <NA> for a unit of no group, and for every unit of a
        group in which any unit lacks a value, since its other ranks could be wrong.
    """
    everyone = without_noise(values).reindex(groups.index)
    ranks = everyone.groupby(groups).rank(method="min", ascending=not higher_is_better)
    incomplete = everyone.isna().groupby(groups).any().reindex(groups, fill_value=True)
    return ranks.mask(incomplete.set_axis(groups.index)).reindex(values.index).astype("Int64")


def movement(ranks: Figures, *, previous: Figures) -> Figures:
    """Return the places that units rose (positive) or fell (negative) since the previous edition.

    Whether the two editions may be compared (same unit set, both complete) is for the caller to say.

    Args:
        ranks: ranks in this edition, shape (n_units,) or (n_units, n_measures), indexed by unit.
        previous: ranks in the previous edition, indexed by unit, in any order; the same measures.

    Returns:
        Places (Int64), shape and index of ``ranks``; <NA> where either rank is missing.
    """
    return previous.astype("Int64").reindex(ranks.index) - ranks.astype("Int64")
