"""What an indicator scores by its rule, from what a unit reached: exact, in Decimals."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

DECIMALS = 4
DIRECT, STEPS, RATIO, LEVELS = KINDS = ("direct", "steps", "ratio", "levels")
# Which part of the maximum each level brings; a names the level by that part.
FULL, HALF, NONE = Decimal(1), Decimal("0.5"), Decimal(0)


@dataclass(frozen=True)
class Rule:
    """How an indicator is scored.

    Args:
        kind: one of ``KINDS``.
        max_points: the most that the indicator brings; None where the rule book does not say.
        steps: from which count on it brings how many points, in any order; of ``steps`` alone.
    """

    kind: str
    max_points: Decimal | None = None
    steps: tuple[tuple[Decimal, Decimal], ...] = ()

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is no kind of rule")


def propose(rule: Rule, *, a: Decimal | None = None, b: Decimal | None = None) -> Decimal | None:
    """Return the score that a rule gives for what a unit reached.

    Args:
        rule: how the indicator is scored.
        a: what was reached: a count (steps), the part (ratio), or 1, 0.5 or 0 (levels).
        b: the whole that ``a`` is a part of (ratio).

    Returns:
        Points from 0 to the maximum; a ratio is rounded once, half up, to 4 decimals. None where the rule
        proposes nothing: points given directly, a figure or the maximum missing, no whole to divide by, a
        level that is none of the three.

    Source: the way communes score themselves: 4 meetings bring 20 points, 3 bring 15; a/b × maximum.
    """
    if a is None or rule.kind == DIRECT:
        return None
    if rule.kind == STEPS:
        return _highest_step(rule, a)
    if rule.max_points is None:
        return None
    if rule.kind == LEVELS:
        return rule.max_points * a if a in (FULL, HALF, NONE) else None
    return _ratio(a, b, most=rule.max_points)


def _highest_step(rule: Rule, count: Decimal) -> Decimal | None:
    """Return the points of the highest step that a count reaches; 0 below the first."""
    if not rule.steps:
        return None
    reached = [step for step in rule.steps if step[0] <= count]
    points = max(reached)[1] if reached else Decimal(0)
    return points if rule.max_points is None else min(points, rule.max_points)


def _ratio(part: Decimal, whole: Decimal | None, *, most: Decimal) -> Decimal | None:
    """Return part / whole × most, at most ``most``, without an intermediate rounding."""
    if whole is None or whole <= 0 or part < 0:
        return None
    exact = min(Fraction(part) / Fraction(whole), Fraction(1)) * Fraction(most)
    return Decimal(floor(exact * 10**DECIMALS + Fraction(1, 2))).scaleb(-DECIMALS)
