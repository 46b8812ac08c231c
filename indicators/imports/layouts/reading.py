"""The figures of a table, row by row, as its layout says."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from indicators.imports.figures import PlainFigures, PrintedFigure
from indicators.imports.grids import Sheet, in_columns
from indicators.imports.layouts.complaints import left_out, own_scores_taken, period_in_row, unread_movement
from indicators.imports.layouts.context import Context
from indicators.imports.layouts.indicator_reading import read_indicators
from indicators.imports.layouts.layout import Kind, Layout
from indicators.imports.layouts.plain_columns import read_columns
from indicators.imports.layouts.plans import Plan, make_plan
from indicators.imports.layouts.rows import (
    BlankVerifiedScore,
    BlockReader,
    PeriodInRow,
    Skipped,
    UnreadMovement,
)
from indicators.imports.problems import Problem


def read_figures(
    sheet: Sheet,
    *,
    layout: Layout,
    context: Context,
    skipped: Callable[[Skipped], None] = lambda row: None,
) -> Iterator[PrintedFigure]:
    """Yield the figures of a sheet in the order of its rows, those that cannot be read with their problems.

    Averages, totals, sections, foot notes and headers said again are skipped. A blank cell in the row of a
    unit gives a figure that says nothing.

    Args:
        skipped: called with every row of averages or totals, in passing.
    """
    if layout.kind is Kind.INDICATORS:
        return read_indicators(sheet, layout=layout, context=context, skipped=skipped)
    plan = make_plan(layout, context=context)
    rows = islice(enumerate(sheet, 1), layout.first_row - 1, layout.last_row)
    return _read_rows(rows, plan, _block_readers(plan, sheet.name, context, skipped))


def read_in_chunks(
    sheet: Sheet, *, layout: Layout, context: Context, skipped: Callable[[Skipped], None]
) -> Iterator[PlainFigures | list[PrintedFigure]]:
    """Yield the same figures some at a time, as columns where all of a stretch are plain."""
    if layout.kind is Kind.INDICATORS:
        yield list(read_indicators(sheet, layout=layout, context=context, skipped=skipped))
        return
    plan = make_plan(layout, context=context)
    readers = _block_readers(plan, sheet.name, context, skipped)
    is_single = len(readers) == 1 and len(readers[0].block.slots) == 1 and readers[0].is_plain
    for part in in_columns(sheet, first_row=layout.first_row, last_row=layout.last_row):
        plain = read_columns(part, plan=plan, reader=readers[0]) if is_single else None
        yield plain or list(_read_rows(enumerate(part.rows(), part.first_row), plan, readers))


def _block_readers(plan: Plan, sheet: str, context: Context, skipped) -> list[BlockReader]:
    return [
        BlockReader(block, plan=plan, sheet=sheet, context=context, skipped=skipped) for block in plan.blocks
    ]


def _read_rows(rows, plan: Plan, readers: list[BlockReader]) -> Iterator[PrintedFigure]:
    filling = (None,) * plan.width
    for number, row in rows:
        cells = (*row, *filling[len(row) :], None)
        for reader in readers:
            name = reader.names[cells[reader.unit]]
            if name is not None:
                yield from reader.figures(number, cells, name)
            else:
                reader.skip(number, cells)


def problems_of_skipped(skipped: Iterable[Skipped], *, sheet: str) -> list[Problem]:
    """Return what is told of what was left out, and of scores taken in its place."""
    skipped = list(skipped)
    blank = [found.row for found in skipped if isinstance(found, BlankVerifiedScore)]
    tell = {UnreadMovement: unread_movement, PeriodInRow: period_in_row}
    problems = [
        tell.get(type(found), left_out)(text=found.text, sheet=sheet, row=found.row, column=found.column)
        for found in skipped
        if not isinstance(found, BlankVerifiedScore)
    ]
    return [*problems, *([own_scores_taken(sheet=sheet, rows=blank)] if blank else [])]
