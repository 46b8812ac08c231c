"""Readers of the cells of one column, which read each distinct cell once."""

from collections.abc import Callable
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from indicators.imports.grids import Cell, text_of
from indicators.imports.layouts.numbers import (
    UnreadableCellError,
    is_blank,
    is_mark,
    read_change,
    read_number,
    read_rank,
    read_rank_and_value,
)

# So many distinct cells are remembered; more would hold a whole file in memory.
REMEMBERED = 20_000

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


class ReadCell(NamedTuple):
    """What a cell says of a figure; ``error`` where it cannot be read."""

    value: Decimal | None = None
    text: str = ""
    rank: int | None = None
    count: int | None = None
    is_blank: bool = False
    is_mark: bool = False
    error: UnreadableCellError | None = None


BLANK = ReadCell(is_blank=True)
MARK = ReadCell(is_mark=True)


def value_reader(*, top: Decimal | None, decimal_mark: str) -> Memo[ReadCell]:
    """Return a reader of values on a scale."""

    def read(cell: Cell) -> ReadCell:
        number = read_number(cell, top=top, decimal_mark=decimal_mark)
        return ReadCell(value=number.value, text=number.text)

    return Memo(_read_or_complain(read))


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
            return ReadCell(error=error)

    return read_or_complain
