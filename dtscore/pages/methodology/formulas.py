"""The formulas of the rule books, written with the codes and points that stand in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from dtscore.pages.methodology.books import RuleBook, points_text
from indicators.models import Measure, Methodology


@dataclass(frozen=True)
class Formula:
    """What is computed, in words, and the line itself."""

    text: str
    line: str


@dataclass(frozen=True)
class BookFormulas:
    """The formulas of one rule book; ``remark`` says why there are none."""

    name: str
    formulas: list[Formula]
    remark: str


def formulas_of(book: RuleBook) -> BookFormulas:
    """Write what is computed by a rule book."""
    formulas = [*_totals(book)]
    for composite in book.of_kind(Measure.Kind.COMPOSITE):
        formulas += _composites(book, composite)
    remark = ""
    if not formulas:
        if book.methodology.value_form == Methodology.ValueForm.POINTS:
            remark = _("The points of a group are the sum of the points of its indicators.")
        else:
            remark = _(
                "The points of the groups are not known, so nothing is computed: "
                "this site shows the published figures alone."
            )
    return BookFormulas(book.methodology.name, formulas, remark)


def parts_outside(book: RuleBook, composite: Measure) -> list[Measure] | None:
    """Return the groups that count in the total but not in a composite.

    None where a part weighs otherwise in the composite than in the total: the rest of the total is then no
    way to the composite.
    """
    points = {group.pk: group.max_points for group in book.scored_groups}
    parts = {part.group_id: part.points for part in composite.parts.all() if part.points}
    if not parts or any(points.get(group) != counted for group, counted in parts.items()):
        return None
    return [group for group in book.scored_groups if group.pk not in parts]


def _totals(book: RuleBook) -> Iterable[Formula]:
    if book.total is None or not book.scored_groups or book.methodology.points_assessed is None:
        return
    terms = _terms((group.max_points, group.code) for group in book.scored_groups)
    yield Formula(
        _("Total: the points that the groups reached, out of the points assessed"),
        f"{book.total.code} = ({terms}) / {points_text(book.methodology.points_assessed)}",
    )


def _composites(book: RuleBook, composite: Measure) -> Iterable[Formula]:
    parts = [part for part in composite.parts.all() if part.points]
    if not parts:
        return
    points = points_text(sum(part.points for part in parts))
    terms = _terms((part.points, part.group.code) for part in parts)
    yield Formula(
        _("%(name)s, where all its groups are known") % {"name": composite.name},
        f"{composite.code} = ({terms}) / {points}",
    )
    outside = parts_outside(book, composite)
    if outside is None or book.total is None or book.methodology.points_assessed is None:
        return
    whole = _term(book.methodology.points_assessed, book.total.code)
    left = "".join(f" − {_term(group.max_points, group.code)}" for group in outside)
    yield Formula(
        _("%(name)s, where a common group was not published: what the other groups leave of the total")
        % {"name": composite.name},
        f"{composite.code} = ({whole}{left}) / {points}",
    )


def _terms(pairs: Iterable[tuple[Decimal, str]]) -> str:
    return " + ".join(_term(points, code) for points, code in pairs)


def _term(points: Decimal, code: str) -> str:
    return f"{points_text(points)} × {code}"
