"""Staged figures beside what stands in the database: new, changed, unchanged, removed, refused."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext as _

from indicators.imports.problems import Problem
from indicators.imports.writing.locking import lock_open_batch
from indicators.imports.writing.merging import (
    CELLS,
    EDITIONS,
    IS_BLANK,
    RANKINGS,
    SAME_PLACE,
    STANDS,
    TARGETS,
    changes_row,
)
from indicators.imports.writing.removals import propose_removals, withdraw_removals
from indicators.imports.writing.rounding import mark_rounded
from indicators.models import Edition, ImportBatch, ImportCell, ImportTarget

DUPLICATE = "duplicate_unit"
# All of them stand on their cells; a file that is wrong from top to bottom need not be told line by line.
MOST_PROBLEMS = 1000

State = ImportCell.State


@dataclass(frozen=True)
class Comparison:
    """What a preview starts with.

    Args:
        counts: figures by state, every state named.
        problems: what the comparison itself refused, the first thousand.
    """

    counts: dict[str, int]
    problems: tuple[Problem, ...] = ()


@transaction.atomic
def compare(batch: ImportBatch) -> Comparison:
    """Say of every staged figure what it would do to the database, and count.

    It can be asked again and again; what was left out stays so.

    Raises:
        RefusedFileError: if the import was done already.
    """
    lock_open_batch(batch)
    if batch.state == ImportBatch.State.PREVIEWED:
        withdraw_removals(batch)
        _forget(batch)
    problems = _refuse_duplicates(batch)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {CELLS} AS c SET state = 'unchanged'"
            f" WHERE c.batch_id = %s AND c.state = 'new' AND {IS_BLANK}",
            [batch.pk],
        )
    if follow_editions(batch):
        mark_rounded(batch)
        _compare_with_stored(batch)
        propose_removals(batch)
    batch.counts = count_states(batch)
    batch.state = ImportBatch.State.PREVIEWED
    batch.save(update_fields=["counts", "state"])
    return Comparison(counts=batch.counts, problems=problems)


@transaction.atomic
def leave_out(batch: ImportBatch, cell_ids: Iterable[int]) -> Comparison:
    """Leave figures of an import out, refused ones too, and compare again."""
    lock_open_batch(batch)
    batch.cells.filter(pk__in=list(cell_ids)).update(state=State.LEFT_OUT)
    return compare(batch)


@transaction.atomic
def take_in(batch: ImportBatch, cell_ids: Iterable[int]) -> Comparison:
    """Take figures in again that were left out, and compare again; what was refused is so again."""
    lock_open_batch(batch)
    left_out = batch.cells.filter(pk__in=list(cell_ids), state=State.LEFT_OUT)
    left_out.filter(row=None).update(state=State.REMOVED)
    left_out.filter(problem__isnull=True).update(state=State.NEW)
    left_out.update(state=State.REFUSED)
    return compare(batch)


def count_states(batch: ImportBatch) -> dict[str, int]:
    """Count the figures of an import by state."""
    # Asked one by one, the index answers without looking at each figure's state.
    return {state.value: batch.cells.filter(state=state).count() for state in State}


def current_editions(scorecard_id: int | None) -> dict[str, Edition]:
    """Return what a new figure would be written beside, by slug: the open draft, else what is published."""
    states = (*Edition.OPEN_STATES, Edition.State.PUBLISHED)
    editions = Edition.objects.filter(scorecard=scorecard_id, state__in=states)
    return {edition.slug: edition for edition in sorted(editions, key=lambda edition: edition.is_open)}


def follow_editions(batch: ImportBatch) -> set[int]:
    """Let the targets name the editions that figures would be written beside now; return these editions."""
    current = current_editions(batch.scorecard_id)
    targets = list(batch.targets.all())
    for target in targets:
        target.edition = current.get(target.slug)
    ImportTarget.objects.bulk_update(targets, ["edition"])
    return {target.edition_id for target in targets} - {None}


def _forget(batch: ImportBatch) -> None:
    """Forget an earlier comparison, but not what a person left out."""
    cells = batch.cells.order_by()
    duplicates = cells.filter(problem__code=DUPLICATE)
    duplicates.exclude(state=State.LEFT_OUT).update(state=State.NEW)
    duplicates.update(problem=None)
    compared = cells.filter(state__in=[State.CHANGED, State.UNCHANGED, State.REMOVED])
    compared.update(state=State.NEW, old_value=None, old_rank=None)
    cells.filter(state=State.LEFT_OUT).update(old_value=None, old_rank=None)
    cells.filter(keeps_value__isnull=False).update(keeps_value=None)


def _compare_with_stored(batch: ImportBatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {CELLS} AS c SET old_value = r.value, old_rank = r.rank, state = CASE"
            f" WHEN c.state = 'left_out' THEN 'left_out' WHEN {IS_BLANK} THEN 'unchanged'"
            f" WHEN {changes_row()} THEN 'changed' ELSE 'unchanged' END"
            f" FROM {TARGETS} AS t JOIN {EDITIONS} AS e ON e.id = t.edition_id"
            f" JOIN {RANKINGS} AS r ON r.edition_id = e.id"
            f" WHERE c.batch_id = %s AND t.id = c.target_id AND c.problem IS NULL AND {SAME_PLACE}"
            f" AND {STANDS}",
            [batch.pk],
        )


def _refuse_duplicates(batch: ImportBatch) -> tuple[Problem, ...]:
    """Refuse the second and later figures of a unit by one measure in one edition."""
    place = "c.target_id, c.measure_id, c.unit_id"
    printed_place = f"{place}, CASE WHEN c.measure_id IS NULL THEN c.measure_text END"
    counted = (
        f"FROM {CELLS} AS c WHERE c.batch_id = %s AND c.state = 'new' AND c.unit_id IS NOT NULL"
        f" AND NOT {IS_BLANK}"
    )
    with connection.cursor() as cursor:
        # The index of places alone tells that none of them is twice in the file, as is nearly always so.
        placed = f"FROM {CELLS} AS c WHERE c.target_id IN (SELECT id FROM {TARGETS} WHERE batch_id = %s)"
        cursor.execute(
            f"SELECT COUNT(*), (SELECT COUNT(*) FROM (SELECT DISTINCT {place} {placed}) AS places) {placed}",
            [batch.pk, batch.pk],
        )
        figures, places = cursor.fetchone()
        if figures == places:
            return ()
        letters = "CASE WHEN c.value_column <> '' THEN c.value_column ELSE c.rank_column END"
        cursor.execute(
            "SELECT id, row_number, first_cell, letters, as_printed FROM (SELECT c.id, c.row AS row_number,"
            f" {letters} AS letters, c.as_printed, FIRST_VALUE(({letters}) || c.row) OVER same AS first_cell,"
            " ROW_NUMBER() OVER same AS place"
            f" {counted} WINDOW same AS (PARTITION BY {printed_place} ORDER BY c.id)) AS counted"
            " WHERE place > 1 ORDER BY id",
            [batch.pk],
        )
        duplicates = cursor.fetchall()
        cursor.executemany(
            f"UPDATE {CELLS} SET state = 'refused', problem = %s WHERE id = %s",
            [(json.dumps(_duplicate(batch, *place).to_json()), pk) for pk, *place in duplicates],
        )
    return tuple(_duplicate(batch, *place) for _pk, *place in duplicates[:MOST_PROBLEMS])


def _duplicate(batch: ImportBatch, row: int, first_cell: str, column: str, as_printed: str) -> Problem:
    message = _(
        "“%(unit)s” has a figure in cell %(first)s already, for the same edition and measure. Leave one of "
        "the two out, or correct its name."
    )
    return Problem(
        code=DUPLICATE,
        message=message % {"unit": as_printed, "first": first_cell},
        sheet=(batch.layout or {}).get("sheet", ""),
        row=row,
        column=column,
    )
