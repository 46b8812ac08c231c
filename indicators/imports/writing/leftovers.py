"""What an import made and nobody needs once it is undone."""

from contextlib import suppress

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from indicators.imports.asked import Options
from indicators.imports.writing.merging import IS_STATED, RANKINGS, STATED
from indicators.models import Edition, ImportBatch, ImportTarget, Measure
from indicators.workflow import discard_draft
from indicators.workflow.differences import changed_benchmarks, changed_leader_lists

# What a revision always differs in from the edition that it replaces.
_OF_THE_REVISION = ("id", "revision", "replaces_id", "state", "published_at", "computed_corrections")


def discard_leftovers(batch: ImportBatch) -> None:
    """Discard the drafts that an import opened and left as they were before, and its scorecard if unused.

    A draft that units hand in their scores for is nobody's leftover: their work and its record stay.
    """
    made = dict(batch.targets.exclude(opened="").values_list("edition", "opened"))
    opened = Edition.objects.open().filter(pk__in=made.keys() - {None})
    # Held before it is asked: nobody opens it for scoring between the question and the deletion.
    for edition in opened.select_for_update(of=("self",)).order_by("pk"):
        is_new = made[edition.pk] == ImportTarget.Opened.EDITION
        is_untouched = _is_empty(edition) if is_new else _is_copy(edition)
        if is_untouched and not edition.submissions.exists():
            discard_draft(edition, by=batch.undone_by)
    delete_if_unused(batch)
    _delete_own_source(batch)


def what_became_of_scorecard(batch: ImportBatch) -> str:
    """Say whether the scorecard that an undone import made is gone; nothing of one that was known before."""
    made = Options.of(batch).new_scorecard
    if made is None:
        return ""
    if batch.scorecard_id is None:
        message = _("“%(scorecard)s”, which this import made, is deleted too: nothing else uses it.")
    else:
        message = _(
            "“%(scorecard)s”, which this import made, stays with its rule book and its measures: other "
            "editions or imports use it."
        )
    return message % {"scorecard": made.name}


def _delete_own_source(batch: ImportBatch) -> None:
    """Delete the source that stood for the file itself, unless something else names it by now."""
    source = batch.source
    if source is None or source.code != own_source_code(batch):
        return
    with suppress(ProtectedError), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(source=None)
        source.delete()
        batch.source = None


def own_source_code(batch: ImportBatch) -> str:
    """Return the code of the source that stands for the file of an import."""
    return f"import-{batch.pk}"


def delete_if_unused(batch: ImportBatch) -> None:
    """Delete the scorecard that an import made and nothing else needs.

    Its figures keep the measure as it was printed.
    """
    scorecard = batch.scorecard
    if scorecard is None or not Options.of(batch).new_scorecard:
        return
    if scorecard.editions.exists() or scorecard.imports.exclude(pk=batch.pk).exists():
        return
    batch.cells.update(measure=None)
    batch.measures.all().delete()
    batch.scorecard = None
    batch.save(update_fields=["scorecard"])
    Measure.objects.filter(methodology__scorecard=scorecard).delete()
    scorecard.methodologies.all().delete()
    scorecard.delete()


def _is_empty(edition: Edition) -> bool:
    return not any(rows.exists() for rows in (edition.rankings, edition.benchmarks, edition.leader_lists))


def _is_copy(edition: Edition) -> bool:
    """Tell whether a revision says what the edition says that it replaces."""
    former = Edition.objects.filter(pk=edition.replaces_id).values().get()
    now = Edition.objects.filter(pk=edition.pk).values().get()
    return (
        all(former[name] == now[name] for name in now if name not in _OF_THE_REVISION)
        and not _has_other_rows(edition.pk, edition.replaces_id)
        and not _has_other_rows(edition.replaces_id, edition.pk)
        and not changed_benchmarks(edition)
        and not changed_leader_lists(edition)
    )


def _has_other_rows(first: int, second: int) -> bool:
    """Tell whether an edition has a stated row that another lacks."""
    names = ", ".join(("unit_id", "measure_id", *STATED))
    rows = f"SELECT {names} FROM {RANKINGS} AS r WHERE r.edition_id = %s AND {IS_STATED}"
    with connection.cursor() as cursor:
        cursor.execute(f"{rows} EXCEPT {rows} LIMIT 1", [first, second])
        return cursor.fetchone() is not None
