"""A rank and a value in one cell: 01 (0,727), 0,6419 - hạng 27, 0,64/27, or one below the other."""

import re
from collections.abc import Iterable
from decimal import Decimal

from indicators.imports.grids import Cell, text_of
from indicators.imports.layouts.headers import RANK_FIRST, VALUE_FIRST
from indicators.imports.layouts.numbers import (
    LONGEST_NUMBER,
    PERCENT_TOP,
    RANK_WORD,
    PrintedNumber,
    PrintedRank,
    UnreadableCellError,
    read_number,
    read_rank,
    without_footnotes,
)

VALUE_WORD = re.compile(
    r"^(?:tổng )?(?:điểm số|điểm|giá trị|score|value|points?) ?:? ?(?=[0-9])", re.IGNORECASE
)
WHOLE_NUMBER = re.compile(r"[0-9]+(?: ?/ ?[0-9]+)?")
PART = re.compile(r"[0-9][0-9., ]*(?: ?%)?(?: ?/ ?[0-9][0-9.,]*)?")
# What stands between the two, the surest first.
BETWEEN = (
    re.compile(r"([^()\[\]]+?) ?[(\[]([^()\[\]]+)[)\]]"),
    re.compile(r"([^|;]+?) ?[|;] ?([^|;]+)"),
    re.compile(r"(.*[0-9%]) ?: ?(.+)"),
    re.compile(r"(.+?),? (?:-|–|—) (.+)"),
    re.compile(r"(.+?), (.+)"),
)
# Of how many slashes the number behind has to change for it to be a rank, and no maximum.
MOST_CHANGE = 0.5


def split_pair(cell: Cell) -> tuple[str, str]:
    """Return the two numbers of a cell in the order that they stand.

    Raises:
        UnreadableCellError: not_a_rank_and_value.
    """
    printed = cell if isinstance(cell, str) else text_of(cell)
    text = without_footnotes(" ".join(printed.split()))
    if len(text) <= 2 * LONGEST_NUMBER:
        for between in BETWEEN:
            if (match := between.fullmatch(text)) and are_numbers(*match.groups()):
                return match.group(1).strip(), match.group(2).strip()
        lines = [" ".join(line.split()) for line in printed.splitlines() if line.strip()]
        if len(lines) == 2 and are_numbers(*lines):
            return lines[0], lines[1]
        if slashed := split_at_slash(text):
            return slashed
    raise UnreadableCellError("not_a_rank_and_value")


def split_at_slash(text: str) -> tuple[str, str] | None:
    """Return the parts of 0,64/27, 27/0,64 or 0,64/27/63; two whole numbers are a rank or a share."""
    parts = [part.strip() for part in text.split("/")]
    if len(parts) == 3:
        parts = (
            [parts[0], "/".join(parts[1:])] if not _is_whole(parts[0]) else ["/".join(parts[:2]), parts[2]]
        )
    if len(parts) != 2 or not are_numbers(*parts) or _is_whole(parts[0]) == _is_whole(parts[1]):
        return None
    return parts[0], parts[1]


def are_numbers(*parts: str) -> bool:
    """Tell whether each text is one number, with no more than a word for a rank or a value before it."""
    return all(PART.fullmatch(bare_number(part)) for part in parts)


def bare_number(part: str) -> str:
    """Return the number of a part without the word before it and without marks behind it."""
    return without_footnotes(VALUE_WORD.sub("", RANK_WORD.sub("", part.strip())))


def order_of(first: str, second: str, *, top: Decimal | None = None) -> str:
    """Return which of two numbers stands first as far as they tell it themselves, else nothing."""
    for one, other, order in ((first, second, VALUE_FIRST), (second, first, RANK_FIRST)):
        if _says_rank(other) or VALUE_WORD.match(one):
            return order
    wholes = [_is_whole(part) for part in (first, second)]
    if wholes[0] != wholes[1]:
        return RANK_FIRST if wholes[0] else VALUE_FIRST
    shares = ["/" in part for part in (first, second)]
    if shares[0] == shares[1] or not wholes[0]:
        return ""
    # 25/63 is a rank, but 64/100 on a scale of 100 a value.
    is_rank_first = shares[0] != (top is not None and _maximum(first if shares[0] else second) == top)
    return RANK_FIRST if is_rank_first else VALUE_FIRST


def order_among(cells: Iterable[str]) -> str:
    """Return which number stands first in the cells of a column, nothing where they leave it open.

    Those that tell decide for those that do not; where none tells, the only numbers that can be ranks do.
    """
    pairs = []
    for cell in cells:
        try:
            pairs.append(split_pair(cell))
        except UnreadableCellError:
            continue
    orders = [order_of(*pair) for pair in pairs]
    told = set(orders) - {""}
    if len(told) == 1:
        return told.pop()
    if told:
        return "" if "" in orders else RANK_FIRST
    can_rank = [_can_be_ranks([pair[place] for pair in pairs]) for place in (0, 1)]
    if can_rank[0] == can_rank[1]:
        return ""
    return RANK_FIRST if can_rank[0] else VALUE_FIRST


def are_slashed_pairs(texts: Iterable[str]) -> bool:
    """Tell the cells of a column 0,64/27, 0,71/3 … from 65,57/100, 70,1/100 …: a maximum stays the same."""
    pairs = [pair for text in texts if (pair := split_at_slash(text))]
    if len(pairs) < 3:
        return False
    return all(len({pair[place] for pair in pairs}) > MOST_CHANGE * len(pairs) for place in (0, 1))


def read_rank_and_value(
    cell: Cell, *, top: Decimal | None, decimal_mark: str = "", value_first: bool = False
) -> tuple[PrintedRank, PrintedNumber]:
    """Read a rank and a value: 01 (0,727), 0,727 (01), 0,6419 - hạng 27, Hạng 27: 0,6419, 0,64/27.

    A part with decimals is the value; of two whole numbers ``value_first`` tells the order.

    Raises:
        UnreadableCellError: not_a_rank_and_value, or what reading either part raises.
    """
    first, second = split_pair(cell)
    order = order_of(first, second, top=top) or (VALUE_FIRST if value_first else RANK_FIRST)
    value, rank = (first, second) if order == VALUE_FIRST else (second, first)
    if (
        top is not None
        and top >= PERCENT_TOP
        and split_at_slash(text_of(cell))
        and bare_number(rank) == f"{top.normalize():f}"
    ):
        # 65,57/100 holds a maximum and no rank.
        raise UnreadableCellError("not_a_rank_and_value")
    number = read_number(VALUE_WORD.sub("", value), top=top, decimal_mark=decimal_mark)
    return read_rank(rank), number


def _is_whole(part: str) -> bool:
    return bool(WHOLE_NUMBER.fullmatch(bare_number(part)))


def _says_rank(part: str) -> bool:
    return bool(RANK_WORD.match(part))


def _maximum(part: str) -> Decimal:
    return Decimal(part.rpartition("/")[2].strip())


def _can_be_ranks(parts: list[str]) -> bool:
    """Tell whether whole numbers could be the ranks of as many units."""
    numbers = [int(part.partition("/")[0]) for part in map(bare_number, parts) if _is_whole(part)]
    return bool(numbers) and len(set(numbers)) > 0.7 * len(numbers) and max(numbers) <= len(numbers) * 1.1 + 1
