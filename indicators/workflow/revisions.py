"""Corrections of what is published: a new row beside the old one, never an update in place."""

from collections.abc import Mapping

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from indicators.models import Edition
from indicators.workflow.acting import held_series
from indicators.workflow.errors import WorkflowError
from indicators.workflow.publishing import COMPUTED_FIELDS
from indicators.workflow.score_copies import copy_scores, delete_scores
from provinces.models import User
from provinces.models.history import signed


@transaction.atomic
def open_revision(edition: Edition, *, by: User | None = None) -> Edition:
    """Copy a published edition, with all its rows, into a draft that names it as the one it replaces.

    Where officers scored it, the draft is being scored: each submission is there again, approved, and is
    opened again where a score is to be corrected.

    Args:
        by: who opened it, for the history of the edition and the record of its submissions.

    Raises:
        WorkflowError: if the edition is not published, or a draft of it is already open.
    """
    edition = held_series(edition)
    if edition.state != Edition.State.PUBLISHED:
        raise WorkflowError(_("Only a published edition can be revised."))
    same = Edition.objects.filter(scorecard=edition.scorecard, slug=edition.slug)
    if same.open().exists():
        raise WorkflowError(_("A draft of %(edition)s is already open.") % {"edition": edition})
    draft = Edition.objects.get(pk=edition.pk)
    draft.pk = None
    draft._state.adding = True
    draft.replaces = edition
    draft.revision = edition.revision + 1
    is_scored = edition.submissions.exists()
    draft.state = Edition.State.SCORING if is_scored else Edition.State.DRAFT
    draft.published_at = None
    draft.computed_corrections = None
    signed(draft, by=by).save()
    _copy_rows(edition, draft)
    if is_scored:
        copy_scores(edition, draft, by=by)
    return draft


@transaction.atomic
def discard_draft(edition: Edition, *, by: User | None = None) -> None:
    """Delete an open edition with its rows; what is published stays as it is.

    A revision goes with its copies of the scores, those corrected in it too. What was done on them stays in
    the history of its submissions, which tells every step, by whom and why.

    Args:
        by: who discards it, for the history of all that goes.

    Raises:
        WorkflowError: if the edition is not open, or units already hand in their scores for it.
    """
    edition = held_series(edition)
    if not edition.is_open:
        raise WorkflowError(_("A published edition cannot be deleted."))
    if edition.replaces_id and edition.replaces.submissions.exists():
        delete_scores(edition, by=by)
    elif edition.submissions.exists():
        text = _("Units hand in their scores for %(edition)s: it cannot be discarded.")
        raise WorkflowError(text % {"edition": edition})
    for rows in (edition.rankings, edition.benchmarks, edition.leader_lists):
        rows.all().delete()
    signed(edition, by=by).delete()


def _copy_rows(edition: Edition, draft: Edition) -> None:
    _copy(edition.rankings.stated(), {"edition_id": draft.pk, **dict.fromkeys(COMPUTED_FIELDS)})
    _copy(edition.benchmarks.all(), {"edition_id": draft.pk})
    # Not prefetched: the copy would take the units of its original for its own, and none would be written.
    for leader_list in edition.leader_lists.all():
        units = list(leader_list.units.all())
        leader_list.pk = None
        leader_list._state.adding = True
        leader_list.edition = draft
        leader_list.save()
        leader_list.units.set(units)


def _copy(rows: QuerySet, replaced: Mapping[str, int | None]) -> None:
    """Copy rows inside the database, however many there are.

    Args:
        replaced: what stands in the copy, by column, where it is not what stands in the row.
    """
    quote = connection.ops.quote_name
    fields = [field for field in rows.model._meta.local_concrete_fields if not field.primary_key]
    kept = [field.attname for field in fields if field.column not in replaced]
    columns = [*replaced, *(field.column for field in fields if field.column not in replaced)]
    chosen, parameters = rows.order_by("pk").values_list(*kept).query.sql_with_params()
    statement = (
        f"INSERT INTO {quote(rows.model._meta.db_table)} ({', '.join(map(quote, columns))}) "
        f"SELECT {', '.join(['%s'] * len(replaced))}, former.* FROM ({chosen}) former"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*replaced.values(), *parameters])
