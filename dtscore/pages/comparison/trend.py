"""The totals of the compared units over time, each unit set for itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.trend import trend_figure
from dtscore.pages.editions import edition_label
from dtscore.pages.links import ranking_url
from dtscore.pages.standings import Badge, basis_badge, rank_text, shared_badge, value_text
from indicators import frames
from indicators.models import Edition, Measure
from provinces.models import Unit


@dataclass(frozen=True, kw_only=True)
class Point:
    """One unit in one edition; ``is_member`` tells a missing figure from a unit of another time."""

    name: str
    value: float
    value_text: str
    value_badge: Badge | None
    rank_text: str
    rank_badge: Badge | None
    is_member: bool
    has_rank: bool

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

    @property
    def rule_books_text(self) -> str:
        """Warn where the values were made by several rule books; else nothing."""
        rule_books = list(dict.fromkeys(period.edition.methodology.name for period in self.periods))
        if len(rule_books) < 2:
            return ""
        return _(
            "The editions follow different rule books (%(rule_books)s): compare ranks rather than values "
            "from one rule book to the next, and never ranks of two unit sets."
        ) % {"rule_books": ", ".join(rule_books)}

    def chart(self) -> ChartCard:
        rows = [
            {
                "series": point.name,
                "period": period.edition.period,
                "value": point.value,
                "text": f"{point.value_text} ({point.rank_text})" if point.is_placed else None,
                "unit_set": period.edition.unit_set.name,
            }
            for period in self.periods
            for point in period.points
            if point.is_member
        ]
        frame = pd.DataFrame(rows, columns=["series", "period", "value", "text", "unit_set"])
        return ChartCard(
            id="trend-chart",
            title=_("%(measure)s over the years")
            % {"measure": self.measure.name if self.measure else _("Total")},
            description=self._finding(),
            figure=trend_figure(frame, value_label=_("Value"), language=get_language()),
        )

    def _finding(self) -> str:
        """Say of each unit and unit set where its value started and ended."""
        spans = pd.DataFrame(
            [
                (point.name, period.edition.unit_set.name, period.edition.period, point.value_text)
                for period in self.periods
                for point in period.points
                if not pd.isna(point.value)
            ],
            columns=["name", "unit_set", "period", "text"],
        )
        several_sets = spans["unit_set"].nunique() > 1
        return "; ".join(
            _span_text(f"{name} ({unit_set})" if several_sets else name, rows)
            for (name, unit_set), rows in spans.groupby(["name", "unit_set"], sort=False)
        )


def comparison_trend(
    units: Sequence[Unit], *, names: Sequence[str], measure: Measure | None, editions: Sequence[Edition]
) -> Trend:
    """Follow the units through the editions of their scorecard.

    Args:
        names: what the units are called, in their order.
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
                _point(name, rows.get((edition.slug, unit.pk)), edition, is_member=edition.unit_set_id in own)
                for unit, name, own in zip(units, names, unit_sets, strict=True)
            ],
        )
        for edition in reversed(editions)
        if any(edition.unit_set_id in own for own in unit_sets)
    ]
    return Trend(measure=measure, periods=periods, standings=standings)


def _period(edition: Edition, points: Sequence[Point]) -> Period:
    badges = {
        "value_badge": shared_badge(point.value_badge for point in points if not pd.isna(point.value)),
        "rank_badge": shared_badge(point.rank_badge for point in points if point.has_rank),
    }
    lifted = {name: None for name, badge in badges.items() if badge}
    return Period(
        edition=edition,
        label=edition_label(edition),
        url=ranking_url(edition),
        points=[replace(point, **lifted) for point in points],
        **badges,
    )


def _point(name: str, row: dict | None, edition: Edition, *, is_member: bool) -> Point:
    value = float("nan") if row is None else row["value"]
    rank = None if row is None else row["rank"]
    return Point(
        name=name,
        value=value,
        value_text=value_text(value, edition=edition, printed=row["value_text"] if row else ""),
        value_badge=basis_badge(row["value_basis"], is_computed=row["value_is_computed"]) if row else None,
        rank_text=rank_text(rank, edition.unit_count),
        rank_badge=basis_badge(row["rank_basis"], is_computed=row["rank_is_computed"]) if row else None,
        is_member=is_member,
        has_rank=not pd.isna(rank),
    )


def _span_text(name: str, rows: pd.DataFrame) -> str:
    first, last = rows.iloc[0], rows.iloc[-1]
    if len(rows) == 1:
        return _("%(name)s: %(value)s in %(period)s") % {
            "name": name,
            "value": last["text"],
            "period": last["period"],
        }
    return _("%(name)s: from %(first)s in %(first_period)s to %(last)s in %(last_period)s") % {
        "name": name,
        "first": first["text"],
        "first_period": first["period"],
        "last": last["text"],
        "last_period": last["period"],
    }
