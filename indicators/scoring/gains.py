"""What each part of a total lacks, and what it would bring if it alone reached more."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from indicators.scoring.averages import gap_to_next
from indicators.scoring.parts import Parts
from indicators.scoring.ranks import NOISE_DECIMALS, ranks_if, without_noise
from indicators.scoring.scenarios import moved_totals

NEXT_PLACE, REGIONAL_BEST, MEDIAN, FULL = "next_place", "regional_best", "median", "full"
TARGETS = (NEXT_PLACE, REGIONAL_BEST, MEDIAN, FULL)
# A target this near a step is that step; further decimals are noise.
STEP_NOISE = 1e-6


def points_missing(parts: Parts, *, higher_is_better: bool = True) -> pd.DataFrame:
    """Return how many points of the total each part lacks.

    Args:
        higher_is_better: False where 0 is the best value.

    Returns:
        Points, unit × part: points of the part × (1 − value).
    """
    lacking = 1 - parts.values if higher_is_better else parts.values
    return lacking * parts.points


def part_gains(
    parts: Parts,
    *,
    regions: pd.Series,
    units: Sequence[Hashable] | None = None,
    higher_is_better: bool = True,
    scale: pd.Series | None = None,
    decimals: int | None = None,
) -> pd.DataFrame:
    """Return what each part would bring a unit if that part alone reached a target.

    The targets: the value that lifts the total to that of the next better unit; the best value of the region;
    the median of all units; full marks.

    Args:
        regions: the region of each unit, indexed by unit; missing where it has none.
        units: the units that are asked about; None for all.
        higher_is_better: False where the lowest total and the lowest values are the best.
        scale: the top of the scale that values of a part are printed on, indexed by part; None for 1.
        decimals: with which values are printed; a target becomes the next printed value that reaches it,
            since a value that is told must do what it promises. None leaves targets as they are.

    Returns:
        Indexed by (unit, part, target); the columns value and total (shares 0–1), rank and gained (Int64),
        the places that the unit would rise. All are missing where there is no such target: the unit comes
        first, even full marks would not lift it to the next one, or it has no region. Where the part has
        reached the target already, total and rank are those that it has.

    Source: the ranks are those of ``competition_ranks`` if this one total changed.
    """
    own = parts.values if units is None else parts.values.loc[list(units)]
    targets = _targets(parts, own, regions=regions, higher_is_better=higher_is_better)
    sign = 1 if higher_is_better else -1
    lacks = sign * (targets - own.to_numpy()[:, :, np.newaxis]) > 0.5 * 10**-NOISE_DECIMALS
    if decimals is not None:
        tops = np.ones(own.shape[1]) if scale is None else scale.reindex(own.columns).to_numpy("float64")
        steps = np.ceil(sign * targets * tops[:, np.newaxis] * 10**decimals - STEP_NOISE)
        targets = np.where(lacks, sign * steps / 10**decimals / tops[:, np.newaxis], targets)
    totals = _totals_one_by_one(parts, own, np.where(lacks, targets, own.to_numpy()[:, :, np.newaxis]))
    cases = pd.MultiIndex.from_product([own.index, own.columns, TARGETS], names=["unit", "part", "target"])
    return outcomes(
        totals, targets=targets, cases=cases, among=parts.totals, higher_is_better=higher_is_better
    )


def outcomes(
    totals: pd.Series,
    *,
    targets: np.ndarray,
    cases: pd.MultiIndex,
    among: pd.Series,
    higher_is_better: bool = True,
) -> pd.DataFrame:
    """Return what units would come to, case by case.

    Args:
        totals: shares 0–1, one a case, indexed by the unit whose total alone would be another.
        targets: what each case asks for, of as many values as there are cases; NaN for none.
        cases: what the rows are called.
        among: the totals as they are, indexed by unit.
        higher_is_better: False where the lowest total is the best.

    Returns:
        Indexed by ``cases``; the columns value (the target), total, rank and gained (Int64), the places that
        the unit would rise. All are missing where there is no target.
    """
    rules = {"among": among, "higher_is_better": higher_is_better}
    ranks, before = ranks_if(totals, **rules), ranks_if(among[totals.index], **rules)
    table = pd.DataFrame(
        {
            "value": targets.ravel(),
            "total": totals.array,
            "rank": ranks.array,
            "gained": before.array - ranks.array,
        },
        index=cases,
    )
    return table.mask(table["value"].isna())


def _targets(parts: Parts, own: pd.DataFrame, *, regions: pd.Series, higher_is_better: bool) -> np.ndarray:
    """Return the value that each target asks of each part, shape (units, parts, targets); NaN for none."""
    totals = parts.totals
    sign = 1 if higher_is_better else -1
    levels = without_noise(totals)
    next_levels = without_noise(levels + sign * gap_to_next(totals, higher_is_better=higher_is_better))
    gaps = (next_levels - totals)[own.index].to_numpy()[:, np.newaxis]
    needed = own.to_numpy() + gaps * parts.points_assessed / parts.points.to_numpy()
    is_reachable = (needed <= 1 + STEP_NOISE) if higher_is_better else (needed >= -STEP_NOISE)
    keys = regions.reindex(parts.values.index)
    by_region = parts.values.groupby(keys).agg("max" if higher_is_better else "min")
    targets = {
        NEXT_PLACE: np.where(is_reachable, needed, np.nan),
        REGIONAL_BEST: by_region.reindex(keys[own.index]).to_numpy(),
        MEDIAN: np.broadcast_to(parts.values.median().to_numpy(), own.shape),
        FULL: np.full(own.shape, 1.0 if higher_is_better else 0.0),
    }
    return np.stack([targets[target] for target in TARGETS], axis=-1)


def _totals_one_by_one(parts: Parts, own: pd.DataFrame, values: np.ndarray) -> pd.Series:
    """Return the totals if one part of a unit had another value, part by part and target by target.

    Args:
        values: shape (units, parts, targets); a part that stays has its own value.
    """
    unit_count, part_count, target_count = values.shape
    cases = np.broadcast_to(
        own.to_numpy()[:, np.newaxis, np.newaxis, :], (unit_count, part_count, target_count, part_count)
    ).copy()
    for part in range(part_count):
        cases[:, part, :, part] = values[:, part, :]
    rows = cases.reshape(-1, part_count)
    return moved_totals(
        parts,
        pd.DataFrame(rows, index=own.index.repeat(part_count * target_count), columns=own.columns),
    )
