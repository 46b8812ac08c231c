"""From the scores of indicators to groups, totals and composites, without what does not apply to a unit."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from indicators.scoring.composites import composite_values
from indicators.scoring.totals import weighted_totals

# Scores are stored with 4 decimals; counted in their smallest unit, sums of them are exact.
SMALLEST = 10_000


def group_shares(
    scores: pd.DataFrame, *, applies: pd.DataFrame, max_points: pd.Series, groups: pd.Series
) -> pd.DataFrame:
    """Return the part of its points that each unit reached in each group.

    share = Σ score / Σ maximum, over the indicators of the group that apply to the unit; share × maximum of
    the group are the points that the group counts with.

    Args:
        scores: unit × indicator, in points of the indicator with 4 decimals at most; NaN where missing.
        applies: unit × indicator, of the same shape; False takes an indicator out of both sums.
        max_points: maximum points of each indicator, indexed by indicator, in the order of the columns. 0 is
            listed, not counted; NaN is not known.
        groups: the group of each indicator, indexed alike; missing where an indicator has none.

    Returns:
        Shares 0–1, unit × group, in the order in which the groups first stand. NaN for a group of which
        nothing applies, and for one that lacks a score or a maximum that counts: missing is not zero.

    Source: commune rule books leave out what a commune does not have, above and below the line.
    """
    names, member = _membership(groups)
    points, most = scores.to_numpy("float64"), max_points.to_numpy("float64")
    counted = _counted(applies, max_points)
    is_missing = counted & (np.isnan(points) | np.isnan(most))
    is_known = counted & ~is_missing
    reached = np.where(is_known, np.rint(points * SMALLEST), 0) @ member
    possible = np.where(is_known, np.rint(most * SMALLEST), 0) @ member
    shares = np.full(reached.shape, np.nan)
    np.divide(reached, possible, out=shares, where=(possible > 0) & (is_missing @ member == 0))
    return pd.DataFrame(shares, index=scores.index, columns=names)


def groups_that_apply(applies: pd.DataFrame, *, max_points: pd.Series, groups: pd.Series) -> pd.DataFrame:
    """Tell of which groups at least one indicator that counts applies to a unit.

    Args:
        applies, max_points, groups: as for ``group_shares``.

    Returns:
        Booleans, unit × group.
    """
    names, member = _membership(groups)
    counts = _counted(applies, max_points) @ member
    return pd.DataFrame(counts > 0, index=applies.index, columns=names)


def assessed_totals(
    shares: pd.DataFrame, *, applies: pd.DataFrame, points: pd.Series, points_assessed: float
) -> pd.Series:
    """Add up the groups that apply, as a share of the points that they could bring.

    Args:
        shares: unit × group, 0–1.
        applies: unit × group; a group that does not apply is taken out of the sum and of what it is a share
            of.
        points: maximum points of each group, indexed by group.
        points_assessed: the points that the total of a unit is a share of to which every group applies.

    Returns:
        Shares 0–1, indexed by unit; NaN for a unit that lacks a group that applies, or to which none does.
    """
    totals = pd.Series(np.nan, index=shares.index)
    for units, counted, left in _patterns(applies, points=points, points_assessed=points_assessed):
        totals[units] = weighted_totals(shares[units], points=counted, points_assessed=left)
    return totals


def assessed_composites(
    shares: pd.DataFrame,
    *,
    totals: pd.Series,
    applies: pd.DataFrame,
    part_points: pd.Series,
    points: pd.Series,
    points_assessed: float,
) -> pd.Series:
    """Compute one composite from the groups that apply.

    Args:
        shares, applies, points, points_assessed: as for ``assessed_totals``.
        totals: the totals of ``assessed_totals``.
        part_points: points of each part inside the composite, indexed by group.

    Returns:
        Shares 0–1, indexed by unit; NaN for a unit that lacks a part that applies, or to which none does.
    """
    composites = pd.Series(np.nan, index=shares.index)
    for units, counted, left in _patterns(applies, points=points, points_assessed=points_assessed):
        composites[units] = composite_values(
            shares[units],
            totals=totals[units],
            part_points=part_points[part_points.index.isin(counted.index)],
            points=counted,
            points_assessed=left,
        )
    return composites


def _counted(applies: pd.DataFrame, max_points: pd.Series) -> np.ndarray:
    return applies.to_numpy(bool) & (max_points != 0).to_numpy()


def _membership(groups: pd.Series) -> tuple[pd.Index, np.ndarray]:
    """Return the groups and indicator × group, 1 where the indicator belongs to the group."""
    names = pd.Index(groups.dropna().unique(), name="group")
    return names, (groups.to_numpy()[:, np.newaxis] == names.to_numpy()).astype("float64")


Pattern = tuple[np.ndarray, pd.Series, float]


def _patterns(applies: pd.DataFrame, *, points: pd.Series, points_assessed: float) -> Iterator[Pattern]:
    """Yield the units to which the same groups apply, the points of these, and the points assessed then."""
    points = points.astype(float)
    named = applies.reindex(columns=points.index, fill_value=False).to_numpy()
    kinds, kind_of_unit = np.unique(named, axis=0, return_inverse=True)
    for number, kind in enumerate(kinds):
        left = float(points_assessed) - points[~kind].sum()
        if points[kind].gt(0).any() and left > 0:
            yield kind_of_unit.ravel() == number, points[kind], left
