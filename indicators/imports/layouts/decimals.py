"""The mark before the decimals of a column, told by all of its cells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.imports.grids import Cell
from indicators.imports.layouts.numbers import PLAIN, UnreadableCellError, without_footnotes
from indicators.imports.layouts.pairs import bare_number, split_pair
from indicators.notation import TWO_READINGS

STATED = re.compile(r" ?(?:%|/.*)$")
SINGLE = re.compile(r"[+−-]?[0-9]+([.,])[0-9]+")
GROUPED = re.compile(r"[+−-]?[0-9]{1,3}(?:(\.)[0-9]{3}){2,}|[+−-]?[0-9]{1,3}(?:(,)[0-9]{3}){2,}")
BOTH = re.compile(r"[+−-]?[0-9.,]*[.,][0-9]*([.,])[0-9]+")
OTHER = {",": ".", ".": ","}


@dataclass
class Evidence:
    """What the cells of a column tell of the mark before its decimals.

    Args:
        marks: the marks that stood before decimals for certain.
        doubtful: the marks of cells that read two ways: 1.236 and 1,236.
        least_thousand, greatest_thousand: the smallest and the largest of those, read as thousands.
        example: the smallest, as printed.
    """

    marks: set[str]
    doubtful: set[str]
    least_thousand: Decimal | None = None
    greatest_thousand: Decimal = Decimal(0)
    example: str = ""

    def add(self, cells: Iterable[Cell]) -> None:
        """Take in cells, each once."""
        for cell in cells:
            if not isinstance(cell, str):
                continue
            if PLAIN.fullmatch(cell):
                # By far the most cells; a plain number holds one mark at most.
                if "." in cell:
                    self.marks.add(".")
                elif "," in cell:
                    self.marks.add(",")
                continue
            for part in _numbers_in(cell):
                self._add(part)

    def _add(self, text: str) -> None:
        bare = text.lstrip("+−-")
        if two := TWO_READINGS.fullmatch(bare):
            head, mark, tail = two.groups()
            thousand = Decimal(head + tail)
            self.doubtful.add(mark)
            self.greatest_thousand = max(thousand, self.greatest_thousand)
            if self.least_thousand is None or thousand < self.least_thousand:
                self.least_thousand, self.example = thousand, text
        elif single := SINGLE.fullmatch(text):
            self.marks.add(single.group(1))
        elif grouped := GROUPED.fullmatch(text):
            self.marks.add(OTHER[grouped.group(1) or grouped.group(2)])
        elif both := BOTH.fullmatch(text):
            self.marks.add(both.group(1))

    def settle(self, *, top: Decimal | None, others: set[str]) -> str:
        """Return the mark, empty where nothing tells it.

        Args:
            top: the largest value of the column's scale, None where it has none.
            others: the marks that stand before decimals in the other columns of the table.
        """
        if self.marks:
            return next(iter(self.marks)) if len(self.marks) == 1 else ""
        if not self.doubtful:
            return ""
        if top is not None and len(self.doubtful) == 1:
            mark = next(iter(self.doubtful))
            if self.least_thousand > top:
                return mark
            if mark == "." and self.greatest_thousand <= top:
                # Within the scale a dot makes a thousand, as Vietnamese writes it.
                return OTHER[mark]
        return next(iter(others)) if len(others) == 1 else ""

    def is_open(self, *, top: Decimal | None) -> bool:
        """Tell whether a column that told no mark holds numbers that read two ways on its scale."""
        return bool(self.doubtful) and not (top is not None and self.least_thousand > top)


def _numbers_in(cell: str) -> list[str]:
    try:
        parts = split_pair(cell)
    except UnreadableCellError:
        parts = (without_footnotes(" ".join(cell.split())),)
    return [STATED.sub("", bare_number(part)) for part in parts]
