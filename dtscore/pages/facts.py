"""From what pages load to the facts that are told in sentences."""

from collections.abc import Iterable

import pandas as pd
from django.utils.translation import get_language

from dtscore.narrative.facts import (
    COMPUTED,
    DERIVED,
    PUBLISHED,
    AgainstMean,
    Change,
    Coverage,
    Name,
    OtherSet,
    Period,
    Placing,
    Rank,
    Value,
)
from dtscore.narrative.pieces import Narrative
from dtscore.narrative.telling import Facts, tell
from dtscore.pages.editions import unit_set_label
from dtscore.pages.links import group_url, ranking_url, row_url
from dtscore.pages.marks import Badge
from dtscore.pages.standings import Standing, value_text
from dtscore.pages.summaries import MeasureSummary
from indicators.models import Edition, Ranking
from indicators.notation import format_number


def told(facts: Facts) -> Narrative:
    """Tell facts in the language of the page."""
    return tell(facts, language=get_language())


def period_of(edition: Edition) -> Period:
    return Period(text=edition.period, is_year=edition.period_kind == Edition.PeriodKind.YEAR)


def basis_of(badge: Badge | None) -> str:
    """Return how a figure is known, by its mark; one by the order of rows counts as published."""
    return badge.kind if badge is not None and badge.kind in (COMPUTED, DERIVED) else PUBLISHED


def placing_of(
    standing: Standing, *, edition: Edition, previous: Edition | None = None, measure: str = ""
) -> Placing:
    """Return where a unit stands.

    Args:
        previous: the edition that changes are counted from.
        measure: the code of the group by which it stands; by the total its figures lead to the ranking.
    """
    slug = standing.slug
    reference = standing_url(edition, slug, measure=measure)
    return Placing(
        name=Name(text=standing.name, reference=standing.url),
        value=None
        if pd.isna(standing.value)
        else Value(text=standing.value_text, reference=reference, basis=basis_of(standing.value_badge)),
        rank=rank_of(standing.rank, standing.rank_badge, count=edition.unit_count, reference=reference),
        change=change_of(
            standing.change,
            standing.change_badge,
            previous=previous,
            reference=standing_url(previous, slug, measure=measure) if previous else "",
        ),
        takes_part=standing.status == Ranking.Status.NOT_RANKED,
    )


def standing_url(edition: Edition, slug: str, *, measure: str = "") -> str:
    """Return where a unit's figures stand: its row in the ranking, or the group's page that picks it out."""
    return f"{group_url(edition, measure)}?cua-toi={slug}" if measure else row_url(edition, slug)


def rank_of(place: int | None, badge: Badge | None, *, count: int | None, reference: str) -> Rank | None:
    if place is None:
        return None
    return Rank(place=place, count=count, reference=reference, basis=basis_of(badge))


def change_of(
    places: int | None, badge: Badge | None, *, previous: Edition | None, reference: str
) -> Change | None:
    """Return a change of rank, which leads to the edition before; None where it is not known."""
    if places is None:
        return None
    since = period_of(previous) if previous else None
    return Change(places=places, since=since, reference=reference, basis=basis_of(badge))


def mean_of(summary: MeasureSummary | None, *, edition: Edition, reference: str) -> Value | None:
    """Return the average of a measure; None where it is neither published nor to be computed."""
    if summary is None or pd.isna(summary.mean):
        return None
    return Value(
        text=value_text(summary.mean, edition=edition, printed=summary.mean_printed),
        reference=reference,
        basis=PUBLISHED if summary.mean_is_published else COMPUTED,
    )


def against_mean_of(
    standing: Standing, summary: MeasureSummary | None, *, edition: Edition, measure: str, own_reference: str
) -> AgainstMean | None:
    """Return how far a unit is from the average; its own figure stands at ``own_reference``."""
    reference = group_url(edition, measure)
    mean = mean_of(summary, edition=edition, reference=reference)
    if mean is None or pd.isna(standing.value):
        return None
    gap = standing.value - summary.mean
    text = difference_text(gap, edition=edition)
    side = 0 if text == difference_text(0, edition=edition) else 1 if gap > 0 else -1
    difference = Value(text=text, reference=own_reference, basis=COMPUTED)
    return AgainstMean(difference=difference, mean=mean, side=side)


def difference_text(difference: float, *, edition: Edition) -> str:
    """Return the size of a difference with the decimals of the rule book; its direction is told in words."""
    return format_number(abs(difference), decimals=edition.methodology.decimals, language=get_language())


def coverage_of(summary: MeasureSummary | None, *, edition: Edition) -> Coverage | None:
    """Return how many units of a thin edition are known; None for a full one."""
    if summary is None or summary.is_complete:
        return None
    return Coverage(known=summary.known, count=summary.count, reference=ranking_url(edition))


def other_set_of(
    edition: Edition, *, previous: Edition | None, editions: Iterable[Edition]
) -> OtherSet | None:
    """Return the newest earlier edition of another unit set, where none of the same set came before.

    Args:
        editions: those of the scorecard, newest first.
    """
    if previous is not None:
        return None
    for other in editions:
        if other.period_end < edition.period_end and other.unit_set_id != edition.unit_set_id:
            return OtherSet(
                period=period_of(other),
                ranked=unit_set_label(edition.unit_set),
                ranked_before=unit_set_label(other.unit_set),
            )
    return None
