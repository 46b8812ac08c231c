"""The parts of a total: its groups, the common ones as one block where they are not all known."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from indicators.scoring.completeness import is_complete
from indicators.scoring.ranks import NOISE_DECIMALS
from indicators.scoring.totals import weighted_sums

# The part that stands for several groups whose sum alone is known; no group has such a code.
BLOCK = "*"


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The total of an edition, taken apart.

    Args:
        values: unit × part, shares 0–1, nothing missing. A part is a group, or ``BLOCK``.
        points: maximum points of each part, all above 0, indexed by part in the order of the columns; they
            add up to ``points_assessed``.
        points_assessed: the points that the total is a share of.
        totals: the totals that the units are ranked by, shares 0–1, indexed like ``values``. What the parts
            come to may differ from them by what printing rounded off; with a block it does not.
        block: the groups inside the block; empty where every group stands alone.
        derived: the groups whose points were worked out, not read in the rule book.
    """

    values: pd.DataFrame
    points: pd.Series
    points_assessed: float
    totals: pd.Series
    block: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()


def parts_of(
    values: pd.DataFrame,
    *,
    totals: pd.Series,
    points: pd.Series,
    points_assessed: float,
    common: Collection[str] = (),
    derived: Collection[str] = (),
) -> Parts | None:
    """Take the totals of an edition apart into groups, as far as these are known of every unit.

    Where a common group is missing for any unit, all common groups are one block for all units, and

        value of the block = (points assessed × total − Σ points × value of the other groups) / its points

    Args:
        values: unit × group, shares 0–1; other columns are left out.
        totals: the totals that the units are ranked by, shares 0–1, indexed like ``values``.
        points: maximum points of each group, indexed by group. A group of 0 points is no part.
        points_assessed: the points that the total is a share of.
        common: the groups that may become a block.
        derived: the groups whose points were worked out.

    Returns:
        The parts; None where a total is missing, where a group that is not common is missing for any unit, or
        where the points of the groups do not add up to those assessed: then nobody can say what the total is
        made of. Nothing is filled in, and nothing is clipped: a block outside 0–1 shows that the published
        figures contradict each other.

    Source: QĐ 922/QĐ-BTTTT; the identity is that of ``composites``, checked against the published composites.
    """
    counted = points[points > 0].astype(float)
    known = values.reindex(columns=counted.index).astype(float)
    if not is_complete(totals, unit_count=len(known)) or round(
        counted.sum() - points_assessed, NOISE_DECIMALS
    ):
        return None
    missing = known.columns[known.isna().any()]
    if not missing.isin(list(common)).all():
        return None
    inside = [code for code in counted.index if len(missing) and code in common]
    if inside:
        known, counted = _with_block(known, totals=totals.astype(float), points=counted, inside=inside)
    return Parts(
        values=known,
        points=counted,
        points_assessed=float(points_assessed),
        totals=totals.astype(float),
        block=tuple(inside),
        derived=tuple(code for code in points.index if points[code] > 0 and code in derived),
    )


def _with_block(
    values: pd.DataFrame, *, totals: pd.Series, points: pd.Series, inside: list[str]
) -> tuple[pd.DataFrame, pd.Series]:
    """Return values and points with the groups inside the block as one part, which stands first."""
    outside = points.drop(inside)
    points_of_block = points[inside].sum()
    reached = points.sum() * totals
    if len(outside):
        reached = reached - weighted_sums(values, points=outside)
    block = (reached / points_of_block).rename(BLOCK)
    taken_apart = pd.concat([block, values[outside.index]], axis="columns")
    return taken_apart, pd.concat([pd.Series({BLOCK: points_of_block}), outside])
