"""A unit over all editions: one line a unit set, those of its predecessors beside its own, never joined."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.trend import trend_figure
from dtscore.pages.basis import basis_text, marked_text
from dtscore.pages.editions import period_text
from dtscore.pages.estimates import Estimate, estimated_badge
from dtscore.pages.links import profile_url
from dtscore.pages.phrases import in_sentence, rule_books_text, set_labels
from dtscore.pages.profile.lineage import Lineage
from dtscore.pages.provenance import SourceList
from dtscore.pages.standings import Standing
from indicators.models import Edition
from provinces.models import Unit


@dataclass(frozen=True, kw_only=True)
class TrendRow:
    """The total of one edition; ``missing_text`` says why there is neither value nor rank."""

    period: str
    unit_set: str
    url: str
    is_current: bool
    standing: Standing
    missing_text: str


def trend_rows(lineage: Lineage, *, current: Edition, sources: SourceList) -> list[TrendRow]:
    """Return the total of every edition of the unit, newest first."""
    unit = lineage.unit
    return [
        TrendRow(
            period=edition.period,
            unit_set=edition.unit_set.name,
            url=profile_url(unit.slug, edition=edition),
            is_current=edition == current,
            standing=sources.marked(standing),
            missing_text="" if standing.is_placed else standing.status_name,
        )
        for edition in lineage.editions_with(unit)
        if (standing := lineage.total_standing(unit, edition)) is not None
    ]


def has_several_sets(rows: list[TrendRow]) -> bool:
    return len({row.unit_set for row in rows}) > 1


def two_sets_text(rows: list[TrendRow]) -> str:
    """Say the ranks of a period in which the unit was ranked in two unit sets, newest first; else nothing."""
    ranked = [row for row in rows if row.standing.rank is not None]
    for newer, older in pairwise(ranked):
        if newer.period == older.period:
            return _(
                "%(period)s was published for two unit sets: rank %(newer)s among %(newer_set)s, "
                "rank %(older)s among %(older_set)s. The two ranks form no series."
            ) % {
                "period": newer.period,
                "newer": newer.standing.rank_text,
                "newer_set": in_sentence(newer.unit_set),
                "older": older.standing.rank_text,
                "older_set": in_sentence(older.unit_set),
            }
    return ""


def trend_rule_books(lineage: Lineage) -> str:
    """Warn where the totals of the unit and of those that it was made of follow several rule books."""
    units = [lineage.unit, *(succession.predecessor for succession in lineage.from_units)]
    return rule_books_text(
        edition
        for edition in reversed(lineage.editions)
        if any((total := lineage.total_standing(unit, edition)) and total.is_placed for unit in units)
    )


def trend_chart(
    lineage: Lineage, *, name: str, value_label: str, estimates: Sequence[Estimate] = ()
) -> ChartCard:
    """Draw the totals of the unit, and of the units that it was made of, over the years.

    ``estimates`` of the unit in years before the merger make a line of their own, which ends there.
    """
    frame = _points_frame(lineage, name=name, estimates=estimates)
    return ChartCard(
        id="trend-chart",
        title=_("%(name)s over the years") % {"name": name},
        description=_trend_finding(frame, lineage, name=name),
        figure=trend_figure(frame, value_label=value_label, first=[name], language=get_language()),
        sources=_sources(lineage),
    )


def _sources(lineage: Lineage) -> frozenset[str]:
    """Return the codes of the sources of the totals that are drawn, and that estimates are made of."""
    units = [lineage.unit, *(succession.predecessor for succession in lineage.from_units)]
    standings = (
        lineage.total_standing(unit, edition) for unit in units for edition in lineage.editions_with(unit)
    )
    return frozenset(standing.value_source for standing in standings if standing and standing.value_source)


def series_name(unit: Unit, *, heir: str) -> str:
    """Return the name of a predecessor, told apart from the unit that took its name over."""
    name = str(unit)
    return unit.dated_name() if name == heir else name


def _points_frame(lineage: Lineage, *, name: str, estimates: Sequence[Estimate]) -> pd.DataFrame:
    """Return the points of the chart in time order, the unit's own before those of the others."""
    labels = set_labels(lineage.editions)
    own = list(_points(lineage, lineage.unit, series=name, labels=labels))
    others = [
        point
        for old in (succession.predecessor for succession in lineage.from_units)
        for point in _points(lineage, old, series=series_name(old, heir=name), labels=labels)
    ]
    order = {edition.slug: position for position, edition in enumerate(reversed(lineage.editions))}
    estimated = list(_estimated_points(lineage, estimates, series=name, labels=labels))
    points = sorted(own + estimated + others, key=lambda point: order[point["edition"]])
    columns = ["series", "period", "value", "text", "basis", "unit_set", "edition", "is_estimated"]
    return pd.DataFrame(points, columns=columns).astype({"value": float, "is_estimated": bool})


def _estimated_points(
    lineage: Lineage, estimates: Sequence[Estimate], *, series: str, labels: dict[Hashable, str]
) -> Iterable[dict]:
    unit_set = next((labels[edition.unit_set_id] for edition in lineage.editions_with(lineage.unit)), "")
    for estimate in estimates:
        yield {
            "series": series,
            "period": estimate.edition.period,
            "value": estimate.value,
            "text": estimate.value_text,
            "basis": estimated_badge().text,
            "unit_set": _("%(set)s, estimated") % {"set": unit_set},
            "edition": estimate.edition.slug,
            "is_estimated": True,
        }


def _points(lineage: Lineage, unit: Unit, *, series: str, labels: dict[Hashable, str]) -> Iterable[dict]:
    for edition in lineage.editions_with(unit):
        standing = lineage.total_standing(unit, edition)
        if standing is not None:
            yield {
                "series": series,
                "period": edition.period,
                "value": standing.value,
                "text": marked_text(standing.value_text, standing.value_badge),
                "basis": basis_text(standing.value_badge),
                "unit_set": labels[edition.unit_set_id],
                "edition": edition.slug,
                "is_estimated": False,
            }


def _trend_finding(frame: pd.DataFrame, lineage: Lineage, *, name: str) -> str:
    """Say from where to where the unit's values went, unit set by unit set."""
    periods = {edition.slug: period_text(edition) for edition in lineage.editions}
    own = frame[(frame["series"] == name) & frame["value"].notna()]
    findings = [_span(rows, periods) for _set, rows in own.groupby("unit_set", sort=False)]
    if frame["unit_set"].nunique() > 1:
        findings.append(_("Values of different unit sets are not joined into one line."))
    return " ".join(findings) or _("No value has been published yet.")


def _span(rows: pd.DataFrame, periods: dict[str, str]) -> str:
    first, last = rows.iloc[0], rows.iloc[-1]
    facts = {
        "unit_set": in_sentence(first["unit_set"]),
        "first": first["text"],
        "first_period": periods[first["edition"]],
        "last": last["text"],
        "last_period": periods[last["edition"]],
    }
    if len(rows) == 1:
        return _("Among %(unit_set)s: %(first)s in %(first_period)s.") % facts
    return _("Among %(unit_set)s: from %(first)s in %(first_period)s to %(last)s in %(last_period)s.") % facts
