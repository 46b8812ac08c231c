"""Corrections of what is published: a new row beside the old one, never an update in place."""

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import Benchmark, Edition, LeaderList, Ranking
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
    stated = edition.rankings.stated()
    Ranking.objects.bulk_create(
        [_copied(row, draft, cleared=COMPUTED_FIELDS) for row in stated], batch_size=500
    )
    Benchmark.objects.bulk_create([_copied(row, draft) for row in edition.benchmarks.all()])
    # Not prefetched: the copy would take the units of its original for its own, and none would be written.
    for leader_list in edition.leader_lists.all():
        units = list(leader_list.units.all())
        copy: LeaderList = _copied(leader_list, draft)
        copy.save()
        copy.units.set(units)


def _copied(row, draft: Edition, *, cleared: list[str] = ()):
    row.pk = None
    row._state.adding = True
    row.edition = draft
    for field in cleared:
        setattr(row, field, None)
    return row
