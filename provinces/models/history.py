"""Who changed a row, when, from what, to what, and why."""

from collections.abc import Iterable

from django.db import models
from simple_history.models import HistoricalRecords


class ChangeHistory(HistoricalRecords):
    """Keeps each state of the rows of a model, whatever proxy they are written through.

    Who writes rows in bulk calls ``keep_states`` after it: the database tells nobody of such writes.
    """

    def __init__(self, **options):
        super().__init__(
            history_id_field=models.BigAutoField(),
            history_change_reason_field=models.TextField(null=True),
            **options,
        )

    def finalize(self, sender, **kwargs):
        """Make the history of a model; a proxy of it writes into the same one."""
        if sender._meta.proxy and sender._meta.concrete_model is self.cls:
            for signal, receiver in (
                (models.signals.post_save, self.post_save),
                (models.signals.pre_delete, self.pre_delete),
                (models.signals.post_delete, self.post_delete),
            ):
                signal.connect(receiver, sender=sender, weak=False)
            return
        super().finalize(sender, **kwargs)

    def get_meta_options(self, model):
        """Give no permissions of its own to a table that nobody edits."""
        return super().get_meta_options(model) | {"default_permissions": ()}


def signed(row: models.Model, *, by, reason: str = "") -> models.Model:
    """Return a row whose next write is kept as somebody's, for a reason."""
    row._history_user = by
    row._change_reason = reason or None
    return row


def keep_states(rows: Iterable[models.Model], *, by=None, reason: str = "", is_new: bool = False) -> None:
    """Keep the state of rows of one model that were written in bulk.

    Args:
        rows: as they stand in the database now.
        is_new: whether they were made, not changed.
    """
    rows = list(rows)
    history = getattr(type(rows[0]), "history", None) if rows else None
    if history is not None:
        history.bulk_history_create(
            rows, batch_size=500, update=not is_new, default_user=by, default_change_reason=reason or None
        )
