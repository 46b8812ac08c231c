"""Which character parts the columns of a text file."""

import csv
import re
from collections import Counter
from io import StringIO
from itertools import islice
from typing import NamedTuple

# On equal terms the earlier one wins: a comma is also a decimal mark, a semicolon also punctuation.
_CANDIDATES = "\t|;,"
_SAMPLE_ROWS = 300
_SHARE_MIN = 0.2

# Excel's own line above a table: sep=;
_DECLARATION = re.compile(r"\ufeff?\"?sep=(.)\"?\n", re.IGNORECASE)
_COMMA_IN_NUMBER = re.compile(r"(?<=\d),(?=\d)")


class Delimiter(NamedTuple):
    """The character between columns, and how many lines stand before the first row."""

    character: str
    lines_before: int = 0


class _Columns(NamedTuple):
    """How evenly a candidate parts the rows: share of rows with the commonest count, and that count."""

    share: float
    count: int
    candidate: str


def find_delimiter(head: str) -> Delimiter:
    """Choose by the beginning of a file; a text of one column gets a tab, which parts nothing in it."""
    if declared := _DECLARATION.match(head):
        return Delimiter(declared[1], lines_before=1)
    found = [columns for candidate in _CANDIDATES if (columns := _columns(head, candidate))]
    rivals = [columns for columns in found if columns.candidate != ","]
    if rivals and max(rivals).share >= 0.5 and _is_decimal_comma(head):
        found = rivals
    if not found:
        return Delimiter("\t")
    best = max(
        found,
        key=lambda columns: (round(columns.share, 2), columns.count, -_CANDIDATES.index(columns.candidate)),
    )
    return Delimiter(best.candidate)


def _columns(head: str, candidate: str) -> _Columns | None:
    """Count the columns of the first rows, or return None when hardly any row has two alike."""
    if candidate not in head:
        return None
    try:
        rows = list(islice(csv.reader(StringIO(head), delimiter=candidate), _SAMPLE_ROWS))
    except csv.Error:
        return None
    counts = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    all_rows = counts.total()
    several = [(number, width) for width, number in counts.items() if width > 1]
    if not several:
        return None
    number, width = max(several)
    share = number / all_rows
    return _Columns(share, width, candidate) if share >= _SHARE_MIN else None


def _is_decimal_comma(head: str) -> bool:
    """Tell whether most commas outside quotation marks stand inside a number."""
    bare = re.sub('"[^"]*"', "", head)
    return 2 * len(_COMMA_IN_NUMBER.findall(bare)) > bare.count(",")
