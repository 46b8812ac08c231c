"""Who changed a row, when, from what, to what, and why."""

from collections.abc import Iterable
from functools import cache

from django.db import connection, models
from django.utils import timezone
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
        """Give no permissions of its own to a table that nobody edits, and the index that reads it by time.

        Rows that are kept together bear one moment, maybe hundreds of thousands of them.
        """
        by_time = models.Index(fields=["history_date", "history_id"])
        return super().get_meta_options(model) | {"default_permissions": (), "indexes": [by_time]}

    @property
    def _date_indexing(self):
        """Want no index of the date alone from the library."""
        return False


def signed(row: models.Model, *, by, reason: str = "") -> models.Model:
    """Return a row whose next write is kept as somebody's, for a reason; else it is whose request it is."""
    if by is not None:
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
    history = _history_of(type(rows[0])) if rows else None
    if history is not None:
        history.bulk_history_create(
            rows, batch_size=500, update=not is_new, default_user=by, default_change_reason=reason or None
        )


@cache
def _history_of(model: type[models.Model]) -> models.Manager | None:
    """Return the manager of a model's history; asked for, it is made anew each time, class and all."""
    return getattr(model, "history", None)


def keep_stored_states(rows: models.QuerySet, *, kind: str, by=None, reason: str = "") -> None:
    """Keep the state of stored rows inside the database, however many there are.

    Args:
        rows: of one model, after they were made or changed, or before they are deleted.
        kind: "+" where they were made, "~" changed, "-" are about to be deleted.
    """
    statement, parameters = _insertion(rows)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*_own(kind, by=by, reason=reason), *parameters])


def keep_stored_state(row: models.Model, *, by) -> None:
    """Keep the state of one changed row inside the database, by a statement that is made once a process."""
    with connection.cursor() as cursor:
        cursor.execute(_insertion_of_one(type(row), connection.vendor), [*_own("~", by=by), row.pk])


# What the history adds to the columns of a row; ``_own`` returns it in this order.
OWN = ("history_date", "history_type", "history_user_id", "history_change_reason")


def _own(kind: str, *, by, reason: str = "") -> tuple:
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    return now, kind, by and by.pk, reason or None


def _insertion(rows: models.QuerySet) -> tuple[str, tuple]:
    """Return the statement that copies rows into their history, and its parameters after ``_own``."""
    fields = rows.model._meta.concrete_fields
    history = rows.model.history.model
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in [*(field.column for field in fields), *OWN])
    chosen, parameters = (
        rows.order_by().values_list(*(field.attname for field in fields)).query.sql_with_params()
    )
    marks = ", ".join(["%s"] * len(OWN))
    into = f"{quote(history._meta.db_table)} ({columns})"
    return f"INSERT INTO {into} SELECT kept.*, {marks} FROM ({chosen}) kept", parameters


@cache
def _insertion_of_one(model: type[models.Model], vendor: str) -> str:
    """Return the statement for one row, whose key is its last parameter."""
    statement, _key = _insertion(model._base_manager.filter(pk=0))
    return statement
