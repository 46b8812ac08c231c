"""The period of columns whose own headers do not name one."""

from dataclasses import replace
from itertools import islice

from indicators.imports.grids import Sheet, text_of
from indicators.imports.layouts.headers import period_in
from indicators.imports.layouts.layout import FIGURES, Layout, Role
from indicators.imports.periods import read_period


def with_periods(layout: Layout, *, sheet: Sheet, asked: str | None) -> Layout:
    """Give the columns of figures that name no period the one that the table is about.

    That is the asked one if a header names it, the only one that the headers name, or else the only one
    that the title names. "Xếp hạng | Xếp hạng 2021" cannot both be of 2021. Where rows
    name their periods, headers need not.
    """
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
    if len(told) != 1:
        return layout
    columns = (
        replace(column, period=told[0]) if column.role in FIGURES and not column.period else column
        for column in layout.columns
    )
    return replace(layout, columns=tuple(columns))


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
    found = (period_in(text) for text in [*texts, sheet.name])
    return list(dict.fromkeys(period for period in found if period and read_period(period)))
