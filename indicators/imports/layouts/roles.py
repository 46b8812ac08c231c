"""The role of every column: what its header says, as far as its cells bear it out."""

from dataclasses import dataclass, replace

from indicators.imports.layouts.contents import CellKind, Profile
from indicators.imports.layouts.context import Context
from indicators.imports.layouts.headers import VALUE_FIRST, Heading, is_value_first, order_in, read_heading
from indicators.imports.layouts.layout import FIGURES, Kind, Role
from indicators.imports.layouts.numbers import is_blank
from indicators.imports.layouts.pairs import order_among
from indicators.imports.layouts.table import Table, cell_at
from indicators.imports.layouts.words import MACHINE_NAMES
from provinces.names import search_key

# Of how many of its texts a column has to name measures to be the one that does.
MOST_MEASURES = 0.5
LONGEST_MEASURE = 200
# A long table names its units again and again, or once with more rows below.
ROWS_A_UNIT = 1.5
# Of the collected data: the level of a measure, or of a unit; and the set of the ministries.
LEVEL, GROUP = "level", "group"
TOTALS = frozenset({"total", "tong"})
MEASURE_ROLES = (Role.MEASURE, Role.MEASURE_NAME)
PRINTED_ONCE = frozenset(
    set(Role)
    - {
        Role.IGNORED,
        Role.ORDER,
        Role.UNIT,
        Role.VALUE,
        Role.RANK,
        Role.PERCENT,
        Role.RANK_AND_VALUE,
        Role.VALUE_AND_RANK,
        Role.CHANGE,
        Role.REGIONAL_RANK,
    }
)
TEXT_ROLES = frozenset(
    {
        Role.NOTE,
        Role.EVIDENCE,
        Role.STATUS,
        Role.VALUE_BASIS,
        Role.VALUE_SOURCE,
        Role.RANK_BASIS,
        Role.RANK_SOURCE,
        Role.CONTEXT_SOURCE,
        Role.UNIT_SET,
        Role.UNIT_CODE,
        Role.PERIOD_KIND,
    }
)
WHOLE_NUMBER_ROLES = frozenset({Role.UNIT_COUNT, Role.REGIONAL_COUNT, Role.REGIONAL_CHANGE})
SCORES = frozenset({Role.MAXIMUM, Role.SELF_SCORE, Role.VERIFIED_SCORE})


@dataclass
class Guess:
    """One column on the way to its role."""

    index: int
    heading: Heading
    profile: Profile
    role: Role = Role.IGNORED
    is_sure: bool = True


def guess_roles(table: Table, *, context: Context, kind: Kind | None = None) -> tuple[Kind, list[Guess]]:
    """Return the shape of a table of units, and the role of each column."""
    guesses = [
        Guess(index=index, heading=read_heading(header), profile=table.profiles[index])
        for index, header in enumerate(table.headers)
    ]
    rest = []
    for guess in guesses:
        if guess.index in table.anchors:
            guess.role = Role.UNIT
        else:
            rest.append(guess)
    measures = _measure_columns(rest, table, context) if kind in (None, Kind.LONG) else []
    kind = kind or (Kind.LONG if measures else Kind.WIDE)
    for guess in rest:
        guess.role = _role(guess, is_long=kind is Kind.LONG, context=context, first_unit=table.anchors[0])
    for guess in rest:
        if guess.role in MEASURE_ROLES and guess not in measures:
            is_set = bool(measures) and guess.heading.text.casefold() == GROUP
            guess.role = Role.UNIT_SET if is_set else Role.IGNORED
    for guess, role in zip(measures, _measure_roles(measures), strict=True):
        guess.role = role
    _take_scores_for_values(guesses)
    if any(guess.role is guess.heading.role in (Role.RANK, Role.VALUE) for guess in guesses):
        # Where a table says which columns hold which, whole numbers elsewhere are values.
        for guess in guesses:
            guess.is_sure = guess.is_sure or guess.role is Role.VALUE
    if table.header_rows:
        # A column that the header forgot may be the decimals of an unquoted "0,6426".
        for guess in guesses:
            is_unsigned = guess.role in FIGURES and guess.role is not Role.CHANGE
            guess.is_sure = guess.is_sure and (not is_unsigned or bool(guess.heading.text))
    _keep_one_each(guesses)
    return kind, guesses


def _role(guess: Guess, *, is_long: bool, context: Context, first_unit: int) -> Role:
    """Return the role that the header of a column names if its cells can hold it, else what they hold."""
    said, cells = guess.heading.role, guess.profile
    if said is Role.UNIT:
        said = None
    if not cells.filled and said not in (Role.VALUE, Role.RANK, Role.NOTE):
        return Role.IGNORED
    if said in TEXT_ROLES or (said in MEASURE_ROLES and not cells.holds_figures):
        return said
    if said in (Role.PERIOD, Role.ORDER) or (said is None and guess.index < first_unit):
        return _order_or_period(guess, said)
    if said is Role.IGNORED and guess.heading.text.casefold() in MACHINE_NAMES:
        return said
    if said in WHOLE_NUMBER_ROLES or said in SCORES:
        return said if cells.holds_figures or cells.holds_marks_alone else Role.IGNORED
    if said is Role.RANK and cells.holds_ranks_in_letters:
        return Role.RANK
    if not cells.holds_figures:
        return _role_of_marks(guess, context) if cells.holds_marks_alone else Role.IGNORED
    if said is Role.IGNORED and not cells.kinds[CellKind.DECIMAL]:
        return Role.IGNORED
    return _figure_role(guess, said, context)


def _role_of_marks(guess: Guess, context: Context) -> Role:
    """Return what a column holds that says of every unit that there is no figure."""
    if guess.heading.role in (Role.VALUE, Role.RANK):
        return guess.heading.role
    measures = context.measures
    is_measure = measures is not None and any(measures.match(text) for text in guess.heading.subjects)
    return Role.VALUE if is_measure and guess.heading.role is None else Role.IGNORED


def _order_or_period(guess: Guess, said: Role | None) -> Role:
    cells = guess.profile
    if said is Role.ORDER or cells.counts_up:
        return Role.ORDER
    if said is Role.PERIOD or cells.is_mostly(CellKind.YEAR):
        return Role.IGNORED if cells.kinds[CellKind.DECIMAL] > cells.filled / 2 else Role.PERIOD
    if cells.looks_like_ranks:
        return Role.RANK
    return Role.IGNORED


def _figure_role(guess: Guess, said: Role | None, context: Context) -> Role:
    """Return which figures a column holds, by its cells and then by its header."""
    cells = guess.profile
    if cells.kinds[CellKind.MOVED_RANK] and cells.holds_figures:
        return Role.VALUE if said is Role.VALUE or is_value_first(guess.heading.text) else Role.RANK
    if cells.holds_pairs:
        order = order_in(guess.heading.text) or order_among(cells.pairs or cells.texts)
        guess.is_sure = bool(order)
        return Role.VALUE_AND_RANK if order == VALUE_FIRST else Role.RANK_AND_VALUE
    if said is Role.CHANGE:
        is_machine = guess.heading.text in MACHINE_NAMES
        return Role.CHANGE if is_machine or cells.tells_movements else Role.IGNORED
    if said is Role.REGIONAL_RANK:
        return said if not cells.kinds[CellKind.DECIMAL] else Role.IGNORED
    if cells.is_mostly(CellKind.FRACTION) and cells.looks_like_ranks:
        return Role.RANK
    if cells.is_mostly(CellKind.CHANGE) and said is None:
        return Role.CHANGE
    if said is Role.RANK:
        return Role.VALUE if _holds_values(cells) else Role.RANK
    if said is Role.VALUE or _holds_values(cells):
        return Role.VALUE
    if cells.is_mostly(CellKind.YEAR):
        return Role.PERIOD if said is None and guess.heading.is_bare else Role.IGNORED
    return _rank_or_value(guess, context)


def _holds_values(cells: Profile) -> bool:
    return cells.kinds[CellKind.DECIMAL] > 0 and cells.is_mostly(
        CellKind.DECIMAL, CellKind.INTEGER, CellKind.CHANGE
    )


def _rank_or_value(guess: Guess, context: Context) -> Role:
    """Tell apart whole numbers under a header without words for either: 1 to n are ranks.

    On a scale of 1 nothing else can be meant by anything above it.
    """
    cells = guess.profile
    if cells.looks_like_ranks:
        guess.is_sure = len(set(cells.ranks())) == max(cells.ranks(), default=0)
        return Role.RANK
    top = context.scale_top(context.measures.total) if context.measures else None
    if top == 1 and max(cells.ranks(), default=0) > 1:
        return Role.RANK
    told = cells.ranks()
    guess.is_sure = len(told) < 3 or len(set(told)) < 0.9 * len(told)
    return Role.VALUE


def _take_scores_for_values(guesses: list[Guess]) -> None:
    """Take the score of each unit that was verified, or else its own, for its value.

    Beside a column of totals it is a part of that ("Điểm thẩm định | Điểm điều tra XHH | Tổng điểm").
    """
    has_total = any(guess.role is Role.VALUE and guess.heading.is_bare for guess in guesses)
    scores = [guess for guess in guesses if guess.role in (Role.SELF_SCORE, Role.VERIFIED_SCORE)]
    taken = [guess for guess in scores if guess.role is Role.VERIFIED_SCORE] or scores
    # One score beside those that it was verified from is the total; several verified ones are parts.
    is_lone = len(taken) == 1 < len(scores)
    for guess in scores:
        guess.role = Role.VALUE if guess in taken else Role.IGNORED
        guess.heading = replace(guess.heading, is_bare=not has_total and (guess.heading.is_bare or is_lone))


def _measure_columns(guesses: list[Guess], table: Table, context: Context) -> list[Guess]:
    """Return the columns whose cells name measures, one figure a row."""
    found = [guess for guess in guesses if _names_measures(guess, table, context)]
    if not found:
        return []
    spoken = [guess for guess in found if guess.heading.role in MEASURE_ROLES]
    return (spoken or found)[:2]


def _names_measures(guess: Guess, table: Table, context: Context) -> bool:
    cells, said = guess.profile, guess.heading.role
    texts = cells.distinct
    if not texts or said in TEXT_ROLES - {Role.UNIT_CODE} or max(map(len, texts)) > LONGEST_MEASURE:
        return False
    if cells.holds_figures and (said is not Role.MEASURE or context.measures is None):
        return False
    if guess.heading.text.casefold() == LEVEL:
        return any(search_key(text) in TOTALS for text in texts)
    if context.measures is not None:
        known = sum(bool(context.measures.match(text)) for text in texts)
        return known >= MOST_MEASURES * len(texts)
    # Without known measures the header has to say it, and units to come again with other measures.
    rows = [row for row in table.rows[table.first :] if not is_blank(cell_at(row, guess.index))]
    units = {unit for row in rows if not is_blank(unit := cell_at(row, table.anchors[0]))}
    return said in MEASURE_ROLES and ROWS_A_UNIT * len(units) <= len(rows)


def _measure_roles(measures: list[Guess]) -> list[Role]:
    """Return which of at most two columns holds the codes, and which the names."""
    if len(measures) < 2:
        return [Role.MEASURE for _measure in measures]
    first, second = measures
    is_second_code = second.heading.role is Role.MEASURE and first.heading.role is not Role.MEASURE
    return [Role.MEASURE_NAME, Role.MEASURE] if is_second_code else [Role.MEASURE, Role.MEASURE_NAME]


def _keep_one_each(guesses: list[Guess]) -> None:
    """Leave the first of several columns that say the same about a row, such as two of notes."""
    seen = set()
    for guess in guesses:
        if guess.role in PRINTED_ONCE:
            if guess.role in seen:
                guess.role = Role.IGNORED
            seen.add(guess.role)
