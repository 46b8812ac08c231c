"""Tables of one unit's indicators: code, name, maximum, self-score, verified score, evidence."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.imports.grids import text_of
from indicators.imports.layouts.contents import CODE, FIGURE_KINDS, MOST, is_text, kind_of
from indicators.imports.layouts.context import Context
from indicators.imports.layouts.headers import read_heading
from indicators.imports.layouts.layout import FIGURES, Column, Kind, Layout, Role
from indicators.imports.layouts.roles import MEASURE_ROLES
from indicators.imports.layouts.table import Row, Table, cell_at, find_table
from indicators.imports.problems import Problem, RefusedFileError

HEADER_WITHIN = 50
KEPT = frozenset({Role.MAXIMUM, *FIGURES, Role.EVIDENCE, Role.NOTE, Role.STATUS, Role.PERIOD})
NUMBERS = frozenset({Role.MAXIMUM, *FIGURES})


@dataclass
class _Guess:
    index: int
    header: str
    cells: list
    role: Role = Role.IGNORED

    @property
    def texts(self) -> list[str]:
        return [text for cell in self.cells if (text := text_of(cell))]


def looks_like_indicators(rows: list[Row]) -> bool:
    """Tell whether a sheet without units holds a maximum and a score."""
    for row in rows[:HEADER_WITHIN]:
        roles = {read_heading(text_of(cell)).role for cell in row if is_text(cell)}
        if Role.MAXIMUM in roles and roles & {Role.SELF_SCORE, Role.VERIFIED_SCORE, Role.VALUE}:
            return True
    return False


def detect_indicators(rows: list[Row], *, sheet: str, context: Context) -> Layout:
    """Guess how a table of one unit's indicators is read.

    Raises:
        RefusedFileError: no_indicator_column.
    """
    named = _rows_with_words(rows)
    if not named:
        raise RefusedFileError(_no_indicators(sheet))
    table = find_table(rows, named=named, anchor=_name_column(rows, named, context))
    body = rows[table.first :]
    guesses = [
        _Guess(index, header, [cell_at(row, index) for row in body])
        for index, header in enumerate(table.headers)
    ]
    _assign(guesses, table, context)
    return Layout(
        kind=Kind.INDICATORS,
        sheet=sheet,
        header_rows=tuple(position + 1 for position in table.header_rows),
        first_row=table.first + 1,
        last_row=None,
        columns=tuple(Column(index=guess.index, header=guess.header, role=guess.role) for guess in guesses),
    )


def _rows_with_words(rows: list[Row]) -> dict[int, list[int]]:
    """Return the rows that hold a text in a column and a figure in another, by column."""
    found: dict[int, list[int]] = {}
    for position, row in enumerate(rows):
        kinds = [kind_of(cell) for cell in row]
        if any(kind in FIGURE_KINDS for kind in kinds):
            for column, cell in enumerate(row):
                if is_text(cell) and not CODE.fullmatch(text_of(cell)):
                    found.setdefault(column, []).append(position)
    return found


def _name_column(rows: list[Row], named: dict[int, list[int]], context: Context) -> int:
    """Return the column that names the indicators: by known names, then by its header, then by its texts."""

    def merit(column: int) -> tuple:
        texts = {text_of(rows[position][column]) for position in named[column]}
        above = [text_of(cell_at(row, column)) for row in rows[: named[column][0]]]
        known = sum(bool(context.measures.match(text)) for text in texts) if context.measures else 0
        is_headed = any(read_heading(text).role is Role.MEASURE_NAME for text in above if text)
        return known, is_headed, len(texts), -column

    return max(named, key=merit)


def _assign(guesses: list[_Guess], table: Table, context: Context) -> None:
    name = table.anchors[0]
    for guess in guesses:
        said = read_heading(guess.header).role
        if guess.index == name:
            guess.role = Role.MEASURE_NAME
        elif said in NUMBERS:
            holds = table.profiles[guess.index]
            guess.role = said if holds.holds_figures or holds.holds_marks_alone else Role.IGNORED
        elif said in KEPT:
            guess.role = said
    code = _code_column([guess for guess in guesses if guess.role is Role.IGNORED], context)
    if code is not None:
        code.role = Role.MEASURE
    seen: set[Role] = set()
    for guess in guesses:
        if guess.role in seen:
            guess.role = Role.IGNORED
        seen.add(guess.role)
    if seen & {Role.VERIFIED_SCORE, Role.SELF_SCORE}:
        for guess in guesses:
            guess.role = Role.IGNORED if guess.role is Role.VALUE else guess.role


def _code_column(guesses: list[_Guess], context: Context) -> _Guess | None:
    """Return the column of the codes: headed so, else of known codes, else of dotted numbers."""

    def merit(guess: _Guess) -> tuple:
        known = sum(bool(context.measures.match(text)) for text in guess.texts) if context.measures else 0
        dotted = sum("." in text for text in guess.texts)
        return read_heading(guess.header).role in MEASURE_ROLES, known, dotted, -guess.index

    coded = [
        guess
        for guess in guesses
        if guess.texts and sum(bool(CODE.fullmatch(text)) for text in guess.texts) >= MOST * len(guess.texts)
    ]
    return max(coded, key=merit, default=None)


def _no_indicators(sheet: str) -> Problem:
    return Problem(
        code="no_indicator_column",
        sheet=sheet,
        message=_(
            "No column of sheet “%(sheet)s” names indicators beside their scores. Check that the sheet has a "
            "column of codes or names, one indicator a row, and columns of scores."
        )
        % {"sheet": sheet},
    )
