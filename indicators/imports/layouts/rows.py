"""Reads the rows beside one column of units, with a close look at those that are not plain."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from indicators.imports.figures import PrintedFigure
from indicators.imports.grids import Cell, column_letters, text_of
from indicators.imports.layouts.cells import Memo, ReadCell, State
from indicators.imports.layouts.complaints import complaint, measureless, nameless, shown
from indicators.imports.layouts.contents import FIGURE_KINDS, NUMBERING, CellKind, is_text, kind_of
from indicators.imports.layouts.context import Context
from indicators.imports.layouts.layout import Role
from indicators.imports.layouts.numbers import is_blank
from indicators.imports.layouts.plans import NO_COLUMN, Block, Plan, Slot
from indicators.imports.layouts.table import LONGEST_NAME, Row, is_header_again, is_numbering, is_spread
from indicators.imports.layouts.words import STATISTICS
from indicators.imports.periods import month_ending_quarter, read_period
from indicators.imports.problems import Problem
from provinces.names import search_key

NO_DETAILS: dict[str, str] = {}
NO_PROBLEMS: tuple[Problem, ...] = ()


def _count(cell: Cell) -> int | None:
    text = text_of(cell)
    return int(text) if text.isdecimal() and len(text) < 6 else None


class Skipped(NamedTuple):
    """A row with figures of many units at once, such as "Trung bình cả nước": it is left out and told."""

    row: int
    column: str
    text: str


class PeriodInRow(Skipped):
    """A row that names a period and nothing else, as a heading of the rows below it: told."""


class UnreadMovement(Skipped):
    """A movement that says no places, such as "mới": it is left out alone, and told."""


class BlankVerifiedScore(Skipped):
    """A verified score that is blank, so that the unit's own score is taken: told."""


class BlockReader:
    """Reads the figures beside one column of units.

    Args:
        skipped: called with every row that is left out though it holds figures, and every such movement.
    """

    def __init__(
        self, block: Block, *, plan: Plan, sheet: str, context: Context, skipped: Callable[[Skipped], None]
    ):
        self.block = block
        self.unit = block.unit
        self.plan = plan
        self.sheet = sheet
        self.context = context
        self._skipped = skipped
        self.names: Memo[str | None] = Memo(self._name)
        self.texts: Memo[str] = Memo(text_of)
        self.counts: Memo[int | None] = Memo(_count)
        self.previous_name = ""
        self.is_plain = not any(
            slot.is_pair or slot.change != NO_COLUMN or slot.regional_rank != NO_COLUMN
            for slot in block.slots
        )

    def skip(self, number: int, row: Row) -> None:
        """Tell of a row that is no row of a unit, if it holds figures of many."""
        figures = [row[place] for slot in self.block.slots for place in (slot.value, slot.rank)]
        if not any(kind_of(cell) in FIGURE_KINDS for cell in figures):
            return
        for index, cell in enumerate(row):
            if is_text(cell) and self._is_statistic(text_of(cell)):
                self._skipped(Skipped(number, column_letters(index), text_of(cell)))
                return

    def figures(self, number: int, row: Row, name: str) -> list[PrintedFigure]:
        """Return the figures of a row, none where it is no row of a unit."""
        reads = [self._cells(slot, row) for slot in self.block.slots]
        states = [cell.state for _measure, *pair in reads for cell in pair]
        if all(state == State.BLANK for state in states):
            if not name or not self.context.is_unit(name):
                self._tell_period(number, row)
                return []
        elif State.UNREADABLE in states and self._is_beside(row):
            return []
        problems = NO_PROBLEMS
        if not name:
            if self._is_no_row(row):
                self.skip(number, row)
                return []
            name, problems = self._filled_down(number, row)
        self.previous_name = name
        details = self.details(row)
        return [
            self._figure(number, row, name, slot, read, details, problems)
            for slot, read in zip(self.block.slots, reads, strict=True)
        ]

    def _tell_period(self, number: int, row: Row) -> None:
        told = {text_of(cell): index for index, cell in enumerate(row) if not is_blank(cell)}
        if len(told) != 1:
            return
        [(text, index)] = told.items()
        if read_period(text) or month_ending_quarter(text):
            self._skipped(PeriodInRow(number, column_letters(index), text))

    def _figure(self, number, row, name, slot, read, details, problems) -> PrintedFigure:
        plan, texts = self.plan, self.texts
        measure, value, rank = read
        if value.error or rank.error:
            problems += tuple(self._complaints(number, row, slot, value, rank))
        if not measure and not value.state == rank.state == State.BLANK:
            column = column_letters(plan.measure)
            problems += (measureless(sheet=self.sheet, row=number, column=column),)
        if slot.change != NO_COLUMN or slot.regional_rank != NO_COLUMN:
            details, found = self._slot_details(number, row, slot, details)
            problems += found
        place = value.rank if slot.is_pair else rank.rank
        has_mark = State.MARK in (value.state, rank.state)
        return PrintedFigure(
            row=number,
            value_column=slot.value_letters,
            rank_column=slot.rank_letters,
            unit=name,
            unit_code=texts[row[plan.unit_code]],
            unit_set=texts[row[plan.unit_set]],
            period=texts[row[plan.period]] or slot.period,
            period_kind=texts[row[plan.period_kind]],
            measure=measure,
            value=value.value,
            value_text=value.text,
            rank=place,
            count=value.count or rank.count or self.counts[row[plan.unit_count]],
            is_absent=has_mark and value.value is None and place is None and not problems,
            details=details,
            problems=problems,
        )

    def _cells(self, slot: Slot, row: Row) -> tuple[str, ReadCell, ReadCell]:
        """Return the measure of a slot's figure in a row, its value and its rank."""
        measure = slot.measure or self.measure(row)
        return measure, slot.values[measure][row[slot.value]], slot.ranks[row[slot.rank]]

    def measure(self, row: Row) -> str:
        measure = self.texts[row[self.plan.measure]]
        return measure or self.texts[row[self.plan.measure_name]] or self.plan.blank_measure

    def _name(self, cell: Cell) -> str | None:
        """Return the name in a cell; empty for none, None for what makes a row no row of a unit."""
        if is_blank(cell):
            return ""
        text = text_of(cell)
        if not is_text(cell):
            # Units are named in words, but a printed code may stand where no name does.
            return None if NUMBERING.fullmatch(text) and not self.context.is_unit(text) else text
        if len(text) > LONGEST_NAME or NUMBERING.fullmatch(text) or self._is_statistic(text):
            return None
        if self.block.header and is_header_again(text, self.block.header):
            return None
        return text

    def _is_statistic(self, text: str) -> bool:
        """Tell whether a name stands for many units or none: an average, a total, a region, a weight."""
        if self.context.is_unit(text):
            return False
        return self.context.is_average(text) or bool(STATISTICS.fullmatch(search_key(text)))

    def _is_beside(self, row: Row) -> bool:
        """Tell whether a row stands beside the figures: a section, a note across, numbers, a header."""
        if is_spread(row) or is_numbering(row):
            return True
        texts = [text_of(cell) for index, cell in enumerate(row) if index != self.unit and is_text(cell)]
        return len(texts) > 1 and all(text in self.plan.header_texts for text in texts)

    def _is_no_row(self, row: Row) -> bool:
        """Tell whether a row without a name tells of all units, or holds a page number or a note alone."""
        if any(is_text(cell) and self.context.is_average(text_of(cell)) for cell in row):
            return True
        kinds = {kind_of(cell) for cell in row} - {CellKind.BLANK}
        if kinds == {CellKind.TEXT}:
            # Signatures below the table: "Người lập biểu |  | Thủ trưởng đơn vị".
            return True
        is_alone = is_spread(row) and kinds <= {CellKind.TEXT, CellKind.INTEGER, CellKind.MARK}
        return is_alone or is_numbering(row)

    def _filled_down(self, number: int, row: Row) -> tuple[str, tuple[Problem, ...]]:
        """Name a row without a unit by the row above where rows name measures, as before a merge was lost."""
        if self.plan.measure != NO_COLUMN and self.previous_name and not is_blank(row[self.plan.measure]):
            return self.previous_name, NO_PROBLEMS
        column = column_letters(self.block.unit)
        return "", (nameless(sheet=self.sheet, row=number, column=column),)

    def details(self, row: Row) -> dict[str, str]:
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
            cell = reader[row[index]]
            if cell.error and role is Role.CHANGE:
                self._skipped(UnreadMovement(number, column_letters(index), shown(row[index])))
            elif cell.error:
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
