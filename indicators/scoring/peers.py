"""Units that another one is fairly set beside, and why: its region, its total, the parts of its total."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.scoring.ranks import without_noise

REGION, TOTAL, PARTS = "region", "total", "parts"


@dataclass(frozen=True)
class Peer:
    """A similar unit, with every reason that named it: ``REGION``, ``TOTAL``, ``PARTS``."""

    unit: Hashable
    reasons: tuple[str, ...]


def similar_units(
    unit: Hashable,
    *,
    order: pd.Series,
    regions: pd.Series,
    totals: pd.Series | None = None,
    parts: pd.DataFrame | None = None,
    points: pd.Series | None = None,
    without: Collection[Hashable] = (),
    count: int = 2,
) -> list[Peer]:
    """Return the units most like one, nearest first within each reason.

    Args:
        order: the place of every unit in the official order, each its own, indexed by unit. Who is equally
            near is taken in that order, so that the order of the rows decides nothing.
        regions: the region of each unit, missing for none, indexed like ``order``. The nearest by total are
            taken; those without a total follow in the official order.
        totals: the total of each unit, any scale; None where the edition is too thin to say who is nearest.
        parts: unit × part, shares 0–1, NaN where missing; None where the totals cannot be taken apart.
        points: maximum points of each part of ``parts``, above 0.
        without: units that are not wanted, such as those chosen already.
        count: how many each reason names at most.

    Returns:
        Each unit once, in the order of the reasons that named it first: region, total, parts. A unit that is
        not in ``order`` has no peers.
    """
    if unit not in order.index:
        return []
    others = order.drop([unit, *(other for other in without if other in order.index and other != unit)])
    by_total = total_distances(unit, totals=totals).reindex(others.index)
    same_region = others.index[(regions.reindex(others.index) == regions[unit]).to_numpy(dtype=bool)]
    distances = {REGION: by_total[same_region], TOTAL: by_total.dropna()}
    if parts is not None and points is not None:
        distances[PARTS] = part_distances(unit, parts=parts, points=points).reindex(others.index).dropna()
    reasons: dict[Hashable, list[str]] = {}
    for reason, near in distances.items():
        for other in _nearest(near, order=others)[:count]:
            reasons.setdefault(other, []).append(reason)
    return [Peer(other, tuple(own)) for other, own in reasons.items()]


def total_distances(unit: Hashable, *, totals: pd.Series | None) -> pd.Series:
    """Return how far the total of each unit is from that of one; NaN where either is missing."""
    if totals is None or unit not in totals.index:
        return pd.Series(dtype=float)
    return without_noise((totals.astype(float) - float(totals[unit])).abs())


def part_distances(unit: Hashable, *, parts: pd.DataFrame, points: pd.Series) -> pd.Series:
    """Return how unlike each unit is to one over the parts that both have.

        distance = √(Σ points × (value − value of the unit)² / Σ points)

    over these parts alone: one that is missing of either counts on neither side, and never as zero.

    Args:
        parts: unit × part, shares 0–1, NaN where missing.
        points: maximum points of each part, above 0, indexed by part.

    Returns:
        Distances 0–1 (more where a block lies outside 0–1), indexed by unit; NaN where no part is shared.

    Source: the distance that the total itself implies, in which a part counts by its points.
    """
    if unit not in parts.index:
        return pd.Series(dtype=float)
    differences = parts.astype(float) - parts.loc[unit].astype(float)
    weights = differences.notna() * points.reindex(parts.columns).astype(float)
    shared = weights.sum(axis="columns")
    squares = (differences**2 * weights).sum(axis="columns")
    return without_noise(np.sqrt(squares / shared.where(shared > 0)))


def _nearest(distances: pd.Series, *, order: pd.Series) -> list[Hashable]:
    """Sort units by distance, then by the official order; those of unknown distance last."""
    places = pd.DataFrame({"distance": distances, "order": order.reindex(distances.index)})
    return list(places.sort_values(["distance", "order"], na_position="last").index)
