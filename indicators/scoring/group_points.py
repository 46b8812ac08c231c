"""Scores in the points that their group counts with, where not all indicators of it apply to a unit."""

import pandas as pd


def in_group_points(scores: pd.DataFrame, *, columns: list[str]) -> pd.DataFrame:
    """Return scores as points of their group: score / Σ maximum of what applies × maximum of the group.

    Args:
        scores: rows of units or indicators, with the columns ``possible`` (Σ maximum of the indicators of the
            group that apply to the unit) and ``group_points`` (maximum of the group); NaN is not known.
        columns: those that hold points.

    Returns:
        The same rows; those columns stay as they are where the group or its indicators have no known points.

    Source: docs/methodology.md, "From officers' scores to groups and totals".
    """
    possible, most = scores["possible"], scores["group_points"]
    factors = (most / possible.where(possible > 0)).fillna(1.0)
    scaled = scores.copy()
    scaled[columns] = scores[columns].mul(factors, axis="index")
    return scaled
