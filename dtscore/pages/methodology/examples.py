"""Worked examples: a real unit, its published figures, and what comes out of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from dtscore.pages.editions import edition_label
from dtscore.pages.links import profile_url
from dtscore.pages.marks import Badge, basis_badge
from dtscore.pages.methodology.books import RuleBook, points_text
from dtscore.pages.methodology.formulas import parts_outside
from dtscore.pages.standings import rank_text, value_text
from indicators import frames
from indicators.models import Edition, Measure, Methodology, Ranking, Scorecard
from indicators.notation import MINUS, format_difference, format_number

COMPUTED_DECIMALS = 6

# A sign, the measure that counts and its points.
Term = tuple[int, Measure, Decimal]


@dataclass(frozen=True)
class Step:
    """One line of the sum: points × value, added or taken away."""

    sign: str
    code: str
    name: str
    points: str
    value: str
    product: str


@dataclass(frozen=True)
class Example:
    """The sum, its result and the published figure beside it."""

    id: str
    unit_name: str
    unit_url: str
    edition: str
    measure: str
    steps: list[Step]
    sum: str
    divisor: str
    result: str
    published: str
    difference: str
    rank: str
    rank_badge: Badge | None


@dataclass(frozen=True)
class Line:
    """A measure with its points and its value, before it is written down."""

    sign: int
    measure: Measure
    points: float
    value: float

    @property
    def product(self) -> float:
        return self.points * self.value


@dataclass(frozen=True)
class Sum:
    """What is added up, and what the sum is divided by."""

    lines: list[Line]
    divisor: float

    @property
    def reached(self) -> float:
        return sum(line.sign * line.product for line in self.lines)


def examples_of(scorecard: Scorecard, books: list[RuleBook]) -> list[Example]:
    """Return a total and a composite that were published as well as computed, of the newest edition each.

    One that the rule book cannot work out any more, since it was changed after the edition, is left out.
    """
    by_methodology = {book.methodology.pk: book for book in books}
    found = (_find(scorecard, kind) for kind in (Measure.Kind.TOTAL, Measure.Kind.COMPOSITE))
    examples = (
        _example(ranking, by_methodology[ranking.edition.methodology_id])
        for ranking in found
        if ranking is not None
    )
    return [example for example in examples if example is not None]


def _find(scorecard: Scorecard, kind: str) -> Ranking | None:
    return (
        Ranking.objects.published()
        .filter(
            edition__scorecard=scorecard,
            edition__methodology__scorecard=scorecard,
            edition__methodology__value_form=Methodology.ValueForm.SHARE,
            edition__methodology__scale_max=1,
            measure__kind=kind,
            value__isnull=False,
            rank__isnull=False,
            computed_value__isnull=False,
        )
        .select_related("edition__scorecard", "edition__methodology", "edition__unit_set", "measure", "unit")
        .prefetch_related("unit__names")
        .order_by("-edition__period_end", "measure__order", "rank", "unit__slug", "pk")
        .first()
    )


def _example(ranking: Ranking, book: RuleBook) -> Example | None:
    edition = ranking.edition
    rankings = Ranking.objects.of_edition(edition).filter(unit=ranking.unit)
    values = frames.standings_frame(rankings).set_index("measure")["value"].dropna().to_dict()
    worked = _sum(ranking.measure, book, values)
    if worked is None or not _comes_to(worked, ranking.computed_value):
        return None
    name = ranking.unit.name_on(edition.names_on)
    return Example(
        id=f"example-{ranking.measure.kind}",
        unit_name=str(name or ranking.unit.slug),
        unit_url=profile_url(ranking.unit.slug, edition=edition),
        edition=edition_label(edition),
        measure=str(ranking.measure),
        steps=[_step(line, edition) for line in worked.lines],
        sum=points_text(worked.reached),
        divisor=points_text(worked.divisor),
        result=format_number(ranking.computed_value, decimals=COMPUTED_DECIMALS, language=get_language()),
        published=value_text(float(ranking.value), edition=edition, printed=ranking.value_text),
        difference=format_difference(
            ranking.value - ranking.computed_value, decimals=COMPUTED_DECIMALS, language=get_language()
        ),
        rank=rank_text(ranking.rank, edition.unit_count),
        rank_badge=basis_badge(ranking.rank_basis, is_computed=False),
    )


def _sum(measure: Measure, book: RuleBook, values: dict[str, float]) -> Sum | None:
    """Return the sum that scoring takes for this unit; None where a figure or its points are missing."""
    for terms, divisor in _ways(measure, book):
        if terms and divisor and all(term.code in values for _sign, term, _points in terms):
            lines = [Line(sign, term, float(points), values[term.code]) for sign, term, points in terms]
            return Sum(lines, float(divisor))
    return None


def _ways(measure: Measure, book: RuleBook) -> Iterator[tuple[list[Term], Decimal | None]]:
    """Yield what may be added up and what the sum is divided by, in the order that scoring tries them."""
    assessed = book.methodology.points_assessed
    if measure.kind == Measure.Kind.TOTAL:
        yield [(1, group, group.max_points) for group in book.scored_groups], assessed
    for composite in book.measures:
        if composite.pk != measure.pk or composite.kind != Measure.Kind.COMPOSITE:
            continue
        parts = [part for part in composite.parts.all() if part.points]
        divisor = sum(part.points for part in parts)
        yield [(1, part.group, part.points) for part in parts], divisor
        outside = parts_outside(book, composite)
        if outside is not None and book.total is not None and assessed is not None:
            rest = [(-1, group, group.max_points) for group in outside]
            yield [(1, book.total, assessed), *rest], divisor


def _comes_to(worked: Sum, computed: Decimal) -> bool:
    """Tell whether the sum still gives what was computed when the edition was published."""
    return abs(worked.reached / worked.divisor - float(computed)) < 0.5 * 10**-COMPUTED_DECIMALS


def _step(line: Line, edition: Edition) -> Step:
    return Step(
        sign="+" if line.sign > 0 else MINUS,
        code=line.measure.code,
        name=line.measure.name,
        points=points_text(line.points),
        value=value_text(line.value, edition=edition),
        product=points_text(line.product),
    )
