"""The scores of one unit's indicators, row by row."""

from collections.abc import Callable, Iterator
from itertools import islice

from indicators.imports.figures import PrintedFigure
from indicators.imports.grids import Cell, Sheet, text_of
from indicators.imports.layouts.cells import BLANK, MARK, ReadCell, State, ValueReader
from indicators.imports.layouts.complaints import ambiguous_code, complaint
from indicators.imports.layouts.context import Context
from indicators.imports.layouts.layout import Column, Layout, Role
from indicators.imports.layouts.numbers import is_blank
from indicators.imports.layouts.plans import scale_of
from indicators.imports.layouts.rows import BlankVerifiedScore, Skipped
from indicators.imports.layouts.table import Row, cell_at, is_header_again, is_numbering, is_spread
from indicators.imports.problems import Problem

# The score that counts comes first.
SCORES = (Role.VERIFIED_SCORE, Role.SELF_SCORE, Role.VALUE)
TEXTS = (Role.MEASURE_NAME, Role.MAXIMUM, Role.SELF_SCORE, Role.VERIFIED_SCORE, Role.EVIDENCE, Role.NOTE)


def read_indicators(
    sheet: Sheet, *, layout: Layout, context: Context, skipped: Callable[[Skipped], None]
) -> Iterator[PrintedFigure]:
    """Yield the score of each indicator: the verified one, or else the unit's own.

    Args:
        skipped: called with every blank verified score whose place the unit's own score takes.
    """
    reader = _IndicatorReader(sheet.name, layout, context)
    for number, row in islice(enumerate(sheet, 1), layout.first_row - 1, layout.last_row):
        figure = reader.read(number, row)
        if figure is None:
            continue
        if figure.value is not None and reader.lacks_verified(figure, row):
            skipped(BlankVerifiedScore(number, figure.value_column, figure.value_text))
        yield figure


class _IndicatorReader:
    def __init__(self, sheet: str, layout: Layout, context: Context):
        self.sheet = sheet
        self.context = context
        self.columns = {column.role: column for column in layout.columns}
        self.scores = [self.columns[role] for role in SCORES if role in self.columns]
        self.readers: dict[tuple[int, str], ValueReader] = {}
        self.codes = Codes()

    def lacks_verified(self, figure: PrintedFigure, row: Row) -> bool:
        """Tell whether a figure is a unit's own score beside a blank verified one."""
        own = self.columns.get(Role.SELF_SCORE)
        is_own = own is not None and figure.value_column == own.letters
        return (
            is_own and Role.VERIFIED_SCORE in self.columns and is_blank(self._cell(Role.VERIFIED_SCORE, row))
        )

    def read(self, number: int, row: Row) -> PrintedFigure | None:
        """Return the figure of a row; None for a section, a foot note, a header said again."""
        name, code_cell = self._text(Role.MEASURE_NAME, row), self._cell(Role.MEASURE, row)
        code, is_sure = self.codes.read(code_cell)
        if not (name or code) or is_spread(row) or is_numbering(row) or self._is_header(name, code):
            return None
        measure = code or name
        if not code and self.context.is_average(name):
            return None
        column, score, marked = self._score(measure, row)
        problems: tuple[Problem, ...] = ()
        if score.error:
            problems = (
                complaint(
                    score.error,
                    cell=cell_at(row, column.index),
                    sheet=self.sheet,
                    row=number,
                    column=column.letters,
                ),
            )
        elif score is BLANK and not marked and not code:
            return None
        if not is_sure:
            place = self.columns[Role.MEASURE].letters
            problems += (ambiguous_code(text=code, sheet=self.sheet, row=number, column=place),)
        return PrintedFigure(
            row=number,
            value_column=column.letters,
            rank_column="",
            unit="",
            period=self._text(Role.PERIOD, row),
            measure=measure,
            value=score.value,
            value_text=score.text,
            is_absent=marked and score.value is None and not problems,
            details={role.value: text for role in TEXTS if (text := self._text(role, row))},
            problems=problems,
        )

    def _score(self, measure: str, row: Row) -> tuple[Column, ReadCell, bool]:
        """Return the column of the score that counts, what it says, and whether a mark says there is none."""
        marked = False
        for column in self.scores:
            read = self._reader(column, measure)[cell_at(row, column.index)]
            if read.state in (State.READ, State.UNREADABLE):
                return column, read, False
            marked = marked or read is MARK
        return self.scores[0], BLANK, marked

    def _reader(self, column: Column, measure: str) -> ValueReader:
        key = column.index, measure
        if key not in self.readers:
            top = scale_of(measure, self.context)
            self.readers[key] = ValueReader(top=top, decimal_mark=column.decimal)
        return self.readers[key]

    def _cell(self, role: Role, row: Row) -> Cell:
        return cell_at(row, self.columns[role].index) if role in self.columns else None

    def _text(self, role: Role, row: Row) -> str:
        return text_of(self._cell(role, row))

    def _is_header(self, name: str, code: str) -> bool:
        return any(
            text and self.columns[role].header and is_header_again(text, self.columns[role].header)
            for role, text in ((Role.MEASURE_NAME, name), (Role.MEASURE, code))
            if role in self.columns
        )


class Codes:
    """Reads codes in their order, which tells what a spreadsheet made of one that looks like a number.

    A spreadsheet keeps 1.10 as 1.1. Behind 1.9 it was 1.10; behind 1 it is 1.1.
    """

    def __init__(self):
        self.last: dict[str, int] = {}

    def read(self, cell: Cell) -> tuple[str, bool]:
        """Return a code as text, and whether it is sure."""
        text = text_of(cell).rstrip(".")
        parent, _dot, own = text.rpartition(".")
        if not own.isdecimal():
            return text, True
        previous, number = self.last.get(parent, 0), int(own)
        is_sure = True
        if isinstance(cell, float) and parent and number <= previous:
            if number * 10 == previous + 1:
                text, number = f"{text}0", number * 10
            else:
                is_sure = False
        self.last[parent] = number
        return text, is_sure
