"""The totals of the compared units over time, each unit set for itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.trend import trend_figure
from dtscore.pages.basis import basis_text
from dtscore.pages.editions import edition_label, unit_set_label
from dtscore.pages.lifting import lift_badges
from dtscore.pages.links import ranking_url
from dtscore.pages.marks import Badge, SourceMark, basis_badge
from dtscore.pages.phrases import in_sentence, rule_books_text, set_labels
from dtscore.pages.provenance import SourceList
from dtscore.pages.standings import rank_text, source_of, value_text
from indicators import frames
from indicators.models import Edition, Measure
from provinces.models import Unit

# A sentence that follows more units than that is too long to read.
MOST_SPANS = 3


@dataclass(frozen=True, kw_only=True)
class Point:
    """One unit in one edition, by its name then; without ``is_member`` it is of another time."""

    slug: str
    name: str
    value: float
    value_text: str
    value_badge: Badge | None
    rank_text: str
    rank_badge: Badge | None
    is_member: bool
    has_rank: bool
    value_source: str
    rank_source: str
    value_mark: SourceMark | None = None
    rank_mark: SourceMark | None = None

    @property
    def is_placed(self) -> bool:
        return self.has_rank or not pd.isna(self.value)


@dataclass(frozen=True, kw_only=True)
class Period:
    """One edition with a point for each unit; marks that all of them bear stand with the edition."""

    edition: Edition
    label: str
    url: str
    points: Sequence[Point]
    value_badge: Badge | None
    rank_badge: Badge | None


@dataclass(frozen=True, kw_only=True)
class Trend:
    """The editions that at least one of the units belongs to, oldest first."""

    measure: Measure | None
    periods: Sequence[Period]
    standings: pd.DataFrame

    def marked(self, sources: SourceList) -> Self:
        """Return the trend with the marks of its sources."""
        periods = [
            replace(
                period,
                points=[
                    replace(
                        point,
                        value_mark=sources.mark(point.value_source),
                        rank_mark=sources.mark(point.rank_source),
                    )
                    for point in period.points
                ],
            )
            for period in self.periods
        ]
        return replace(self, periods=periods)

    @property
    def rule_books_text(self) -> str:
        return rule_books_text(period.edition for period in self.periods)


def comparison_trend(units: Sequence[Unit], *, measure: Measure | None, editions: Sequence[Edition]) -> Trend:
    """Follow the units through the editions of their scorecard.

    Args:
        measure: the total; it is found by its code in each rule book.
        editions: those of the scorecard, newest first.
    """
    unit_sets = [{member.unit_set_id for member in unit.memberships.all()} for unit in units]
    standings = frames.history_frame(
        Unit.objects.filter(pk__in=[unit.pk for unit in units]),
        measures=[measure.code] if measure else [],
        scorecard=editions[0].scorecard.code,
    )
    rows = {(row["edition"], row["unit_id"]): row for row in standings.to_dict("records")}
    periods = [
        _period(
            edition,
            [
                _point(unit, rows.get((edition.slug, unit.pk)), edition, is_member=edition.unit_set_id in own)
                for unit, own in zip(units, unit_sets, strict=True)
            ],
        )
        for edition in reversed(editions)
        if any(edition.unit_set_id in own for own in unit_sets)
    ]
    return Trend(measure=measure, periods=periods, standings=standings)


def _period(edition: Edition, points: Sequence[Point]) -> Period:
    known = {
        "value_badge": lambda point: not pd.isna(point.value),
        "rank_badge": lambda point: point.has_rank,
    }
    marked, heads = lift_badges(points, known=known)
    return Period(
        edition=edition,
        label=edition_label(edition),
        url=ranking_url(edition),
        points=marked,
        **heads,
    )


def _point(unit: Unit, row: dict | None, edition: Edition, *, is_member: bool) -> Point:
    value = float("nan") if row is None else row["value"]
    rank = None if row is None else row["rank"]
    name, _type = unit.called_on(edition.names_on)
    return Point(
        slug=unit.slug,
        name=name,
        value=value,
        value_text=value_text(value, edition=edition, printed=row["value_text"] if row else ""),
        rank_text=rank_text(rank, edition.unit_count),
        is_member=is_member,
        has_rank=not pd.isna(rank),
        **_provenance(row, edition),
    )


def _provenance(row: dict | None, edition: Edition) -> dict[str, Badge | str | None]:
    """Return the mark of the basis and the source of the value and of the rank."""
    fields = {}
    for figure in ("value", "rank"):
        fields[f"{figure}_badge"] = row and basis_badge(
            row[f"{figure}_basis"], is_computed=row[f"{figure}_is_computed"], edition=edition
        )
        fields[f"{figure}_source"] = source_of(row, figure) if row else ""
    return fields


def trend_chart(trend: Trend, *, edition: Edition) -> ChartCard:
    """Draw a line for each unit in each unit set; the sentence keeps to the unit set of ``edition``."""
    labels = set_labels(period.edition for period in trend.periods)
    rows = [
        {
            "series": point.slug,
            "label": point.name,
            "period": period.edition.period,
            "value": point.value,
            "text": f"{point.value_text} ({point.rank_text})" if point.is_placed else None,
            "basis": basis_text(point.value_badge or period.value_badge),
            "unit_set": labels[period.edition.unit_set_id],
        }
        for period in trend.periods
        for point in period.points
        if point.is_member
    ]
    frame = pd.DataFrame(rows, columns=["series", "label", "period", "value", "text", "basis", "unit_set"])
    slugs = [point.slug for point in trend.periods[0].points]
    return ChartCard(
        id="trend-chart",
        title=_("%(measure)s over the years")
        % {"measure": trend.measure.name if trend.measure else _("Total")},
        description=_finding(trend, edition=edition),
        figure=trend_figure(frame, value_label=_("Value"), first=slugs, language=get_language()),
        sources=frozenset(
            point.value_source for period in trend.periods for point in period.points if point.value_source
        ),
    )


def _finding(trend: Trend, *, edition: Edition) -> str:
    """Say where each value of a unit set started and ended; of many units, who ended highest and lowest."""
    points = pd.DataFrame(
        [
            (point.slug, point.name, period.edition.period, point.value, point.value_text)
            for period in trend.periods
            if period.edition.unit_set_id == edition.unit_set_id
            for point in period.points
            if not pd.isna(point.value)
        ],
        columns=["slug", "name", "period", "value", "text"],
    )
    if points.empty:
        return ""
    facts = {"unit_set": in_sentence(unit_set_label(edition.unit_set))}
    if points["slug"].nunique() <= MOST_SPANS:
        spans = [_span_text(rows) for _slug, rows in points.groupby("slug", sort=False)]
        return _("Among %(unit_set)s: %(spans)s.") % {**facts, "spans": "; ".join(spans)}
    last = points[points["period"] == points["period"].iloc[-1]]
    highest, lowest = last.loc[last["value"].idxmax()], last.loc[last["value"].idxmin()]
    return _(
        "Among %(unit_set)s in %(period)s: highest %(highest)s (%(high)s), lowest %(lowest)s (%(low)s)."
    ) % {
        **facts,
        "period": highest["period"],
        "highest": highest["name"],
        "high": highest["text"],
        "lowest": lowest["name"],
        "low": lowest["text"],
    }


def _span_text(rows: pd.DataFrame) -> str:
    first, last = rows.iloc[0], rows.iloc[-1]
    if len(rows) == 1:
        return _("%(name)s: %(value)s in %(period)s") % {
            "name": last["name"],
            "value": last["text"],
            "period": last["period"],
        }
    return _("%(name)s: from %(first)s in %(first_period)s to %(last)s in %(last_period)s") % {
        "name": last["name"],
        "first": first["text"],
        "first_period": first["period"],
        "last": last["text"],
        "last_period": last["period"],
    }
