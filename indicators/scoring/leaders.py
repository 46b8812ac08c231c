"""The leaders of an edition: the first ten, or as many as the rule book says."""

from collections.abc import Hashable
from dataclasses import dataclass

import pandas as pd

from indicators.scoring.ranks import NOISE_DECIMALS, without_noise


@dataclass(frozen=True, kw_only=True)
class Leaders:
    """Who leads, and by how much the last of them is ahead of the first who does not.

    Attributes:
        units: the leaders, best first, those who tie in the order of their keys; empty where the edition is
            too thin to say.
        last_rank: the rank of the last leaders, None where there are none.
        gap_to_next: how much better the last leaders are than the next unit, on the scale of the values; None
            where nobody comes after them.
    """

    units: tuple[Hashable, ...]
    last_rank: int | None
    gap_to_next: float | None


NOBODY = Leaders(units=(), last_rank=None, gap_to_next=None)


def leaders(values: pd.Series, *, count: int = 10, higher_is_better: bool = True) -> Leaders:
    """Return the units with the first ``count`` ranks; those who tie for the last place are all in.

    Args:
        values: one value a unit, any scale, shape (n_units,), indexed by a unit key that sorts.
        count: how many ranks lead (a setting of the rule book).
        higher_is_better: False makes the lowest values lead.

    Returns:
        The leaders; nobody, if any unit lacks a value.

    Raises:
        ValueError: if ``count`` is not positive.
    """
    if count < 1:
        raise ValueError(f"count {count} is not positive")
    if values.empty or values.isna().any():
        return NOBODY
    by_key = sorted(zip(values.index, without_noise(values).tolist(), strict=True))
    # A stable sort: those who tie stay in the order of their keys.
    in_order = sorted(by_key, key=lambda unit: unit[1], reverse=higher_is_better)
    units, levels = zip(*in_order, strict=True)
    last = levels[min(count, len(levels)) - 1]
    first_place, places = levels.index(last), levels.count(last)
    following = levels[first_place + places :]
    return Leaders(
        units=units[: first_place + places],
        last_rank=first_place + 1,
        gap_to_next=round(abs(last - following[0]), NOISE_DECIMALS) if following else None,
    )
