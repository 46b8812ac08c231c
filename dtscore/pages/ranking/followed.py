"""Chosen units over all editions of their unit set: the picture of their ranks, its table, and the choice."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dtscore.charts.bump import bump_figure
from dtscore.charts.card import ChartCard
from dtscore.pages.basis import basis_text, marked_text
from dtscore.pages.editions import period_text, unit_set_label
from dtscore.pages.links import TextLink
from dtscore.pages.marks import COMPUTED, Badge, SourceMark, badges_of, basis_badge, own_badge, usual_mark
from dtscore.pages.provenance import codes_in
from dtscore.pages.ranking.chosen import MOST_CHOSEN
from dtscore.pages.ranking.filters import RankingState
from dtscore.pages.ranking.movement import Movement
from dtscore.pages.standings import rank_text, standings_of
from dtscore.pages.table_view import Cell, Head, Part, Row, TableView
from indicators.models import Edition
from indicators.notation import MISSING
from indicators.scoring.movements import fallers, risers

# More grey lines than that are one grey surface.
MOST_MUTED = 200
EACH_WAY = MOST_CHOSEN // 2
FIGURE_COLUMNS = ["edition", "unit_id", "rank", "rank_basis", "rank_is_computed", "rank_source"]


class RankFigure(NamedTuple):
    """A known rank of a unit in an edition, with its marks."""

    rank: int
    badge: Badge | None
    mark: SourceMark | None


@dataclass(frozen=True, kw_only=True)
class Followed:
    """The chosen units; ``chart`` and ``table`` are None where their set has one edition alone.

    ``fields`` are what the form that adds a unit passes on, ``choices`` whom it may add.
    """

    why: str
    chosen: tuple[TextLink, ...]
    fields: list[tuple[str, str]]
    choices: list[tuple[str, str]]
    chart: ChartCard | None
    table: TableView | None


def followed(
    movement: Movement, *, asked: Sequence[str], own: Sequence[str], state: RankingState
) -> Followed:
    """Follow the units that were asked for, else my own, else those that moved most."""
    members = movement.table.members
    slugs, why = _whom(movement, asked=asked, own=own)
    names = dict(zip(members["slug"], members["name"], strict=True))
    others = members[~members["slug"].isin(slugs)].sort_values("sort_key")
    is_full = len(slugs) >= MOST_CHOSEN or len(members) > MOST_MUTED
    has_several = len(movement.editions) > 1
    return Followed(
        why=why,
        chosen=tuple(
            TextLink(
                text=names[slug], url=state.query(units=tuple(other for other in slugs if other != slug))
            )
            for slug in slugs
        ),
        fields=[
            *state.fields("tab", "vung", "loai", "cua-toi"),
            *(("don-vi", slug) for slug in slugs),
        ],
        choices=[] if is_full else list(zip(others["slug"], others["name"], strict=True)),
        chart=_chart(movement, slugs=slugs, names=names) if has_several else None,
        table=_table(movement, slugs=slugs) if has_several and slugs else None,
    )


def _whom(movement: Movement, *, asked: Sequence[str], own: Sequence[str]) -> tuple[list[str], str]:
    if asked:
        return list(asked), ""
    if own:
        return list(own[:MOST_CHOSEN]), ""
    members = movement.table.members
    if movement.is_whole:
        rose, fell = (find(movement.changes, most=EACH_WAY)[:EACH_WAY] for find in (risers, fallers))
        return list(members.loc[[*rose, *fell], "slug"]), _(
            "Until you choose, the picture follows those that rose and fell most."
        )
    first = members[members["rank"].notna()].sort_values(["rank", "sort_key"])
    return list(first["slug"].head(EACH_WAY)), _("Until you choose, the picture follows the first ranks.")


def _chart(movement: Movement, *, slugs: list[str], names: dict[str, str]) -> ChartCard:
    edition = movement.table.edition
    history = movement.history
    if len(names) > MOST_MUTED:
        history = history[history["slug"].isin(slugs)]
    counts = {other.slug: other.unit_count for other in movement.editions}
    periods = {other.slug: other.period for other in movement.editions}
    badges = [
        basis_badge(basis, is_computed=bool(is_computed))
        for basis, is_computed in zip(history["rank_basis"], history["rank_is_computed"], strict=True)
    ]
    points = pd.DataFrame(
        {
            "unit": history["slug"],
            "name": history["slug"].map(names),
            "period": history["edition"].map(periods),
            "rank": history["rank"].astype("float64"),
            "text": [
                marked_text(rank_text(rank, counts[slug]), badge)
                for rank, slug, badge in zip(history["rank"], history["edition"], badges, strict=True)
            ],
            "basis": [basis_text(badge) for badge in badges],
        }
    )
    return ChartCard(
        id="movement-chart",
        title=_("Ranks among %(set)s, edition by edition") % {"set": unit_set_label(edition.unit_set)},
        description=_finding(movement, points=points, slugs=slugs),
        figure=bump_figure(
            points,
            chosen=slugs,
            periods=list(periods.values()),
            value_label=_("Rank"),
            count=max([edition.unit_count or len(names), *history["rank"].dropna()]),
        ),
        sources=codes_in(history, columns=["rank_source"]),
    )


def _finding(movement: Movement, *, points: pd.DataFrame, slugs: list[str]) -> str:
    """Say from where to where each chosen unit went, and what the grey lines are."""
    periods = {edition.period: period_text(edition) for edition in movement.editions}
    known = points[points["rank"].notna()]
    spans = [_span(known[known["unit"] == slug], periods) for slug in slugs if (known["unit"] == slug).any()]
    count = known.loc[~known["unit"].isin(slugs), "unit"].nunique()
    others = ngettext(
        "The grey line is %(count)d other unit; a line has a gap where a rank was not published.",
        "The grey lines are %(count)d other units; a line has a gap where a rank was not published.",
        count,
    ) % {"count": count}
    return " ".join([f"{'; '.join(spans)}." if spans else "", others if count else ""]).strip()


def _span(rows: pd.DataFrame, periods: dict[str, str]) -> str:
    first, last = rows.iloc[0], rows.iloc[-1]
    facts = {
        "name": last["name"],
        "first": first["text"],
        "first_period": periods[first["period"]],
        "last": last["text"],
        "last_period": periods[last["period"]],
    }
    if len(rows) == 1:
        return _("%(name)s: rank %(last)s in %(last_period)s") % facts
    return _("%(name)s: from rank %(first)s in %(first_period)s to %(last)s in %(last_period)s") % facts


def _table(movement: Movement, *, slugs: list[str]) -> TableView:
    """Return the ranks of the chosen units, a column an edition."""
    members = movement.table.members
    chosen = members[members["slug"].isin(slugs)]
    chosen = chosen.loc[sorted(chosen.index, key=lambda unit: slugs.index(chosen.at[unit, "slug"]))]
    figures = _figures(movement, units=chosen.index)
    columns = [
        _edition_cells(edition, figures=[figures.get((edition.slug, unit)) for unit in chosen.index])
        for edition in movement.editions
    ]
    names = standings_of(chosen, edition=movement.table.edition)
    rows = tuple(
        Row(
            cells=(
                Cell(text=standing.name, url=standing.url, is_head=True),
                *(cells[place] for _head, cells in columns),
            )
        )
        for place, standing in enumerate(names)
    )
    return TableView(
        id="followed",
        caption=_("Ranks of the chosen units among %(set)s")
        % {"set": unit_set_label(movement.table.edition.unit_set)},
        heads=(Head(label=_("Unit")), *(head for head, _cells in columns)),
        parts=(Part(rows=rows),),
    )


def _figures(movement: Movement, *, units: pd.Index) -> dict[tuple[str, Hashable], RankFigure]:
    """Return the known ranks of some units by edition and unit."""
    history = movement.history
    own = history.loc[history["unit_id"].isin(units) & history["rank"].notna(), FIGURE_COLUMNS]
    badges, sources = badges_of(movement.table.edition), movement.table.sources
    return {
        (edition, unit): RankFigure(
            rank,
            badges.get(COMPUTED if is_computed else basis),
            None if is_computed else sources.mark(source),
        )
        for edition, unit, rank, basis, is_computed, source in own.itertuples(index=False, name=None)
    }


def _edition_cells(edition: Edition, *, figures: Sequence[RankFigure | None]) -> tuple[Head, list[Cell]]:
    known = [figure for figure in figures if figure is not None]
    usual = usual_mark(figure.badge for figure in known)
    usual_source = usual_mark(figure.mark for figure in known)
    cells = [
        Cell(text=MISSING, css="rank")
        if figure is None
        else Cell(
            text=rank_text(figure.rank, edition.unit_count),
            css="rank",
            badge=own_badge(figure.badge, usual=usual),
            mark=None if figure.mark == usual_source else figure.mark,
        )
        for figure in figures
    ]
    return Head(label=edition.period, css="rank", badge=usual, mark=usual_source), cells
