"""Worked examples: a real unit, its published figures, and what comes out of them."""

from dataclasses import dataclass

import pandas as pd
from django.utils.translation import get_language

from dtscore.pages.editions import edition_label
from dtscore.pages.links import unit_url
from dtscore.pages.methodology.books import RuleBook, points_text
from dtscore.pages.methodology.formulas import parts_outside
from dtscore.pages.standings import Badge, basis_badge, rank_text, value_text
from indicators import frames
from indicators.models import Edition, Measure, Methodology, Ranking, Scorecard
from indicators.notation import MINUS, format_difference, format_number

COMPUTED_DECIMALS = 6


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
    """A measure with its points, before it is written down."""

    sign: int
    measure: Measure
    points: float


def examples_of(scorecard: Scorecard, books: list[RuleBook]) -> list[Example]:
    """Return a total and a composite that were published as well as computed, of the newest edition each."""
    found = (_find(scorecard, kind) for kind in (Measure.Kind.TOTAL, Measure.Kind.COMPOSITE))
    by_methodology = {book.methodology.pk: book for book in books}
    return [
        _example(ranking, by_methodology[ranking.edition.methodology_id])
        for ranking in found
        if ranking is not None
    ]


def _find(scorecard: Scorecard, kind: str) -> Ranking | None:
    return (
        Ranking.objects.published()
        .filter(
            edition__scorecard=scorecard,
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


def _example(ranking: Ranking, book: RuleBook) -> Example:
    edition = ranking.edition
    rankings = Ranking.objects.of_edition(edition).filter(unit=ranking.unit)
    values = frames.standings_frame(rankings).set_index("measure")["value"]
    lines, divisor = _lines(ranking.measure, book, values)
    reached = sum(line.sign * line.points * values[line.measure.code] for line in lines)
    name = ranking.unit.name_on(edition.names_on)
    return Example(
        id=f"example-{ranking.measure.kind}",
        unit_name=str(name or ranking.unit.slug),
        unit_url=unit_url(ranking.unit.slug, level=edition.scorecard.level, edition=edition.slug),
        edition=edition_label(edition),
        measure=str(ranking.measure),
        steps=[_step(line, edition, values) for line in lines],
        sum=points_text(reached),
        divisor=points_text(divisor),
        result=format_number(ranking.computed_value, decimals=COMPUTED_DECIMALS, language=get_language()),
        published=value_text(float(ranking.value), edition=edition, printed=ranking.value_text),
        difference=format_difference(
            ranking.value - ranking.computed_value, decimals=COMPUTED_DECIMALS, language=get_language()
        ),
        rank=rank_text(ranking.rank, edition.unit_count),
        rank_badge=basis_badge(ranking.rank_basis, is_computed=False),
    )


def _lines(measure: Measure, book: RuleBook, values: pd.Series) -> tuple[list[Line], float]:
    """Return what is added up and what the sum is divided by, the way that scoring goes for this unit."""
    assessed = float(book.methodology.points_assessed)
    if measure.kind == Measure.Kind.TOTAL:
        return [Line(1, group, float(group.max_points)) for group in book.scored_groups], assessed
    composite = next(own for own in book.measures if own.pk == measure.pk)
    parts = [part for part in composite.parts.all() if part.points]
    divisor = float(sum(part.points for part in parts))
    if all(pd.notna(values.get(part.group.code)) for part in parts):
        return [Line(1, part.group, float(part.points)) for part in parts], divisor
    outside = parts_outside(book, composite)
    return [
        Line(1, book.total, assessed),
        *(Line(-1, group, float(group.max_points)) for group in outside),
    ], divisor


def _step(line: Line, edition: Edition, values: pd.Series) -> Step:
    value = values[line.measure.code]
    return Step(
        sign="+" if line.sign > 0 else MINUS,
        code=line.measure.code,
        name=line.measure.name,
        points=points_text(line.points),
        value=value_text(value, edition=edition),
        product=points_text(line.points * value),
    )
