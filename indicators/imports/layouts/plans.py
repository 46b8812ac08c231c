"""What to take from every row of a table, worked out once from its layout."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from indicators.imports.grids import column_letters
from indicators.imports.layouts.cells import (
    Memo,
    ReadCell,
    ValueReader,
    change_reader,
    pair_reader,
    rank_reader,
    text_reader,
)
from indicators.imports.layouts.context import Context
from indicators.imports.layouts.headers import JOINT
from indicators.imports.layouts.layout import PAIRS, VALUES, Column, Kind, Layout, Role
from indicators.imports.layouts.table import unit_beside
from indicators.imports.layouts.words import MACHINE_NAMES

# Rows are read with a blank cell behind the last one.
NO_COLUMN = -1
ROW_DETAILS = (
    Role.MEASURE_NAME,
    Role.MAXIMUM,
    Role.EVIDENCE,
    Role.STATUS,
    Role.VALUE_BASIS,
    Role.VALUE_SOURCE,
    Role.RANK_BASIS,
    Role.RANK_SOURCE,
    Role.REGIONAL_COUNT,
    Role.REGIONAL_CHANGE,
    Role.CONTEXT_SOURCE,
    Role.NOTE,
)
MEASURED = VALUES | {Role.RANK}


@dataclass
class Slot:
    """One figure that every row holds: where its value and its rank stand, and how they are read.

    Args:
        measure: code, or the header where the code is not known; empty where the rows name it.
        values: readers of the value by the measure as printed, each on its own scale.
    """

    measure: str
    period: str
    values: Memo[Memo[ReadCell]]
    value: int = NO_COLUMN
    rank: int = NO_COLUMN
    is_pair: bool = False
    change: int = NO_COLUMN
    regional_rank: int = NO_COLUMN
    ranks: Memo[ReadCell] = field(default_factory=rank_reader)
    changes: Memo[ReadCell] = field(default_factory=change_reader)

    @cached_property
    def value_letters(self) -> str:
        return column_letters(self.value) if self.value != NO_COLUMN else ""

    @cached_property
    def rank_letters(self) -> str:
        if self.is_pair:
            return self.value_letters
        return column_letters(self.rank) if self.rank != NO_COLUMN else ""


@dataclass(frozen=True)
class Block:
    """A column of units, with the figures that stand beside it."""

    unit: int
    header: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Plan:
    """What to take from every row.

    Args:
        width: cells that a row has to have; shorter ones are filled up, all by a blank one.
        details: index, name and reader of the texts that belong to all figures of a row.
        blank_measure: what a row without a measure means; empty where it means nothing.
        header_texts: all texts that stand in the headers.
    """

    blocks: tuple[Block, ...]
    width: int
    unit_code: int
    unit_set: int
    period: int
    period_kind: int
    measure: int
    measure_name: int
    unit_count: int
    note: int
    details: tuple[tuple[int, str, Memo[str]], ...]
    blank_measure: str
    header_texts: frozenset[str]


def make_plan(layout: Layout, *, context: Context) -> Plan:
    """Return what to take from every row of a table of units."""
    measure, name = _only(layout, Role.MEASURE), _only(layout, Role.MEASURE_NAME)
    if measure == NO_COLUMN:
        measure, name = name, NO_COLUMN
    return Plan(
        blocks=tuple(_block(column, layout, context) for column in layout.with_role(Role.UNIT)),
        width=max(column.index for column in layout.columns) + 1,
        unit_code=_only(layout, Role.UNIT_CODE),
        unit_set=_only(layout, Role.UNIT_SET),
        period=_only(layout, Role.PERIOD),
        period_kind=_only(layout, Role.PERIOD_KIND),
        measure=measure if layout.kind is Kind.LONG else NO_COLUMN,
        measure_name=name if layout.kind is Kind.LONG else NO_COLUMN,
        unit_count=_only(layout, Role.UNIT_COUNT),
        note=_only(layout, Role.NOTE),
        details=tuple(
            (column.index, column.role.value, text_reader())
            for column in layout.columns
            if column.role in ROW_DETAILS and column.index != measure
        ),
        blank_measure=_blank_measure(layout, measure, context),
        header_texts=frozenset(text for column in layout.columns for text in column.header.split(JOINT)),
    )


def scale_of(measure: str, context: Context) -> Decimal | None:
    """Return the top of the scale of a measure, by its code or as it is printed."""
    codes = context.measures.match(measure) if context.measures and measure else ()
    return context.scale_top(codes[0] if len(codes) == 1 else measure)


def _only(layout: Layout, role: Role) -> int:
    return next((column.index for column in layout.with_role(role)), NO_COLUMN)


def _blank_measure(layout: Layout, measure: int, context: Context) -> str:
    """A blank cell means the total in tables made by machines; in printed ones it may be a lost merge."""
    header = next((column.header for column in layout.columns if column.index == measure), "")
    is_made = header.casefold() in MACHINE_NAMES
    return context.measures.total if is_made and context.measures is not None else ""


def _block(unit: Column, layout: Layout, context: Context) -> Block:
    units = tuple(column.index for column in layout.with_role(Role.UNIT))
    own = [column for column in layout.columns if unit_beside(column.index, units) == unit.index]
    slots: dict[tuple[str, str], Slot] = {}
    for column in own:
        if column.role in MEASURED | {Role.CHANGE, Role.REGIONAL_RANK}:
            _add(slots, column, layout.kind, context)
    return Block(unit=unit.index, header=unit.header, slots=tuple(_held(slots)))


def _add(slots: dict[tuple[str, str], Slot], column: Column, kind: Kind, context: Context) -> None:
    measure = "" if kind is Kind.LONG else column.measure or column.header
    key = (measure, column.period)
    if column.role not in MEASURED and key not in slots:
        # A movement stands beside the newest rank, under a header that names the older year.
        key = next((other for other in reversed(slots) if other[0] == measure), key)
    slot = slots.setdefault(key, Slot(measure, column.period, _value_readers(column, measure, context)))
    if column.role in VALUES and slot.value == NO_COLUMN:
        slot.value, slot.is_pair = column.index, column.role in PAIRS
        slot.values = _value_readers(column, measure, context)
    elif column.role is Role.RANK and slot.rank == NO_COLUMN:
        slot.rank = column.index
    elif column.role is Role.CHANGE:
        slot.change = column.index
    elif column.role is Role.REGIONAL_RANK:
        slot.regional_rank = column.index


def _held(slots: dict[tuple[str, str], Slot]) -> list[Slot]:
    return [slot for slot in slots.values() if (slot.value, slot.rank) != (NO_COLUMN, NO_COLUMN)]


def _value_readers(column: Column, measure: str, context: Context) -> Memo[Memo[ReadCell]]:
    def reader_on(top: Decimal | None) -> Memo[ReadCell]:
        if column.role in PAIRS:
            value_first = column.role is Role.VALUE_AND_RANK
            return pair_reader(top=top, decimal_mark=column.decimal, value_first=value_first)
        is_percent = column.role is Role.PERCENT
        return ValueReader(top=top, decimal_mark=column.decimal, is_percent=is_percent)

    # Measures on one scale share what was read.
    readers = Memo(reader_on)
    return Memo(lambda printed: readers[scale_of(measure or printed, context)])
