"""The figures of a table, row by row, as its layout says."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from indicators.imports.figures import PrintedFigure
from indicators.imports.grids import Sheet
from indicators.imports.layouts.cells import new_tuple
from indicators.imports.layouts.complaints import left_out, unread_movement
from indicators.imports.layouts.context import Context
from indicators.imports.layouts.indicator_reading import read_indicators
from indicators.imports.layouts.layout import Kind, Layout
from indicators.imports.layouts.plans import Plan, make_plan
from indicators.imports.layouts.rows import NO_DETAILS, NO_PROBLEMS, BlockReader, Skipped, UnreadMovement
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
        return read_indicators(sheet, layout=layout, context=context)
    plan = make_plan(layout, context=context)
    rows = islice(enumerate(sheet, 1), layout.first_row - 1, layout.last_row)
    readers = [
        BlockReader(block, plan=plan, sheet=sheet.name, context=context, skipped=skipped)
        for block in plan.blocks
    ]
    if len(readers) == 1 and len(readers[0].block.slots) == 1 and readers[0].is_plain:
        return _read_single(rows, plan, readers[0])
    return _read_all(rows, plan, readers)


def _read_all(rows, plan: Plan, readers: list[BlockReader]) -> Iterator[PrintedFigure]:
    filling = (None,) * plan.width
    for number, row in rows:
        cells = (*row, *filling[len(row) :], None)
        for reader in readers:
            name = reader.names[cells[reader.unit]]
            if name is not None:
                yield from reader.figures(number, cells, name)
            else:
                reader.skip(number, cells)


def _read_single(rows, plan: Plan, reader: BlockReader) -> Iterator[PrintedFigure]:
    """Yield the figure of every row, at once where it is plain; a row with more to say is looked at closely.

    Long files have hundreds of thousands of such rows, so that all that can be is looked up before.
    """
    [slot] = reader.block.slots
    period, fixed, value_column, rank_column = (
        slot.period,
        slot.measure,
        slot.value_letters,
        slot.rank_letters,
    )
    values, value_at, ranks, rank_at = slot.values, slot.value, slot.ranks, slot.rank
    filling, width, unit_at = (None,) * plan.width, plan.width, reader.unit
    names, texts, counts, has_details = reader.names, reader.texts, reader.counts, bool(plan.details)
    code_at, set_at, period_at, kind_at = plan.unit_code, plan.unit_set, plan.period, plan.period_kind
    measure_at, count_at, details = plan.measure, plan.unit_count, NO_DETAILS
    for number, row in rows:
        cells = (*row, None) if len(row) == width else (*row, *filling[len(row) :], None)
        name = names[cells[unit_at]]
        if name:
            measure = fixed or texts[cells[measure_at]] or reader.measure(cells)
            _s, value, text, _r, _c, _e = read = values[measure][cells[value_at]]
            state, _v, _t, rank, count, _e = ranks[cells[rank_at]]
            # Both read, or one of them read and the other blank.
            if measure and read[0] + state < 2:
                if has_details:
                    details = reader.details(cells)
                reader.previous_name = name
                # In the order of its fields: naming them would take five times as long.
                yield new_tuple(PrintedFigure, (
                    number, value_column, rank_column, name, texts[cells[code_at]], texts[cells[set_at]],
                    texts[cells[period_at]] or period, texts[cells[kind_at]], measure, value, text, rank,
                    count or counts[cells[count_at]], False, details, NO_PROBLEMS,
                ))  # fmt: skip
                continue
        if name is not None:
            yield from reader.figures(number, cells, name)
        else:
            reader.skip(number, cells)


def problems_of_skipped(skipped: Iterable[Skipped], *, sheet: str) -> list[Problem]:
    """Return what is told of the rows and movements that were left out."""
    return [
        (unread_movement if isinstance(found, UnreadMovement) else left_out)(
            text=found.text, sheet=sheet, row=found.row, column=found.column
        )
        for found in skipped
    ]
