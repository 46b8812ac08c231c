"""The table of movement: units beside their standing in the edition before."""

from collections.abc import Hashable, Sequence
from dataclasses import replace

import pandas as pd
from django.utils.translation import gettext as _

from dtscore.pages.editions import period_text
from dtscore.pages.marks import Badge, computed_badge, own_badge, usual_mark
from dtscore.pages.ranking.movement import Movement
from dtscore.pages.ranking.rows import heads_of, rows_of
from dtscore.pages.ranking.table import CHANGE, NAME, RANK, VALUE
from dtscore.pages.standings import Standing, standings_of
from dtscore.pages.table_view import Cell, Head, Row
from indicators.scoring.movements import BETTER_BUT_LOWER, WORSE_BUT_HIGHER


def movement_rows(
    movement: Movement, units: Sequence[Hashable], *, own: Sequence[str]
) -> tuple[tuple[Head, ...], list[Row]]:
    """Return the heads and rows of a table: this edition, the one before, and what lies between."""
    table = movement.table
    columns = [column for column in table.columns if column.key in (RANK, NAME, VALUE, CHANGE)]
    rows = rows_of(table, units=units, columns=columns, own=own)
    if table.previous is None or not len(rows):
        return heads_of(columns), rows
    frame = movement.before.loc[list(units)].fillna({"status": "not_published"})
    before = [table.sources.marked(standing) for standing in standings_of(frame, edition=table.previous)]
    badges = {
        "rank": usual_mark(row.rank_badge for row in before if row.rank is not None),
        "value": usual_mark(row.value_badge for row in before if not pd.isna(row.value)),
    }
    heads = (*heads_of(columns), *_heads(movement, badges=badges))
    return heads, [
        replace(row, cells=(*row.cells, *_cells(movement, standing, badges=badges)))
        for standing, row in zip(before, rows, strict=True)
    ]


def _heads(movement: Movement, *, badges: dict[str, Badge | None]) -> tuple[Head, ...]:
    table = movement.table
    period = {"period": period_text(table.previous)}
    return (
        Head(label=_("Rank in %(period)s") % period, css="rank", badge=badges["rank"]),
        Head(label=_("Total in %(period)s") % period, css="number", badge=badges["value"]),
        Head(label=_("Difference of the totals"), css="number", badge=computed_badge(table.edition)),
        Head(label=_("Score and rank"), css="words"),
    )


def _cells(movement: Movement, standing: Standing, *, badges: dict[str, Badge | None]) -> tuple[Cell, ...]:
    unit = standing.unit_id
    kinds = {BETTER_BUT_LOWER: _("score up, rank down"), WORSE_BUT_HIGHER: _("score down, rank up")}
    has_rank, has_value = standing.rank is not None, not pd.isna(standing.value)
    return (
        Cell(
            text=standing.rank_text,
            css="rank",
            badge=own_badge(standing.rank_badge, usual=badges["rank"]) if has_rank else None,
            mark=standing.rank_mark,
        ),
        Cell(
            text=standing.value_text,
            css="number",
            badge=own_badge(standing.value_badge, usual=badges["value"]) if has_value else None,
            mark=standing.value_mark,
        ),
        Cell(text=movement.difference(unit), css="number"),
        Cell(text=kinds.get(movement.crossings[unit], ""), css="words"),
    )
