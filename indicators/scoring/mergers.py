"""What a merged unit would score as the mean of those that it was made of, and what that mean does."""

from collections.abc import Hashable, Iterable

import pandas as pd

from indicators.scoring.completeness import is_complete
from indicators.scoring.ranks import competition_ranks


def predecessor_means(values: pd.Series, *, successions: pd.DataFrame) -> pd.Series:
    """Return the plain mean of the predecessors' values for each successor.

    Args:
        values: one value a predecessor, any scale, indexed by unit.
        successions: one row a pair, columns ``predecessor`` and ``successor``; a unit that lives on unchanged
            is its own predecessor.

    Returns:
        Means on the same scale, indexed by successor, sorted; NaN where any predecessor lacks a value.

    Source: DTI 2024 of the 34 units equals these means of the 63 to 0,00007.
    """
    pairs = successions[["predecessor", "successor"]].drop_duplicates()
    floats = pairs["predecessor"].map(values.astype(float)).astype(float)
    merged = floats.groupby(pairs["successor"])
    return merged.mean().where(merged.count() == merged.size()).rename(values.name)


def with_unchanged(successions: pd.DataFrame, *, units: Iterable[Hashable]) -> pd.DataFrame:
    """Return the successions of some units, those that no merger made as their own predecessors.

    Args:
        successions: one row a pair, columns ``predecessor`` and ``successor``; others than of ``units``
            are left out.
        units: the units of the newer set.

    Returns:
        The columns ``predecessor`` and ``successor``, a pair at least for each unit.
    """
    units = pd.Index(list(units))
    pairs = successions[["predecessor", "successor"]]
    unchanged = units.difference(pairs["successor"], sort=False)
    own = pd.DataFrame({"predecessor": unchanged, "successor": unchanged})
    return pd.concat([pairs[pairs["successor"].isin(units)], own], ignore_index=True)


def back_cast(
    values: pd.Series, *, successions: pd.DataFrame, unit_count: int | None, higher_is_better: bool = True
) -> pd.DataFrame:
    """Estimate an edition before a merger for the units after it, by the plain mean.

    Args:
        values: published values of the old units, any scale, indexed by unit.
        successions: as in ``predecessor_means``, with a pair for every unit of the newer set.
        unit_count: how many units the newer set ranks; None where that was not published.
        higher_is_better: False gives the first rank to the lowest value.

    Returns:
        Indexed by the units of the newer set, sorted; ``value`` (float, NaN where any predecessor lacks one)
        and ``rank`` (Int64, <NA> for all unless every unit has a value).
    """
    means = predecessor_means(values, successions=successions)
    ranks = competition_ranks(means, higher_is_better=higher_is_better)
    if not is_complete(means, unit_count=unit_count):
        ranks[:] = pd.NA
    return pd.DataFrame({"value": means, "rank": ranks})


def averaging_effects(
    values: pd.Series, *, successions: pd.DataFrame, higher_is_better: bool = True
) -> pd.DataFrame:
    """Tell how far the mean lies from the best of those that were merged.

    Args:
        values: one value a predecessor, any scale, indexed by unit.
        successions: one row a pair, columns ``predecessor`` and ``successor``.
        higher_is_better: False takes the lowest value for the best.

    Returns:
        A row for each successor of several predecessors that all have values, the largest effect first,
        those of one effect by unit: ``best`` (the unit), ``mean`` and ``effect`` (mean − value of the best,
        on the same scale; 0 where all are equal).
    """
    pairs = successions[["predecessor", "successor"]].drop_duplicates()
    pairs = pairs[pairs.groupby("successor")["predecessor"].transform("size") > 1]
    means = predecessor_means(values, successions=pairs).dropna()
    pairs = pairs[pairs["successor"].isin(means.index)].sort_values(["successor", "predecessor"])
    own = pairs.assign(value=pairs["predecessor"].map(values.astype(float)))
    own = own.sort_values("value", ascending=not higher_is_better, kind="stable")
    best = own.drop_duplicates("successor").set_index("successor").reindex(means.index)
    effects = pd.DataFrame({"best": best["predecessor"], "mean": means, "effect": means - best["value"]})
    return effects.iloc[effects["effect"].abs().argsort(kind="stable")[::-1]] if len(effects) else effects
