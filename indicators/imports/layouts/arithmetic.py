"""What the figures themselves tell of a table: which ranks order which values, which column is the sum."""

from enum import Enum, auto
from itertools import pairwise

import numpy as np

Values = list[float | None]

FEWEST_ROWS = 4
# Published tables contradict themselves here and there.
SHARE_IN_ORDER = 0.95
SUM_TOLERANCE = 0.003
# A table of composites leaves room for another weighted sum than the total's, but not with weights above 0.
FIT_TOLERANCE = 0.0005
# Points and the percentages made of them are both rounded.
RATIO_TOLERANCE = 0.005
# Nearer than this to one another, two columns may as well be a draft and what became of it.
LEAST_SCALE = 0.05
LEAST_WEIGHT = 0.01


class Settled(Enum):
    """What the sum says of columns that may hold parts of the total or composites."""

    PARTS = auto()
    COMPOSITES = auto()
    UNKNOWN = auto()


def ranks_fit(values: Values, ranks: Values) -> bool | None:
    """Tell whether ranks order the values, the largest first; None where the rows leave it open."""
    pairs = [(rank, value) for rank, value in zip(ranks, values, strict=True) if None not in (rank, value)]
    is_told = all(len({pair[place] for pair in pairs}) > 1 for place in (0, 1))
    if len(pairs) < FEWEST_ROWS or not is_told:
        return None
    ordered = [value for _rank, value in sorted(pairs, key=lambda pair: (pair[0], -pair[1]))]
    steps = [earlier >= later for earlier, later in pairwise(ordered)]
    return sum(steps) >= SHARE_IN_ORDER * len(steps)


def is_other_scale(one: Values, other: Values) -> bool:
    """Tell whether one column is the other times a number other than 1, as percentages of points are."""
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a and b]
    if len(pairs) < FEWEST_ROWS or len({a for a, _b in pairs}) < FEWEST_ROWS:
        return False
    ratios = np.array([b / a for a, b in pairs])
    middle = np.median(ratios)
    if abs(middle - 1) < LEAST_SCALE:
        return False
    return bool(np.mean(np.abs(ratios - middle) <= RATIO_TOLERANCE * np.abs(middle)) >= SHARE_IN_ORDER)


def find_total(columns: list[Values]) -> int | None:
    """Return the position of the column that is the sum or the mean of all others, if one alone is."""
    if len(columns) < 3:
        return None
    rows = np.array([row for row in zip(*columns, strict=True) if None not in row], dtype=float)
    if len(rows) < FEWEST_ROWS:
        return None
    found = []
    for position in range(rows.shape[1]):
        others = np.delete(rows, position, axis=1)
        for expected in (others.sum(axis=1), others.mean(axis=1)):
            misses = np.abs(rows[:, position] - expected)
            if np.quantile(misses, 0.9) <= SUM_TOLERANCE * np.abs(rows[:, position]).max():
                found.append(position)
    return found[0] if len(set(found)) == 1 else None


def settle_parts(total: Values, parts: list[Values], doubtful: list[Values]) -> Settled:
    """Tell whether doubtful columns are parts of the total, as the sure ones are, or composites.

    The total is a weighted sum of its parts with weights above 0. Composites hold the common parts within
    them, so that a sum which uses them needs weights below 0 for those parts.
    """
    columns = [*parts, *doubtful]
    rows = np.array([row for row in zip(total, *columns, strict=True) if None not in row], dtype=float)
    if len(rows) < 2 * len(columns) + 2:
        return Settled.UNKNOWN
    # Columns that follow from each other leave the weights open.
    if np.linalg.matrix_rank(rows[:, 1:], tol=1e-3) < len(columns):
        return Settled.UNKNOWN
    weights, *_rest = np.linalg.lstsq(rows[:, 1:], rows[:, 0], rcond=None)
    misses = np.abs(rows[:, 1:] @ weights - rows[:, 0])
    if misses.max() > FIT_TOLERANCE * np.abs(rows[:, 0]).max():
        return Settled.UNKNOWN
    if weights.min() >= LEAST_WEIGHT:
        return Settled.PARTS
    common, doubted = weights[: len(parts)], weights[len(parts) :]
    return Settled.COMPOSITES if len(parts) and common.max() < 0 < doubted.min() else Settled.UNKNOWN
