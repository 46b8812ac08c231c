"""What the guess at the columns leaves open, and which columns it leaves out."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from indicators.imports.grids import column_letters
from indicators.imports.layouts.complaints import shown
from indicators.imports.layouts.layout import PAIRS, Question, Role
from indicators.imports.layouts.roles import Guess


def open_roles(guesses: Iterable[Guess]) -> list[Question]:
    """Ask what the columns hold whose role is not sure."""
    return [
        _question("role", guess, _which_role(guess), choices=_possible_roles(guess))
        for guess in guesses
        if not guess.is_sure
    ]


def left_out_columns(guesses: Iterable[Guess]) -> list[Question]:
    """Tell of columns that are left out although their headers name figures, and why."""
    questions = []
    for guess in guesses:
        if guess.role is Role.IGNORED and guess.profile.filled:
            code, reason = _why_left_out(guess)
            if code:
                questions.append(_question(code, guess, reason))
    return questions


def _why_left_out(guess: Guess) -> tuple[str, str]:
    """Return the code and the sentence of a column whose header names figures; empty for any other."""
    match guess.heading.role:
        case Role.CHANGE:
            return "unclear_change", _(
                "Column %(column)s (“%(header)s”) is left out: its cells do not say by how many places each "
                "unit rose or fell (+3, ↓2, “tăng 1 bậc”)."
            )
        case Role.SELF_SCORE:
            return "unused_self_score", _(
                "Column %(column)s (“%(header)s”) is left out: the verified scores beside it count."
            )
        case Role.RANK | Role.VALUE:
            return "unread_column", _(
                "Column %(column)s (“%(header)s”) is left out: its cells, such as “%(example)s”, read "
                "neither as values nor as ranks."
            )
        case _:
            return "", ""


def _which_role(guess: Guess) -> str:
    if guess.role in PAIRS:
        return _(
            "The cells of column %(column)s (“%(header)s”) hold two whole numbers each. Say whether the rank "
            "stands first (rank_and_value) or the value (value_and_rank)."
        )
    return _("Column %(column)s (“%(header)s”) may hold ranks or values. Say which.")


def _possible_roles(guess: Guess) -> tuple[str, ...]:
    roles = (Role.RANK_AND_VALUE, Role.VALUE_AND_RANK) if guess.role in PAIRS else (Role.RANK, Role.VALUE)
    return tuple(role.value for role in sorted(roles, key=lambda role: role != guess.role))


def _question(code: str, guess: Guess, message: str, *, choices: tuple[str, ...] = ()) -> Question:
    facts = {
        "column": column_letters(guess.index),
        "header": guess.heading.text,
        "example": shown(next(iter(guess.profile.texts), "")),
    }
    return Question(code=code, column=guess.index, message=message % facts, choices=choices)
