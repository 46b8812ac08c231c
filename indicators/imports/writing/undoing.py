"""Taking an import back to the exact values that stood before it, and asking where they were edited since."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.imports.problems import Problem, RefusedFileError
from indicators.imports.writing.comparison import current_editions
from indicators.imports.writing.leftovers import discard_leftovers
from indicators.imports.writing.locking import lock_batch
from indicators.imports.writing.merging import (
    CELLS,
    EDITIONS,
    RANKINGS,
    STANDS,
    STATED,
    WRITTEN,
    WRITTEN_STATES,
    differs,
    new_columns,
    stated_json,
)
from indicators.models import Edition, ImportBatch, ImportCell, Ranking
from indicators.workflow import open_revision
from provinces.models import User

_ROWS_AT_ONCE = 2000

Cells = Collection[int] | Literal["all"]


@dataclass(frozen=True)
class Conflict:
    """A figure of an import that was edited since; undoing would lose the edit.

    Args:
        cell: what the import wrote, and in ``old`` what stood there before.
        current: the row as it is now; None where it was taken out.
    """

    cell: ImportCell
    current: Ranking | None


def conflicts(batch: ImportBatch) -> tuple[Conflict, ...]:
    """Return the figures of an import whose rows are no longer what the import made of them.

    A figure that already has its old value again is no conflict: there is nothing to undo.
    """
    places = _places(batch)
    found = _conflicting(batch, places)
    cells = batch.cells.select_related("unit", "measure", "edition").in_bulk([pk for pk, _ranking in found])
    rankings = Ranking.objects.in_bulk([ranking for _pk, ranking in found if ranking])
    return tuple(Conflict(cell=cells[pk], current=rankings.get(ranking)) for pk, ranking in found)


@transaction.atomic
def undo(batch: ImportBatch, *, user: User | None, keep: Cells = (), overwrite: Cells = ()) -> ImportBatch:
    """Put back what stood before an import, exactly; nothing of it is published by that.

    An edition that was published since gets a revision to undo in. A draft that the import made and that is
    as before without it is discarded.

    Args:
        keep: cells in conflict whose rows stay as they were edited.
        overwrite: cells in conflict that get their old values all the same.

    Raises:
        RefusedFileError: if the import was not done or is undone, or a conflict has no answer.
    """
    batch = lock_batch(batch)
    _refuse_unless_committed(batch)
    kept = _kept(batch, keep=keep, overwrite=overwrite)
    places = _open_places(batch, _places(batch), kept)
    _delete_new(batch, places, kept)
    _restore_old(batch, places, kept)
    batch.state = ImportBatch.State.UNDONE
    batch.undone_by, batch.undone_at = user, timezone.now()
    batch.save(update_fields=["state", "undone_by", "undone_at"])
    discard_leftovers(batch)
    return batch


def _refuse_unless_committed(batch: ImportBatch) -> None:
    if batch.state == ImportBatch.State.UNDONE:
        message = _("This import is undone already.")
        raise RefusedFileError(Problem(code="already_undone", message=message))
    if batch.state != ImportBatch.State.COMMITTED:
        message = _("This import has not been done; there is nothing to undo.")
        raise RefusedFileError(Problem(code="not_committed", message=message))


def _places(batch: ImportBatch) -> dict[int, int]:
    """Return where the figures of each edition that was written to stand now: its draft, or what is public.

    A draft that was discarded took its figures with it.
    """
    written = batch.cells.filter(state__in=WRITTEN_STATES, edition__isnull=False).order_by()
    editions = Edition.objects.in_bulk(set(written.values_list("edition_id", flat=True).distinct()))
    current = current_editions(batch.scorecard_id)
    return {
        pk: pk if edition.is_open else current[edition.slug].pk
        for pk, edition in editions.items()
        if edition.is_open or edition.slug in current
    }


def _open_places(batch: ImportBatch, places: dict[int, int], kept: set[int]) -> dict[int, int]:
    """Return the drafts to undo in; what is published gets a revision if anything is to be done in it."""
    if not places:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT place.column2 {_to_undo(batch, places, kept)}", [batch.pk])
        touched = [pk for (pk,) in cursor.fetchall()]
    opened = {}
    for edition in Edition.objects.select_for_update(of=("self",)).filter(pk__in=touched).order_by("pk"):
        opened[edition.pk] = edition.pk if edition.is_open else open_revision(edition).pk
    return {pk: opened[place] for pk, place in places.items() if place in opened}


def _kept(batch: ImportBatch, *, keep: Cells, overwrite: Cells) -> set[int]:
    """Return the cells in conflict that stay as they are, or refuse if some have no answer."""
    found = {pk for pk, _ranking in _conflicting(batch, _places(batch))}
    kept = found if keep == "all" else found & set(keep)
    overwritten = found - kept if overwrite == "all" else found & set(overwrite) - kept
    if unanswered := found - kept - overwritten:
        message = _(
            "%(count)d figures were edited after the import. Say of each whether the edit is kept or "
            "overwritten."
        )
        raise RefusedFileError(Problem(code="undo_conflicts", message=message % {"count": len(unanswered)}))
    return kept


def _conflicting(batch: ImportBatch, places: dict[int, int]) -> list[tuple[int, int | None]]:
    if not places:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT c.id, r.id {_beside(places)} AND {_outcome(batch)} = 'conflict' ORDER BY c.id",
            [batch.pk],
        )
        return cursor.fetchall()


def _to_undo(batch: ImportBatch, places: dict[int, int], kept: set[int]) -> str:
    not_kept = f" AND c.id NOT IN ({', '.join(map(str, sorted(kept)))})" if kept else ""
    return f"{_beside(places)} AND {_outcome(batch)} <> 'done'{not_kept}"


def _beside(places: dict[int, int]) -> str:
    """Return the cells that wrote something, each with the row that stands in its place now, or none."""
    pairs = ", ".join(f"({edition:d}, {place:d})" for edition, place in places.items())
    return (
        f"FROM {CELLS} AS c JOIN (VALUES {pairs}) AS place ON place.column1 = c.edition_id"
        f" JOIN {EDITIONS} AS e ON e.id = place.column2"
        f" LEFT JOIN {RANKINGS} AS r ON r.edition_id = e.id AND r.unit_id = c.unit_id"
        f" AND r.measure_id = c.measure_id AND {STANDS} WHERE c.batch_id = %s AND {WRITTEN}"
    )


def _outcome(batch: ImportBatch) -> str:
    """Return the expression for what undoing a cell means: done (nothing), revert or conflict."""
    new = new_columns(batch.source_id)
    edited = " OR ".join(differs(f"r.{name}", f"({expression})") for name, expression in new.items())
    now = stated_json("r")
    return (
        f"CASE WHEN c.state = 'new' THEN CASE WHEN r.id IS NULL THEN 'done' WHEN {edited} THEN 'conflict'"
        f" ELSE 'revert' END WHEN r.id IS NULL THEN CASE WHEN c.state = 'removed' THEN 'revert'"
        f" ELSE 'conflict' END WHEN {now} = c.old THEN 'done' WHEN {now} = c.written THEN 'revert'"
        " ELSE 'conflict' END"
    )


def _delete_new(batch: ImportBatch, places: dict[int, int], kept: set[int]) -> None:
    if not places:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {RANKINGS} WHERE id IN"
            f" (SELECT r.id {_to_undo(batch, places, kept)} AND c.state = 'new')",
            [batch.pk],
        )


def _restore_old(batch: ImportBatch, places: dict[int, int], kept: set[int]) -> None:
    names = ("edition_id", "unit_id", "measure_id", *STATED)
    assignments = ", ".join(f"{name} = excluded.{name}" for name in STATED)
    statement = (
        f"INSERT INTO {RANKINGS} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
        f" ON CONFLICT (edition_id, unit_id, measure_id) DO UPDATE SET {assignments}"
    )
    with connection.cursor() as cursor:
        for rows in _old_rows(batch, places, kept):
            cursor.executemany(statement, rows)


def _old_rows(batch: ImportBatch, places: dict[int, int], kept: set[int]) -> Iterator[list[tuple]]:
    """Yield the rows to put back, some at a time; numbers as exact as they were written down."""
    last = 0
    while places:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT c.id, place.column2, c.unit_id, c.measure_id, c.old {_to_undo(batch, places, kept)}"
                f" AND c.state <> 'new' AND c.id > %s ORDER BY c.id LIMIT {_ROWS_AT_ONCE}",
                [batch.pk, last],
            )
            found = cursor.fetchall()
        if not found:
            return
        last = found[-1][0]
        yield [(*place, *_columns(old)) for _pk, *place, old in found]


def _columns(old: str) -> list:
    stored = json.loads(old, parse_float=Decimal)
    return [stored[name] for name in STATED]
