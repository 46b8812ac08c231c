"""Readers of the cells of one column, which read each distinct cell once."""

from collections.abc import Callable
from decimal import Decimal
from enum import IntEnum
from typing import Generic, NamedTuple, TypeVar

from indicators.imports.grids import Cell, text_of
from indicators.imports.layouts.numbers import (
    LARGEST,
    PLAIN,
    UnreadableCellError,
    is_blank,
    is_mark,
    read_change,
    read_number,
    read_rank,
)
from indicators.imports.layouts.pairs import read_rank_and_value

# So many distinct cells are remembered; more would hold a whole file in memory.
REMEMBERED = 20_000

# Skips the checks of NamedTuple's own constructor, of which there would be hundreds of thousands.
new_tuple = tuple.__new__

Result = TypeVar("Result")


class Memo(dict, Generic[Result]):
    """What a function makes of a cell, remembered; cells that are equal read alike."""

    def __init__(self, read: Callable[[Cell], Result]):
        super().__init__()
        self._read = read

    def __missing__(self, cell: Cell) -> Result:
        if len(self) >= REMEMBERED:
            self.clear()
        result = self[cell] = self._read(cell)
        return result


class State(IntEnum):
    """What came of reading a cell."""

    READ = 0
    BLANK = 1
    MARK = 2
    UNREADABLE = 3


class ReadCell(NamedTuple):
    """What a cell says of a figure; ``error`` where it cannot be read."""

    state: int = State.READ
    value: Decimal | None = None
    text: str = ""
    rank: int | None = None
    count: int | None = None
    error: UnreadableCellError | None = None


BLANK = ReadCell(State.BLANK)
MARK = ReadCell(State.MARK)


class ValueReader(dict):
    """Reads values on a scale, those that can be read in one way alone without further ado."""

    def __init__(self, *, top: Decimal | None, decimal_mark: str, is_percent: bool = False):
        super().__init__()
        # No number reads in one way alone where it may be a percentage.
        self._limit = Decimal(-1) if is_percent else LARGEST if top is None else min(top, LARGEST)
        self._read = _read_or_complain(self._carefully)
        self._top, self._mark, self._is_percent = top, decimal_mark, is_percent

    def __missing__(self, cell: Cell) -> ReadCell:
        if len(self) >= REMEMBERED:
            self.clear()
        if isinstance(cell, str) and PLAIN.fullmatch(cell):
            value = Decimal(cell.replace(",", "."))
            if value <= self._limit:
                result = self[cell] = new_tuple(ReadCell, (0, value, cell, None, None, None))
                return result
        result = self[cell] = self._read(cell)
        return result

    def _carefully(self, cell: Cell) -> ReadCell:
        number = read_number(cell, top=self._top, decimal_mark=self._mark, is_percent=self._is_percent)
        return ReadCell(value=number.value, text=number.text)


def rank_reader() -> Memo[ReadCell]:
    """Return a reader of ranks."""

    def read(cell: Cell) -> ReadCell:
        printed = read_rank(cell)
        return ReadCell(rank=printed.rank, count=printed.count)

    return Memo(_read_or_complain(read))


def pair_reader(*, top: Decimal | None, decimal_mark: str, value_first: bool) -> Memo[ReadCell]:
    """Return a reader of ranks and values of which one stands in brackets."""

    def read(cell: Cell) -> ReadCell:
        printed, number = read_rank_and_value(
            cell, top=top, decimal_mark=decimal_mark, value_first=value_first
        )
        return ReadCell(value=number.value, text=number.text, rank=printed.rank, count=printed.count)

    return Memo(_read_or_complain(read))


def change_reader() -> Memo[ReadCell]:
    """Return a reader of movements; the text of one is a number with its sign."""
    return Memo(_read_or_complain(lambda cell: ReadCell(text=str(read_change(cell)))))


def text_reader() -> Memo[str]:
    """Return a reader of texts on one line."""
    return Memo(text_of)


def _read_or_complain(read: Callable[[Cell], ReadCell]) -> Callable[[Cell], ReadCell]:
    def read_or_complain(cell: Cell) -> ReadCell:
        if is_blank(cell):
            return BLANK
        if is_mark(cell):
            return MARK
        try:
            return read(cell)
        except UnreadableCellError as error:
            return ReadCell(State.UNREADABLE, error=error)

    return read_or_complain
