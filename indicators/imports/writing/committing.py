"""Writing a previewed import into draft editions: all of it, or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.imports.problems import Problem, RefusedFileError
from indicators.imports.writing.comparison import current_editions, follow_editions
from indicators.imports.writing.drafts import open_draft
from indicators.imports.writing.leftovers import own_source_code
from indicators.imports.writing.locking import lock_batch, refuse_unless_open
from indicators.imports.writing.merging import (
    CELLS,
    EDITIONS,
    IS_BLANK,
    PLACED_CELLS,
    RANKINGS,
    SAME_PLACE,
    STANDS,
    STATED,
    TARGETS,
    WRITTEN_STATES,
    changes_row,
    merged_columns,
    new_columns,
    stated_json,
)
from indicators.imports.writing.pages import room_for_pages
from indicators.imports.writing.removals import lacks_removals
from indicators.models import Edition, ImportBatch, ImportCell, ImportTarget, Measure, Ranking
from provinces.models import Source, User


@dataclass(frozen=True)
class CommitResult:
    """What a commit did.

    Args:
        editions: the drafts that figures were written to.
        is_written: False where the file held nothing that does not stand already; then nothing was written.
        not_learned: why confirmed names are not kept for the next file.
    """

    batch: ImportBatch
    counts: dict[str, int]
    editions: tuple[Edition, ...]
    is_written: bool
    not_learned: tuple[Problem, ...] = ()


@room_for_pages()
@transaction.atomic
def commit(batch: ImportBatch, *, user: User | None) -> CommitResult:
    """Write what was previewed into drafts, and keep what stood there before.

    A published edition gets a revision, a missing one is made; publishing stays an act of its own.

    Raises:
        RefusedFileError: if the import was done already or has figures that are refused, if what stands in
            the database is no longer what the preview showed, or if a rule of the database is broken.
    """
    batch = lock_batch(batch)
    refuse_unless_open(batch)
    _hold_drafts(batch)
    _refuse_unless_ready(batch)
    if not batch.cells.filter(state__in=WRITTEN_STATES).exists():
        return CommitResult(batch=batch, counts=batch.counts, editions=(), is_written=False)
    if batch.source is None and _needs_source(batch):
        batch.source = _make_source(batch)
    editions = _open_editions(batch, by=user)
    _refuse_foreign_measures(batch)
    try:
        with transaction.atomic():
            _write(batch)
    except IntegrityError as error:
        raise RefusedFileError(_broken_rule(error)) from error
    batch.state = ImportBatch.State.COMMITTED
    batch.committed_by, batch.committed_at = user, timezone.now()
    batch.save(update_fields=["source", "state", "committed_by", "committed_at"])
    return CommitResult(batch=batch, counts=batch.counts, editions=editions, is_written=True)


def _hold_drafts(batch: ImportBatch) -> None:
    """Hold the drafts that an import may write to: nobody edits them while it is done."""
    slugs = batch.targets.values("slug")
    drafts = Edition.objects.open().filter(scorecard=batch.scorecard_id, slug__in=slugs)
    list(drafts.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _refuse_unless_ready(batch: ImportBatch) -> None:
    if batch.state != ImportBatch.State.PREVIEWED:
        message = _("The import was not previewed yet.")
        raise RefusedFileError(Problem(code="not_previewed", message=message))
    refused = batch.cells.filter(state=ImportCell.State.REFUSED).count()
    if refused:
        message = _("%(count)d figures are refused. Correct them in the file, or leave them out.")
        raise RefusedFileError(Problem(code="refused_rows", message=message % {"count": refused}))
    if _is_stale(batch):
        raise RefusedFileError(_stale_preview())


def _stale_preview() -> Problem:
    message = _("The database was changed after the preview. Preview the import again.")
    return Problem(code="stale_preview", message=message)


def _is_stale(batch: ImportBatch) -> bool:
    """Tell whether a new comparison would say anything else than the one that was previewed."""
    if not follow_editions(batch):
        return batch.cells.filter(state__in=[ImportCell.State.CHANGED, ImportCell.State.REMOVED]).exists()
    expected = (
        f"CASE WHEN c.state = 'removed' AND {IS_BLANK} THEN CASE WHEN r.id IS NULL THEN '' ELSE 'removed' END"
        f" WHEN {IS_BLANK} THEN 'unchanged' WHEN r.id IS NULL THEN 'new'"
        f" WHEN {changes_row()} THEN 'changed' ELSE 'unchanged' END"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM {PLACED_CELLS} LEFT JOIN {EDITIONS} AS e ON e.id = t.edition_id"
            f" LEFT JOIN {RANKINGS} AS r ON {SAME_PLACE} AND {STANDS}"
            " WHERE c.batch_id = %s AND c.state <> 'left_out' AND (COALESCE(c.old_value, -1) <>"
            " COALESCE(r.value, -1) OR COALESCE(c.old_rank, -1) <> COALESCE(r.rank, -1)"
            f" OR c.state <> {expected}) LIMIT 1",
            [batch.pk],
        )
        return cursor.fetchone() is not None or lacks_removals(batch)


def _needs_source(batch: ImportBatch) -> bool:
    """Tell whether the file gives anything whose source it does not name."""
    written = batch.cells.filter(state__in=[ImportCell.State.NEW, ImportCell.State.CHANGED])
    context = Q(change__isnull=False) | Q(regional_rank__isnull=False) | Q(regional_change__isnull=False)
    sourceless = (
        Q(value__isnull=False, value_source=None)
        | Q(rank__isnull=False, rank_source=None)
        | Q(value=None, rank=None)
        | context & Q(context_source=None)
    )
    return written.filter(sourceless).exists()


def _make_source(batch: ImportBatch) -> Source:
    """Return a source that stands for the file itself."""
    day = timezone.localdate()
    return Source.objects.create(code=own_source_code(batch), title=batch.name, retrieved_on=day)


def _open_editions(batch: ImportBatch, *, by: User | None) -> tuple[Edition, ...]:
    """Return a draft for every edition that is written to, and let its target name it."""
    written = batch.cells.filter(state__in=WRITTEN_STATES, target=OuterRef("pk"))
    targets = list(batch.targets.filter(Exists(written)).order_by("slug"))
    current = current_editions(batch.scorecard_id)
    for target in targets:
        target.edition, target.opened = open_draft(batch, current.get(target.slug), target=target, by=by)
    ImportTarget.objects.bulk_update(targets, ["edition", "opened"])
    return tuple(target.edition for target in targets)


def _refuse_foreign_measures(batch: ImportBatch) -> None:
    """Refuse an import into an edition whose rule book lacks a measure of it."""
    measures = Measure.objects.filter(methodology__scorecard=batch.scorecard_id)
    rule_book_of = dict(measures.values_list("pk", "methodology"))
    targets = batch.targets.filter(edition__isnull=False)
    rule_books = dict(targets.values_list("pk", "edition__methodology"))
    # Asked by target, the index of places answers alone.
    placed = ImportCell.objects.filter(target__in=list(rule_books), measure__isnull=False).order_by()
    written = batch.cells.filter(state__in=WRITTEN_STATES)
    if any(
        rule_book_of.get(measure) != rule_books[target]
        and written.filter(target=target, measure=measure).exists()
        for target, measure in placed.values_list("target", "measure").distinct()
    ):
        message = _("A figure names no measure of its edition. Preview the import again.")
        raise RefusedFileError(Problem(code="foreign_measure", message=message))


def _write(batch: ImportBatch) -> None:
    """Write the figures set by set, keeping what stood there and what took its place.

    Raises:
        RefusedFileError: if one of them finds no place.
    """
    with connection.cursor() as cursor:

        def execute(statement: str, *, state: str = "") -> None:
            cursor.execute(statement, [batch.pk])
            if state and cursor.rowcount != batch.counts[state]:
                raise RefusedFileError(_stale_preview())

        execute(_keeping("old", states=("changed", "removed")))
        execute(_removing(), state="removed")
        execute(_changing(batch.source_id), state="changed")
        execute(_keeping("written", states=("changed",)))
        execute(_adding(batch.source_id), state="new")


def _keeping(column: str, *, states: Iterable[str]) -> str:
    """Return the statement that keeps, with figures of some states, the rows that stand in their places."""
    named = ", ".join(f"'{state}'" for state in states)
    return (
        f"UPDATE {CELLS} AS c SET {column} = {stated_json('r')}"
        f" FROM {TARGETS} AS t JOIN {RANKINGS} AS r ON r.edition_id = t.edition_id"
        f" WHERE c.batch_id = %s AND t.id = c.target_id AND c.state IN ({named}) AND {SAME_PLACE}"
    )


def _removing() -> str:
    return (
        f"DELETE FROM {RANKINGS} WHERE id IN (SELECT r.id FROM {PLACED_CELLS} JOIN {RANKINGS} AS r"
        f" ON {SAME_PLACE} WHERE c.batch_id = %s AND c.state = 'removed')"
    )


def _changing(source_id: int | None) -> str:
    merged = merged_columns(source_id)
    assignments = ", ".join(f"{name} = {expression}" for name, expression in merged.items())
    return (
        f"UPDATE {RANKINGS} AS r SET {assignments} FROM {PLACED_CELLS}"
        f" WHERE c.batch_id = %s AND c.state = 'changed' AND {SAME_PLACE}"
    )


def _adding(source_id: int | None) -> str:
    return (
        f"INSERT INTO {RANKINGS} (edition_id, unit_id, measure_id, {', '.join(STATED)})"
        f" SELECT t.edition_id, c.unit_id, c.measure_id, {', '.join(new_columns(source_id).values())}"
        f" FROM {PLACED_CELLS} WHERE c.batch_id = %s AND c.state = 'new'"
    )


def _broken_rule(error: IntegrityError) -> Problem:
    """Return which rule of the rankings the figures break, in the words of that rule.

    The file holds no figure twice: where one stands already, somebody was quicker.
    """
    if "unique constraint" in str(error).lower():
        return _stale_preview()
    broken: Iterable = (rule for rule in Ranking._meta.constraints if rule.name in str(error))
    reason = next((str(rule.violation_error_message) for rule in broken), "")
    message = _("A figure of the file breaks a rule of the database; nothing was written.")
    return Problem(code="impossible_figure", message=f"{message} {reason}".strip())
