"""What each indicator that officers scored lacks, and what it would bring if it alone reached more."""

from collections.abc import Hashable

import numpy as np
import pandas as pd

from indicators.scoring.assessed import SMALLEST, group_shares
from indicators.scoring.averages import gap_to_next
from indicators.scoring.gains import (
    FULL,
    MEDIAN,
    NEXT_PLACE,
    REGIONAL_BEST,
    STEP_NOISE,
    TARGETS,
    outcomes,
)
from indicators.scoring.parts import Parts
from indicators.scoring.ranks import without_noise
from indicators.scoring.scenarios import moved_totals


def indicator_gains(
    parts: Parts,
    *,
    unit: Hashable,
    scores: pd.DataFrame,
    applies: pd.DataFrame,
    max_points: pd.Series,
    groups: pd.Series,
    regions: pd.Series,
) -> pd.DataFrame:
    """Return what each indicator that applies to a unit lacks, and what it alone would bring at a target.

    The targets are those of ``part_gains``; median and regional best are those of the units that the
    indicator applies to. A better score is a higher one.

    Args:
        parts: the groups of the edition, without a block.
        scores: unit × indicator, in points of the indicator.
        applies: of the same shape; whether the indicator applies to the unit.
        max_points: of each indicator, indexed like the columns of ``scores``.
        groups: the code of each indicator's group, indexed alike.
        regions: the region of each unit, indexed by unit.

    Returns:
        Indexed by (indicator, target): missing (points of the total that the indicator lacks), value (its
        points, with 4 decimals), total (share 0–1), rank and gained (Int64). All but missing are empty where
        there is no such target, as for ``part_gains``.
    """
    counts = applies.loc[unit] & (max_points > 0) & groups.isin(parts.points.index)
    most, group = max_points[counts], groups[counts]
    own = scores.loc[unit, most.index]
    # What a point of the indicator is in the total: the points of its group, spread over what applies.
    worth = group.map(parts.points) / most.groupby(group).transform("sum")
    known = scores.where(applies)[most.index]
    targets = _targets(parts, unit, own=own, known=known, most=most, worth=worth, regions=regions)
    lacks = targets.gt(own + STEP_NOISE / SMALLEST, axis="index")
    index = pd.MultiIndex.from_product([most.index, TARGETS], names=["indicator", "target"])
    scored = own.repeat(len(TARGETS)).to_numpy()
    cases = pd.Series(np.where(lacks.to_numpy().ravel(), targets.to_numpy().ravel(), scored), index=index)
    totals = _totals(parts, unit, scores=scores, cases=cases, applies=applies, most=max_points, groups=groups)
    table = outcomes(totals, targets=targets.to_numpy(), cases=index, among=parts.totals)
    table.insert(0, "missing", ((most - own) * worth).repeat(len(TARGETS)).to_numpy())
    return table


def _targets(
    parts: Parts,
    unit: Hashable,
    *,
    own: pd.Series,
    known: pd.DataFrame,
    most: pd.Series,
    worth: pd.Series,
    regions: pd.Series,
) -> pd.DataFrame:
    """Return the points that each target asks of each indicator, indicator × target; NaN for none."""
    levels = without_noise(parts.totals)
    next_level = without_noise(levels + gap_to_next(parts.totals))[unit]
    needed = own + (next_level - parts.totals[unit]) * parts.points_assessed / worth
    neighbours = regions.reindex(known.index) == regions.get(unit)
    targets = pd.DataFrame(
        {
            NEXT_PLACE: needed.where(needed <= most + STEP_NOISE / SMALLEST),
            REGIONAL_BEST: known[neighbours].max(),
            MEDIAN: known.median(),
            FULL: most,
        }
    )
    return np.ceil(targets * SMALLEST - STEP_NOISE) / SMALLEST


def _totals(
    parts: Parts,
    unit: Hashable,
    *,
    scores: pd.DataFrame,
    cases: pd.Series,
    applies: pd.DataFrame,
    most: pd.Series,
    groups: pd.Series,
) -> pd.Series:
    """Return the total of the unit in each case, in which one indicator has the points of the case."""
    rows = np.arange(len(cases))
    indicators = cases.index.get_level_values(0)
    supposed = pd.DataFrame([scores.loc[unit]] * len(cases), index=rows, columns=scores.columns)
    points = supposed.to_numpy("float64", copy=True)
    points[rows, scores.columns.get_indexer(indicators)] = cases.to_numpy()
    shares = group_shares(
        pd.DataFrame(points, index=rows, columns=scores.columns),
        applies=pd.DataFrame([applies.loc[unit]] * len(cases), index=rows),
        max_points=most,
        groups=groups,
    )
    # Only the group of the indicator moves; the others keep what was published to the bit.
    values = np.repeat(parts.values.loc[[unit]].to_numpy(), len(cases), axis=0)
    moved = groups[indicators].to_numpy()
    is_changed = cases.to_numpy() != scores.loc[unit, indicators].to_numpy()
    columns = parts.values.columns.get_indexer(moved)
    own = shares.to_numpy()[rows, shares.columns.get_indexer(moved)]
    values[rows, columns] = np.where(is_changed, own, values[rows, columns])
    return moved_totals(parts, pd.DataFrame(values, index=[unit] * len(cases), columns=parts.values.columns))
