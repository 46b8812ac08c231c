"""Where the units stand by one measure: the table, the leaders, the spread."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
from django.utils.text import capfirst, get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.distribution import distribution_figure
from dtscore.pages.editions import period_text
from dtscore.pages.group_checks import difference_texts
from dtscore.pages.group_leaders import GroupLeaders, group_leaders
from dtscore.pages.profile_sentence import since_text
from dtscore.pages.standings import Badge, Standing, shared_badge, standings_of, value_text
from dtscore.pages.summaries import MeasureSummary, summaries_of
from indicators import frames
from indicators.models import Edition, Measure
from indicators.notation import MISSING
from indicators.workflow.computing import previous_edition

TALL_TABLE = 20


@dataclass(frozen=True, kw_only=True)
class Stat:
    """One figure of the edition with its name and how it came about."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, kw_only=True)
class StandingsTable:
    """The units that have a figure, best first; marks that all of them bear stand in the head."""

    rows: Sequence[Standing]
    value_badge: Badge | None
    rank_badge: Badge | None
    change_badge: Badge | None
    regional_rank_badge: Badge | None
    change_heading: str
    has_change: bool
    has_regions: bool
    is_tall: bool


@dataclass(frozen=True, kw_only=True)
class GroupStandings:
    """All that an edition says by one measure; ``missing`` lists the units without a figure, by reason."""

    frame: pd.DataFrame
    answer: str
    own_slug: str
    own: Standing | None
    own_text: str
    coverage_text: str
    stats: Sequence[Stat]
    leaders: GroupLeaders | None
    table: StandingsTable
    missing: Sequence[tuple[str, Sequence[dict]]]
    chart: ChartCard
    differences: Sequence[str]
    source_codes: Sequence[str]


def group_standings(edition: Edition, *, measure: Measure, own: str) -> GroupStandings:
    """Load the standings of every unit of an edition by one measure; ``own`` is the slug to pick out."""
    frame = frames.standings_by_unit(edition, measure=measure.code)
    lowest_first = not edition.methodology.higher_is_better
    in_order = frame.sort_values(["rank", "value", "sort_key"], ascending=[True, lowest_first, True])
    everyone = standings_of(in_order, edition=edition, own=own)
    placed = [standing for standing in everyone if standing.is_placed]
    summary = summaries_of(edition).get(measure.code)
    previous = previous_edition(edition)
    since = period_text(previous) if previous else ""
    own_standing = next((standing for standing in everyone if standing.is_own), None)
    return GroupStandings(
        frame=frame,
        answer=_answer(placed, edition=edition, measure=measure, summary=summary),
        own_slug=own,
        own=own_standing,
        own_text=_own_text(own_standing, since=since),
        coverage_text=_coverage_text(placed, edition=edition, measure=measure, summary=summary),
        stats=_stats(placed, edition=edition, summary=summary) if summary else [],
        leaders=group_leaders(edition, standings=everyone, summary=summary) if summary else None,
        table=_table(placed, since=since),
        missing=_missing(everyone) if placed else [],
        chart=_chart(placed, edition=edition, measure=measure, own=own_standing),
        differences=difference_texts(frame, edition=edition),
        source_codes=summary.source_codes if summary else (),
    )


def _answer(
    placed: Sequence[Standing], *, edition: Edition, measure: Measure, summary: MeasureSummary | None
) -> str:
    """Say who is first and what the average is; or that nothing, or nothing whole, is known."""
    facts = {"measure": measure.name, "period": period_text(edition)}
    if measure.max_points == 0:
        return _("%(measure)s is listed in the rule book of %(period)s, but not scored.") % facts
    first = [standing for standing in placed if standing.rank == 1]
    if not first and summary is not None and summary.leaders_are_published:
        facts["count"] = len(summary.leaders)
        return _("%(measure)s, %(period)s: the issuer named %(count)d leaders without ranking them.") % facts
    if not first:
        return _("%(measure)s, %(period)s: no first place has been published.") % facts
    facts |= {
        "units": get_text_list([standing.name for standing in first], _("and")),
        "rank": first[0].rank_text,
        "value": first[0].value_text,
    }
    if pd.isna(first[0].value):
        return _("%(measure)s, %(period)s: %(units)s ranks %(rank)s.") % facts
    answer = _("%(measure)s, %(period)s: %(units)s ranks %(rank)s with %(value)s.") % facts
    if summary is None or pd.isna(summary.mean):
        return answer
    mean = _("The average is %(mean)s.") % {"mean": value_text(summary.mean, edition=edition)}
    return f"{answer} {mean}"


def _own_text(own: Standing | None, *, since: str) -> str:
    """Return “Trà Vinh xếp hạng 25/63 (tăng 1 bậc so với năm 2021), giá trị 0,6077.”, or what is known."""
    if own is None:
        return ""
    if not own.is_placed:
        return f"{own.name}: {own.status_name}."
    facts = []
    if own.rank is not None:
        rank = _("%(name)s ranks %(rank)s") % {"name": own.name, "rank": own.rank_text}
        change = since_text(own.change_text, since)
        facts.append(f"{rank} ({change})" if change else rank)
    if not pd.isna(own.value):
        facts.append(_("value %(value)s") % {"value": own.value_text})
    text = ", ".join(facts)
    return f"{text}." if own.rank is not None else f"{own.name}: {text}."


def _coverage_text(
    placed: Sequence[Standing], *, edition: Edition, measure: Measure, summary: MeasureSummary | None
) -> str:
    """Say that not every unit has a value, so that nothing is computed over all of them."""
    if measure.max_points == 0:
        return ""
    if not placed:
        return _("No value or rank has been published by this measure for %(period)s.") % {
            "period": period_text(edition)
        }
    if summary is None or not summary.known:
        return _("No value has been published by this measure for %(period)s, only single ranks.") % {
            "period": period_text(edition)
        }
    if summary.is_complete:
        return ""
    return _("%(period)s: %(coverage)s. Only what was published is shown.") % {
        "period": capfirst(period_text(edition)),
        "coverage": summary.coverage_text,
    }


def _stats(placed: Sequence[Standing], *, edition: Edition, summary: MeasureSummary) -> list[Stat]:
    """Return the average, the best and how many are known, as far as they can be said."""
    stats = []
    if not pd.isna(summary.mean):
        stats.append(
            Stat(
                label=_("Average"),
                value=value_text(summary.mean, edition=edition),
                note=_mean_note(summary, edition),
            )
        )
    if not pd.isna(summary.best):
        best = [standing.name for standing in placed if standing.value == summary.best]
        stats.append(
            Stat(
                label=_("Best"),
                value=value_text(summary.best, edition=edition),
                note=get_text_list(best, _("and")),
            )
        )
    known = f"{summary.known}/{summary.count}" if summary.count else str(summary.known)
    return [*stats, Stat(label=_("Units with a value"), value=known, note="")]


def _mean_note(summary: MeasureSummary, edition: Edition) -> str:
    """Say whether the average was published, and what comes out when it is computed."""
    if not summary.mean_is_published:
        return _("computed from all units")
    if pd.isna(summary.computed_mean):
        return _("published")
    return _("published; computed from all units: %(mean)s") % {
        "mean": value_text(summary.computed_mean, edition=edition)
    }


def _table(placed: Sequence[Standing], *, since: str) -> StandingsTable:
    badges = {
        "value_badge": shared_badge(row.value_badge for row in placed if not pd.isna(row.value)),
        "rank_badge": shared_badge(row.rank_badge for row in placed if row.rank is not None),
        "change_badge": shared_badge(row.change_badge for row in placed if row.change is not None),
        "regional_rank_badge": shared_badge(
            row.regional_rank_badge for row in placed if row.regional_rank_text != MISSING
        ),
    }
    lifted = {name: None for name, badge in badges.items() if badge}
    return StandingsTable(
        rows=[replace(standing, **lifted) for standing in placed],
        change_heading=_("Change since %(period)s") % {"period": since} if since else _("Change"),
        has_change=any(standing.change is not None for standing in placed),
        has_regions=any(standing.regional_rank_text != MISSING for standing in placed),
        is_tall=len(placed) > TALL_TABLE,
        **badges,
    )


def _missing(everyone: Sequence[Standing]) -> list[tuple[str, list[dict]]]:
    """List the units that have neither value nor rank under the reason."""
    reasons: dict[str, list[dict]] = {}
    for standing in everyone:
        if not standing.is_placed:
            unit = {"text": standing.name, "url": standing.url}
            reasons.setdefault(standing.status_name, []).append(unit)
    return [(f"{reason} ({len(units)})", units) for reason, units in reasons.items()]


def _chart(
    placed: Sequence[Standing], *, edition: Edition, measure: Measure, own: Standing | None
) -> ChartCard:
    known = [standing for standing in placed if not pd.isna(standing.value)]
    frame = pd.DataFrame(
        {
            "name": [standing.name for standing in known],
            "value": pd.Series([standing.value for standing in known], dtype="float64"),
            "text": [standing.value_text for standing in known],
        }
    ).set_axis([standing.slug for standing in known])
    return ChartCard(
        id="distribution-chart",
        title=_("How the units spread by %(measure)s, %(period)s")
        % {"measure": measure.name, "period": period_text(edition)},
        description=_spread_text(known),
        figure=distribution_figure(
            frame,
            value_label=_("Value"),
            units_label=edition.unit_set.name,
            highlight=own.slug if own else None,
            measure_code=measure.code,
            language=get_language(),
        ),
    )


def _spread_text(known: Sequence[Standing]) -> str:
    if not known:
        return ""
    lowest, highest = min(known, key=lambda s: s.value), max(known, key=lambda s: s.value)
    return ngettext(
        "%(count)d unit with a value, a dot each, from %(low)s (%(lowest)s) to %(high)s (%(highest)s).",
        "%(count)d units with a value, a dot each, from %(low)s (%(lowest)s) to %(high)s (%(highest)s).",
        len(known),
    ) % {
        "count": len(known),
        "low": lowest.value_text,
        "lowest": lowest.name,
        "high": highest.value_text,
        "highest": highest.name,
    }
