"""What a rule book says of points and scales, as the scoring takes it."""

from dataclasses import dataclass

import pandas as pd

from indicators.models import CompositePart, Measure, Methodology
from indicators.models.basis import Basis


@dataclass(frozen=True)
class RuleBook:
    """The points of a methodology.

    Args:
        total: code of the total; None where the rule book lists none.
        scale: the top of the scale of each valued measure, indexed by code.
        points: maximum points of each group, indexed by code.
        parts: of each composite the points of its parts, by code.
        points_assessed: the points that the total is a share of; None where the rule book does not say.
        derived: codes of the groups whose points were worked out, not read in the rule book.
    """

    total: str | None
    scale: pd.Series
    points: pd.Series
    parts: dict[str, pd.Series]
    points_assessed: float | None
    derived: tuple[str, ...] = ()

    @property
    def common(self) -> tuple[str, ...]:
        """The groups that every composite counts, where there are several composites: the foundations."""
        if len(self.parts) < 2:
            return ()
        counted = [set(points.index[points > 0]) for points in self.parts.values()]
        return tuple(code for code in self.points.index if all(code in codes for codes in counted))


def rule_book(methodology: Methodology) -> RuleBook:
    """Read the points of a methodology."""
    measures = list(methodology.measures.valued().in_order())
    groups = [m for m in measures if m.kind == Measure.Kind.GROUP]
    assessed = methodology.points_assessed
    return RuleBook(
        total=next((m.code for m in measures if m.kind == Measure.Kind.TOTAL), None),
        scale=_scales(methodology, measures),
        points=pd.Series({m.code: float(m.max_points or 0) for m in groups}, dtype="float64"),
        parts=_composite_parts(methodology),
        points_assessed=None if assessed is None else float(assessed),
        derived=tuple(m.code for m in groups if m.max_points and m.points_basis == Basis.DERIVED),
    )


def _scales(methodology: Methodology, measures: list[Measure]) -> pd.Series:
    """Return the top of each measure's scale: one for all (shares), or its own maximum points."""
    if methodology.value_form == Methodology.ValueForm.SHARE:
        return pd.Series({m.code: float(methodology.scale_max) for m in measures}, dtype="float64")
    return pd.Series({m.code: float(m.max_points) for m in measures if m.max_points}, dtype="float64")


def _composite_parts(methodology: Methodology) -> dict[str, pd.Series]:
    parts = CompositePart.objects.filter(composite__methodology=methodology).order_by(
        "composite__order", "group__order"
    )
    rows = list(parts.values_list("composite__code", "group__code", "points"))
    codes = dict.fromkeys(code for code, _, _ in rows)
    return {
        code: pd.Series({group: float(points) for composite, group, points in rows if composite == code})
        for code in codes
    }
