"""Targets of which one look at the database tells that no check would find anything: those of long files."""

from collections.abc import Iterable

from django.db import connection

from indicators.imports.writing.merging import CELLS
from indicators.models import ImportBatch, Measure


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
    for target, measure, given, values, ranks, worst_rank in _given(is_plain):
        is_whole = given == size >= (worst_rank or 0) and {values, ranks} == {size, 0}
        is_plain[target] = is_plain[target] and is_whole and measure not in totals
    return {target for target, plain in is_plain.items() if plain}


def _given(targets: Iterable[int]) -> list[tuple]:
    """Return by target and measure how many units have figures, values and ranks, and the worst rank.

    Each unit is a member of its set, or it was not told, and stands once, or the second one was refused.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT target_id, measure_id, COUNT(*), COUNT(value), COUNT(rank), MAX(rank) FROM {CELLS}"
            f" WHERE target_id IN ({', '.join(map(str, targets))}) AND unit_id IS NOT NULL"
            " AND measure_id IS NOT NULL AND state NOT IN ('refused', 'left_out')"
            " GROUP BY target_id, measure_id"
        )
        return cursor.fetchall()
