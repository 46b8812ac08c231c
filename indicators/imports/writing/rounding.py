"""Values that differ from what stands only because the file prints fewer decimals."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.db import connection
from django.utils.translation import ngettext

from indicators.imports.asked import Options
from indicators.imports.problems import Problem
from indicators.imports.writing.merging import CELLS, EDITIONS, PLACED_CELLS, RANKINGS, SAME_PLACE, STANDS
from indicators.models import ImportBatch
from indicators.models.basis import Basis

_ROWS_AT_ONCE = 2000
# Fewer digits than these round nearly everything: 1 is not told from 0,6.
_FEWEST_DIGITS = 2
# Half a unit of a whole number: no rounding leads further.
_FURTHEST = "0.5"


def is_rounded(value: Decimal, *, text: str, stored: Decimal) -> bool:
    """Tell whether a printed value is the stored one with fewer decimals: 0,64 for 0.6419.

    Args:
        value: as read, on the printed scale.
        text: as printed, from which its decimals are told; "0,6400" is no rounding of 0.6419.
    """
    digits = re.sub(r"[^0-9]", "", text)
    if not value or not digits or len(digits.lstrip("0")) < _FEWEST_DIGITS:
        return False
    # How many decimals make the digits that value; a percent sign counts as two.
    decimals = (Decimal(digits) / value).normalize().log10()
    if decimals != decimals.to_integral_value() or decimals < 0:
        return False
    step = Decimal(1).scaleb(-int(decimals))
    return value != stored and stored % step != 0 and abs(value - stored) <= step / 2


def mark_rounded(batch: ImportBatch) -> None:
    """Note of each value of an import that differs by rounding alone whether what stands is kept."""
    keeps = not Options.of(batch).takes_rounded
    found = [
        (keeps, pk)
        for pk, text, value, stored in _near_stored(batch)
        if is_rounded(Decimal(str(value)), text=text, stored=Decimal(str(stored)))
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {CELLS} SET keeps_value = %s WHERE id = %s", found)


def rounded_values(batch: ImportBatch) -> list[Problem]:
    """Say how many values differ by rounding alone, and what becomes of them."""
    if not batch.targets.filter(edition__isnull=False).exists():
        return []
    if not (count := batch.cells.filter(keeps_value__isnull=False).count()):
        return []
    if Options.of(batch).takes_rounded:
        message = ngettext(
            "%(count)d value differs from what stands only because the file prints fewer decimals; it is "
            "written as the file prints it.",
            "%(count)d values differ from what stands only because the file prints fewer decimals; they are "
            "written as the file prints them.",
            count,
        )
    else:
        message = ngettext(
            "%(count)d value differs from what stands only because the file prints fewer decimals; what "
            "stands is kept.",
            "%(count)d values differ from what stands only because the file prints fewer decimals; what "
            "stands is kept.",
            count,
        )
    return [Problem("rounded_values", message % {"count": count})]


def _near_stored(batch: ImportBatch) -> Iterator[tuple]:
    """Yield values that lie near the ones that stand: cell, text, value, what stands.

    What was worked out gives way to what was published, with whatever decimals.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT c.id, c.value_text, c.value, r.value FROM {PLACED_CELLS} JOIN {RANKINGS} AS r"
            f" ON {SAME_PLACE} JOIN {EDITIONS} AS e ON e.id = r.edition_id WHERE c.batch_id = %s"
            " AND c.problem IS NULL AND c.state <> 'left_out' AND c.value_text <> '' AND c.value <> r.value"
            f" AND r.value_basis IN ('{Basis.PUBLISHED}', c.value_basis)"
            f" AND ABS(c.value - r.value) <= {_FURTHEST} AND {STANDS}",
            [batch.pk],
        )
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            yield from rows
