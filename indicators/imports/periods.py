"""The period that a cell, a header or an option names."""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

from indicators.imports.grids import Cell, text_of
from provinces import names

YEAR, MONTH, WEEK, AS_OF = "year", "month", "week", "as_of"
KINDS = {
    "year": YEAR, "nam": YEAR, "month": MONTH, "thang": MONTH, "week": WEEK, "tuan": WEEK,
    "as of": AS_OF, "day": AS_OF, "date": AS_OF, "ngay": AS_OF, "thoi diem": AS_OF,
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST_TEXT = 500


class Period(NamedTuple):
    """When a scorecard was measured, both days included.

    Args:
        kind: year, month, week or as_of, as ``Edition.PeriodKind`` has it.
        period: as shown: 2022, 11/2024, tuần 3/2024, 08/11/2024.
        slug: as in addresses: 2022, 2024-11, 2024-w03, 2024-11-08.
    """

    kind: str
    period: str
    start: dt.date
    end: dt.date
    slug: str

    def overlaps(self, start: dt.date, end: dt.date) -> bool:
        """Whether it shares a day with another period."""
        return self.start <= end and start <= self.end


def year(number: int) -> Period:
    """Return a whole year."""
    return Period(YEAR, f"{number}", dt.date(number, 1, 1), dt.date(number, 12, 31), f"{number}")


def month(number: int, month_number: int) -> Period:
    """Return a month of a year."""
    last = calendar.monthrange(number, month_number)[1]
    return Period(
        MONTH,
        f"{month_number:02}/{number}",
        dt.date(number, month_number, 1),
        dt.date(number, month_number, last),
        f"{number}-{month_number:02}",
    )


def week(number: int, week_number: int) -> Period:
    """Return a week of a year, by ISO 8601: from Monday to Sunday."""
    first = dt.date.fromisocalendar(number, week_number, 1)
    last = first + dt.timedelta(days=6)
    return Period(WEEK, f"tuần {week_number}/{number}", first, last, f"{number}-w{week_number:02}")


def as_of(day: dt.date) -> Period:
    """Return the moment of a day."""
    return Period(AS_OF, f"{day:%d/%m/%Y}", day, day, day.isoformat())


def _day(number: int, month_number: int, day: int) -> Period:
    return as_of(dt.date(number, month_number, day))


# Over search keys, where every mark is a space; groups are named by their place among the arguments.
Y, SECOND, THIRD = "(?P<y>[12][0-9]{3})", "(?P<second>[0-9]{1,2})", "(?P<third>[0-9]{1,2})"
FORMS: tuple[tuple[Callable[..., Period], re.Pattern], ...] = tuple(
    (make, re.compile(pattern))
    for make, pattern in (
        (_day, rf"(?:ngay )?{Y} {SECOND} {THIRD}(?: 00 00(?: 00)?)?"),
        (_day, rf"(?:ngay )?{Y} {SECOND} {THIRD}t00 00 00"),
        (_day, rf"(?:ngay )?{THIRD} (?:thang )?{SECOND} (?:nam )?{Y}"),
        (week, rf"{Y} ?w ?{SECOND}"),
        (week, rf"(?:tuan(?: thu)?|week|w) ?{SECOND} (?:nam )?{Y}"),
        (month, rf"(?:(?:thang|month|t) ?)?{SECOND} (?:nam )?{Y}"),
        (month, rf"{Y} {SECOND}"),
        (year, rf"(?:(?:nam|year|ky) )?{Y}"),
    )
)
NUMBER = re.compile("[0-9]+[.,][0-9]+")
# Parts of a year that no edition is about, and spans of several years.
OTHER_PERIODS = re.compile(
    r"\b(?:quy|quarter|q[1-4]|giai doan|nua|hoc ky|[0-9]+ thang (?:dau|cuoi)|[0-9]+ nam)\b"
)
DAY_MONTH_YEAR = r"(?:ngay )?[0-9]{1,2} (?:thang )?[0-9]{1,2} (?:nam )?[12][0-9]{3}"
FOUND = re.compile(
    rf"\b(?:{DAY_MONTH_YEAR}|[12][0-9]{{3}} [0-9]{{1,2}} [0-9]{{1,2}}|[12][0-9]{{3}} ?w ?[0-9]{{1,2}}"
    r"|(?:tuan(?: thu)?|week|w|thang|month|t) ?[0-9]{1,2} (?:nam )?[12][0-9]{3}|[12][0-9]{3})\b"
)
MONTH_OF_YEAR = re.compile(r"(?<![0-9/])([0-9]{1,2})/([12][0-9]{3})(?![0-9/])")
NAMED_TWICE = re.compile(r"\b(tuan(?: thu)?|week|w|thang|month) thang\b")


QUARTER = re.compile(r"quy (?:(?P<number>[1-4])|(?P<roman>i{1,3}|iv))(?: nam)? (?P<year>[12][0-9]{3})")
ROMAN = ("i", "ii", "iii", "iv")


def month_ending_quarter(cell: Cell) -> str:
    """Return the last month of the quarter that a cell names, 03/2024 for “Quý I/2024”; nothing for none."""
    match = QUARTER.fullmatch(names.search_key(text_of(cell)[:LONGEST_TEXT]))
    if match is None:
        return ""
    number = int(match["number"] or ROMAN.index(match["roman"]) + 1)
    return month(int(match["year"]), 3 * number).period


def read_period(cell: Cell, *, kind: str = "") -> Period | None:
    """Read a cell that holds nothing but a period: 2022, "Năm 2022", 08/11/2024, "Tuần 3/2024", 2024-11.

    Args:
        kind: the text of a column that names it; a day is taken for the year, month or week that it lies
            in where the kind says so (2024-12-31 is the year 2024). A kind that is none gives no period.

    Returns:
        None where it is no period, or one that no edition has (a quarter, several years).
    """
    if isinstance(cell, dt.date):
        found = as_of(cell.date() if isinstance(cell, dt.datetime) else cell)
    else:
        text = text_of(cell).strip().removesuffix(".0")
        is_period = len(text) <= LONGEST_TEXT and not NUMBER.fullmatch(text)
        found = _of_key(names.search_key(text)) if is_period else None
    if found is None or not FIRST_YEAR <= found.start.year <= LAST_YEAR:
        return None
    if not (wanted := names.search_key(kind)):
        return found
    return _of_kind(found, KINDS[wanted]) if wanted in KINDS else None


def find_period(text: str) -> Period | None:
    """Return the one period that a longer text names: "Xếp hạng DTI năm 2022 (theo Quyết định 922)".

    None where it names none, several, or another stretch of time than a year, month, week or day.
    """
    if len(text) > LONGEST_TEXT:
        return None
    key = NAMED_TWICE.sub(r"\1", names.search_key(MONTH_OF_YEAR.sub(r" thang \1 \2", text)))
    if OTHER_PERIODS.search(key):
        return None
    found = {read_period(part) for part in FOUND.findall(key)} - {None}
    return found.pop() if len(found) == 1 else None


def _of_key(key: str) -> Period | None:
    for make, pattern in FORMS:
        if match := pattern.fullmatch(key):
            parts = match.groupdict()
            numbers = (int(parts[name]) for name in ("y", "second", "third") if name in parts)
            try:
                return make(*numbers)
            except (ValueError, calendar.IllegalMonthError):
                continue  # on no calendar, such as the 31st of June
    return None


def _of_kind(found: Period, kind: str) -> Period:
    if found.kind != AS_OF or kind == AS_OF:
        return found
    day = found.start
    if kind == YEAR:
        return year(day.year)
    if kind == MONTH:
        return month(day.year, day.month)
    return week(*day.isocalendar()[:2])
