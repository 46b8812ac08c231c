"""Which measure and period a column has whose header names none: those of the column it stands beside."""

from indicators.imports.layouts.arithmetic import ranks_fit
from indicators.imports.layouts.figure_columns import BESIDE, Figure, half
from indicators.imports.layouts.headers import period_order
from indicators.imports.layouts.layout import VALUES, Role


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

    A column that is no measure of the scorecard, such as "Mục tiêu 2025", tells nothing of the others. Nor
    are they of that period where one of them says the same as a column of it: "Xếp hạng | Xếp hạng 2021".
    """
    for block in dict.fromkeys(figure.block for figure in figures):
        here = [
            figure
            for figure in figures
            if figure.block == block and figure.role not in BESIDE and (figure.measure or figure.codes)
        ]
        newest = max((figure.period for figure in here if figure.period), key=period_order, default="")
        undated = [figure for figure in here if not figure.period]
        said = {(figure.measure, half(figure.role)) for figure in here if figure.period == newest}
        if newest and not any((figure.measure, half(figure.role)) in said for figure in undated):
            for figure in undated:
                figure.period = newest


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
