"""Figures that stand in the database and that a whole table no longer holds."""

from django.db import connection
from django.utils.translation import gettext as _

from indicators.imports.problems import NOT_ABOUT_NAMES, Problem
from indicators.imports.writing.holding import hold_removed
from indicators.imports.writing.merging import (
    CELLS,
    HOLDS_FIGURE,
    IS_BLANK,
    PLACED_CELLS,
    RANKINGS,
    TARGETS,
    is_blank,
)
from indicators.models import ImportBatch, ImportCell

_PAIRS_AT_ONCE = 400
# A table of ranks alone says nothing of the values beside them: a row goes only if all of it is given.
_IS_GIVEN = "({value} IS NULL OR pair.column3 = 1) AND ({rank} IS NULL OR pair.column4 = 1)"


def withdraw_removals(batch: ImportBatch) -> None:
    """Take the rows out that an earlier comparison added, but for those that a person left out."""
    batch.cells.filter(row=None, state=ImportCell.State.REMOVED).delete()


def propose_removals(batch: ImportBatch) -> None:
    """Add a row for each stored figure that the file should hold and lacks, or leaves blank.

    Only of a measure in an edition for which the file has more than half of the stored units, and no row
    whose unit is not known; and only rows of which the file gives all that they hold, value or rank.
    """
    pairs = _whole_tables(batch)
    for start in range(0, len(pairs), _PAIRS_AT_ONCE):
        _propose(batch, _values(pairs[start : start + _PAIRS_AT_ONCE]))
    hold_removed(batch)


def kept_figures(batch: ImportBatch) -> list[Problem]:
    """Say how many figures stay that the table lacks, because they hold more than it gives."""
    if not (count := _count_kept(batch)):
        return []
    message = _(
        "%(count)d figures are not in the file and stay all the same: they hold a value or a rank that the "
        "file does not give."
    )
    return [Problem("kept_figures", message % {"count": count})]


def _count_kept(batch: ImportBatch) -> int:
    """Count the stored figures that a whole table lacks and that stay, since they hold more than it gives."""
    pairs, count = _whole_tables(batch), 0
    with connection.cursor() as cursor:
        for start in range(0, len(pairs), _PAIRS_AT_ONCE):
            values = _values(pairs[start : start + _PAIRS_AT_ONCE])
            cursor.execute(f"SELECT COUNT(*) {_lacking(values, is_given='NOT')}", [batch.pk])
            count += cursor.fetchone()[0]
    return count


def lacks_removals(batch: ImportBatch) -> bool:
    """Tell whether a figure stands there now that the comparison had not proposed to remove."""
    pairs = _whole_tables(batch)
    with connection.cursor() as cursor:
        for start in range(0, len(pairs), _PAIRS_AT_ONCE):
            values = _values(pairs[start : start + _PAIRS_AT_ONCE])
            cursor.execute(f"SELECT 1 {_lacking(values)} LIMIT 1", [batch.pk])
            if cursor.fetchone():
                return True
    return False


def _propose(batch: ImportBatch, values: str) -> None:
    texts = ("value_column", "rank_column", "as_printed", "measure_text", "status", "value_text")
    texts += ("value_basis", "rank_basis", "note")
    names, empty = ", ".join(texts), ", ".join(["''"] * len(texts))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {CELLS} AS c SET state = 'removed' WHERE c.batch_id = %s AND c.state = 'unchanged'"
            f" AND {IS_BLANK} AND (c.old_value IS NOT NULL OR c.old_rank IS NOT NULL)"
            f" AND EXISTS (SELECT 1 FROM ({values}) AS pair"
            f" JOIN {TARGETS} AS t ON t.edition_id = pair.column1"
            " WHERE t.id = c.target_id AND pair.column2 = c.measure_id"
            f" AND {_IS_GIVEN.format(value='c.old_value', rank='c.old_rank')})"
            f" AND NOT EXISTS (SELECT 1 FROM {CELLS} AS other WHERE other.batch_id = c.batch_id"
            " AND other.target_id = c.target_id AND other.unit_id = c.unit_id"
            " AND other.measure_id = c.measure_id"
            f" AND (other.id < c.id OR NOT {is_blank('other')}))",
            [batch.pk],
        )
        cursor.execute(
            f"INSERT INTO {CELLS} (batch_id, state, target_id, unit_id, measure_id, old_value, old_rank,"
            f" {names}) SELECT {batch.pk:d}, 'removed', t.id, r.unit_id, r.measure_id, r.value, r.rank,"
            f" {empty} {_lacking(values)} ORDER BY r.edition_id, r.measure_id, r.unit_id",
            [batch.pk],
        )


def _lacking(values: str, *, is_given: str = "") -> str:
    """Return the stored figures that the file lacks; with NOT those of which it does not give all."""
    return (
        f"FROM ({values}) AS pair JOIN {RANKINGS} AS r ON r.edition_id = pair.column1"
        f" AND r.measure_id = pair.column2 JOIN {TARGETS} AS t ON t.edition_id = r.edition_id"
        f" WHERE t.batch_id = %s AND {HOLDS_FIGURE}"
        f" AND {is_given} ({_IS_GIVEN.format(value='r.value', rank='r.rank')})"
        f" AND NOT EXISTS (SELECT 1 FROM {CELLS} AS c WHERE c.target_id = t.id"
        " AND c.unit_id = r.unit_id AND c.measure_id = r.measure_id)"
    )


def _whole_tables(batch: ImportBatch) -> list[tuple[int, int, int, int]]:
    """Return the pairs of edition and measure that the file reads as the whole table of.

    Behind each pair, as 1 or 0, whether the file gives values and whether it gives ranks.
    """
    if not batch.targets.filter(edition__isnull=False).exists():
        return []
    gives = "MAX(CASE WHEN c.state <> 'left_out' AND (c.{0} <> '' OR c.{1} = '') THEN 1 ELSE 0 END)"
    gives_value = gives.format("value_column", "rank_column")
    gives_rank = gives.format("rank_column", "value_column")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.edition_id, c.measure_id, COUNT(DISTINCT c.unit_id), {gives_value}, {gives_rank}"
            f" FROM {PLACED_CELLS}"
            " WHERE c.batch_id = %s AND t.edition_id IS NOT NULL AND c.measure_id IS NOT NULL"
            " AND c.unit_id IS NOT NULL AND c.row IS NOT NULL AND c.problem IS NULL"
            f" AND NOT {IS_BLANK} GROUP BY 1, 2",
            [batch.pk],
        )
        given = {(edition, measure): counted for edition, measure, *counted in cursor.fetchall()}
        editions = sorted({edition for edition, _measure in given})
        if not editions:
            return []
        cursor.execute(
            f"SELECT r.edition_id, r.measure_id, COUNT(*) FROM {RANKINGS} AS r"
            f" WHERE r.edition_id IN ({', '.join(map(str, editions))}) AND {HOLDS_FIGURE} GROUP BY 1, 2"
        )
        stored = {(edition, measure): count for edition, measure, count in cursor.fetchall()}
    doubtful = _with_unknown_names(batch)
    return [
        (*pair, *gives)
        for pair, (count, *gives) in sorted(given.items())
        if 2 * count > stored.get(pair, 0) > 0
        and not doubtful & {pair, (pair[0], None), (None, pair[1]), (None, None)}
    ]


def _with_unknown_names(batch: ImportBatch) -> set[tuple[int | None, int | None]]:
    """Return the pairs of edition and measure that have a row of an unknown unit; None stands for any."""
    refused = batch.cells.filter(unit=None, problem__isnull=False)
    refused = refused.exclude(problem__code__in=NOT_ABOUT_NAMES)
    return set(refused.order_by().values_list("target__edition", "measure").distinct())


def _values(pairs: list[tuple[int, int, int, int]]) -> str:
    return "VALUES " + ", ".join("({:d}, {:d}, {:d}, {:d})".format(*pair) for pair in pairs)
