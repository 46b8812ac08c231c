"""The one door for tables of results: receive, propose, preview, commit, undo.

Admin, command line, the data of the project and the tests all go through these functions.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.imports.asked import Options
from indicators.imports.grids import Book, Sheet
from indicators.imports.layouts.declared import Declaration
from indicators.imports.layouts.layout import Layout
from indicators.imports.layouts.period_columns import with_periods
from indicators.imports.layouts.reading import problems_of_skipped, read_in_chunks
from indicators.imports.layouts.rows import Skipped
from indicators.imports.layouts.sheets import guess_layout, sheet_of
from indicators.imports.layouts.turning import as_read, problem_in_file
from indicators.imports.learned_names import learn_answers
from indicators.imports.matching.contexts import Known, known_of
from indicators.imports.matching.printed_editions import printed_editions
from indicators.imports.matching.resolving import Resolver
from indicators.imports.matching.targets import resolve_targets
from indicators.imports.new_measures import with_total
from indicators.imports.new_scorecards import make_scorecard
from indicators.imports.problems import Problem, RefusedFileError, and_more
from indicators.imports.readers import read_book
from indicators.imports.remembered_layouts import as_remembered, remember
from indicators.imports.watching import CountedSheet, Stage, Watch, nobody, watched
from indicators.imports.writing import committing
from indicators.imports.writing.checks import check
from indicators.imports.writing.committing import CommitResult
from indicators.imports.writing.comparison import compare
from indicators.imports.writing.leftovers import delete_if_unused
from indicators.imports.writing.locking import lock_open_batch
from indicators.imports.writing.removals import kept_figures
from indicators.imports.writing.rounding import rounded_values
from indicators.imports.writing.staging import stage_columns
from indicators.imports.writing.undoing import conflicts, undo
from indicators.models import ImportBatch, ImportCell, Scorecard
from provinces.models import Source, User

__all__ = [
    "CommitResult",
    "Options",
    "book_of",
    "commit",
    "conflicts",
    "keep_file",
    "known_of",
    "preview",
    "problems_of",
    "propose",
    "receive",
    "register",
    "undo",
]

LONGEST_NAME = ImportBatch._meta.get_field("name").max_length
# Of the name of a file no more goes into storage: the rest is somebody's text.
LONGEST_SUFFIX = 5
MOST_ERRORS = 1000
MOST_FINDINGS = 200


def receive(
    data: bytes,
    *,
    name: str,
    scorecard: Scorecard | None = None,
    source: Source | None = None,
    options: Options | None = None,
    user: User | None = None,
) -> ImportBatch:
    """Take a file in and keep it, unless it is no table at all.

    Args:
        name: of the file, as the person knows it.
        scorecard: whose figures it holds; None for a new one, which ``options`` names.
        source: where they were published; None for the file itself.
        options: what was asked for.

    Raises:
        RefusedFileError: if it cannot be read.
    """
    read_book(data, name=name)
    batch = register(data, name=name, scorecard=scorecard, source=source, options=options, user=user)
    keep_file(batch, data)
    return batch


def register(
    data: bytes,
    *,
    name: str,
    scorecard: Scorecard | None = None,
    source: Source | None = None,
    options: Options | None = None,
    user: User | None = None,
) -> ImportBatch:
    """Note the arrival of a file without keeping it: it may yet be refused, or is kept elsewhere."""
    return ImportBatch.objects.create(
        name=name[-LONGEST_NAME:],
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        scorecard=scorecard,
        source=source,
        options=(options or Options()).to_json(),
        received_by=user,
    )


def keep_file(batch: ImportBatch, data: bytes) -> None:
    """Keep the file of an import under a name that nobody guesses."""
    suffix = PurePath(batch.name).suffix.lower()
    is_plain = len(suffix) <= LONGEST_SUFFIX and suffix[1:].isascii() and suffix[1:].isalnum()
    batch.file.save(f"{uuid4().hex}{suffix if is_plain else ''}", ContentFile(data))


def book_of(batch: ImportBatch) -> Book:
    """Read the kept file of an import again.

    Raises:
        RefusedFileError: if it is gone, or cannot be read.
    """
    try:
        with batch.file.open("rb") as stream:
            data = stream.read()
    except FileNotFoundError:
        message = _("The file is no longer kept on this server. Upload it again.")
        raise RefusedFileError(Problem("file_gone", message)) from None
    return read_book(data, name=batch.name)


def propose(
    batch: ImportBatch,
    *,
    book: Book | None = None,
    declared: Declaration | None = None,
    known: Known | None = None,
) -> Layout:
    """Guess how the table is read: as a person once confirmed for this shape, else from its headers.

    Args:
        book: the file as read already; else it is read from where it is kept.
        declared: what was said of the layout beforehand.
        known: what the import may be about, where that was gathered before.

    Raises:
        RefusedFileError: if no sheet, or more than one, holds such a table.
    """
    book, options = book or book_of(batch), Options.of(batch)
    known = known or known_of(batch)
    guess = guess_layout(book, sheet=options.sheet, context=known.context, declared=declared)
    if options.new_scorecard:
        guess = with_total(guess, scorecard_name=options.new_scorecard.name)
    if not declared:
        guess = as_remembered(guess, batch=batch)
    return with_periods(guess, book=book, asked=options.edition)


@transaction.atomic
def preview(
    batch: ImportBatch,
    *,
    layout: Layout,
    answers: Mapping[str, str] | None = None,
    book: Book | None = None,
    refuses_rows: bool = False,
    watch: Watch = nobody,
    known: Known | None = None,
) -> ImportBatch:
    """Stage the figures of a file beside what stands in the database; nothing of that is written yet.

    Args:
        layout: as proposed, or as a person changed it; its open questions are not asked again.
        answers: the slug of the unit that a person said a printed name means.
        book: the file as read already; else it is read from where it is kept.
        refuses_rows: whether a file that does not say which edition it is about has its rows refused and
            shown, instead of being refused as a whole.
        watch: told how far it has come.
        known: what the import may be about, where that was gathered before and nothing is answered since.

    Raises:
        RefusedFileError: if the file cannot be read so, does not say which editions it is about, or if the
            import was done already.
    """
    watch(Stage.OPENING)
    lock_open_batch(batch)
    sheet = as_read(sheet_of(book or book_of(batch), name=layout.sheet), layout=layout)
    batch.layout = layout.to_json()
    batch.answers = {**batch.answers, **(answers or {})}
    if batch.options["new_scorecard"]:
        delete_if_unused(batch)
        if batch.scorecard is None:
            make_scorecard(batch, layout=layout, sheet=sheet, known=known or known_of(batch))
            known = None
    batch.save(update_fields=["layout", "answers", "scorecard"])
    known = known or known_of(batch)
    _match(batch, layout=layout, sheet=sheet, known=known, needs_edition=not refuses_rows, watch=watch)
    return batch


def _match(
    batch: ImportBatch, *, layout: Layout, sheet: Sheet, known: Known, needs_edition: bool, watch: Watch
) -> None:
    """Stage what the rows of a sheet mean, compare it with what stands, and note what was found."""
    sheet, options = CountedSheet(sheet), Options.of(batch)
    printed = printed_editions(sheet, layout=layout, context=known.context, unit=options.unit)
    targets = resolve_targets(
        batch.scorecard,
        printed=printed,
        edition=options.edition,
        unit_set=options.unit_set,
        names=known.names,
        needs_edition=needs_edition,
    )
    resolver = Resolver(batch, layout=layout, targets=targets)
    skipped: list[Skipped] = []
    chunks = read_in_chunks(sheet, layout=layout, context=known.context, skipped=skipped.append)
    last_row = layout.last_row or sheet.row_count
    chunks = watched(chunks, watch=watch, first_row=layout.first_row, last_row=last_row)
    stage_columns(batch, resolver.staged_in_columns(chunks))
    resolver.note_unit_counts()
    watch(Stage.COMPARING)
    compare(batch)
    watch(Stage.CHECKING)
    findings = [*resolver.findings(), *_same_file(batch), *kept_figures(batch), *rounded_values(batch)]
    findings += check(batch)
    skipped_rows = problems_of_skipped(skipped, sheet=sheet.name)
    findings += [problem_in_file(problem, layout=layout) for problem in skipped_rows]
    if more := len(findings[MOST_FINDINGS:]):
        findings = [*findings[:MOST_FINDINGS], and_more(more, code="more_findings")]
    batch.findings = [finding.to_json() for finding in findings]
    batch.save(update_fields=["findings"])


@dataclass(frozen=True)
class FoundProblems:
    """What is wrong with a previewed import.

    Args:
        errors: why figures are refused, each reason once.
        more_errors: how many more of them there are.
        findings: what else was found.
    """

    errors: tuple[Problem, ...]
    more_errors: int
    findings: tuple[Problem, ...]


def problems_of(batch: ImportBatch) -> FoundProblems:
    """Return what is wrong with a previewed import; of many refusals the first."""
    refused = batch.cells.filter(state=ImportCell.State.REFUSED).order_by("pk")
    errors: dict[tuple, Problem] = {}
    for stored in refused.values_list("problem", flat=True).iterator(chunk_size=MOST_ERRORS):
        problem = Problem.from_json(stored)
        errors.setdefault((problem.row, problem.column, problem.code), problem)
        if len(errors) == MOST_ERRORS:
            break
    reasons = refused.order_by().values("problem__row", "problem__column", "problem__code").distinct()
    return FoundProblems(
        errors=tuple(errors.values()),
        more_errors=reasons.count() - len(errors) if len(errors) == MOST_ERRORS else 0,
        findings=tuple(map(Problem.from_json, batch.findings)),
    )


def commit(batch: ImportBatch, *, user: User | None) -> CommitResult:
    """Write a previewed import, all of it or nothing, and remember the layout and names that were confirmed.

    Raises:
        RefusedFileError: if it was done already, has refused figures, or the database changed meanwhile.
    """
    with transaction.atomic():
        result = committing.commit(batch, user=user)
        if result.is_written and user is not None:
            remember(result.batch, user=user)
            result = replace(result, not_learned=learn_answers(result.batch, user=user))
    return result


def _same_file(batch: ImportBatch) -> list[Problem]:
    """Say that the very same file was brought in before and not undone."""
    done = ImportBatch.objects.filter(sha256=batch.sha256, state=ImportBatch.State.COMMITTED)
    before = done.exclude(pk=batch.pk).last()
    if before is None:
        return []
    message = _("This very file was brought in before, as import %(number)d.") % {"number": before.pk}
    return [Problem("same_file", message)]
