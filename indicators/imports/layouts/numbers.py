"""Reading the cells of a table: numbers, ranks and movements, as printed or as a spreadsheet keeps them."""

import datetime as dt
import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from indicators import notation
from indicators.imports.grids import Cell, Percent
from indicators.notation import (
    TWO_READINGS,
    AmbiguousNumberError,
    NotARankError,
    OutOfScaleError,
    ScaleMismatchError,
    is_missing,
    parse_number,
    parse_rank,
)

# What the columns of a figure hold: 14 digits, 6 of them decimals, and 40 characters as printed.
LARGEST = Decimal(10) ** 8
SMALLEST_STEP = Decimal("0.000001")
LONGEST_NUMBER = 40
# Digits of a spreadsheet's float behind which there is nothing but the noise of its sums.
SIGNIFICANT_DIGITS = 10
SHARE_TOP, PERCENT_TOP = Decimal(1), Decimal(100)
LARGEST_RANK = 32_767

FOOTNOTE = re.compile(r"(?<=[0-9%)]) ?(?:[*†‡#]+|[¹²³⁰⁴-⁹]+|\((?:[a-zđ]|\*+|[¹²³⁰⁴-⁹]+)\))+$")
UNIT_WORD = re.compile(r"(?<=[0-9]) ?(?:điểm|đ|points?|pts)\.?$", re.IGNORECASE)
# An apostrophe before a number is how spreadsheets are told to keep it as text.
LEADING_MARK = re.compile(r"^[*†‡'’‘]+ ?(?=[0-9])")
RANK_WORD = re.compile(
    r"^(?:xếp |vị |thứ )?(?:hạng|thứ|trí|rank|no\.?|#)(?: thứ)? ?:? ?(?=[0-9])", re.IGNORECASE
)
# Numbers that read in one way alone, and need no further care.
PLAIN = re.compile(r"0[.,][0-9]{1,6}|[0-9]{1,7}(?:[.,](?:[0-9]{1,2}|[0-9]{4,6}))?", re.ASCII)
# Ranks in words and in Roman numerals, which stand in columns of ranks alone.
RANKS_IN_WORDS = {
    **{"nhất": 1, "nhì": 2, "hai": 2, "ba": 3, "tư": 4, "bốn": 4},
    **{"first": 1, "second": 2, "third": 3},
}
WORD_BEFORE_A_RANK = re.compile(r"^(?:xếp |vị )?(?:hạng|thứ|trí)(?: thứ)? (?=[^\W\d])", re.IGNORECASE)
ROMAN = re.compile(r"(?=[IVXLC])C{0,3}(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
ORDINAL = re.compile(r"([1-9][0-9]{0,2})(?:st|nd|rd|th)", re.IGNORECASE)
ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
# A shared rank: 15=, =15, T15, 15 (đồng hạng).
SHARED = re.compile(r"(?<=[0-9]) ?(?:=|\(?(?:đồng hạng|tied?)\)?)$|^(?:=|T-?)(?=[0-9])", re.IGNORECASE)
SHARED_PLACES = re.compile(
    r"(?:(?:xếp )?hạng )?(?P<first>[1-9][0-9]{0,4}) ?[-–—] ?(?P<last>[1-9][0-9]{0,4})"
    r"(?P<count>(?: ?/ ?[0-9]+)?)",
    re.IGNORECASE,
)
NO_DECIMALS = re.compile(r"(?<=[0-9])[.,]0+$")
# A rank with its movement: 25 (+1), 25 (giảm 2 bậc), 25 ▲3.
MOVED_RANK = re.compile(
    r"(?P<rank>[^()\[\]▲△↑⬆↗▼▽↓⬇↘]*?[0-9]) ?"
    r"(?:[(\[](?P<bracketed>[^()\[\]]+)[)\]]|(?P<arrow>[▲△↑⬆↗▼▽↓⬇↘] ?[0-9]+))"
)

UP = re.compile(r"(?:\+|▲|△|↑|⬆|↗|tăng|up|lên) ?", re.IGNORECASE)
DOWN = re.compile(r"(?:-|−|–|▼|▽|↓|⬇|↘|giảm|xuống|tụt|down) ?", re.IGNORECASE)
PLACES = re.compile(
    r"(?:(?:hạng|bậc) )?([0-9]{1,5})(?: (?:bậc|hạng|thứ hạng|places?|vị trí))?(?: so với .+)?", re.IGNORECASE
)
ARROW_BEHIND = re.compile(r"([0-9]{1,5}) ?([▲△↑⬆↗▼▽↓⬇↘])")
SAME = frozenset(
    {
        *("=", "0", "giữ nguyên", "giữ nguyên thứ hạng", "giữ nguyên hạng", "giữ nguyên vị trí", "giữ hạng"),
        *("không đổi", "không thay đổi", "không đổi hạng", "không tăng, không giảm", "không tăng giảm"),
        *("unchanged", "no change", "►", "→", "↔"),
    }
)


class UnreadableCellError(Exception):
    """A cell that is not what its column holds; ``code`` says in which way."""

    def __init__(self, code: str, **details: str):
        self.code = code
        self.details = details
        super().__init__(code)


class PrintedNumber(NamedTuple):
    """A number and how it was printed."""

    value: Decimal
    text: str


class PrintedRank(NamedTuple):
    """A rank and, where printed beside it, the number of units."""

    rank: int
    count: int | None


def without_footnotes(text: str) -> str:
    """Return the text of a number without marks of foot notes and words of units: "12,5 (a)" → "12,5"."""
    if len(text) > 2 * LONGEST_NUMBER:
        return text  # no number, and the patterns below would go through it again and again
    bare = LEADING_MARK.sub("", text)
    previous = ""
    while bare != previous:
        previous, bare = bare, UNIT_WORD.sub("", FOOTNOTE.sub("", bare))
    return bare


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing at all."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_mark(cell: Cell) -> bool:
    """Tell whether a cell says that there is no figure (N/A, a dash, a star)."""
    return isinstance(cell, str) and is_missing(cell)


def read_number(
    cell: Cell, *, top: Decimal | None, decimal_mark: str = "", is_percent: bool = False
) -> PrintedNumber:
    """Read a cell that holds something as a number on a scale.

    Args:
        top: the largest value of its scale; None where there is none.
        decimal_mark: of the column, "," or "."; empty where it is not known.
        is_percent: whether a number without a sign is a percentage too.

    Raises:
        UnreadableCellError: not_a_number, ambiguous_number, other_scale, out_of_scale.
    """
    if top == SHARE_TOP and _is_percentage(cell, is_percent):
        number = read_number(cell, top=PERCENT_TOP, decimal_mark=decimal_mark)
        return PrintedNumber(number.value / PERCENT_TOP, number.text)
    if isinstance(cell, str):
        value, text = _printed_number(cell, top=top, decimal_mark=decimal_mark)
    else:
        value, text = _spreadsheet_number(cell)
        if isinstance(cell, Percent) and top == PERCENT_TOP:
            value *= PERCENT_TOP
            text = f"{value.normalize():f}"
        if top is not None and not 0 <= value <= top:
            raise UnreadableCellError("out_of_scale", top=str(top))
    if abs(value) >= LARGEST:
        raise UnreadableCellError("out_of_scale", top=str(LARGEST))
    if value.as_tuple().exponent < SMALLEST_STEP.as_tuple().exponent:
        value = value.quantize(SMALLEST_STEP, rounding=ROUND_HALF_UP)
    return PrintedNumber(value, text)


def without_movement(text: str) -> str:
    """Return the text of a rank without the movement beside it: "25 (+1)" → "25"."""
    moved = MOVED_RANK.fullmatch(text)
    if moved is None:
        return text
    movement = (moved["bracketed"] or moved["arrow"]).strip()
    if is_missing(movement):
        return moved["rank"]
    try:
        places = read_change(movement)
    except UnreadableCellError:
        return text
    # A number without a sign may as well be another rank.
    return text if places and movement.isdigit() else moved["rank"]


def rank_in_letters(text: str) -> int | None:
    """Return a rank with letters in it: "Nhất", "Hạng ba", XIV, 2nd; None for any other text."""
    if len(text) > LONGEST_NUMBER:
        return None
    if ordinal := ORDINAL.fullmatch(text):
        return int(ordinal[1])
    if rank := RANKS_IN_WORDS.get(WORD_BEFORE_A_RANK.sub("", text).casefold()):
        return rank
    if not ROMAN.fullmatch(text):
        return None
    digits = [ROMAN_DIGITS[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))


def first_of_shared(text: str) -> str:
    """Return the rank of units that share several places: 27-28 and 27–28/63 are 27, the next place is 29."""
    places = SHARED_PLACES.fullmatch(text)
    if places is None or int(places["first"]) >= int(places["last"]):
        return text
    return f"{places['first']}{places['count']}"


def read_rank(cell: Cell) -> PrintedRank:
    """Read a cell that holds something as a rank: 25, 01, 25/63, "Hạng 25", 25.0, 25 (+1), 15=, 27-28, XIV,
    "Nhất".

    Raises:
        UnreadableCellError: not_a_rank.
    """
    if isinstance(cell, str):
        text = " ".join(cell.split())
        if (rank := rank_in_letters(text)) is not None:
            return PrintedRank(rank, None)
        text = first_of_shared(SHARED.sub("", text))
    elif isinstance(cell, int) or (isinstance(cell, float) and cell.is_integer()):
        text = str(int(cell)) if abs(cell) <= LARGEST_RANK else ""
    else:
        text = ""
    try:
        if len(text) > LONGEST_NUMBER:
            raise NotARankError(text, "is too long")
        rank = parse_rank(NO_DECIMALS.sub("", RANK_WORD.sub("", without_movement(without_footnotes(text)))))
    except NotARankError:
        raise UnreadableCellError("not_a_rank") from None
    if max(rank.rank, rank.count or 0) > LARGEST_RANK:
        raise UnreadableCellError("not_a_rank")
    return PrintedRank(*rank)


def read_change(cell: Cell) -> int:
    """Read a movement in places: +1, -2, ▲3, "tăng 1 bậc", ↓2.

    Raises:
        UnreadableCellError: not_a_change.
    """
    if isinstance(cell, int | float) and float(cell).is_integer() and abs(cell) <= LARGEST_RANK:
        return int(cell)
    text = " ".join(cell.split()).strip("()") if isinstance(cell, str) else ""
    text = ARROW_BEHIND.sub(r"\2\1", text)
    if text.casefold() in SAME:
        return 0
    sign = 1
    if up := UP.match(text):
        text = text[up.end() :]
    elif down := DOWN.match(text):
        sign, text = -1, text[down.end() :]
    places = PLACES.fullmatch(text)
    if places is None or int(places.group(1)) > LARGEST_RANK:
        raise UnreadableCellError("not_a_change")
    return sign * int(places.group(1))


def _is_percentage(cell: Cell, is_percent: bool) -> bool:
    """Tell whether a cell on a scale of 1 holds hundredths of it; a spreadsheet's percentage is a share."""
    if isinstance(cell, str):
        return is_percent or without_footnotes(cell.strip()).endswith("%")
    return is_percent and not isinstance(cell, Percent)


def _printed_number(cell: str, *, top: Decimal | None, decimal_mark: str) -> tuple[Decimal, str]:
    printed = " ".join(cell.split())
    bare = without_footnotes(printed)
    if len(printed) > LONGEST_NUMBER:
        raise UnreadableCellError("not_a_number")
    if not decimal_mark and (two := TWO_READINGS.fullmatch(bare)):
        head, _mark, tail = two.groups()
        # A single cell may be read by its language; that of a column is asked.
        if top is None or Decimal(head + tail) <= top:
            raise UnreadableCellError("ambiguous_number", first=head + tail, second=f"{head}.{tail}")
    try:
        value = parse_number(bare, scale_max=top, decimal_mark=decimal_mark)
    except OutOfScaleError as error:
        raise UnreadableCellError("out_of_scale", top=str(error.scale_max)) from None
    except ScaleMismatchError as error:
        raise UnreadableCellError("other_scale", stated=str(error.stated), top=str(error.scale_max)) from None
    except AmbiguousNumberError as error:
        thousand, fraction = error.readings
        raise UnreadableCellError("ambiguous_number", first=str(thousand), second=str(fraction)) from None
    except notation.NotationError:
        raise UnreadableCellError("not_a_number") from None
    return value, printed


def _spreadsheet_number(cell: Cell) -> tuple[Decimal, str]:
    if isinstance(cell, dt.date) or cell is None:
        raise UnreadableCellError("not_a_number")
    if not math.isfinite(cell) if isinstance(cell, float) else cell.bit_length() > 64:
        raise UnreadableCellError(
            "not_a_number" if isinstance(cell, float) else "out_of_scale", top=str(LARGEST)
        )
    text = repr(cell)
    if isinstance(cell, float):
        number = Decimal(text)
        if len(number.as_tuple().digits) > SIGNIFICANT_DIGITS:
            number = Decimal(f"{cell:.{SIGNIFICANT_DIGITS}g}")
        if abs(number) >= LARGEST:
            raise UnreadableCellError("out_of_scale", top=str(LARGEST))
        if number.as_tuple().exponent < SMALLEST_STEP.as_tuple().exponent:
            number = number.quantize(SMALLEST_STEP, rounding=ROUND_HALF_UP)
        text = f"{number.normalize():f}"
    return Decimal(text), text
