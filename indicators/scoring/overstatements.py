"""By how much units scored themselves above or below what the appraisal gave them."""

import pandas as pd

from indicators.scoring.ranks import without_noise


def overstatements(scores: pd.DataFrame) -> pd.DataFrame:
    """Return self-score minus appraised score of each unit and group, in points.

    Args:
        scores: a row for each unit and group that applies to it, with the columns ``unit_id``, ``group``,
            ``self`` and ``verified`` (points; NaN where a score is lacking).

    Returns:
        Unit × group in the order of the rows; positive where the unit gave itself more. NaN where a group
        does not apply to the unit or lacks a score.
    """
    differences = scores.assign(difference=without_noise(scores["self"] - scores["verified"]))
    wide = differences.pivot(index="unit_id", columns="group", values="difference")
    return wide.reindex(index=scores["unit_id"].unique(), columns=scores["group"].unique())


def mean_overstatements(scores: pd.DataFrame) -> pd.Series:
    """Return the plain mean of each group over the units that it applies to; NaN where any lacks a score."""
    differences = scores["self"] - scores["verified"]
    groups = differences.groupby(scores["group"], sort=False)
    return without_noise(groups.mean().mask(differences.isna().groupby(scores["group"], sort=False).any()))
