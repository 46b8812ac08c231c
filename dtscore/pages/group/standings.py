"""Where the units stand by one measure: the sentences, the leaders, the table, the spread."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from django.core.paginator import Page
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.distribution import distribution_figure
from dtscore.narrative.pieces import Narrative
from dtscore.pages.basis import basis_text, marked_text
from dtscore.pages.editions import period_text
from dtscore.pages.facts import told
from dtscore.pages.group import words
from dtscore.pages.group.checks import difference_texts
from dtscore.pages.group.facts import group_facts
from dtscore.pages.group.leaders import GroupLeaders, group_leaders
from dtscore.pages.group.table import StandingsTable, Unplaced, standings_table, unplaced_units
from dtscore.pages.marks import COMPUTED, badges_of
from dtscore.pages.paging import page_of
from dtscore.pages.provenance import SourceList, figure_codes, sources_of
from dtscore.pages.standings import Standing, standings_of, value_text
from dtscore.pages.summaries import summaries_of
from indicators import frames
from indicators.models import Edition, Measure
from indicators.workflow.computing import previous_edition

# More dots than that run into each other.
MOST_DOTS = 500
SPREAD_COLUMNS = ["name", "value", "value_text", "value_basis", "value_is_computed"]


@dataclass(frozen=True, kw_only=True)
class GroupStandings:
    """All that an edition says by one measure; of a single unit neither average, leaders nor chart."""

    frame: pd.DataFrame
    narrative: Narrative
    own: Standing | None
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
    summary = None if is_alone else summaries_of(edition, measures=[measure.code]).get(measure.code)
    previous = previous_edition(edition)
    since = period_text(previous) if previous else ""
    own_unit = next(iter(standings_of(frame[frame["slug"] == own], edition=edition, own=own)), None)
    shown, page_sentence = page_of(range(len(placed)), number=page)
    codes = [*source_codes, *(summary.source_codes if summary else ())]
    sources = sources_of(frame, edition=edition, codes=codes)
    return GroupStandings(
        frame=frame,
        narrative=told(
            group_facts(
                frame, edition=edition, previous=previous, measure=measure, summary=summary, own=own_unit
            )
        ),
        own=own_unit,
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


def spread_chart(placed: pd.DataFrame, *, edition: Edition, measure: Measure, own: str) -> ChartCard | None:
    """Draw a dot for each unit with a value; none at all for a single unit, or too many."""
    if not 1 < len(placed) <= MOST_DOTS:
        return None
    known = placed[placed["value"].notna()].set_index("slug")[SPREAD_COLUMNS]
    marks = badges_of(edition)
    badges = [
        marks.get(COMPUTED if is_computed else basis)
        for is_computed, basis in zip(known["value_is_computed"], known["value_basis"], strict=True)
    ]
    texts = [
        value_text(value, edition=edition, printed=printed or "")
        for value, printed in zip(known["value"], known["value_text"], strict=True)
    ]
    known = known[["name", "value"]].assign(
        text=[marked_text(text, badge) for text, badge in zip(texts, badges, strict=True)],
        basis=[basis_text(badge) for badge in badges],
    )
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
        sources=figure_codes(placed, "value"),
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
