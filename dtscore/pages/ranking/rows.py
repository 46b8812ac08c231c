"""The rows of a ranking: their order, their page and what each cell shows."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dtscore.pages.links import OWN_ROW_ID
from dtscore.pages.marks import Badge, SourceMark, own_badge
from dtscore.pages.ranges import range_text
from dtscore.pages.ranking.filters import RankingState
from dtscore.pages.ranking.table import (
    CHANGE,
    NAME,
    RANGE,
    RANK,
    REGION,
    REGIONAL_RANK,
    VALUE,
    Column,
    Mean,
    RankingTable,
)
from dtscore.pages.standings import Standing, rank_text, standings_of, value_text
from dtscore.pages.table_view import Cell, Head, Part, Row
from indicators.models import Ranking
from indicators.notation import MISSING

TOTAL_COLUMNS = {RANK, NAME, VALUE, CHANGE, REGION, REGIONAL_RANK}
STYLES = {RANK: "rank", NAME: "", REGION: "words", CHANGE: "", REGIONAL_RANK: "rank", RANGE: "rank"}


class GroupFigure(NamedTuple):
    """What is shown of a unit by a group or composite: columns of ``frames.standings_frame``."""

    value: float
    value_text: str | None
    value_basis: str | None
    value_source: str | None
    value_is_computed: bool
    rank: int | None


@dataclass(frozen=True, kw_only=True)
class Order:
    """Units in the order asked for: those that the column knows, then those that it does not."""

    column: Column
    descending: bool
    known: tuple[Hashable, ...]
    missing: tuple[Hashable, ...]

    @property
    def units(self) -> tuple[Hashable, ...]:
        return (*self.known, *self.missing)


def order_units(
    table: RankingTable, *, column: Column, descending: bool, only: Collection | None = None
) -> Order:
    """Sort the units that have any figure by a column; ties go by name, what is missing comes last."""
    frame = table.members[["rank", "sort_key"]].assign(by=table.sort_values(column))[table.is_placed]
    if only is not None:
        frame = frame[frame.index.isin(only)]
    known = frame[frame["by"].notna()].sort_values(
        ["by", "sort_key"], ascending=[not descending, True], kind="stable"
    )
    missing = frame[frame["by"].isna()].sort_values(["rank", "sort_key"], kind="stable")
    return Order(column=column, descending=descending, known=tuple(known.index), missing=tuple(missing.index))


def parts_of(
    table: RankingTable,
    *,
    units: Sequence[Hashable],
    order: Order,
    columns: Sequence[Column],
    own: Collection[str] = (),
) -> tuple[Part, ...]:
    """Return the rows of some units in their parts."""
    rows = rows_of(table, units=units, columns=columns, own=own)
    return in_parts(dict(zip(units, rows, strict=True)), order=order)


def in_parts(rows: dict[Hashable, Row], *, order: Order) -> tuple[Part, ...]:
    """Set the rows of units that the sorted column does not know apart, as a part of their own."""
    missing = set(order.missing)
    known = Part(rows=tuple(row for unit, row in rows.items() if unit not in missing))
    heading = ngettext(
        "Not published in the column “%(column)s”: %(count)d unit",
        "Not published in the column “%(column)s”: %(count)d units",
        len(missing),
    )
    unknown = Part(
        rows=tuple(row for unit, row in rows.items() if unit in missing),
        heading=heading % {"column": order.column.label, "count": len(missing)},
    )
    return tuple(part for part in (known, unknown) if part.rows)


def rows_of(
    table: RankingTable,
    *,
    units: Sequence[Hashable],
    columns: Sequence[Column],
    own: Collection[str] = (),
) -> list[Row]:
    """Return the rows of some units in their order; the first of my own carries the anchor."""
    members = table.members.loc[list(units)]
    standings = [table.sources.marked(row) for row in standings_of(members, edition=table.edition)]
    cells = [_cells(column, standings, units=units, table=table) for column in columns]
    is_own = [slug in own for slug in members["slug"]]
    anchored = is_own.index(True) if any(is_own) else None
    return [
        Row(
            cells=tuple(column[place] for column in cells),
            is_own=is_own[place],
            anchor=OWN_ROW_ID if place == anchored else "",
        )
        for place in range(len(units))
    ]


def _cells(
    column: Column, standings: Sequence[Standing], *, units: Sequence[Hashable], table: RankingTable
) -> list[Cell]:
    """Return the cells of a column."""
    if column.key in TOTAL_COLUMNS:
        return [_cell(column, standing, table) for standing in standings]
    if column.key == RANGE:
        return _range_cells(column, standings, units=units, table=table)
    return _group_cells(column, units=units, table=table)


def heads_of(columns: Sequence[Column], *, state: RankingState | None = None) -> tuple[Head, ...]:
    """Return the heads of columns; with a state they lead to the table sorted by them."""
    return tuple(
        Head(
            label=column.label,
            title=column.title,
            css=_style(column),
            badge=column.badge,
            mark=column.mark,
            url=column.url,
            **(_sorting(column, state) if state else {}),
        )
        for column in columns
    )


def average_row(
    table: RankingTable, *, label: str, means: dict[str, Mean], columns: Sequence[Column]
) -> tuple[Row, ...]:
    """Return a row of averages by measure code, as a tuple of one; of none where there is no average."""
    cells = tuple(
        Cell(text=label, is_head=True) if column.key == NAME else _mean_cell(column, means, table)
        for column in columns
    )
    return (Row(cells=cells),) if means else ()


def _sorting(column: Column, state: RankingState) -> dict[str, str]:
    is_sorted = column.key == state.sort
    descending = not state.descending if is_sorted else column.descending_first
    shown = "descending" if state.descending else "ascending"
    return {
        "sort_url": state.query(sort=column.key, descending=descending),
        "aria_sort": shown if is_sorted else "",
    }


def _style(column: Column) -> str:
    return STYLES.get(column.key, "number")


def _cell(column: Column, standing: Standing, table: RankingTable) -> Cell:
    if column.key == NAME:
        return Cell(text=standing.name, url=standing.url, is_head=True)
    if column.key == REGION:
        return Cell(text=standing.region_name, css=_style(column))
    if column.key == RANK:
        return _figure(column, _rank_or_reason(standing), standing.rank_badge, standing.rank_mark)
    if column.key == CHANGE:
        return _figure(
            column,
            standing.change_text or MISSING,
            standing.change_badge,
            standing.change_mark,
            direction=standing.change_direction,
        )
    if column.key == REGIONAL_RANK:
        return _figure(
            column,
            standing.regional_rank_text,
            standing.regional_rank_badge,
            standing.regional_rank_mark,
            note=standing.regional_change_text,
        )
    return _figure(
        column,
        standing.value_text,
        standing.value_badge,
        standing.value_mark,
        is_best=_is_best(standing.value, column=column, table=table),
        percent=standing.percent,
    )


def _range_cells(
    column: Column, standings: Sequence[Standing], *, units: Sequence[Hashable], table: RankingTable
) -> list[Cell]:
    """Return “25 (24–25)” for each unit, which the head of the column marks as computed."""
    ends = table.ranges.reindex(list(units))
    return [
        Cell(text=range_text(standing.rank, lowest=lowest, highest=highest), css=_style(column))
        for standing, lowest, highest in zip(standings, ends["lowest"], ends["highest"], strict=True)
    ]


def _group_cells(column: Column, *, units: Sequence[Hashable], table: RankingTable) -> list[Cell]:
    """Return the values of a group or composite, or the rank of a unit whose value is not known."""
    frame = table.standings[column.measure]
    columns = (frame[name].tolist() for name in GroupFigure._fields)
    figures = [GroupFigure(*figure) for figure in zip(*columns, strict=True)]
    return [_group_cell(column, figures[place], table) for place in table.places(units)]


def _group_cell(column: Column, figure: GroupFigure, table: RankingTable) -> Cell:
    if pd.isna(figure.value) and not pd.isna(figure.rank):
        rank = rank_text(figure.rank, table.edition.unit_count)
        return Cell(text=_("rank %(rank)s") % {"rank": rank}, css=_style(column))
    return _figure(
        column,
        value_text(figure.value, edition=table.edition, printed=figure.value_text or ""),
        table.badge(figure.value_basis, is_computed=figure.value_is_computed),
        None if figure.value_is_computed else table.sources.mark(figure.value_source),
        is_best=_is_best(figure.value, column=column, table=table),
    )


def _is_best(value: float, *, column: Column, table: RankingTable) -> bool:
    summary = table.summaries.get(column.measure)
    return summary is not None and value == summary.best


def _figure(column: Column, text: str, badge: Badge | None, mark: SourceMark | None, **fields) -> Cell:
    """Return the cell of a figure with the marks that the head of its column does not bear for it."""
    if text in ("", MISSING):
        return Cell(text=text, css=_style(column), **fields)
    return Cell(
        text=text,
        css=_style(column),
        badge=own_badge(badge, usual=column.badge),
        mark=None if mark == column.mark else mark,
        **fields,
    )


def _rank_or_reason(standing: Standing) -> str:
    if standing.rank is None and standing.status == Ranking.Status.NOT_RANKED:
        return standing.status_name
    return standing.rank_text


def _mean_cell(column: Column, means: dict[str, Mean], table: RankingTable) -> Cell:
    mean = means.get(column.measure) if column.key in (VALUE, column.measure) else None
    if mean is None:
        return Cell(css=_style(column))
    return Cell(
        text=value_text(mean.value, edition=table.edition),
        css=_style(column),
        badge=table.badge(None, is_computed=not mean.is_published),
        mark=table.sources.mark(mean.source),
    )
