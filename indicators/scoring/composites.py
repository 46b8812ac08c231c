"""Composites (trụ cột): chính quyền số, kinh tế số and xã hội số, computed from the groups of activity."""

import pandas as pd

from indicators.scoring.totals import weighted_sums


def composite_values(
    values: pd.DataFrame,
    *,
    totals: pd.Series,
    part_points: pd.Series,
    points: pd.Series,
    points_assessed: float,
) -> pd.Series:
    """Compute one composite, from its parts where all are known and else from the rest of the total.

    Args:
        values: unit × group, all on one scale (DTI: 0–1).
        totals: published totals on the same scale, indexed by unit.
        part_points: points of each part inside the composite, indexed by group (CQS 2022: five common groups
            of 100 and CQS_HD of 200). A part of 0 points is left out.
        points: maximum points of each group in the total, indexed by group.
        points_assessed: the points that the total is a share of (DTI 2023: 1000; 2024: 940).

    Returns:
        Values on the scale of ``values``, its index; NaN where neither way is open. The second way is
        closed to all units if a part weighs otherwise in the total than in the composite. Nothing is
        clipped: a value outside the scale shows that the published figures contradict each other.

    Source: points of QĐ 922/QĐ-BTTTT; both ways checked against the 21 published ranks (2022, 2023) and the
    three published means (2024, whose points are derived).
    """
    parts = part_points.astype(float)
    parts = parts[parts > 0]
    if parts.empty:
        return pd.Series(float("nan"), index=values.index)
    known = weighted_sums(values, points=parts)
    left = _points_left(values, totals=totals, parts=parts, points=points, points_assessed=points_assessed)
    return known.fillna(left) / parts.sum()


def _points_left(
    values: pd.DataFrame, *, totals: pd.Series, parts: pd.Series, points: pd.Series, points_assessed: float
) -> pd.Series:
    """Return the points that the groups outside the composite leave of the total, NaN where unknown."""
    points = points.astype(float)
    if not points.reindex(parts.index).eq(parts).all():
        return pd.Series(float("nan"), index=values.index)
    outside = points.drop(parts.index)
    reached = float(points_assessed) * totals.astype(float).reindex(values.index)
    if not outside.gt(0).any():
        return reached
    return reached - weighted_sums(values, points=outside)
