"""Totals as they would be if some parts had other values, or if the parts had other weights."""

from collections.abc import Hashable, Mapping

import pandas as pd

from indicators.scoring.parts import Parts
from indicators.scoring.ranks import without_noise
from indicators.scoring.totals import weighted_totals


def moved_totals(parts: Parts, values: pd.DataFrame) -> pd.Series:
    """Return the totals that units would have with other values of their parts.

    A printed total lacks what printing rounded off. A total that moves from it keeps that difference, or a
    part that gains a little could lower the total by what had been rounded up:

        total = Σ points × value / points assessed + (published total − the same sum of the published values)

    Args:
        values: unit × part, shares 0–1, with the columns of ``parts.values``; a unit may stand in several
            rows, each a case of its own.

    Returns:
        Totals, shares 0–1, indexed like ``values``. A unit whose values all stay has its published total to
        the bit; where the published totals are the sums of their parts, a moved one is that of
        ``weighted_totals`` to the bit.

    Raises:
        KeyError: if a unit is unknown.
    """
    rules = {"points": parts.points, "points_assessed": parts.points_assessed}
    before, published = parts.values.loc[values.index], parts.totals.loc[values.index]
    rounded_off = published - weighted_totals(before, **rules)
    rounded_off = rounded_off.where(without_noise(rounded_off) != 0, 0.0)
    moved = weighted_totals(values, **rules) + rounded_off
    return moved.where((values != before).any(axis="columns"), published)


def scenario_totals(
    parts: Parts, *, unit: Hashable, moves: Mapping[str, float], weights: pd.Series | None = None
) -> pd.Series:
    """Return the totals of all units if one had other values, or if the parts had other weights.

    Args:
        unit: the unit that moves.
        moves: its new values by part, shares 0–1; a part that is not named keeps its published value.
        weights: what each part counts, on any scale, indexed by part; None for the points of the rule book.

    Returns:
        Totals, shares 0–1, indexed like ``parts.totals``: those that publishing would rank by. With weights
        in other proportions than the points of the rule book every total is the sum of its parts.

    Raises:
        KeyError: if the unit or a part is unknown.
        ValueError: if a weight is missing or below 0, or none is above.
    """
    if unit not in parts.values.index or not set(moves) <= set(parts.values):
        raise KeyError(f"{unit} or one of {sorted(moves)} is unknown")
    values = parts.values.copy()
    values.loc[unit, list(moves)] = [float(share) for share in moves.values()]
    if weights is None or has_proportions(parts, weights):
        moved = moved_totals(parts, values.loc[[unit]])
        return parts.totals.mask(parts.totals.index == unit, moved[unit])
    return weighted_totals(values, points=weights, points_assessed=weights.sum())


def has_proportions(parts: Parts, weights: pd.Series) -> bool:
    """Tell whether weights part the total as the points of the rule book do.

    Raises:
        ValueError: if a weight is missing or below 0, or none is above.
    """
    own = weights.reindex(parts.points.index).astype(float)
    if not (own >= 0).all() or not own.sum() > 0:
        raise ValueError(f"{own.to_dict()} are no weights: one is missing or below 0, or none is above")
    return without_noise(own / own.sum()).equals(without_noise(parts.points / parts.points.sum()))
