"""What moved between two editions: who rose and fell most, and whose score and rank went apart."""

from collections.abc import Hashable

import pandas as pd

from indicators.scoring.ranks import competition_ranks, without_noise

BETTER_BUT_LOWER = "better_but_lower"
WORSE_BUT_HIGHER = "worse_but_higher"


def value_gains(values: pd.Series, *, previous: pd.Series, higher_is_better: bool = True) -> pd.Series:
    """Return by how much the value of each unit became better (positive) or worse.

    Args:
        values: one value a unit, any scale, shape (n_units,), indexed by unit.
        previous: values of the edition before, on the same scale, indexed by unit, in any order.
        higher_is_better: False counts a lower value as a gain.

    Returns:
        Floats on the same scale, shape and index of ``values``; NaN where either value is missing.
    """
    gains = without_noise(values.astype(float) - previous.astype(float).reindex(values.index))
    # Nothing lost is no loss: −0.0 would be printed with its sign.
    return (gains if higher_is_better else -gains) + 0.0


def risers(changes: pd.Series, *, most: int) -> list[Hashable]:
    """Return the units that rose most, with all that tie with the last of them.

    Args:
        changes: places gained (positive) or lost, shape (n_units,), indexed by unit; missing where unknown.
        most: how many units are wanted, at least 1; ties may make them more.

    Returns:
        Units that rose at all, the largest rise first, those of one rise in the order of ``changes``.
    """
    rises = changes.dropna().astype(float)
    rises = rises[rises > 0]
    named = rises[competition_ranks(rises) <= most]
    return list(named.sort_values(ascending=False, kind="stable").index)


def fallers(changes: pd.Series, *, most: int) -> list[Hashable]:
    """Return the units that fell most, the largest fall first; see ``risers``."""
    return risers(-changes, most=most)


def crossings(changes: pd.Series, *, gains: pd.Series) -> pd.Series:
    """Tell which units got a better score and a lower rank, or a worse score and a higher rank.

    A rank tells of the others too: who gains less than those around it falls behind them.

    Args:
        changes: places gained or lost, shape (n_units,), indexed by unit; missing where unknown.
        gains: what ``value_gains`` returns, indexed by unit.

    Returns:
        ``BETTER_BUT_LOWER``, ``WORSE_BUT_HIGHER`` or an empty text; shape and index of ``changes``.
    """
    places = changes.astype("Float64").fillna(0.0).astype(float)
    gained = gains.astype(float).reindex(changes.index).fillna(0.0)
    kinds = pd.Series("", index=changes.index, dtype=object)
    kinds[(gained > 0) & (places < 0)] = BETTER_BUT_LOWER
    kinds[(gained < 0) & (places > 0)] = WORSE_BUT_HIGHER
    return kinds
