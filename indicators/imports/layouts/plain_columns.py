"""Reads rows of one figure each, column by column, where none of them has anything odd about it.

Long files have hundreds of thousands of such rows; what is odd about one of them, ``rows`` looks at closely.
"""

from collections.abc import Sequence
from operator import getitem

from indicators.imports.figures import PlainFigures
from indicators.imports.grids import Columns
from indicators.imports.layouts.cells import State
from indicators.imports.layouts.layout import Role
from indicators.imports.layouts.plans import NO_COLUMN, Plan, Slot
from indicators.imports.layouts.rows import BlockReader

# What may stand beside a figure and is not kept.
_UNKEPT = frozenset({Role.MEASURE_NAME, Role.MAXIMUM, Role.EVIDENCE})


def read_columns(part: Columns, *, plan: Plan, reader: BlockReader) -> PlainFigures | None:
    """Return the figures of some rows; None if one of these rows needs a closer look."""
    [slot] = reader.block.slots
    units = list(map(reader.names.__getitem__, part.column(reader.unit)))
    fixed = (slot.measure,) * part.row_count
    measures = fixed if slot.measure else _texts(part, plan.measure, reader)
    if not (all(units) and all(measures)) or _says_more(part, plan=plan, reader=reader):
        return None
    readers = map(slot.values.__getitem__, measures)
    read = map(getitem, readers, part.column(slot.value))
    value_states, values, value_texts, _r, _c, _e = zip(*read, strict=True)
    ranks = _ranks_beside(value_states, part=part, slot=slot)
    if ranks is None:
        return None
    periods = _texts(part, plan.period, reader)
    reader.previous_name = units[-1]
    return PlainFigures(
        rows=range(part.first_row, part.first_row + part.row_count),
        value_column=slot.value_letters,
        rank_column=slot.rank_letters,
        units=units,
        unit_codes=_texts(part, plan.unit_code, reader),
        unit_sets=_texts(part, plan.unit_set, reader),
        periods=periods if all(periods) else [period or slot.period for period in periods],
        period_kinds=_texts(part, plan.period_kind, reader),
        measures=measures,
        values=values,
        value_texts=value_texts,
        ranks=ranks,
        notes=_texts(part, plan.note, reader),
    )


def _ranks_beside(states: Sequence[State], *, part: Columns, slot: Slot) -> Sequence[int | None] | None:
    """Return the ranks beside values; None unless both are read, or one is and the other is blank."""
    if slot.rank == NO_COLUMN:
        return None if any(states) else (None,) * part.row_count
    read = map(slot.ranks.__getitem__, part.column(slot.rank))
    rank_states, _v, _t, ranks, counts, _e = zip(*read, strict=True)
    is_odd = any(counts) or max(map(int.__add__, states, rank_states)) > State.BLANK
    return None if is_odd else ranks


def _texts(part: Columns, index: int, reader: BlockReader) -> Sequence[str]:
    if index == NO_COLUMN:
        return ("",) * part.row_count
    return list(map(reader.texts.__getitem__, part.column(index)))


def _says_more(part: Columns, *, plan: Plan, reader: BlockReader) -> bool:
    """Tell whether a row says more of its figure than a note, such as how many units are ranked."""
    if any(reader.counts[cell] for cell in set(part.column(plan.unit_count))):
        return True
    return any(
        read[cell]
        for index, name, read in plan.details
        if index != plan.note and name not in _UNKEPT
        for cell in set(part.column(index))
    )
