"""The figures of a table, row by row, as its layout says."""

from collections.abc import Iterator
from itertools import islice

from indicators.imports.figures import PrintedFigure
from indicators.imports.grids import Cell, Sheet, column_letters, text_of
from indicators.imports.layouts.cells import BLANK, Memo, ReadCell
from indicators.imports.layouts.complaints import complaint, measureless, nameless
from indicators.imports.layouts.contents import NUMBERING, is_text
from indicators.imports.layouts.context import Context
from indicators.imports.layouts.indicator_reading import read_indicators
from indicators.imports.layouts.layout import Kind, Layout, Role
from indicators.imports.layouts.numbers import is_blank
from indicators.imports.layouts.plans import NO_COLUMN, Block, Plan, Slot, make_plan
from indicators.imports.layouts.table import LONGEST_NAME, Row, is_header_again, is_numbering, is_spread
from indicators.imports.problems import Problem

NO_DETAILS: dict[str, str] = {}
NO_PROBLEMS: tuple[Problem, ...] = ()
# Hundreds of thousands of figures go by: this skips the checks of NamedTuple's own constructor.
new_figure = tuple.__new__


def read_figures(sheet: Sheet, *, layout: Layout, context: Context) -> Iterator[PrintedFigure]:
    """Yield the figures of a sheet in the order of its rows, those that cannot be read with their problems.

    Averages, totals, sections, foot notes and headers said again are skipped. A blank cell in the row of a
    unit gives a figure that says nothing.
    """
    if layout.kind is Kind.INDICATORS:
        yield from read_indicators(sheet, layout=layout, context=context)
        return
    plan = make_plan(layout, context=context)
    readers = [_BlockReader(block, plan=plan, sheet=sheet.name, context=context) for block in plan.blocks]
    filling = (None,) * plan.width
    rows = islice(enumerate(sheet, 1), layout.first_row - 1, layout.last_row)
    for number, row in rows:
        if len(row) < plan.width:
            row = (*row, *filling[len(row) :])
        for reader in readers:
            yield from reader.read(number, row)


class _BlockReader:
    """Reads the figures beside one column of units."""

    def __init__(self, block: Block, *, plan: Plan, sheet: str, context: Context):
        self.block = block
        self.plan = plan
        self.sheet = sheet
        self.context = context
        self.names: Memo[str | None] = Memo(self._name)
        self.texts: Memo[str] = Memo(text_of)
        self.previous_name = ""

    def read(self, number: int, row: Row) -> Iterator[PrintedFigure]:
        name = self.names[row[self.block.unit]]
        if name is None:
            return
        reads = [self._cells(slot, row) for slot in self.block.slots]
        if all(value is BLANK and rank is BLANK for _measure, value, rank in reads):
            if not name or not self.context.is_unit(name):
                return
        elif any(value.error or rank.error for _measure, value, rank in reads) and self._is_beside(row):
            return
        problems = NO_PROBLEMS
        if not name:
            if self._is_beside(row) or self._is_average_row(row):
                return
            name, problems = self._filled_down(number, row)
        self.previous_name = name
        yield from self._figures(number, row, name, reads, problems)

    def _figures(self, number, row, name, reads, row_problems) -> Iterator[PrintedFigure]:
        plan, texts = self.plan, self.texts
        unit_code = texts[row[plan.unit_code]] if plan.unit_code != NO_COLUMN else ""
        unit_set = texts[row[plan.unit_set]] if plan.unit_set != NO_COLUMN else ""
        row_period = texts[row[plan.period]] if plan.period != NO_COLUMN else ""
        period_kind = texts[row[plan.period_kind]] if plan.period_kind != NO_COLUMN else ""
        details = self._details(row)
        for slot, (measure, value, rank) in zip(self.block.slots, reads, strict=True):
            problems, own_details = row_problems, details
            if value.error or rank.error:
                problems += tuple(self._complaints(number, row, slot, value, rank))
            if not measure and (value is not BLANK or rank is not BLANK):
                column = column_letters(plan.measure)
                problems += (measureless(sheet=self.sheet, row=number, column=column),)
            if slot.change != NO_COLUMN or slot.regional_rank != NO_COLUMN:
                own_details, found = self._slot_details(number, row, slot, details)
                problems += found
            place = value.rank if slot.is_pair else rank.rank
            yield new_figure(
                PrintedFigure,
                (
                    number,
                    slot.value_letters,
                    slot.rank_letters,
                    name,
                    unit_code,
                    unit_set,
                    row_period or slot.period,
                    period_kind,
                    measure,
                    value.value,
                    value.text,
                    place,
                    value.count or rank.count or self._count(row),
                    (value.is_mark or rank.is_mark) and value.value is None and place is None,
                    own_details,
                    problems,
                ),
            )

    def _cells(self, slot: Slot, row: Row) -> tuple[str, ReadCell, ReadCell]:
        """Return the measure of a slot's figure in a row, its value and its rank."""
        measure = slot.measure or self._measure(row)
        value = slot.values[measure][row[slot.value]] if slot.value != NO_COLUMN else BLANK
        rank = slot.ranks[row[slot.rank]] if slot.rank != NO_COLUMN else BLANK
        return measure, value, rank

    def _measure(self, row: Row) -> str:
        plan = self.plan
        measure = self.texts[row[plan.measure]] if plan.measure != NO_COLUMN else ""
        if not measure and plan.measure_name != NO_COLUMN:
            measure = self.texts[row[plan.measure_name]]
        return measure or plan.blank_measure

    def _name(self, cell: Cell) -> str | None:
        """Return the name in a cell; empty for none, None for what makes a row no row of a unit."""
        if is_blank(cell):
            return ""
        text = text_of(cell)
        if not is_text(cell):
            # Units are named in words, but a printed code may stand where no name does.
            return None if NUMBERING.fullmatch(text) and not self.context.is_unit(text) else text
        if len(text) > LONGEST_NAME or NUMBERING.fullmatch(text) or self.context.is_average(text):
            return None
        if self.block.header and is_header_again(text, self.block.header):
            return None
        return text

    def _is_beside(self, row: Row) -> bool:
        """Tell whether a row stands beside the figures: a section, a note across, a row of numbers."""
        return is_spread(row) or is_numbering(row)

    def _is_average_row(self, row: Row) -> bool:
        return any(is_text(cell) and self.context.is_average(text_of(cell)) for cell in row)

    def _filled_down(self, number: int, row: Row) -> tuple[str, tuple[Problem, ...]]:
        """Name a row without a unit by the row above where rows name measures, as before a merge was lost."""
        if self.plan.measure != NO_COLUMN and self.previous_name and not is_blank(row[self.plan.measure]):
            return self.previous_name, NO_PROBLEMS
        column = column_letters(self.block.unit)
        return "", (nameless(sheet=self.sheet, row=number, column=column),)

    def _count(self, row: Row) -> int | None:
        if self.plan.unit_count == NO_COLUMN:
            return None
        text = self.texts[row[self.plan.unit_count]]
        return int(text) if text.isdecimal() and len(text) < 6 else None

    def _details(self, row: Row) -> dict[str, str]:
        found = {name: text for index, name, reader in self.plan.details if (text := reader[row[index]])}
        return found or NO_DETAILS

    def _slot_details(
        self, number: int, row: Row, slot: Slot, details: dict[str, str]
    ) -> tuple[dict[str, str], tuple[Problem, ...]]:
        """Add the movement and the rank in the region to the details of a row."""
        own, problems = dict(details), []
        for index, reader, role in (
            (slot.change, slot.changes, Role.CHANGE),
            (slot.regional_rank, slot.ranks, Role.REGIONAL_RANK),
        ):
            cell = reader[row[index]] if index != NO_COLUMN else BLANK
            if cell.error:
                problems.append(self._complaint(cell, number, row, index))
            elif text := cell.text or (str(cell.rank) if cell.rank else ""):
                own[role.value] = text
            if cell.count:
                own.setdefault(Role.REGIONAL_COUNT.value, str(cell.count))
        return own, tuple(problems)

    def _complaints(self, number, row, slot: Slot, value: ReadCell, rank: ReadCell) -> Iterator[Problem]:
        if value.error:
            yield self._complaint(value, number, row, slot.value)
        if rank.error:
            yield self._complaint(rank, number, row, slot.rank)

    def _complaint(self, cell: ReadCell, number: int, row: Row, index: int) -> Problem:
        return complaint(
            cell.error, cell=row[index], sheet=self.sheet, row=number, column=column_letters(index)
        )
