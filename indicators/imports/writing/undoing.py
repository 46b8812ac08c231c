"""Taking an import back to the exact values that stood before it, and asking where they were edited since."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.imports.problems import Problem, RefusedFileError
from indicators.imports.writing.comparison import current_editions
from indicators.imports.writing.leftovers import discard_leftovers
from indicators.imports.writing.locking import lock_batch
from indicators.imports.writing.merging import (
    CELLS,
    EDITIONS,
    PLACED_CELLS,
    RANKINGS,
    STANDS,
    STATED,
    WRITTEN,
    WRITTEN_STATES,
    differs,
    new_columns,
    stated_json,
)
from indicators.imports.writing.pages import room_for_pages
from indicators.models import Edition, ImportBatch, ImportCell, Ranking
from indicators.workflow import open_revision
from provinces.models import User

_ROWS_AT_ONCE = 2000
_TO_UNDO = "import_cells_to_undo"

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
    cells = batch.cells.select_related("unit", "measure", "target__edition").in_bulk(
        [pk for pk, _ranking in found]
    )
    rankings = Ranking.objects.in_bulk([ranking for _pk, ranking in found if ranking])
    return tuple(Conflict(cell=cells[pk], current=rankings.get(ranking)) for pk, ranking in found)


@room_for_pages()
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
    _note_what_to_undo(batch, kept)
    drafts = _open_drafts(by=user)
    _delete_new(drafts)
    _restore_old(drafts)
    _forget_what_to_undo()
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
    written = batch.cells.filter(state__in=WRITTEN_STATES, target=OuterRef("pk"))
    targets = batch.targets.filter(Exists(written), edition__isnull=False)
    editions = Edition.objects.in_bulk(targets.values_list("edition", flat=True))
    current = current_editions(batch.scorecard_id)
    return {
        pk: pk if edition.is_open else current[edition.slug].pk
        for pk, edition in editions.items()
        if edition.is_open or edition.slug in current
    }


def _note_what_to_undo(batch: ImportBatch, kept: set[int]) -> None:
    """Note the cells to undo, each with the edition that its row stands in: told once, not for each step."""
    places = _places(batch)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {_TO_UNDO} (cell_id bigint PRIMARY KEY, place_id bigint,"
            " ranking_id bigint, is_new boolean)"
        )
        if not places:
            return
        cursor.execute(
            f"INSERT INTO {_TO_UNDO} SELECT c.id, e.id, r.id, c.state = 'new' {_beside(places)}"
            f" AND {_outcome(batch)} <> 'done'",
            [batch.pk],
        )
        cursor.executemany(f"DELETE FROM {_TO_UNDO} WHERE cell_id = %s", [(pk,) for pk in kept])


def _forget_what_to_undo() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {_TO_UNDO}")


def _open_drafts(*, by: User | None) -> dict[int, int]:
    """Return the drafts to undo in, by the edition to undo in; what is published gets a revision."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT place_id FROM {_TO_UNDO}")
        touched = [pk for (pk,) in cursor.fetchall()]
    editions = Edition.objects.select_for_update(of=("self",)).filter(pk__in=touched).order_by("pk")
    return {
        edition.pk: edition.pk if edition.is_open else open_revision(edition, by=by).pk
        for edition in editions
    }


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


def _beside(places: dict[int, int]) -> str:
    """Return the cells that wrote something, each with the row that stands in its place now, or none."""
    pairs = ", ".join(f"({edition:d}, {place:d})" for edition, place in places.items())
    return (
        f"FROM {PLACED_CELLS} JOIN (VALUES {pairs}) AS place ON place.column1 = t.edition_id"
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


def _delete_new(drafts: dict[int, int]) -> None:
    """Take out what was new; in a revision it stands in a row of its own."""
    in_draft = ", ".join(f"({place:d}, {draft:d})" for place, draft in drafts.items())
    if not drafts:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {RANKINGS} WHERE id IN (SELECT now.id FROM {_TO_UNDO} AS t"
            f" JOIN {RANKINGS} AS r ON r.id = t.ranking_id"
            f" JOIN (VALUES {in_draft}) AS draft ON draft.column1 = t.place_id"
            f" JOIN {RANKINGS} AS now ON now.edition_id = draft.column2 AND now.unit_id = r.unit_id"
            " AND now.measure_id = r.measure_id WHERE t.is_new)"
        )


def _restore_old(drafts: dict[int, int]) -> None:
    names = ("edition_id", "unit_id", "measure_id", *STATED)
    assignments = ", ".join(f"{name} = excluded.{name}" for name in STATED)
    statement = (
        f"INSERT INTO {RANKINGS} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
        f" ON CONFLICT (edition_id, unit_id, measure_id) DO UPDATE SET {assignments}"
    )
    with connection.cursor() as cursor:
        for rows in _old_rows():
            cursor.executemany(
                statement, [(drafts[place], *keys, *_columns(old)) for place, *keys, old in rows]
            )


def _old_rows() -> Iterator[list[tuple]]:
    """Yield the rows to put back, some at a time: edition, unit, measure and what stood there."""
    last = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                f"SELECT t.cell_id, t.place_id, c.unit_id, c.measure_id, c.old FROM {_TO_UNDO} AS t"
                f" JOIN {CELLS} AS c ON c.id = t.cell_id WHERE NOT t.is_new AND t.cell_id > %s"
                f" ORDER BY t.cell_id LIMIT {_ROWS_AT_ONCE}",
                [last],
            )
            found = cursor.fetchall()
            if not found:
                return
            last = found[-1][0]
            yield [row[1:] for row in found]


def _columns(old: str) -> list:
    """Return the stated columns; numbers as exact as they were written down."""
    stored = json.loads(old, parse_float=Decimal)
    return [stored[name] for name in STATED]
