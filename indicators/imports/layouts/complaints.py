"""What is said of a cell that cannot be read: what is wrong, and what to do. Its place stands beside that."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from indicators.imports.grids import Cell, text_of
from indicators.imports.layouts.numbers import UnreadableCellError
from indicators.imports.problems import Problem
from indicators.notation import format_points

LONGEST_SHOWN = 60
MOST_ROWS = 20
TOPS = ("top", "stated")

# Translated as each is shown: most files show none of them, a bad one the same a hundred thousand times.
MESSAGES = {
    "not_a_number": _("“%(text)s” is no number. Correct the cell."),
    "ambiguous_number": _(
        "“%(text)s” may mean %(first)s or %(second)s. Say which mark stands before the decimals of this "
        "column."
    ),
    "out_of_scale": _(
        "“%(text)s” does not lie between 0 and %(top)s, the scale of the measure. Check the cell, or the "
        "measure chosen for the column; if the whole column is on another scale, such as 1000 points, turn "
        "it into this one in the file: nothing is converted here."
    ),
    "other_scale": _(
        "“%(text)s” is out of %(stated)s, but the measure is out of %(top)s. Check the cell, or the measure "
        "chosen for the column."
    ),
    "not_a_rank": _("“%(text)s” is no rank. Write one whole number from 1, such as 25 or 25/63."),
    "not_a_rank_and_value": _(
        "“%(text)s” is no rank with a value in brackets, such as 01 (0,727). Correct the cell."
    ),
    "not_a_change": _("“%(text)s” is no movement in places, such as +1 or -2. Correct the cell."),
}


def shown(cell: Cell) -> str:
    """Return a cell as it can be shown in a message."""
    if isinstance(cell, int) and cell.bit_length() > 200:
        return "…"
    text = text_of(cell)
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def complaint(error: UnreadableCellError, *, cell: Cell, sheet: str, row: int, column: str) -> Problem:
    """Return what is told of a cell of a figure that cannot be read."""
    tops = {key: format_points(Decimal(error.details[key])) for key in TOPS if key in error.details}
    said = {"text": shown(cell), **error.details, **tops}
    return Problem(
        code=error.code,
        message=MESSAGES[error.code] % said,
        sheet=sheet,
        row=row,
        column=column,
        suggestions=tuple(error.details[key] for key in ("first", "second") if key in error.details),
    )


def nameless(*, sheet: str, row: int, column: str) -> Problem:
    """Return what is told of a row with figures and without a unit."""
    return Problem(
        code="no_unit_name",
        message=_("The row holds figures but names no unit. Write its unit, or leave the row out."),
        sheet=sheet,
        row=row,
        column=column,
    )


def measureless(*, sheet: str, row: int, column: str) -> Problem:
    """Return what is told of a row with a figure and without a measure."""
    return Problem(
        code="no_measure_name",
        message=_("The row holds a figure but names no measure. Write its measure, or leave the row out."),
        sheet=sheet,
        row=row,
        column=column,
    )


def left_out(*, text: str, sheet: str, row: int, column: str) -> Problem:
    """Return what is told of a row of figures that are of many units at once."""
    message = _("“%(text)s” holds figures of several units together; the row is left out.")
    return Problem("skipped_row", message % {"text": text}, sheet=sheet, row=row, column=column)


def period_in_row(*, text: str, sheet: str, row: int, column: str) -> Problem:
    """Return what is told of a row that names a period alone, as a heading of the rows below it."""
    message = _(
        "“%(text)s” stands in a row of its own and is not taken for the period of the rows below. If the "
        "table has several periods, write the period of each row into a column, or make a file of each."
    )
    return Problem("period_in_row", message % {"text": text}, sheet=sheet, row=row, column=column)


def unread_movement(*, text: str, sheet: str, row: int, column: str) -> Problem:
    """Return what is told of a movement that says no places, such as "mới" of a unit new to the table."""
    message = _(
        "“%(text)s” says by no number of places that the unit rose or fell; the movement is left out, the "
        "value and the rank are taken."
    )
    return Problem("unread_movement", message % {"text": text}, sheet=sheet, row=row, column=column)


def own_scores_taken(*, sheet: str, rows: Sequence[int]) -> Problem:
    """Return what is told of blank verified scores, all of them together."""
    message = _(
        "%(count)d verified scores are blank; the scores that the unit gave itself are taken in their place. "
        "Rows: %(rows)s."
    )
    named = ", ".join(map(str, rows[:MOST_ROWS])) + (" …" if len(rows) > MOST_ROWS else "")
    return Problem("own_score_taken", message % {"count": len(rows), "rows": named}, sheet=sheet)


def ambiguous_code(*, text: str, sheet: str, row: int, column: str) -> Problem:
    """Return what is told of a code that the spreadsheet kept as a number, so that 1.10 is 1.1."""
    return Problem(
        code="ambiguous_code",
        message=_(
            "The spreadsheet keeps the code %(text)s as a number, so that it may have been %(text)s0. Format "
            "the column as text and write the code again."
        )
        % {"text": text},
        sheet=sheet,
        row=row,
        column=column,
        suggestions=(text, f"{text}0"),
    )
