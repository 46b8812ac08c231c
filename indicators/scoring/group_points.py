"""Scores in the points that their group counts with, where not all indicators of it apply to a unit."""

from decimal import Decimal
from typing import TypeVar

import pandas as pd

Points = TypeVar("Points", Decimal, pd.Series)


def points_in_group(points: Points, *, possible: Points, group_points: Points) -> Points:
    """Return points of indicators as points of their group: points × maximum of the group / possible.

    Args:
        possible: Σ maximum of the indicators of the group that apply to the unit; above 0.
        group_points: maximum points of the group.

    Source: docs/methodology.md, "From officers' scores to groups and totals".
    """
    return points * group_points / possible


def in_group_points(scores: pd.DataFrame, *, columns: list[str]) -> pd.DataFrame:
    """Return scores as points of their group, row by row.

    Args:
        scores: rows of units or indicators, with the columns ``possible`` (Σ maximum of the indicators of the
            group that apply to the unit) and ``group_points`` (maximum of the group); NaN is not known.
        columns: those that hold points.

    Returns:
        The same rows; those columns stay as they are where the group or its indicators have no known points.
    """
    possible, most = scores["possible"], scores["group_points"]
    is_known = (possible > 0) & most.notna()
    counted = scores.copy()
    for name in columns:
        points = points_in_group(scores[name], possible=possible, group_points=most)
        counted[name] = points.where(is_known, scores[name])
    return counted
