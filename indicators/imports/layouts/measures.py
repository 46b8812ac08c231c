"""Which measure each figure column of a wide table holds, and of which period."""

from collections import Counter

from django.utils.translation import gettext as _

from indicators.imports.grids import column_letters
from indicators.imports.layouts.arithmetic import Settled, settle_parts
from indicators.imports.layouts.context import MeasureNames
from indicators.imports.layouts.figure_columns import Figure, half
from indicators.imports.layouts.layout import PAIRS, VALUES, Question, Role
from indicators.imports.layouts.pairing import join_bare
from indicators.imports.layouts.percentages import percentage_of


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


def refuse_doubles(figures: list[Figure]) -> list[Question]:
    """Leave out each column that says again what another one says, and ask about it.

    Percentages of points give way to the points, wherever they stand, which is only told.
    """
    seen: dict[tuple, Figure] = {}
    questions = []
    for figure in figures:
        if not figure.measure:
            continue
        halves = ("value", "rank") if figure.role in PAIRS else (half(figure.role),)
        keys = [(figure.place, figure.measure, half) for half in halves]
        earlier = next((seen[key] for key in keys if key in seen), None)
        if earlier is None:
            seen.update(dict.fromkeys(keys, figure))
            continue
        if earlier.role == figure.role and (percentage := percentage_of(earlier, figure)):
            points = figure if percentage is earlier else earlier
            seen.update(dict.fromkeys(keys, points))
            questions.append(_same_in_percent(percentage, points))
            percentage.guess.role = Role.IGNORED
            continue
        if earlier.role != figure.role or earlier.numbers != figure.numbers:
            questions.append(_doubled(figure, earlier))
        figure.guess.role = Role.IGNORED
    return questions


def _doubled(figure: Figure, earlier: Figure) -> Question:
    message = _(
        "Columns %(first)s and %(second)s both seem to hold “%(header)s”. Say what column %(second)s holds, "
        "or leave it out."
    )
    return Question("duplicate_header", figure.index, message % _both(figure, earlier))


def _same_in_percent(percentage: Figure, points: Figure) -> Question:
    message = _(
        "Column %(second)s says the same as column %(first)s on another scale, such as a percentage of the "
        "points; it is left out."
    )
    return Question("unread_column", percentage.index, message % _both(percentage, points))


def _both(figure: Figure, earlier: Figure) -> dict[str, str]:
    return {
        "first": column_letters(earlier.index),
        "second": column_letters(figure.index),
        "header": figure.guess.heading.text or figure.measure,
    }


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
    with_total = {figure.block for figure in figures if figure.role in VALUES and figure.measure == total}
    for figure in figures:
        if figure.measure or figure.codes:
            continue
        if figure.role in VALUES and values[figure.place] == 1 and figure.block not in with_total:
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
