"""The columns of figures of a table, with their numbers."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from indicators.imports.grids import Cell
from indicators.imports.layouts.arithmetic import Values
from indicators.imports.layouts.layout import FIGURES, PAIRS, VALUES, Role
from indicators.imports.layouts.numbers import (
    PLAIN,
    UnreadableCellError,
    is_blank,
    read_number,
    read_rank,
)
from indicators.imports.layouts.pairs import read_rank_and_value
from indicators.imports.layouts.roles import Guess
from indicators.imports.layouts.table import Table, cell_at, unit_beside

# As many rows tell whether ranks fit and what adds up to what.
ROWS_FOR_SUMS = 300
BESIDE = frozenset({Role.CHANGE, Role.REGIONAL_RANK})


@dataclass
class Figure:
    """A figure column on the way to its measure.

    Args:
        block: the column of units that it belongs to.
        codes: the measures that its header may mean; empty where it names none, or none that is known.
    """

    guess: Guess
    block: int
    period: str
    codes: tuple[str, ...] = ()
    measure: str = ""
    cells: list[Cell] = field(default_factory=list, repr=False)

    @cached_property
    def numbers(self) -> Values:
        return [_number(cell, self.role) for cell in self.cells]

    @property
    def index(self) -> int:
        return self.guess.index

    @property
    def role(self) -> Role:
        return self.guess.role

    @property
    def is_bare(self) -> bool:
        return self.guess.heading.is_bare

    @property
    def place(self) -> tuple[int, str]:
        return self.block, self.period


def figures_of(table: Table, guesses: list[Guess]) -> list[Figure]:
    """Return the figure columns of a table, each with its period and its numbers."""
    has_periods = any(guess.role is Role.PERIOD for guess in guesses)
    return [
        Figure(
            guess=guess,
            block=unit_beside(guess.index, table.anchors),
            period="" if has_periods or guess.role is Role.CHANGE else guess.heading.period,
            cells=[cell_at(row, guess.index) for row in table.body[:ROWS_FOR_SUMS]],
        )
        for guess in guesses
        if guess.role in FIGURES
    ]


def half(role: Role) -> str:
    """Return which half of a figure a column holds: its value, or what its role says."""
    return "value" if role in VALUES or role in (Role.SELF_SCORE, Role.VERIFIED_SCORE) else role.value


def _number(cell: Cell, role: Role) -> float | None:
    if is_blank(cell):
        return None
    try:
        if role is Role.RANK:
            return float(read_rank(cell).rank)
        if role in PAIRS:
            value_first = role is Role.VALUE_AND_RANK
            _rank, number = read_rank_and_value(cell, top=None, value_first=value_first)
            return float(number.value)
        if role in BESIDE:
            return None
        if isinstance(cell, str) and PLAIN.fullmatch(cell):
            return float(cell.replace(",", "."))
        return float(_read_roughly(cell))
    except UnreadableCellError:
        return None


def _read_roughly(cell: Cell) -> Decimal:
    """Read a number of which it doesn't matter yet whether 1.236 is a thousand."""
    return read_number(
        cell, top=None, decimal_mark="," if isinstance(cell, str) and "," in cell else "."
    ).value
