"""Whether published ranks fit the published values."""

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
    pairs = pd.DataFrame(
        {"value": values.astype(float), "rank": ranks.reindex(values.index).astype("float64")}
    ).dropna()
    if not higher_is_better:
        pairs["value"] = -pairs["value"]
    by_rank = pairs.groupby("rank")["value"].agg(["min", "max"]).sort_index()
    best_behind = by_rank["max"][::-1].cummax()[::-1].shift(-1)
    worst_ahead = by_rank["min"].cummin().shift()
    at = pairs["rank"].map
    contradicts = (
        (at(best_behind) > pairs["value"])
        | (at(worst_ahead) < pairs["value"])
        | (at(by_rank["min"]) < at(by_rank["max"]))
    )
    return contradicts.reindex(values.index, fill_value=False).astype(bool)
