"""The whole door in one go, for whoever cannot be asked: the command line and the data of the project."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.imports import door
from indicators.imports.asked import Options
from indicators.imports.grids import column_letters
from indicators.imports.layouts.declared import Declaration
from indicators.imports.layouts.layout import Layout, Question, Role
from indicators.imports.layouts.turning import problem_in_file
from indicators.imports.problems import Problem, RefusedFileError
from indicators.imports.readers import read_book
from indicators.imports.report import Report
from indicators.imports.writing.pages import room_for_pages
from indicators.models import ImportBatch, Scorecard
from provinces.models import Source, User

# Questions that tell what is left out unless a person decides otherwise.
ONLY_TOLD = {
    *("unknown_measure", "second_table", "percent", "period"),
    *("unclear_change", "unread_column", "unused_self_score", "turned"),
}
# A column that a question leaves as it is: each of its cells is refused by itself too.
SHOWN_AS_REFUSED = {"scale"}


@dataclass(frozen=True)
class Order:
    """A file and all that is said about it beforehand.

    Args:
        data, name: the file.
        scorecard: whose figures it holds; None for a new one, which ``options`` names.
        source: where they were published; None for the file itself.
        declared: how columns are read where the guess is wrong.
        options: what was asked for.
    """

    data: bytes
    name: str
    scorecard: Scorecard | None = None
    source: Source | None = None
    declared: Declaration | None = None
    options: Options = field(default_factory=Options)
    user: User | None = None


@room_for_pages()
def bring_in(
    order: Order, *, dry_run: bool = False, write: Callable[[Report], None] = lambda report: None
) -> Report:
    """Bring a file in, or nothing of it; a question that stays open refuses it.

    Args:
        dry_run: write nothing, whatever the outcome.
        write: called once with the outcome, while its rows can still be read.
    """
    try:
        with transaction.atomic():
            report = _previewed(order)
            if not (dry_run or report.errors):
                report = _committed(report, order)
            if not report.is_kept:
                write(report)
                transaction.set_rollback(True)
                return report
    except RefusedFileError as refused:
        report = Report(batch=ImportBatch(scorecard=order.scorecard), errors=refused.problems)
    write(report)
    return report


def _previewed(order: Order) -> Report:
    book = read_book(order.data, name=order.name)
    batch = door.register(
        order.data,
        name=order.name,
        scorecard=order.scorecard,
        source=order.source,
        options=order.options,
        user=order.user,
    )
    known = door.known_of(batch)
    guess = door.propose(batch, book=book, declared=order.declared, known=known)
    told = [question for question in guess.questions if question.code in ONLY_TOLD]
    asked = [question for question in guess.questions if question.code not in ONLY_TOLD]
    errors = tuple(_problem(question, guess) for question in asked)
    if any(question.column is None for question in asked):
        return Report(batch=batch, layout=guess, errors=errors)
    batch = door.preview(
        batch, layout=_without_open_columns(guess), book=book, known=known, refuses_rows=True
    )
    found = door.problems_of(batch)
    told = tuple(_problem(question, guess) for question in told)
    return Report(
        batch=batch,
        layout=guess,
        errors=(*errors, *found.errors),
        findings=(*told, *found.findings),
        more_errors=found.more_errors,
    )


def _committed(report: Report, order: Order) -> Report:
    """Do a previewed import; where it changes nothing it is not kept, and that is said."""
    batch = report.batch
    door.keep_file(batch, order.data)
    try:
        result = door.commit(batch, user=order.user)
    except BaseException:
        batch.file.delete(save=False)
        raise
    if result.is_written:
        return replace(report, batch=result.batch, is_kept=True)
    batch.file.delete(save=False)
    message = _("All figures of the file stand in the database already; nothing was written.")
    return replace(report, findings=(Problem("nothing_to_change", message), *report.findings))


def _without_open_columns(layout: Layout) -> Layout:
    """Leave the columns aside that nobody answers for, so that the rest can be shown."""
    shown = ONLY_TOLD | SHOWN_AS_REFUSED
    open_columns = {question.column for question in layout.questions if question.code not in shown}
    for index in open_columns - {None}:
        layout = layout.with_column(index, role=Role.IGNORED)
    return layout


def _message(question: Question) -> str:
    """Return what a question asks; of the total, with the words that answer it on the command line."""
    if question.code != "total" or not question.choices:
        return question.message
    answer = _("On the command line: --layout total=%(code)s.") % {"code": question.choices[0]}
    return f"{question.message} {answer}"


def _problem(question: Question, layout: Layout) -> Problem:
    problem = Problem(
        code=question.code,
        message=_message(question),
        sheet=layout.sheet,
        row=layout.header_rows[-1] if layout.header_rows and question.column is not None else None,
        column="" if question.column is None else column_letters(question.column),
        suggestions=question.choices,
    )
    return problem_in_file(problem, layout=layout)
