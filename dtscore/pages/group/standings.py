"""Where the units stand by one measure: the sentences, the leaders, the table, the spread."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from django.core.paginator import Page
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.distribution import distribution_figure
from dtscore.pages.editions import period_text
from dtscore.pages.group import words
from dtscore.pages.group.checks import difference_texts
from dtscore.pages.group.leaders import GroupLeaders, group_leaders
from dtscore.pages.group.table import StandingsTable, Unplaced, standings_table, unplaced_units
from dtscore.pages.paging import page_of
from dtscore.pages.provenance import SourceList, sources_of
from dtscore.pages.standings import Standing, standings_of
from dtscore.pages.summaries import MeasureSummary, summaries_of
from indicators import frames
from indicators.models import Edition, Measure
from indicators.workflow.computing import previous_edition

# More dots than that run into each other.
MOST_DOTS = 500


@dataclass(frozen=True, kw_only=True)
class GroupStandings:
    """All that an edition says by one measure; of a single unit neither average, leaders nor chart."""

    frame: pd.DataFrame
    answer: str
    own: Standing | None
    own_text: str
    coverage_text: str
    stats: Sequence[words.Stat]
    leaders: GroupLeaders | None
    table: StandingsTable
    page: Page
    page_sentence: str
    unplaced: Sequence[Unplaced]
    chart: ChartCard | None
    differences: Sequence[str]
    sources: SourceList


def group_standings(
    edition: Edition, *, measure: Measure, own: str, page: str = "1", source_codes: Sequence[str] = ()
) -> GroupStandings:
    """Load the standings of the units of an edition by one measure.

    Args:
        source_codes: the sources of what else the page shows.
        own: the slug of the unit to pick out; empty for none.
        page: the number of the page of the table.
    """
    frame = _in_order(frames.standings_by_unit(edition, measure=measure.code), edition)
    is_placed = frame[["value", "rank"]].notna().any(axis=1)
    placed = frame[is_placed]
    is_alone = len(frame) == 1 and frame["value"].notna().all()
    summary = None if is_alone else summaries_of(edition).get(measure.code)
    previous = previous_edition(edition)
    since = period_text(previous) if previous else ""
    own_unit = next(iter(standings_of(frame[frame["slug"] == own], edition=edition, own=own)), None)
    facts = {"edition": edition, "measure": measure, "summary": summary}
    shown, page_sentence = page_of(range(len(placed)), number=page)
    codes = [*source_codes, *(summary.source_codes if summary else ())]
    sources = sources_of(frame, edition=edition, codes=codes)
    return GroupStandings(
        frame=frame,
        answer=_answer(frame, is_alone=is_alone, **facts),
        own=own_unit,
        own_text=words.own_text(own_unit, since=since),
        coverage_text="" if is_alone else words.coverage_text(placed=len(placed), **facts),
        stats=words.stats_of(frame, edition=edition, summary=summary) if summary else [],
        leaders=group_leaders(frame, edition=edition, summary=summary) if summary else None,
        table=standings_table(
            placed, edition=edition, measure=measure, own=own, since=since, page=shown, sources=sources
        ),
        page=shown,
        page_sentence=page_sentence,
        unplaced=unplaced_units(frame[~is_placed], edition=edition) if len(placed) else [],
        chart=spread_chart(placed, edition=edition, measure=measure, own=own),
        differences=difference_texts(frame, edition=edition),
        sources=sources,
    )


def _answer(
    frame: pd.DataFrame, *, is_alone: bool, edition: Edition, measure: Measure, summary: MeasureSummary | None
) -> str:
    if is_alone:
        return _lone_answer(frame, edition=edition, measure=measure)
    first = standings_of(frame[frame["rank"] == 1], edition=edition)
    return words.answer(first, edition=edition, measure=measure, summary=summary)


def _lone_answer(frame: pd.DataFrame, *, edition: Edition, measure: Measure) -> str:
    [unit] = standings_of(frame, edition=edition)
    return words.lone_answer(unit, edition=edition, measure=measure)


def spread_chart(placed: pd.DataFrame, *, edition: Edition, measure: Measure, own: str) -> ChartCard | None:
    """Draw a dot for each unit with a value; none at all for a single unit, or too many."""
    if not 1 < len(placed) <= MOST_DOTS:
        return None
    known = placed[placed["value"].notna()]
    texts = [standing.value_text for standing in standings_of(known, edition=edition)]
    known = known.set_index("slug")[["name", "value"]].assign(text=texts)
    return ChartCard(
        id="distribution-chart",
        title=_("How the units spread by %(measure)s, %(period)s")
        % {"measure": measure.name, "period": period_text(edition)},
        description=_spread_text(known),
        figure=distribution_figure(
            known,
            value_label=_("Value"),
            units_label=edition.unit_set.name,
            highlight=own,
            measure_code=measure.code,
            language=get_language(),
        ),
    )


def _in_order(frame: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """Sort by rank, those without one by value behind them, ties by name."""
    lowest_first = not edition.methodology.higher_is_better
    return frame.sort_values(["rank", "value", "sort_key"], ascending=[True, lowest_first, True])


def _spread_text(known: pd.DataFrame) -> str:
    if known.empty:
        return ""
    lowest, highest = known.loc[known["value"].idxmin()], known.loc[known["value"].idxmax()]
    return ngettext(
        "%(count)d unit with a value, a dot each, from %(low)s (%(lowest)s) to %(high)s (%(highest)s).",
        "%(count)d units with a value, a dot each, from %(low)s (%(lowest)s) to %(high)s (%(highest)s).",
        len(known),
    ) % {
        "count": len(known),
        "low": lowest["text"],
        "lowest": lowest["name"],
        "high": highest["text"],
        "highest": highest["name"],
    }
