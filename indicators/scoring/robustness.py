"""How far a rank depends on the weights: the ranks that a unit takes when these are drawn anew many times."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from indicators.scoring.parts import Parts
from indicators.scoring.ranks import NOISE_DECIMALS, competition_ranks

DRAWS = 10_000
# Any number would do; this one makes the same intervals of the same figures, today and in ten years.
SEED = 922
# Of the draws, how many may lie on either side of the interval.
TAIL = 0.05
# A standard deviation times this leaves 5 % of a normal distribution beyond it on one side.
DEVIATIONS = 1.6448536269514722
# Totals that differ by less are equal.
NOISE = 0.5 * 10**-NOISE_DECIMALS
# How many totals are held at a time: 8 MB of them.
BLOCK_CELLS = 1_000_000
# How many pairs are held at a time: as many as the processor keeps at hand.
PAIR_CELLS = 100_000
COLUMNS = ["lowest", "highest", "leave_out_lowest", "leave_out_highest", "similar_count"]


def rank_intervals(
    parts: Parts,
    *,
    band: float,
    draws: int = DRAWS,
    seed: int = SEED,
    higher_is_better: bool = True,
) -> pd.DataFrame:
    """Return the ranks that each unit takes under weights near those of the rule book.

    In each draw the points of every part are multiplied by a factor of their own, uniform in 1 ± band, and
    scaled back to the points assessed; totals are ranked as always. What printing rounded off a total stays
    with it. An interval leaves out the lowest and the highest 5 % of the draws: the very lowest rank would be
    that of a single draw, and fall further with every thousand more. It always holds the rank by the rule
    book's own weights.

    Args:
        parts: what the totals are made of.
        band: by which share of themselves the points may be off, 0 to below 1.
        draws: how often weights are drawn.
        seed: where the random numbers start; the same seed gives the same intervals, whatever the order of
            the units or of the parts.
        higher_is_better: False gives the first rank to the lowest total.

    Returns:
        Ranks (Int64) indexed by unit: ``lowest`` and ``highest`` bound the interval; ``leave_out_lowest`` and
        ``leave_out_highest`` the ranks when each part in turn is left out (<NA> where there is one part
        alone); ``similar_count`` the units that the order cannot tell it from, see ``similar_counts``.

    Raises:
        ValueError: if the band is not at least 0 and below 1, or nothing is drawn.

    Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 7: uncertainty of weights.
    """
    if not 0 <= band < 1:
        raise ValueError(f"band {band} is not at least 0 and below 1")
    if draws < 1:
        raise ValueError(f"draws {draws} is not positive")
    values = _with_remainder(parts)
    # Draws go to the parts by name, so that their order does not matter.
    order = np.argsort(parts.points.index.to_numpy("str"))
    lowest, highest = _interval(
        -values[:, order] if higher_is_better else values[:, order],
        points=parts.points.to_numpy("float64")[order],
        band=band,
        draws=draws,
        seed=seed,
    )
    central = competition_ranks(parts.totals, higher_is_better=higher_is_better).to_numpy("int64")
    left_out = _ranks_without_each(values, parts=parts, higher_is_better=higher_is_better)
    columns = {
        "lowest": np.minimum(lowest, central),
        "highest": np.maximum(highest, central),
        "leave_out_lowest": left_out.min(axis="columns"),
        "leave_out_highest": left_out.max(axis="columns"),
        "similar_count": similar_counts(parts, band=band),
    }
    return pd.DataFrame(columns, index=parts.values.index).astype("Int64")


def similar_counts(parts: Parts, *, band: float) -> pd.Series:
    """Count for each unit the others that the order cannot tell it from.

    Two units are similar where weights drawn within the band would turn their order round in about 5 % of the
    draws or more: where their totals lie no further apart than 1.645 standard deviations of the difference:

        |total − other total| ≤ 1.645 × band / √3 × √Σ (points × difference of the values)² / points assessed

    1/√3 is the standard deviation of a number uniform in ±1, and the sum of several is close to normal: at
    the limit 5 % of the draws turn the order round, half of that where one part makes up the whole
    difference. This is the same for every seed; counted over draws, 10,600 units would ask for 10¹²
    comparisons.

    Args:
        parts: what the totals are made of.
        band: by which share of themselves the points may be off.

    Returns:
        Counts (int64) indexed by unit, without the unit itself.
    """
    weighted = _with_remainder(parts) * (parts.points.to_numpy("float64") / parts.points_assessed)
    totals, squares = weighted.sum(axis=1), (weighted**2).sum(axis=1)
    reach = DEVIATIONS**2 * band**2 / 3
    counts = np.empty(len(totals), "int64")
    rows = max(1, PAIR_CELLS // max(len(totals), 1))
    for start in range(0, len(totals), rows):
        block = slice(start, start + rows)
        apart = np.subtract(totals[block, np.newaxis], totals)
        np.abs(apart, out=apart)
        apart -= NOISE
        np.maximum(apart, 0, out=apart)
        apart *= apart
        variances = weighted[block] @ weighted.T
        variances *= -2
        variances += squares[block, np.newaxis]
        variances += squares
        np.maximum(variances, 0, out=variances)
        variances *= reach
        counts[block] = np.count_nonzero(apart <= variances, axis=1) - 1
    return pd.Series(counts, index=parts.values.index)


def _with_remainder(parts: Parts) -> np.ndarray:
    """Return the values, unit × part, each with what the total has beyond what its parts come to.

    Added to every part, it is added to every weighted mean of them, whatever the weights.
    """
    values = parts.values.to_numpy("float64")
    reached = values @ parts.points.to_numpy("float64") / parts.points_assessed
    return values + (parts.totals.to_numpy("float64") - reached)[:, np.newaxis]


def _interval(
    values: np.ndarray, *, points: np.ndarray, band: float, draws: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ranks of each unit that at most 5 % of the draws lie below, and above; lowest value first.

    Only the ends of what was drawn are kept, so that memory does not grow with the draws.
    """
    kept = int(TAIL * draws) + 1
    held: list[np.ndarray] = []
    for weights in _weights(points, band=band, draws=draws, seed=seed, rows=_rows(len(values))):
        held.append(_ranks(weights @ values.T).T)
        if sum(ranks.shape[1] for ranks in held) > 4 * kept:
            held = [np.delete(_parted(held, kept), np.s_[kept:-kept], axis=1)]
    parted = _parted(held, kept)
    return parted[:, kept - 1].astype("int64"), parted[:, -kept].astype("int64")


def _parted(held: list[np.ndarray], kept: int) -> np.ndarray:
    """Return ranks, unit × draw, the ``kept`` lowest of each unit first and the ``kept`` highest last."""
    ranks = np.concatenate(held, axis=1)
    # Short whole numbers are sorted digit by digit, which is quicker than to part them.
    ranks.sort(axis=1, kind="stable")
    return ranks


def _weights(points: np.ndarray, *, band: float, draws: int, seed: int, rows: int) -> Iterator[np.ndarray]:
    """Yield weights that add up to 1, draw × part, so many draws at a time; their size changes no number."""
    generator = np.random.default_rng(seed)
    for start in range(0, draws, rows):
        factors = generator.uniform(1 - band, 1 + band, size=(min(rows, draws - start), len(points)))
        weights = factors * points
        yield weights / weights.sum(axis=1, keepdims=True)


def _ranks(totals: np.ndarray) -> np.ndarray:
    """Rank totals, draw × unit, the lowest first, as ``competition_ranks`` does: rounded, ties alike.

    A total and the place of its unit go into one whole number, which sorts many times faster than places by
    their totals.
    """
    draws, units = totals.shape
    bits = units.bit_length()
    totals *= 10**NOISE_DECIMALS
    keys = np.rint(totals, out=totals).astype("int64")
    keys <<= bits
    keys |= np.arange(units)
    keys.sort(axis=1)
    cells = keys & ((1 << bits) - 1)
    cells += units * np.arange(draws)[:, np.newaxis]
    ranks = np.empty((draws, units), "uint16" if units < 2**16 else "uint32")
    ranks.reshape(-1)[cells.reshape(-1)] = _places(keys >> bits, dtype=ranks.dtype).reshape(-1)
    return ranks


def _places(levels: np.ndarray, *, dtype: np.dtype) -> np.ndarray:
    """Return the places of totals that stand in order, draw × place; those that tie share the first."""
    draws, units = levels.shape
    places = np.tile(np.arange(1, units + 1, dtype=dtype), (draws, 1))
    is_tied = levels[:, 1:] == levels[:, :-1]
    tied = is_tied.any(axis=1)
    shared = places[tied]
    shared[:, 1:][is_tied[tied]] = 0
    places[tied] = np.maximum.accumulate(shared, axis=1)
    return places


def _ranks_without_each(values: np.ndarray, *, parts: Parts, higher_is_better: bool) -> pd.DataFrame:
    """Return the ranks of each unit when one part is left out, unit × part; no column for a lone part."""
    points = parts.points.to_numpy("float64")
    left = points.sum() - points
    totals = (values @ points)[:, np.newaxis] - values * points
    without = pd.DataFrame(totals / np.where(left > 0, left, np.nan), index=parts.values.index)
    return competition_ranks(without.loc[:, left > 0], higher_is_better=higher_is_better)


def _rows(units: int) -> int:
    return max(1, BLOCK_CELLS // max(units, 1))
