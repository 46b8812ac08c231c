"""What the cells of a column hold: numbers, ranks, pairs of both, movements, years or texts."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import chain, pairwise

from indicators.imports.grids import Cell, text_of
from indicators.imports.layouts.numbers import (
    ARROW_BEHIND,
    DOWN,
    LONGEST_NUMBER,
    PLACES,
    RANK_WORD,
    SAME,
    UP,
    UnreadableCellError,
    first_of_shared,
    is_blank,
    is_mark,
    rank_in_letters,
    read_rank,
    without_footnotes,
    without_movement,
)
from indicators.imports.layouts.pairs import are_slashed_pairs, split_pair

FIRST_YEAR, LAST_YEAR = 1990, 2100
# What a cell of two numbers ends with.
DIGIT_ENDS = frozenset("0123456789)]%")
# Of how many of its cells a kind is taken to be the kind of a column.
MOST = 0.6

INTEGER = re.compile(r"[0-9]+")
# A whole number that a program kept as a float.
WHOLE_FLOAT = re.compile(r"(?:[1-9][0-9]*|0)\.0")
# By far the most cells of results: with more than one decimal they are nothing else.
PLAIN_DECIMAL = re.compile(r"[0-9]{1,9}[.,][0-9]{2,9}", re.ASCII)
DECIMAL = re.compile(r"[+−-]?[0-9]+(?:[.,][0-9]+)+|[0-9]{1,3}(?: [0-9]{3})+|[−-][0-9]+")
PERCENT = re.compile(r"[+−-]?[0-9]+(?:[.,][0-9]+)* ?%")
FRACTION = re.compile(r"[0-9]+ ?/ ?[0-9]+")
SHARE = re.compile(r"[0-9]+(?:[.,][0-9]+)* ?/ ?[0-9.,]+")
NUMBERING = re.compile(r"\(?(?:[0-9]{1,2}|[A-Z])\)?(?: ?= ?[^A-Za-z]*)?")
CODE = re.compile(r"(?:[0-9]{1,3}|[IVX]{1,5}|[A-Z])(?:\.[0-9]{1,3})*\.?")
DATE_OR_PERIOD = re.compile(r"[0-9]{4}(?:[-/.][A-Za-z]?[0-9]{1,3}){0,2}|[0-9]{1,2}/(?:[0-9]{1,2}/)?[0-9]{4}")


class CellKind(Enum):
    """What one cell looks like."""

    BLANK = auto()
    MARK = auto()
    INTEGER = auto()
    YEAR = auto()
    DECIMAL = auto()
    FRACTION = auto()  # 25/63
    PAIR = auto()  # 01 (0,727)
    MOVED_RANK = auto()  # 25 (+1)
    CHANGE = auto()  # ▲3
    DATE = auto()
    TEXT = auto()


FIGURE_KINDS = frozenset(
    {
        CellKind.INTEGER,
        CellKind.DECIMAL,
        CellKind.FRACTION,
        CellKind.PAIR,
        CellKind.MOVED_RANK,
        CellKind.CHANGE,
    }
)


def kind_of(cell: Cell) -> CellKind:
    """Return what a cell looks like."""
    if isinstance(cell, str):
        return _kind_of_text(cell)
    if cell is None:
        return CellKind.BLANK
    if isinstance(cell, dt.date):
        return CellKind.DATE
    if isinstance(cell, float) and not cell.is_integer():
        return CellKind.DECIMAL
    if FIRST_YEAR <= cell <= LAST_YEAR:
        return CellKind.YEAR
    return CellKind.INTEGER if cell >= 0 else CellKind.CHANGE


@lru_cache(maxsize=20_000)
def _kind_of_text(cell: str) -> CellKind:
    if PLAIN_DECIMAL.fullmatch(cell):
        return CellKind.DECIMAL
    if is_blank(cell):
        return CellKind.BLANK
    if is_mark(cell):
        return CellKind.MARK
    text = without_footnotes(" ".join(cell.split()))
    if len(text) > 2 * LONGEST_NUMBER:
        return CellKind.TEXT
    if INTEGER.fullmatch(text) or WHOLE_FLOAT.fullmatch(text):
        return (
            CellKind.YEAR
            if len(text) == 4 and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR
            else CellKind.INTEGER
        )
    if first_of_shared(text) != text:
        return CellKind.FRACTION
    if _is_change(text):
        return CellKind.CHANGE
    if DECIMAL.fullmatch(text) or PERCENT.fullmatch(text):
        return CellKind.DECIMAL
    if FRACTION.fullmatch(text):
        return CellKind.FRACTION
    if SHARE.fullmatch(text):
        return CellKind.DECIMAL
    if _is_rank_in_words(text):
        return CellKind.FRACTION
    if _is_moved_rank(text):
        return CellKind.MOVED_RANK
    return CellKind.PAIR if text[-1:] in DIGIT_ENDS and _is_pair(cell) else CellKind.TEXT


def _is_rank_in_words(text: str) -> bool:
    """Tell "Hạng 25" from "Xếp hạng 2022"."""
    rest = RANK_WORD.sub("", text)
    return rest != text and bool(re.fullmatch(r"[0-9]{1,3}(?: ?/ ?[0-9]+)?", rest))


def _is_moved_rank(text: str) -> bool:
    """Tell "25 (+1)" from "25 (0)", which may be a value of 0."""
    rank = without_movement(text)
    if rank == text or text.endswith(("(0)", "[0]")):
        return False
    return bool(FRACTION.fullmatch(rank) or INTEGER.fullmatch(rank)) or _is_rank_in_words(rank)


def _is_change(text: str) -> bool:
    text = ARROW_BEHIND.sub(r"\2\1", text.strip("()"))
    sign = UP.match(text) or DOWN.match(text)
    rest = text[sign.end() :] if sign else ""
    return bool(PLACES.fullmatch(rest)) or text.casefold() in SAME - {"0"}


def _is_pair(cell: str) -> bool:
    try:
        split_pair(cell)
    except UnreadableCellError:
        return False
    return True


@dataclass(frozen=True)
class Profile:
    """What the cells of one column hold, as far as the sample of rows goes.

    Args:
        texts: of the cells that hold anything, on one line.
        pairs: the cells of two numbers, with their line breaks.
    """

    kinds: Counter
    texts: tuple[str, ...]
    pairs: tuple[str, ...] = ()

    @property
    def filled(self) -> int:
        return self.kinds.total() - self.kinds[CellKind.BLANK]

    @property
    def figures(self) -> int:
        return sum(self.kinds[kind] for kind in FIGURE_KINDS)

    def is_mostly(self, *kinds: CellKind) -> bool:
        """Tell whether most of the cells that hold anything but a mark are of these kinds."""
        told = self.filled - self.kinds[CellKind.MARK]
        return told > 0 and sum(self.kinds[kind] for kind in kinds) >= MOST * told

    @property
    def holds_pairs(self) -> bool:
        """Tell whether its cells hold a rank and a value."""
        return self.is_mostly(CellKind.PAIR) or (
            self.is_mostly(CellKind.DECIMAL) and are_slashed_pairs(self.texts)
        )

    @property
    def holds_figures(self) -> bool:
        return self.figures > 0 and self.is_mostly(*FIGURE_KINDS, CellKind.YEAR)

    @property
    def holds_marks_alone(self) -> bool:
        return self.filled == self.kinds[CellKind.MARK]

    @property
    def distinct(self) -> frozenset[str]:
        return frozenset(self.texts)

    def ranks(self) -> list[int]:
        """Return the cells that read as ranks."""
        return list(self._each_rank())

    @property
    def holds_ranks_in_letters(self) -> bool:
        """Tell whether most of its cells are Roman numerals or words for ranks, and no classes I, II, III."""
        letters = sum(rank_in_letters(text) is not None for text in self.texts)
        is_told = letters > 0 and letters + self.kinds[CellKind.INTEGER] >= MOST * len(self.texts)
        return is_told and len(self.distinct) >= 0.7 * len(self.texts)

    @property
    def tells_movements(self) -> bool:
        """Tell whether its cells are movements in places: some have a sign or a word for it, or all are 0."""
        if self.kinds[CellKind.DECIMAL]:
            return False
        return self.kinds[CellKind.CHANGE] > 0 or not any(text.strip("0") for text in self.texts)

    @property
    def looks_like_ranks(self) -> bool:
        """Tell whether its whole numbers could be the ranks of nearly all units, or are written as ranks."""
        if not self.is_mostly(CellKind.INTEGER, CellKind.FRACTION) or self.kinds[CellKind.DECIMAL]:
            return False
        if self.is_mostly(CellKind.FRACTION):
            return len({text.split("/")[-1].strip() for text in self.texts if "/" in text}) <= 2
        ranks = self.ranks()
        return len(ranks) > 2 and len(set(ranks)) >= 0.7 * len(ranks) and max(ranks) <= len(ranks) * 1.1 + 1

    @property
    def counts_up(self) -> bool:
        """Tell whether its numbers are 1, 2, 3 … as a column of order numbers holds."""
        ranks = self._each_rank()
        return next(ranks, None) == 1 and all(
            later in (1, earlier + 1) for earlier, later in pairwise(chain([1], ranks))
        )

    def _each_rank(self) -> Iterator[int]:
        for text in self.texts:
            try:
                yield read_rank(text).rank
            except UnreadableCellError:
                continue


def profile(cells: Iterable[Cell]) -> Profile:
    """Return what the cells of a column hold."""
    cells = list(cells)
    kinds = list(map(kind_of, cells))
    return Profile(
        kinds=Counter(kinds),
        texts=tuple(text_of(cell) for cell in cells if not is_blank(cell)),
        pairs=tuple(cell for cell, kind in zip(cells, kinds, strict=True) if kind is CellKind.PAIR),
    )


def is_text(cell: Cell) -> bool:
    """Tell whether a cell holds words."""
    return isinstance(cell, str) and kind_of(cell) is CellKind.TEXT
