"""Targets of which one look at the database tells that no check would find anything: those of long files."""

from django.db import connection

from indicators.imports.writing.merging import CELLS
from indicators.models import ImportBatch, Measure
from provinces.models import UnitSetMember

_MEMBERS = connection.ops.quote_name(UnitSetMember._meta.db_table)


def plain_targets(batch: ImportBatch) -> set[int]:
    """Return the keys of new editions in which a file gives every unit one figure by each measure.

    Nothing stands there yet, no value stands beside a rank, and no total beside its groups: there is nothing
    to compare. Files about several unit sets are looked at closely.
    """
    new = list(batch.targets.filter(edition=None).select_related("unit_set"))
    unit_sets = {target.unit_set for target in new}
    if len(unit_sets) != 1 or None in unit_sets:
        return set()
    [unit_set] = unit_sets
    size = unit_set.units.count()
    totals = set(Measure.objects.of_kind(Measure.Kind.TOTAL).values_list("pk", flat=True))
    is_plain = {target.pk: target.unit_count in (None, size) for target in new}
    for target, measure, given, worst_rank, has_both in _given(batch, unit_set.pk):
        is_whole = given == size >= (worst_rank or 0)
        is_plain[target] = is_plain.get(target, False) and is_whole and not has_both and measure not in totals
    return {target for target, plain in is_plain.items() if plain}


def _given(batch: ImportBatch, unit_set: int) -> list[tuple]:
    """Return by target and measure how many members have a figure, the worst rank, and if any has both."""
    is_member = f"unit_id IN (SELECT unit_id FROM {_MEMBERS} WHERE unit_set_id = %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT target_id, measure_id,"
            f" SUM(CASE WHEN (value IS NOT NULL OR rank IS NOT NULL) AND {is_member} THEN 1 ELSE 0 END),"
            " MAX(rank), MAX(CASE WHEN value IS NOT NULL AND rank IS NOT NULL THEN 1 ELSE 0 END)"
            f" FROM {CELLS} WHERE batch_id = %s AND unit_id IS NOT NULL AND measure_id IS NOT NULL"
            " AND state NOT IN ('refused', 'left_out') GROUP BY target_id, measure_id",
            [unit_set, batch.pk],
        )
        return cursor.fetchall()
