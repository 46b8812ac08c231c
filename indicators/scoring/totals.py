"""Totals recomputed from the groups, to stand beside the published ones."""

import pandas as pd


def weighted_totals(values: pd.DataFrame, *, points: pd.Series, points_assessed: float) -> pd.Series:
    """Add up the values of the groups by their maximum points.

    Args:
        values: unit × group, all on one scale (DTI: 0–1). Columns that ``points`` does not name are left
            out, such as the composites, whose points are those of the groups again.
        points: maximum points of each group, indexed by group. A group of 0 points is listed, not counted.
        points_assessed: the points that the total is a share of (DTI 2023: 1000; 2024: 940).

    Returns:
        Totals on the scale of the values, shape (n_units,), indexed by unit; NaN for a unit that lacks the
        value of a group that counts, and for all where no group counts.

    Raises:
        ValueError: if ``points_assessed`` is not positive.

    Source: QĐ 922/QĐ-BTTTT (2022), the total is the sum of the points of the groups, shown as a share.
    """
    if not points_assessed > 0:
        raise ValueError(f"points_assessed {points_assessed} is not positive")
    return weighted_sums(values, points=points) / float(points_assessed)


def weighted_sums(values: pd.DataFrame, *, points: pd.Series) -> pd.Series:
    """Add up value × points over the groups that have points.

    Args:
        values: unit × group, all on one scale.
        points: points of each group, indexed by group.

    Returns:
        Points, shape (n_units,), indexed by unit; NaN where a group that has points lacks a value, and for
        all where no group has points.
    """
    counted = points.astype(float)
    counted = counted[counted > 0]
    weighted = values.reindex(columns=counted.index).astype(float) * counted
    return weighted.sum(axis="columns", skipna=False, min_count=1)
