"""Numbers, ranks and dates as readers see them, and the parser back from what tables hold.

Formatting takes Decimals, floats, integers and missing values; parsing gives Decimals, never floats.
"""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

Number = Decimal | float | int | None

MISSING = "–"
MINUS = "−"
MISSING_MARKS = frozenset(
    {"", "-", "–", "—", "−", "*", "n/a", "…", "...", "không có", "chưa có", "chưa công bố", "không xếp hạng"}
)

# From what Python writes (1,236.5) to what readers of the language expect.
SEPARATORS = {"vi": str.maketrans(",.", ".,"), "en": {}}
DECIMAL_MARKS = {"vi": ",", "en": "."}
# One place up, more places up, one down, more down, none.
CHANGES = {
    "vi": ("tăng {} bậc", "tăng {} bậc", "giảm {} bậc", "giảm {} bậc", "giữ nguyên thứ hạng"),
    "en": ("up {} place", "up {} places", "down {} place", "down {} places", "rank unchanged"),
}

PERCENT = Decimal(100)
HEAD = "[1-9][0-9]{0,2}"
WHOLE = rf"[0-9]+|{HEAD}(?:\.[0-9]{{3}})+|{HEAD}(?:,[0-9]{{3}})+|{HEAD}(?: [0-9]{{3}})+"
# The mark before the decimals is never the one between the thousands: 4.222.1 is a code.
GROUPED_NUMBER = re.compile(
    rf"({HEAD}(?:\.[0-9]{{3}})+)(?:,([0-9]+))?"
    rf"|({HEAD}(?:,[0-9]{{3}})+)(?:\.([0-9]+))?"
    rf"|({HEAD}(?: [0-9]{{3}})+|[0-9]+)(?:[.,]([0-9]+))?"
)
TWO_READINGS = re.compile(r"([1-9][0-9]{0,2})([.,])([0-9]{3})")
NUMBER = re.compile(rf"([+−-]?)([0-9][0-9., ]*?)(?: ?(%)| ?/ ?({WHOLE}))?")
RANK = re.compile(rf"({WHOLE})(?: ?/ ?({WHOLE}))?")
RANK_AND_VALUE = re.compile(r"([^()]+?) ?\(([^()]+)\)")


class UnknownLanguageError(LookupError):
    """The notation knows no way to write for this language."""


class NotationError(ValueError):
    """A text that cannot be read; ``text`` holds it as it stood in the table."""

    def __init__(self, text: str, message: str):
        super().__init__(f"{text!r} {message}")
        self.text = text


class NotANumberError(NotationError):
    """A text that is no number, such as a code (4.22.10) or a bound (>74 %)."""


class NotARankError(NotationError):
    """A text that is no rank from 1 to the number of units."""


class AmbiguousNumberError(NotationError):
    """A number that may be read in two ways; ``readings`` holds both, with the thousand first."""

    def __init__(self, text: str, readings: tuple[Decimal, Decimal]):
        super().__init__(text, f"may mean {readings[0]} or {readings[1]}")
        self.readings = readings


class OutOfScaleError(NotationError):
    """A number below 0 or above the top of its scale."""

    def __init__(self, text: str, value: Decimal, scale_max: Decimal):
        super().__init__(text, f"is not between 0 and {scale_max}")
        self.value = value
        self.scale_max = scale_max


class ScaleMismatchError(NotationError):
    """A number that states another scale (65,57/100, 80 %) than the one it is to stand on."""

    def __init__(self, text: str, stated: Decimal, scale_max: Decimal):
        super().__init__(text, f"is out of {stated}, not out of {scale_max}")
        self.stated = stated
        self.scale_max = scale_max


class Rank(NamedTuple):
    """A rank and, where it was printed, the number of units."""

    rank: int
    count: int | None


class RankAndValue(NamedTuple):
    """A rank, where printed the number of units, and the value in brackets."""

    rank: int
    count: int | None
    value: Decimal


@lru_cache(maxsize=10_000)
def format_number(value: Number, *, decimals: int, language: str = "vi") -> str:
    """Write a number with a fixed number of decimals: "0,6077", "1.236", "–" where it is missing."""
    return _signed(_rounded(value, decimals=decimals), language=language)


def format_difference(value: Number, *, decimals: int, language: str = "vi") -> str:
    """Write a difference with its sign: "+0,0123", "−0,0123", "0,0000"."""
    return _signed(_rounded(value, decimals=decimals), language=language, plus="+")


def format_points(value: Number, *, decimals: int = 4, language: str = "vi") -> str:
    """Write points with as many decimals as they need, at most ``decimals``: "100", "12,5"."""
    rounded = _rounded(value, decimals=decimals)
    return _signed(None if rounded is None else rounded.normalize(), language=language)


def format_rank(rank: Number, *, count: Number = None, language: str = "vi") -> str:
    """Write a rank out of the number of units: "25/63", or "25" where that number is unknown."""
    if pd.isna(rank) or pd.isna(count):
        return format_number(rank, decimals=0, language=language)
    return "/".join(format_number(number, decimals=0, language=language) for number in (rank, count))


def format_interval(rank: Number, *, low: Number, high: Number, language: str = "vi") -> str:
    """Write a rank with the ranks that it may well have had: "25 (22–28)"."""
    if pd.isna(rank) or pd.isna(low) or pd.isna(high):
        return format_number(rank, decimals=0, language=language)
    middle, first, last = (
        format_number(number, decimals=0, language=language) for number in (rank, low, high)
    )
    return f"{middle} ({first}–{last})"


def format_change(places: Number, *, language: str = "vi") -> str:
    """Write a movement in words: "tăng 1 bậc", "giảm 2 bậc", "giữ nguyên thứ hạng", "" where unknown."""
    if language not in CHANGES:
        raise UnknownLanguageError(language)
    if pd.isna(places):
        return ""
    up_one, up, down_one, down, same = CHANGES[language]
    if places == 0:
        return same
    one, more = (up_one, up) if places > 0 else (down_one, down)
    return (one if abs(places) == 1 else more).format(
        format_number(abs(places), decimals=0, language=language)
    )


def parse_change(text: str, *, language: str = "vi") -> int:
    """Read a movement that ``format_change`` wrote: 1, -2, 0.

    Raises:
        NotANumberError: if it is none.
    """
    up_one, up, down_one, down, same = CHANGES[language]
    if text == same:
        return 0
    for sign, pattern in ((1, up_one), (1, up), (-1, down_one), (-1, down)):
        before, after = pattern.split("{}")
        places = text.removeprefix(before).removesuffix(after)
        if before + places + after == text and RANK.fullmatch(places):
            return sign * parse_rank(places).rank
    raise NotANumberError(text, "is no movement")


def format_date(day: date | None) -> str:
    """Write a day as dd/MM/yyyy."""
    return MISSING if pd.isna(day) else f"{day.day:02}/{day.month:02}/{day.year:04}"


def is_missing(text: str | None) -> bool:
    """Tell whether a cell says that there is no value (N/A, a dash, a star, nothing)."""
    return text is None or _tidy(text).lower() in MISSING_MARKS


def parse_number(text: str, *, scale_max: Decimal | None = None, decimal_mark: str = "") -> Decimal:
    """Read a number as Vietnamese or machines write it: 0.8002, 0,6419, 65,57/100, 1.236,5, 80,2 %.

    Three digits behind a single separator may be decimals or a thousand; the mark that the other numbers
    of the column have before their decimals tells which. Where it is not known, they are decimals if the
    scale ends below the thousand. Else a dot makes a thousand, as Vietnamese writes it, and a comma is left
    to the reader to settle, as is either where there is no scale. Nothing is converted: 80,2 % is 80.2,
    and fits a scale of 100 alone.

    Args:
        text: the cell as it stands.
        scale_max: top of the scale (1, 100, the points of a measure); None if the number has no scale.
        decimal_mark: "," or "." before the decimals of the column's numbers; empty if that is not known.

    Returns:
        The number with the decimals that were written.

    Raises:
        NotANumberError: if it is none.
        AmbiguousNumberError: if it may be read in two ways.
        ScaleMismatchError: if it states another scale.
        OutOfScaleError: if it is below 0 or above the top of the scale.
    """
    match = NUMBER.fullmatch(_tidy(text))
    if match is None:
        raise NotANumberError(text, "is no number")
    sign, digits, percent, out_of = match.groups()
    stated = PERCENT if percent else _whole(out_of)
    if None not in (stated, scale_max) and stated != scale_max:
        raise ScaleMismatchError(text, stated, scale_max)
    # A share of 105 % is no slip, 105/100 points are.
    limit = scale_max if out_of is None else stated
    value = _read(digits, text=text, limit=limit, decimal_mark=decimal_mark)
    if sign in ("-", MINUS):
        value = -value
    if limit is not None and not 0 <= value <= limit:
        raise OutOfScaleError(text, value, limit)
    return value


def parse_rank(text: str) -> Rank:
    """Read a rank, alone (25, 01) or out of the number of units (25/63).

    Raises:
        NotARankError: if it is none, or not from 1 to the number of units.
    """
    match = RANK.fullmatch(_tidy(text))
    if match is None:
        raise NotARankError(text, "is no rank")
    rank, count = (None if part is None else int(_whole(part)) for part in match.groups())
    if rank < 1 or (count is not None and rank > count):
        raise NotARankError(text, "is no rank from 1 to the number of units")
    return Rank(rank, count)


def parse_rank_and_value(
    text: str, *, scale_max: Decimal | None = None, decimal_mark: str = ""
) -> RankAndValue:
    """Read a rank with its value in brackets: 01 (0,727).

    Raises:
        NotationError: one of those that ``parse_rank`` and ``parse_number`` raise.
    """
    match = RANK_AND_VALUE.fullmatch(_tidy(text))
    if match is None:
        raise NotARankError(text, "is no rank with a value in brackets")
    rank, value = match.groups()
    return RankAndValue(
        *parse_rank(rank), parse_number(value, scale_max=scale_max, decimal_mark=decimal_mark)
    )


def _rounded(value: Number, *, decimals: int) -> Decimal | None:
    # The text of a float is the shortest that means it, so 0.66835 rounds up as it would on paper.
    if pd.isna(value):
        return None
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _signed(number: Decimal | None, *, language: str, plus: str = "") -> str:
    if language not in SEPARATORS:
        raise UnknownLanguageError(language)
    if number is None:
        return MISSING
    sign = plus if number > 0 else MINUS if number < 0 else ""
    return sign + f"{abs(number):,f}".translate(SEPARATORS[language])


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _whole(digits: str | None) -> Decimal | None:
    return None if digits is None else Decimal(re.sub("[., ]", "", digits))


def _read(digits: str, *, text: str, limit: Decimal | None, decimal_mark: str) -> Decimal:
    """Read digits with separators, where ``limit`` (may be None) says how large the number can be."""
    if two := TWO_READINGS.fullmatch(digits):
        head, separator, tail = two.groups()
        thousand, fraction = Decimal(head + tail), Decimal(f"{head}.{tail}")
        if decimal_mark:
            return fraction if separator == decimal_mark else thousand
        if limit is not None and thousand > limit:
            return fraction
        if limit is not None and separator == ".":
            return thousand
        raise AmbiguousNumberError(text, (thousand, fraction))
    match = GROUPED_NUMBER.fullmatch(digits)
    if match is None:
        raise NotANumberError(text, "is no number")
    whole, *fraction = (part for part in match.groups() if part is not None)
    return Decimal(".".join([str(_whole(whole)), *fraction]))
