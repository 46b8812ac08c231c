"""Which measure each figure column of a wide table holds, and of which period."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.imports.grids import column_letters
from indicators.imports.layouts.arithmetic import Settled, Values, ranks_fit, settle_parts
from indicators.imports.layouts.context import MeasureNames
from indicators.imports.layouts.headers import period_order
from indicators.imports.layouts.layout import FIGURES, Question, Role
from indicators.imports.layouts.numbers import (
    UnreadableCellError,
    is_blank,
    read_number,
    read_rank,
    read_rank_and_value,
)
from indicators.imports.layouts.roles import Guess
from indicators.imports.layouts.table import Table, cell_at, unit_beside

VALUES = frozenset({Role.VALUE, Role.RANK_AND_VALUE})
BESIDE = frozenset({Role.CHANGE, Role.REGIONAL_RANK})


@dataclass
class Figure:
    """A figure column on the way to its measure.

    Args:
        block: the column of units that it belongs to.
        codes: the measures that its header may mean; empty where it names none, or none that is known.
    """

    guess: Guess
    block: int
    period: str
    codes: tuple[str, ...] = ()
    measure: str = ""
    numbers: Values = field(default_factory=list, repr=False)

    @property
    def index(self) -> int:
        return self.guess.index

    @property
    def role(self) -> Role:
        return self.guess.role

    @property
    def is_bare(self) -> bool:
        return self.guess.heading.is_bare

    @property
    def place(self) -> tuple[int, str]:
        return self.block, self.period


def figures_of(table: Table, guesses: list[Guess]) -> list[Figure]:
    """Return the figure columns of a table, each with its period and its numbers."""
    has_periods = any(guess.role is Role.PERIOD for guess in guesses)
    return [
        Figure(
            guess=guess,
            block=unit_beside(guess.index, table.anchors),
            period="" if has_periods or guess.role is Role.CHANGE else guess.heading.period,
            numbers=[_number(cell_at(row, guess.index), guess.role) for row in table.body],
        )
        for guess in guesses
        if guess.role in FIGURES
    ]


def name_measures(figures: list[Figure], *, measures: MeasureNames) -> list[Question]:
    """Give every figure column the measure that its header names; return what that leaves open."""
    for figure in figures:
        if not figure.is_bare:
            figure.codes = next(
                (codes for text in figure.guess.heading.subjects if (codes := measures.match(text))), ()
            )
        if len(figure.codes) == 1:
            figure.measure = figure.codes[0]
    questions = _settle_doubts(figures, measures)
    join_bare(figures, total=measures.total)
    return [*questions, *_leave_unknown(figures, total=measures.total), *refuse_doubles(figures)]


def join_bare(figures: list[Figure], *, total: str) -> None:
    """Give every column whose header names no measure that of the column it goes with, or the total."""
    for figure in figures:
        if figure.is_bare and figure.role in VALUES:
            figure.measure = total
    for figure in figures:
        if figure.is_bare and figure.role is Role.RANK:
            ranked = _ranked_by(figure, figures, total)
            figure.measure = ranked.measure if ranked else total
            figure.period = figure.period or (ranked.period if ranked else "")
    _share_periods(figures)
    for position, figure in enumerate(figures):
        if figure.role in BESIDE and not figure.codes and not figure.measure:
            beside = _nearest(figures, position)
            figure.measure = beside.measure if beside else total
            figure.period = figure.period or _newest(figures, figure)
        elif figure.role is Role.CHANGE:
            figure.period = _newest(figures, figure)


def _share_periods(figures: list[Figure]) -> None:
    """Give the columns without a period the newest that others name: "ICT Index | Xếp hạng 2020".

    Not where one of them says the same as a column of that period: "Xếp hạng | Xếp hạng 2021" is of another.
    """
    for block in dict.fromkeys(figure.block for figure in figures):
        here = [figure for figure in figures if figure.block == block and figure.role not in BESIDE]
        newest = max((figure.period for figure in here if figure.period), key=period_order, default="")
        undated = [figure for figure in here if not figure.period]
        said = {(figure.measure, _half(figure.role)) for figure in here if figure.period == newest}
        if newest and not any((figure.measure, _half(figure.role)) in said for figure in undated):
            for figure in undated:
                figure.period = newest


def refuse_doubles(figures: list[Figure]) -> list[Question]:
    """Leave out each column that says again what an earlier one says, and ask about it."""
    seen: dict[tuple, Figure] = {}
    questions = []
    for figure in figures:
        if not figure.measure:
            continue
        halves = ("value", "rank") if figure.role is Role.RANK_AND_VALUE else (_half(figure.role),)
        keys = [(figure.place, figure.measure, half) for half in halves]
        earlier = next((seen[key] for key in keys if key in seen), None)
        if earlier is None:
            seen.update(dict.fromkeys(keys, figure))
            continue
        is_copy = earlier.numbers == figure.numbers and earlier.role == figure.role
        figure.guess.role = Role.IGNORED
        if not is_copy:
            questions.append(
                Question(
                    code="duplicate_header",
                    column=figure.index,
                    message=_(
                        "Columns %(first)s and %(second)s both seem to hold “%(header)s”. "
                        "Say what column %(second)s holds, or leave it out."
                    )
                    % {
                        "first": column_letters(earlier.index),
                        "second": column_letters(figure.index),
                        "header": figure.guess.heading.text or figure.measure,
                    },
                )
            )
    return questions


def _half(role: Role) -> str:
    return "value" if role in VALUES or role in (Role.SELF_SCORE, Role.VERIFIED_SCORE) else role.value


def _settle_doubts(figures: list[Figure], measures: MeasureNames) -> list[Question]:
    """Give a measure to the columns whose header may mean several, or ask which it is."""
    questions = []
    for place in dict.fromkeys(figure.place for figure in figures):
        here = [figure for figure in figures if figure.place == place]
        _eliminate(here)
        doubtful = [figure for figure in here if not figure.measure and len(figure.codes) > 1]
        settled = _settle(here, [figure for figure in doubtful if figure.role in VALUES], measures)
        for figure in doubtful:
            composites = [code for code in figure.codes if code in measures.composites]
            parts = [code for code in figure.codes if code not in measures.composites]
            if settled is Settled.COMPOSITES and len(composites) == 1:
                figure.measure = composites[0]
            elif settled is Settled.PARTS and len(parts) == 1:
                figure.measure = parts[0]
            else:
                questions.append(_which(figure, (*parts, *composites)))
    return questions


def _eliminate(figures: list[Figure]) -> None:
    """A text cannot mean what another column of the same kind says outright."""
    for figure in figures:
        if figure.measure or len(figure.codes) < 2:
            continue
        taken = {other.measure for other in figures if other.role == figure.role and other.measure}
        left = tuple(code for code in figure.codes if code not in taken)
        if len(left) == 1:
            figure.measure = left[0]


def _settle(here: list[Figure], doubtful: list[Figure], measures: MeasureNames) -> Settled:
    """Tell parts from composites: alone beside the total they are composites, else the sum decides."""
    sure = [
        figure
        for figure in here
        if figure.role in VALUES
        and figure.measure
        and figure.measure not in (measures.total, *measures.composites)
    ]
    if not sure:
        return Settled.COMPOSITES
    totals = [
        figure
        for figure in here
        if figure.role in VALUES and (figure.measure == measures.total or figure.is_bare)
    ]
    if len(totals) != 1 or not doubtful:
        return Settled.UNKNOWN
    return settle_parts(
        totals[0].numbers, [figure.numbers for figure in sure], [figure.numbers for figure in doubtful]
    )


def _which(figure: Figure, choices: tuple[str, ...]) -> Question:
    return Question(
        code="measure",
        column=figure.index,
        message=_("Choose the measure that “%(header)s” in column %(column)s means: %(choices)s.")
        % {
            "header": figure.guess.heading.text,
            "column": column_letters(figure.index),
            "choices": ", ".join(choices),
        },
        choices=choices,
    )


def _leave_unknown(figures: list[Figure], *, total: str) -> list[Question]:
    """Leave out the columns whose header names no measure of the scorecard, and tell so.

    The only values of a table are most likely the total, under a name of its own: that is asked.
    """
    questions = []
    values = Counter(figure.place for figure in figures if figure.role in VALUES)
    for figure in figures:
        if figure.measure or figure.codes:
            continue
        if figure.role in VALUES and values[figure.place] == 1:
            figure.measure = total
            questions.append(_which(figure, (total,)))
            continue
        figure.guess.role = Role.IGNORED
        questions.append(
            Question(
                code="unknown_measure",
                column=figure.index,
                message=_(
                    "“%(header)s” in column %(column)s is no measure of this scorecard; the column is left "
                    "out unless you choose its measure."
                )
                % {"header": figure.guess.heading.text, "column": column_letters(figure.index)},
            )
        )
    return questions


def _ranked_by(figure: Figure, figures: list[Figure], total: str) -> Figure | None:
    """Return the column of values that a column of ranks without a measure's name orders; None for the total.

    It stands beside the ranks, or is the total; where the ranks fit the values, that decides.
    """
    same = [other for other in figures if other.block == figure.block]
    values = [
        other
        for other in same
        if other.role is Role.VALUE and (not figure.period or other.period in ("", figure.period))
    ]
    left = [other for other in values if other.index < figure.index]
    beside = [*left[-1:], *[other for other in values if other.index > figure.index][:1]]
    totals = [other for other in values if other.measure == total]
    bare = [other for other in same if other.is_bare and other.role is Role.RANK]
    is_lone = sum(other.period == figure.period for other in bare) == 1
    nearest = sorted(totals, key=lambda other: (other.index > figure.index, abs(other.index - figure.index)))
    candidates = [*nearest, *beside, *values] if is_lone else [*beside, *values]
    for candidate in candidates:
        if ranks_fit(candidate.numbers, figure.numbers):
            return candidate
    if is_lone and len(values) > 1:
        return nearest[0] if nearest else None
    return beside[0] if beside else None


def _nearest(figures: list[Figure], position: int) -> Figure | None:
    """Return the figure column left of a column that goes with one, else the one right of it."""
    figure = figures[position]
    same = [other for other in figures if other.block == figure.block and other.role not in BESIDE]
    left = [other for other in same if other.index < figure.index and other.measure]
    return left[-1] if left else next(iter(same), None)


def _newest(figures: list[Figure], figure: Figure) -> str:
    """Return the newest period of a measure: a movement leads to it from an earlier one."""
    same = [other for other in figures if (other.block, other.measure) == (figure.block, figure.measure)]
    return max((other.period for other in same if other is not figure), key=period_order, default="")


def _number(cell, role: Role) -> float | None:
    if is_blank(cell):
        return None
    try:
        if role is Role.RANK:
            return float(read_rank(cell).rank)
        if role is Role.RANK_AND_VALUE:
            _rank, number = read_rank_and_value(cell, top=None)
            return float(number.value)
        if role in BESIDE:
            return None
        return float(_read_roughly(cell))
    except UnreadableCellError:
        return None


def _read_roughly(cell) -> Decimal:
    """Read a number of which it doesn't matter yet whether 1.236 is a thousand."""
    return read_number(
        cell, top=None, decimal_mark="," if isinstance(cell, str) and "," in cell else "."
    ).value
