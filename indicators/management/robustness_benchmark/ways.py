"""Made-up parts of totals, and the least that any blocked NumPy has to do for the same draws."""

import numpy as np
import pandas as pd

from indicators.scoring.parts import Parts, parts_of

POINTS = 100
BAND = 0.2
BLOCK_CELLS = 1_000_000
ENDS = [5, 95]


def made_parts(units: int, *, parts: int) -> Parts:
    """Make values of four decimals, spread over the scale."""
    names = [f"GL{number}" for number in range(parts)]
    values = pd.DataFrame(np.random.default_rng(1).random((units, parts)).round(4), columns=names)
    return parts_of(
        values,
        totals=values.mean(axis="columns"),
        points=pd.Series(float(POINTS), index=names),
        points_assessed=POINTS * parts,
    )


def plain_intervals(values: np.ndarray, *, points: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Draw weights, rank the totals and take the percentiles of the ranks, block by block.

    Ties are parted, nothing is rounded, and no part is left out in turn: less cannot be done.
    """
    generator = np.random.default_rng(seed)
    units = len(values)
    rows = max(1, BLOCK_CELLS // units)
    ranks = np.empty((draws, units), "uint16")
    for start in range(0, draws, rows):
        block = ranks[start : start + rows]
        weights = generator.uniform(1 - BAND, 1 + BAND, size=(len(block), len(points))) * points
        weights /= weights.sum(axis=1, keepdims=True)
        block[:] = (-(weights @ values.T)).argsort(axis=1).argsort(axis=1) + 1
    columns = max(1, BLOCK_CELLS // draws)
    ends = [
        np.percentile(ranks[:, start : start + columns], ENDS, axis=0, method="inverted_cdf")
        for start in range(0, units, columns)
    ]
    return np.concatenate(ends, axis=1)
