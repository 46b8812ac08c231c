"""What the scores that one unit has given so far come to, group by group, as publishing will count them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.scoring.group_points import points_in_group

ZERO = Decimal(0)


@dataclass(frozen=True)
class Subtotal:
    """The points of a group so far, of ``most``; ``given`` of ``possible`` are those of its indicators.

    None is not known: no score yet, or a maximum that the rule book does not tell.
    """

    points: Decimal | None
    most: Decimal | None
    given: Decimal | None
    possible: Decimal | None

    @property
    def is_scaled(self) -> bool:
        return None not in (self.most, self.possible) and self.most != self.possible


def subtotal(
    scores: Iterable[tuple[Decimal | None, Decimal | None]], *, group_points: Decimal | None
) -> Subtotal:
    """Return what the scores of a group come to.

    points = Σ score / Σ maximum × maximum of the group. A score that is missing yet counts nothing; what does
    not apply to the unit is not among the scores.

    Args:
        scores: score and maximum points of each indicator that applies.
        group_points: maximum points of the group; without them its indicators stand for themselves.

    Returns:
        All zero and none where nothing applies.

    Source: docs/methodology.md, "From officers' scores to groups and totals".
    """
    scores = list(scores)
    known = [score for score, _most in scores if score is not None]
    maxima = [most for _score, most in scores]
    given = sum(known, ZERO) if known else None
    possible = None if None in maxima else sum(maxima, ZERO)
    if not possible or group_points is None:
        return Subtotal(points=given, most=possible, given=given, possible=possible)
    points = given
    if given is not None:
        points = points_in_group(given, possible=possible, group_points=group_points)
    return Subtotal(points=points, most=group_points, given=given, possible=possible)


def sum_of(subtotals: Iterable[Subtotal]) -> Subtotal:
    """Add up the groups of a unit; a group of which nothing applies brings nothing and could not."""
    subtotals = list(subtotals)

    def added(name: str) -> Decimal | None:
        values = [getattr(one, name) for one in subtotals]
        known = [value for value in values if value is not None]
        is_score = name in ("points", "given")
        return sum(known, ZERO) if known and (is_score or len(known) == len(values)) else None

    return Subtotal(**{name: added(name) for name in ("points", "most", "given", "possible")})
