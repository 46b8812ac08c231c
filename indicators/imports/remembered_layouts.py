"""Layouts that a person confirmed, offered again for the next table of the same shape.

What a column is, its role and its measure, is remembered: the headers are the same. Which period it is of
and how its numbers are written is told by each file anew.
"""

from dataclasses import replace

from indicators.imports.layouts.headers import period_in
from indicators.imports.layouts.layout import FIGURES, Column, Layout, Question, Role
from indicators.models import ImportBatch, ImportLayout
from provinces.models import User

# What a confirmed layout answers for all tables of its shape; everything else each file asks anew.
ANSWERED = frozenset(
    {
        *("measure", "total", "role", "duplicate_header", "unknown_measure"),
        *("scale", "unclear_change", "unread_column", "unused_self_score"),
    }
)


def remember(batch: ImportBatch, *, user: User) -> None:
    """Keep the layout of an import as the one that a person confirmed for tables of its shape."""
    layout = Layout.from_json(batch.layout)
    lasting = tuple(replace(column, period="") for column in layout.columns)
    ImportLayout.objects.update_or_create(
        scorecard=batch.scorecard,
        signature=layout.signature,
        defaults={"layout": replace(layout, columns=lasting).to_json(), "confirmed_by": user},
    )


def as_remembered(guess: Layout, *, batch: ImportBatch) -> Layout:
    """Return a guess with the roles and measures that a person confirmed for a table of this shape."""
    kept = ImportLayout.objects.filter(scorecard=batch.scorecard, signature=guess.signature).first()
    if kept is None:
        return guess
    confirmed = Layout.from_json(kept.layout)
    has_periods = bool(confirmed.with_role(Role.PERIOD))
    pairs = zip(guess.columns, confirmed.columns, strict=True)
    columns = tuple(_column(guessed, known, has_periods=has_periods) for guessed, known in pairs)
    questions = tuple(question for question in guess.questions if _is_open(question, columns))
    return replace(guess, kind=confirmed.kind, columns=columns, questions=questions, total=confirmed.total)


def _column(guessed: Column, confirmed: Column, *, has_periods: bool) -> Column:
    period = guessed.period if guessed.role in FIGURES else period_in(guessed.header)
    return replace(
        guessed,
        role=confirmed.role,
        measure=confirmed.measure,
        period="" if has_periods or confirmed.role not in FIGURES else period,
        decimal=guessed.decimal or confirmed.decimal,
    )


def _is_open(question: Question, columns: tuple[Column, ...]) -> bool:
    """Tell whether a question is about this file alone, and not about a column that was put aside."""
    if question.code in ANSWERED:
        return False
    roles = {column.index: column.role for column in columns}
    return roles.get(question.column) is not Role.IGNORED
