"""What the text of a cell tells beside its number: with how many decimals it was printed."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

import pandas as pd

from indicators.notation import Number

# The first number of a cell: 0,6177 of "0,6177*", 65,57 of "65,57/100"; what follows tells a percentage.
NUMBER = re.compile(r"([0-9](?:[0-9., ]*[0-9])?)( ?%)?")
PERCENT_PLACES = 2
# Values are stored with six decimals.
SMALLEST = Decimal("0.000001")


@lru_cache(maxsize=10_000)
def printed_decimals(printed: str, *, value: Number, otherwise: int) -> int:
    """Return with how many decimals a value was printed: 4 for "0,6177", "0.6177" and "61,77 %" of 0.6177.

    Args:
        printed: the cell as it stood in its table.
        value: what was read from it, which tells 1.236 from 1236; where it fits no reading, the last mark
            counts as the one before the decimals.
        otherwise: what to return where the cell holds no number.
    """
    found = NUMBER.search(printed)
    if found is None:
        return otherwise
    number = found[1].replace(" ", "")
    if not pd.isna(value):
        size = abs(Decimal(str(value)))
        readings = _readings(number, is_percentage=bool(found[2]))
        if fitting := [decimals for decimals, meant in readings if abs(meant - size) < SMALLEST]:
            return max(fitting)
    return len(re.split("[.,]", number)[-1]) if {",", "."} & set(number) else 0


def _readings(number: str, *, is_percentage: bool) -> Iterator[tuple[int, Decimal]]:
    """Yield what a number may mean, with its decimals: one mark stands before them, the other in groups."""
    for mark, group in ((",", "."), (".", ",")):
        whole, _mark, part = number.replace(group, "").partition(mark)
        if mark not in part:
            meant = Decimal(f"{whole}.{part}")
            yield len(part), meant
            if is_percentage:
                yield len(part) + PERCENT_PLACES, meant.scaleb(-PERCENT_PLACES)
