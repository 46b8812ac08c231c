"""The draft edition that an import writes to: the open one, a revision, or a new one."""

from indicators.imports.problems import Problem, RefusedFileError
from indicators.models import Edition, ImportBatch, ImportTarget, Scorecard
from indicators.workflow import open_revision
from indicators.workflow.entry import refusal_beside_scores
from provinces.models import Source, User
from provinces.models.history import signed


def open_draft(
    batch: ImportBatch, edition: Edition | None, *, target: ImportTarget, by: User | None = None
) -> tuple[Edition, str]:
    """Return the draft to write to, and what this import made of it: edition, revision or nothing.

    Raises:
        RefusedFileError: if the figures of the edition follow from the scores of its units.
    """
    opened = ImportTarget.Opened
    if edition is None:
        return make_edition(batch.scorecard, target=target, source=batch.source, by=by), opened.EDITION
    held = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    if refusal := refusal_beside_scores(held):
        raise RefusedFileError(Problem(code="scored_edition", message=refusal))
    if held.is_open:
        return held, ""
    return open_revision(edition, by=by), opened.REVISION


def make_edition(
    scorecard: Scorecard, *, target: ImportTarget, source: Source | None, by: User | None = None
) -> Edition:
    """Make the draft that a target of an import describes."""
    described = {name: getattr(target, name) for name in ImportTarget.OF_EDITION}
    edition = Edition(scorecard=scorecard, source=source, **described)
    signed(edition, by=by).save()
    return edition
