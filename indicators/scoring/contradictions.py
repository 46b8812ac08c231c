"""Whether published ranks fit the published values."""

import math
from itertools import accumulate

import pandas as pd


def ranks_against_values(values: pd.Series, *, ranks: pd.Series, higher_is_better: bool = True) -> pd.Series:
    """Tell which units' ranks contradict the values, as far as both are known.

    A unit contradicts when a better value stands on a worse rank, or when a rank is shared by different
    values; either side of such a pair is named. Equal values on neighbouring ranks are no contradiction:
    values are printed rounded.

    Args:
        values: one value a unit, any scale, shape (n_units,), indexed by unit.
        ranks: ranks as published, indexed by unit, in any order.
        higher_is_better: False lets the lowest value stand first.

    Returns:
        Booleans, shape and index of ``values``; False where either is missing.
    """
    shown = (values if higher_is_better else -values).astype("float64")
    placed = ranks.reindex(values.index).astype("float64")
    pairs = {
        (rank, value) for rank, value in zip(placed, shown, strict=True) if rank == rank and value == value
    }
    on_rank: dict[float, list[float]] = {}
    for rank, value in sorted(pairs):
        on_rank.setdefault(rank, []).append(value)
    in_order = list(on_rank)
    lowest = accumulate((min(on_rank[rank]) for rank in in_order), min, initial=math.inf)
    worst_ahead = dict(zip(in_order, lowest, strict=False))
    highest = accumulate((max(on_rank[rank]) for rank in in_order[::-1]), max, initial=-math.inf)
    best_behind = dict(zip(in_order[::-1], highest, strict=False))
    contradicts = [
        (rank, value) in pairs
        and (
            best_behind[rank] > value or worst_ahead[rank] < value or min(on_rank[rank]) < max(on_rank[rank])
        )
        for rank, value in zip(placed, shown, strict=True)
    ]
    return pd.Series(contradicts, index=values.index, dtype=bool)
