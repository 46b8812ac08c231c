"""The period of columns whose own headers do not name one."""

import re
from dataclasses import replace
from itertools import islice

from django.utils.translation import gettext as _

from indicators.imports.grids import Book, Sheet, text_of
from indicators.imports.layouts.headers import PERIOD
from indicators.imports.layouts.layout import FIGURES, Layout, Question, Role
from indicators.imports.layouts.numbers import is_blank
from indicators.imports.layouts.sheets import sheet_of
from indicators.imports.layouts.table import is_spread
from indicators.imports.layouts.turning import as_read
from indicators.imports.periods import read_period

# The day of a paper, a decision or a page is not what the figures are of.
DAY = r"[0-9]{1,2} ?(?:[/.-]|tháng) ?[0-9]{1,2} ?(?:[/.-]|năm) ?(?:19|20)[0-9]{2}"
DAY_OF_A_PAPER = re.compile(
    r"(?:công bố|ban hành|kèm theo|quyết định|công văn|văn bản|thông báo|đăng|ký"
    r"|thứ (?:hai|ba|tư|năm|sáu|bảy)"
    rf"|chủ nhật|[0-9]+/[\w-]*-[\w-]+|^[\w .]{{2,30}}, ?ngày)[^.;]{{0,80}}?(?:ngày )?{DAY}"
    rf"|{DAY}[ ,-]*[0-9]{{1,2}}[:h][0-9]{{2}}|[0-9]{{1,2}}[:h][0-9]{{2}}[ ,-]*{DAY}",
    re.IGNORECASE,
)
LONGEST_SHOWN = 80
# A sheet of no more rows is a cover, or holds notes.
MOST_ROWS_OF_A_COVER = 30
ROWS_LOOKED_AT = 200


def with_periods(layout: Layout, *, book: Book, asked: str | None) -> Layout:
    """Give the columns of figures that name no period the one that the table is about.

    That is the asked one if a header names it, the only one that the headers name, or else the only one
    that the title names, or else what stands around the table or on the cover, which is told. "Xếp hạng |
    Xếp hạng 2021" cannot both be of 2021. Where rows name their periods, headers need not.
    """
    sheet = as_read(sheet_of(book, name=layout.sheet), layout=layout)
    if layout.with_role(Role.PERIOD):
        return layout
    named = list(dict.fromkeys(column.period for column in layout.columns if column.period))
    if asked:
        told = [period for period in named if _is_asked(period, asked)]
    elif len(named) == 1 and not _says_twice(layout):
        told = named
    else:
        titled = _periods_of_title(layout, sheet)
        if len(named) == 1:
            told = [period for period in titled if period not in named]
        else:
            told = titled if not named or set(titled) <= set(named) else []
        if not named and not titled:
            return _dated_around(layout, book)
    return _dated(layout, told[0]) if len(told) == 1 else layout


def _dated_around(layout: Layout, book: Book) -> Layout:
    """Give the columns the only period that the nearest words around the table name, and tell so."""
    for texts in (*book.around.get(layout.sheet, ()), _words_of_covers(book, layout.sheet)):
        named = {text: periods for text in texts if (periods := _periods_in(text))}
        found = list(dict.fromkeys(period for periods in named.values() for period in periods))
        if len(found) == 1:
            return _dated(layout, found[0], told_by=next(iter(named)))
        if found:
            return layout
    return layout


def _dated(layout: Layout, period: str, *, told_by: str = "") -> Layout:
    columns = (
        replace(column, period=period) if column.role in FIGURES and not column.period else column
        for column in layout.columns
    )
    questions = (*layout.questions, *([_told(period, told_by)] if told_by else []))
    return replace(layout, columns=tuple(columns), questions=questions)


def _told(period: str, text: str) -> Question:
    shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    message = _("The table itself names no period; %(period)s is taken from “%(text)s” beside it.")
    return Question(code="period", column=None, message=message % {"period": period, "text": shown})


def _says_twice(layout: Layout) -> bool:
    """Tell whether a column without a period holds the same as one with: it is of another then."""
    figures = [column for column in layout.columns if column.role in FIGURES]
    dated = {(column.measure, column.role) for column in figures if column.period}
    return any((column.measure, column.role) in dated for column in figures if not column.period)


def _is_asked(printed: str, asked: str) -> bool:
    period = read_period(printed)
    return period is not None and (asked == period.slug or asked.startswith(f"{period.slug}-"))


def _periods_of_title(layout: Layout, sheet: Sheet) -> list[str]:
    above = min(layout.header_rows, default=layout.first_row) - 1
    texts = [text_of(cell) for row in islice(sheet, above) for cell in row]
    first = (_periods_in(text)[:1] for text in [*texts, sheet.name])
    return list(dict.fromkeys(period for periods in first for period in periods))


def _periods_in(text: str) -> list[str]:
    """Return the periods that a text names, but not the days of papers."""
    named = (match.group() for match in PERIOD.finditer(DAY_OF_A_PAPER.sub(" ", text)))
    return [period for period in named if read_period(period)]


def _words_of_covers(book: Book, name: str) -> tuple[str, ...]:
    """Return the names and the texts of the other sheets of a workbook that hold no long table."""
    texts = []
    for sheet in book.sheets if book.form != "html" else ():
        rows = [row for row in islice(sheet, ROWS_LOOKED_AT) if not all(map(is_blank, row))]
        if sheet.name != name and len(rows) <= MOST_ROWS_OF_A_COVER:
            texts += [sheet.name, *(text_of(cell) for row in rows if is_spread(row) for cell in row if cell)]
    return tuple(dict.fromkeys(texts))
