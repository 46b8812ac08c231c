"""Published totals of many editions at once."""

from collections.abc import Iterable

import pandas as pd

from indicators.models import Edition, Measure, Ranking


def totals_frame(editions: Iterable[Edition]) -> pd.DataFrame:
    """Return the published totals of some editions, unit × edition.

    Returns:
        Indexed by unit id, a column for each edition by its id, in their order; floats on the scale of each
        methodology, NaN where nothing was published. A unit without any total has no row.
    """
    ids = [edition.pk for edition in editions]
    totals = Ranking.objects.filter(
        edition__in=ids, measure__kind=Measure.Kind.TOTAL, value__isnull=False
    ).values_list("unit_id", "edition_id", "value")
    rows = pd.DataFrame(list(totals), columns=["unit_id", "edition", "value"])
    wide = rows.astype({"value": float}).pivot(index="unit_id", columns="edition", values="value")
    return wide.reindex(columns=ids)
