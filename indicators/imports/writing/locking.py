"""Who works on an import: one at a time, and on nothing that is written already."""

from django.utils.translation import gettext as _

from indicators.imports.problems import Problem, RefusedFileError
from indicators.models import ImportBatch, Scorecard


def lock_batch(batch: ImportBatch) -> ImportBatch:
    """Return an import as it stands now; whoever would do or undo it, or publish, waits until we are done."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.scorecard_id:
        Scorecard.objects.select_for_update(no_key=True).get(pk=batch.scorecard_id)
    return batch


def lock_open_batch(batch: ImportBatch) -> None:
    """Bring an import up to date and hold it, for a step that comes before it is written.

    A page is looked at for minutes and a long file is read for seconds: meanwhile a colleague may have
    written the import, and its figures are the record that undoing needs.

    Raises:
        RefusedFileError: with the code ``already_committed``, if the stored import was done.
    """
    batch.refresh_from_db(from_queryset=ImportBatch.objects.select_for_update(of=("self",)))
    refuse_unless_open(batch)


def refuse_unless_open(batch: ImportBatch) -> None:
    """Refuse to touch the figures of an import that was done.

    Raises:
        RefusedFileError: with the code ``already_committed``.
    """
    if batch.state in (ImportBatch.State.COMMITTED, ImportBatch.State.UNDONE):
        message = _("This import was done already. Upload the file again to bring it in once more.")
        raise RefusedFileError(Problem(code="already_committed", message=message))
