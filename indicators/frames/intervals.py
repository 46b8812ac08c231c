"""The sensitivity ranges of an edition as a dataframe."""

import pandas as pd

from indicators.frames.columns import INTERVAL_COUNTS, framed
from indicators.models import Edition, RankInterval

INTERVAL_COLUMNS = [*INTERVAL_COUNTS, "band", "draws", "seed", "block_count", "points_are_derived"]


def intervals_frame(edition: Edition) -> pd.DataFrame:
    """Return the sensitivity ranges of an edition, indexed by unit id; without a row where there are none.

    Returns:
        Columns ``INTERVAL_COLUMNS``; ranks and counts are ``Int64``, what they were made by is as stored.
    """
    rows = list(RankInterval.objects.of_edition(edition).values_list("unit_id", *INTERVAL_COLUMNS))
    return framed(rows, ["unit_id", *INTERVAL_COLUMNS]).set_index("unit_id")
