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
        share: 0–1; None where there is nothing to reach or no score yet.
        completed_from: the share from which on the work counts as completed; the cut itself belongs to it.
        nearly_from: the share from which on it counts as nearly completed.

    Returns:
        ``NONE`` for a missing share and for 0: nothing was done.
    """
    if not share:
        return Band.NONE
    if share >= completed_from:
        return Band.COMPLETED
    return Band.NEARLY if share >= nearly_from else Band.LOW
