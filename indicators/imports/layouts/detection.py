"""The guess at a table's layout, column by column, with the questions that it leaves open."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _

from indicators.imports.grids import Sheet, text_of
from indicators.imports.layouts.column_questions import left_out_columns, open_roles
from indicators.imports.layouts.context import Context
from indicators.imports.layouts.decimals import Evidence
from indicators.imports.layouts.declared import Declaration
from indicators.imports.layouts.figure_columns import Figure, figures_of
from indicators.imports.layouts.indicator_tables import detect_indicators, looks_like_indicators
from indicators.imports.layouts.layout import FIGURES, VALUES, Column, Kind, Layout, Question, Role
from indicators.imports.layouts.measures import name_measures
from indicators.imports.layouts.percentages import settle_percentages
from indicators.imports.layouts.proposals import propose_measures
from indicators.imports.layouts.roles import Guess, guess_roles
from indicators.imports.layouts.survey import survey
from indicators.imports.layouts.table import (
    Row,
    Table,
    best_anchor,
    find_table,
    headed_for_units,
    name_counts,
    sample_rows,
)
from indicators.imports.layouts.turning import TurnedSheet, bands_above, can_be_turned
from indicators.imports.problems import Problem, RefusedFileError

SCORES = frozenset({Role.VERIFIED_SCORE, Role.SELF_SCORE, Role.VALUE, Role.PERCENT})
NUMBERS = VALUES | {Role.SELF_SCORE, Role.VERIFIED_SCORE, Role.MAXIMUM}
# So many units side by side in one row, more than below each other, make a table that lies on its side.
FEWEST_ACROSS = 4


def detect_layout(sheet: Sheet, *, context: Context, declared: Declaration | None = None) -> Layout:
    """Guess how a sheet is read.

    Args:
        sheet: gone through once from the start for its shape, and once whole for its numbers.
        context: what is known of the scorecard and its units.
        declared: what was said of the layout beforehand; it is not guessed then.

    Raises:
        RefusedFileError: no_unit_column or no_figures.
    """
    declared = declared or Declaration()
    if declared.layout is not None:
        return replace(declared.layout, sheet=sheet.name)
    rows = sample_rows(sheet)
    if context.is_indicator_table or declared.kind is Kind.INDICATORS:
        layout = detect_indicators(rows, sheet=sheet.name, context=context)
    else:
        try:
            layout = _detect_units(rows, sheet=sheet.name, context=context, declared=declared)
        except _LiesOnItsSideError as lying:
            return _detect_turned(sheet, after=lying.after, context=context, declared=declared)
    layout = declared.applied_to(layout)
    figures = SCORES if layout.kind is Kind.INDICATORS else FIGURES
    if not any(column.role in figures for column in layout.columns):
        raise RefusedFileError(_no_figures(sheet.name, context))
    return _settle_numbers(layout, sheet, context, declared)


class _LiesOnItsSideError(Exception):
    """A table names its units across; ``after`` tells how many rows stand above it."""

    def __init__(self, after: int):
        self.after = after
        super().__init__(after)


def _detect_turned(sheet: Sheet, *, after: int, context: Context, declared: Declaration) -> Layout:
    """Guess how a table is read that names a unit a column: turned over, which is told."""
    if isinstance(sheet, TurnedSheet) or not can_be_turned(sheet, after=after):
        raise RefusedFileError(_transposed(sheet.name))
    layout = detect_layout(TurnedSheet(sheet, after=after), context=context, declared=declared)
    message = _(
        "The table names the units across its columns; it is read turned over: what is called column A, B, C "
        "here is row %(first)d, %(second)d, %(third)d of the file."
    )
    rows = {"first": after + 1, "second": after + 2, "third": after + 3}
    told = Question("turned", None, message % rows)
    return replace(layout, turned_after=after, questions=(told, *layout.questions))


def _detect_units(rows: list[Row], *, sheet: str, context: Context, declared: Declaration) -> Layout:
    named = name_counts(rows, lambda text: context.is_unit(text) and not context.is_average(text))
    if declared.unit_column is not None:
        positions = named.get(declared.unit_column) or headed_for_units(rows).get(declared.unit_column)
        named = {declared.unit_column: positions} if positions else named
    if not named or _lies_on_its_side(rows, named):
        if not named and looks_like_indicators(rows):
            return detect_indicators(rows, sheet=sheet, context=context)
        if named:
            names = _row_of_names(named)
            raise _LiesOnItsSideError(names - bands_above(rows, names=names))
        named = headed_for_units(rows)
        if not named:
            raise RefusedFileError(_no_unit_column(sheet))
    table = find_table(rows, named=named, anchor=best_anchor(rows, named))
    kind, guesses = guess_roles(table, context=context, kind=declared.kind)
    questions = open_roles(guesses)
    figures = figures_of(table, guesses)
    told = left_out_columns(guesses)
    total = ""
    if kind is Kind.LONG:
        for figure in figures:
            figure.measure = ""
    elif context.measures is None:
        total, proposed = propose_measures(figures)
        questions += proposed
    else:
        questions += name_measures(figures, measures=context.measures)
    questions += settle_percentages(figures, top_of=partial(_top, kind=kind, context=context))
    questions += told
    return Layout(
        kind=kind,
        sheet=sheet,
        header_rows=tuple(position + 1 for position in table.header_rows),
        first_row=table.first + 1,
        last_row=None,
        columns=_columns(table, guesses, figures),
        questions=tuple(questions),
        total=total,
    )


def _columns(table: Table, guesses: list[Guess], figures: list[Figure]) -> tuple[Column, ...]:
    by_index = {figure.index: figure for figure in figures if figure.role in FIGURES}
    columns = []
    for guess in guesses:
        figure = by_index.get(guess.index)
        columns.append(
            Column(
                index=guess.index,
                header=table.headers[guess.index],
                role=guess.role,
                measure=figure.measure if figure else "",
                period=figure.period if figure else "",
            )
        )
    return tuple(columns)


def _settle_numbers(layout: Layout, sheet: Sheet, context: Context, declared: Declaration) -> Layout:
    """Go through the whole sheet for the decimal mark of each column and for a second table below."""
    numbers = {column.index for column in layout.columns if column.role in NUMBERS}
    found = survey(sheet, layout=layout, columns=numbers)
    told = {mark for evidence in found.evidence.values() for mark in evidence.marks}
    columns, questions = [], list(layout.questions)
    for column in layout.columns:
        evidence = found.evidence.get(column.index)
        if evidence is None or column.decimal:
            columns.append(column)
            continue
        top = _top(column.measure, kind=layout.kind, context=context)
        mark = declared.decimal or evidence.settle(top=top, others=told - evidence.marks)
        if not mark and not evidence.marks and evidence.is_open(top=top):
            questions.append(_which_mark(column, evidence))
        columns.append(replace(column, decimal=mark))
    if found.second_table_row is not None:
        questions.append(_second_table(found.second_table_row))
    return replace(
        layout,
        columns=tuple(columns),
        questions=tuple(questions),
        last_row=None if found.second_table_row is None else found.second_table_row - 1,
    )


def _top(measure: str, *, kind: Kind, context: Context) -> Decimal | None:
    """Return the top of the scale of a column, of the total where the rows name its measures."""
    if measure:
        return context.scale_top(measure)
    if kind is Kind.WIDE or context.measures is None:
        return None
    return context.scale_top(context.measures.total)


def _which_mark(column: Column, evidence: Evidence) -> Question:
    bare = evidence.example.translate(str.maketrans("", "", ".,"))
    return Question(
        code="decimal",
        column=column.index,
        message=_(
            "“%(example)s” in column %(column)s may mean %(thousand)s or a number with three decimals. Say "
            "whether a comma or a dot stands before the decimals of this column."
        )
        % {"example": evidence.example, "column": column.letters, "thousand": bare},
        choices=(",", "."),
    )


def _second_table(row: int) -> Question:
    return Question(
        code="second_table",
        column=None,
        message=_(
            "Row %(row)d begins another table with other headers; it is left out. Bring it in as a file of "
            "its own."
        )
        % {"row": row},
    )


def _lies_on_its_side(rows: list[Row], named: dict[int, list[int]]) -> bool:
    across: dict[int, int] = {}
    for positions in named.values():
        for position in positions:
            across[position] = across.get(position, 0) + 1
    widest = max(across.values(), default=0)
    return widest >= FEWEST_ACROSS and widest > 2 * max(len(positions) for positions in named.values())


def _row_of_names(named: dict[int, list[int]]) -> int:
    """Return the position of the row in which most units stand side by side."""
    return Counter(position for positions in named.values() for position in positions).most_common(1)[0][0]


def _no_unit_column(sheet: str) -> Problem:
    return Problem(
        code="no_unit_column",
        sheet=sheet,
        message=_(
            "No column of sheet “%(sheet)s” names units that the scorecard measures. Check that the file is "
            "of this scorecard, and that one column holds the names of the units, one unit a row."
        )
        % {"sheet": text_of(sheet)},
    )


def _transposed(sheet: str) -> Problem:
    return Problem(
        code="no_unit_column",
        sheet=sheet,
        message=_(
            "Sheet “%(sheet)s” names the units across its columns. Turn the table over (Paste Special, "
            "Transpose), so that one column holds the names of the units, one unit a row."
        )
        % {"sheet": text_of(sheet)},
    )


def _no_figures(sheet: str, context: Context) -> Problem:
    if context.measures is not None and not context.measures.total:
        message = _(
            "The rule book of this scorecard has no total, and no column of sheet “%(sheet)s” names one of "
            "its measures. Add the measure to the rule book first, or choose another scorecard."
        )
        return Problem("no_figures", message % {"sheet": text_of(sheet)}, sheet=sheet)
    return Problem(
        code="no_figures",
        sheet=sheet,
        message=_(
            "No column of sheet “%(sheet)s” reads as values or ranks of this scorecard. Say what the columns "
            "hold, or bring in the sheet with the figures."
        )
        % {"sheet": text_of(sheet)},
    )
