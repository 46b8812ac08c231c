"""The units and measures that figures of an import name: held, so that nobody deletes them meanwhile."""

from collections.abc import Iterable

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from indicators.imports.problems import Problem, RefusedFileError
from indicators.imports.writing.merging import CELLS
from indicators.models import ImportBatch, ImportCell, ImportMeasure, ImportUnit

UNITS = connection.ops.quote_name(ImportUnit._meta.db_table)
MEASURES = connection.ops.quote_name(ImportMeasure._meta.db_table)


def hold(batch: ImportBatch, *, units: Iterable[int], measures: Iterable[int]) -> None:
    """Hold what the staged figures of an import name, in place of what it held before.

    Raises:
        RefusedFileError: if one of them was deleted while the file was read.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, column, keys in ((UNITS, "unit_id", units), (MEASURES, "measure_id", measures)):
                cursor.execute(f"DELETE FROM {table} WHERE batch_id = %s", [batch.pk])
                rows = [(batch.pk, key) for key in sorted(keys)]
                cursor.executemany(f"INSERT INTO {table} (batch_id, {column}) VALUES (%s, %s)", rows)
            # Nobody but us writes to SQLite while a file is staged.
            if connection.vendor == "postgresql":
                connection.check_constraints()
    except IntegrityError as error:
        message = _(
            "A unit, a measure or a source that the file names was deleted meanwhile. Upload the file again."
        )
        raise RefusedFileError(Problem("deleted_meanwhile", message)) from error


def hold_removed(batch: ImportBatch) -> None:
    """Hold also the units of figures that the file lacks and that it takes away.

    They stay held until the file is staged anew, also where such a figure is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {UNITS} (batch_id, unit_id) SELECT DISTINCT batch_id, unit_id FROM {CELLS}"
            " WHERE batch_id = %s AND state = %s ON CONFLICT DO NOTHING",
            [batch.pk, ImportCell.State.REMOVED],
        )
