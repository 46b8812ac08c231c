"""Bands of completion: how much of its points a unit has reached."""

from decimal import Decimal
from enum import StrEnum


class Band(StrEnum):
    COMPLETED = "completed"
    NEARLY = "nearly"
    LOW = "low"
    NONE = "none"


def band_of(share: Decimal | None, *, completed_from: Decimal, nearly_from: Decimal) -> Band:
    """Return the band that a share of points lies in.

    Args:
        share: 0–1; None where no score is given yet. A score of 0 is one.
        completed_from: the share from which on the work counts as completed; the cut itself belongs to it.
        nearly_from: the share from which on it counts as nearly completed.

    Returns:
        ``NONE`` for a missing share alone: missing is not zero.
    """
    if share is None:
        return Band.NONE
    if share >= completed_from:
        return Band.COMPLETED
    return Band.NEARLY if share >= nearly_from else Band.LOW
