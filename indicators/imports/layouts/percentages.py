"""Columns of percentages on a scale of 1: 64,19 % is the share 0,6419."""

import unicodedata
from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.imports.grids import Percent, column_letters, text_of
from indicators.imports.layouts.arithmetic import is_other_scale
from indicators.imports.layouts.figure_columns import Figure
from indicators.imports.layouts.headers import segments_of
from indicators.imports.layouts.layout import VALUES, Question, Role
from indicators.imports.layouts.numbers import PERCENT_TOP, SHARE_TOP
from indicators.notation import format_points

# A column whose largest number lies below is of another scale, and each of its cells is refused for itself.
LEAST_PERCENTAGE = 10
PERCENT_WORDS = ("%", "phần trăm", "percent")
SHARE_WORDS = (*PERCENT_WORDS, "tỷ lệ", "tỉ lệ")


def settle_percentages(figures: list[Figure], *, top_of: Callable[[str], Decimal | None]) -> list[Question]:
    """Take the columns of percentages as what they are, and tell so once for each.

    Numbers above 1 without any sign of a percentage are asked about: they may as well be of another measure.
    """
    questions = []
    for figure in figures:
        if figure.role not in VALUES or top_of(figure.measure) != SHARE_TOP:
            continue
        numbers = [number for number in figure.numbers if number is not None]
        if any(map(_is_percentage, figure.cells)):
            questions.append(_told(figure))
        elif figure.role is Role.VALUE and numbers and 1 < max(numbers) <= PERCENT_TOP and min(numbers) >= 0:
            if _says(figure.guess.heading.text, PERCENT_WORDS):
                figure.guess.role = Role.PERCENT
                questions.append(_told(figure))
            elif min(numbers) > 1 and max(numbers) > LEAST_PERCENTAGE:
                questions.append(_asked(figure, greatest=max(numbers)))
    return questions


def percentage_of(one: Figure, other: Figure) -> Figure | None:
    """Return which of two columns holds what the other says as percentages, if one alone is said to.

    What both headers say tells them not apart: "PAR INDEX (%) / Điểm | PAR INDEX (%) / Tỷ lệ".
    """
    if not is_other_scale(one.numbers, other.numbers):
        return None
    segments = [segments_of(figure.guess.heading.text) for figure in (one, other)]
    found = [
        figure
        for figure, own in zip((one, other), segments, strict=True)
        if any(map(_is_percentage, figure.cells))
        or any(_says(text, SHARE_WORDS) for text in own if not all(text in those for those in segments))
    ]
    return found[0] if len(found) == 1 else None


def _says(text: str, words: tuple[str, ...]) -> bool:
    folded = unicodedata.normalize("NFC", text).casefold()
    return any(word in folded for word in words)


def _is_percentage(cell: object) -> bool:
    return isinstance(cell, Percent) or (isinstance(cell, str) and "%" in cell)


def _told(figure: Figure) -> Question:
    example = next(
        (text_of(cell) for cell in figure.cells if isinstance(cell, str) and "%" in cell), "64,19 %"
    )
    return Question(
        code="percent",
        column=figure.index,
        message=_(
            "Column %(column)s (“%(header)s”) is printed in percent, such as %(example)s; it is read as "
            "shares of 1, so that 64,19 becomes 0,6419."
        )
        % {
            "column": column_letters(figure.index),
            "header": figure.guess.heading.text,
            "example": example,
        },
    )


def _asked(figure: Figure, *, greatest: float) -> Question:
    return Question(
        code="scale",
        column=figure.index,
        message=_(
            "The values of column %(column)s (“%(header)s”) reach up to %(greatest)s, but the scale of the "
            "measure ends at 1. If they are percentages, read the column as percent (64,19 then becomes "
            "0,6419); otherwise choose the measure or the scorecard that they belong to."
        )
        % {
            "column": column_letters(figure.index),
            "header": figure.guess.heading.text,
            "greatest": format_points(greatest),
        },
        choices=(Role.PERCENT.value, Role.VALUE.value),
    )
