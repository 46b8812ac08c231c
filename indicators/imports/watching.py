"""How far a long step has come, told to whoever waits for it."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Protocol

from indicators.imports.figures import PlainFigures, PrintedFigure
from indicators.imports.grids import Cell, Columns, Sheet, in_columns


class Stage(StrEnum):
    """The stages of a long step, in the order that they come."""

    OPENING = "opening"
    READING = "reading"
    COMPARING = "comparing"
    CHECKING = "checking"
    WRITING = "writing"
    UNDOING = "undoing"


class Watch(Protocol):
    """Takes the stage, how many rows are done and how many there are; 0 where that cannot be told."""

    def __call__(self, stage: Stage, done: int = 0, total: int = 0) -> None: ...


def nobody(stage: Stage, done: int = 0, total: int = 0) -> None:
    """Stand in for a watch where nobody waits."""


class CountedSheet:
    """A sheet that knows how many rows it has once they were gone through."""

    def __init__(self, sheet: Sheet):
        self.name = sheet.name
        self.row_count = 0
        self._sheet = sheet

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        count = 0
        for row in self._sheet:
            count += 1
            yield row
        self.row_count = count

    def in_columns(self) -> Iterator[Columns]:
        count = 0
        for columns in in_columns(self._sheet):
            count += columns.row_count
            yield columns
        self.row_count = count


Chunk = PlainFigures | list[PrintedFigure]


def watched(chunks: Iterable[Chunk], *, watch: Watch, first_row: int, last_row: int) -> Iterator[Chunk]:
    """Pass figures on as they are read, and tell of each chunk which row it has come to.

    Args:
        first_row, last_row: of the body of the table.
    """
    total = max(0, last_row - first_row + 1)
    for chunk in chunks:
        if chunk:
            row = chunk.rows[0] if isinstance(chunk, PlainFigures) else chunk[0].row
            watch(Stage.READING, min(row - first_row, total), total)
        yield chunk
    watch(Stage.READING, total, total)
