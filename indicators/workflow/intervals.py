"""The sensitivity range of each rank, kept when an edition is published."""

import pandas as pd
from django.db import transaction

from indicators import frames
from indicators.models import Edition, RankInterval
from indicators.scoring.robustness import DRAWS, SEED, rank_intervals
from indicators.workflow.acting import held_edition

BATCH = 1000


def store_intervals(edition: Edition) -> int:
    """Compute and keep the sensitivity range of each rank by the total, in place of those kept so far.

    Returns:
        How many units have one: none where the edition is too thin to say what its totals are made of.
    """
    RankInterval.objects.of_edition(edition).delete()
    parts = frames.edition_parts(edition)
    if parts is None:
        return 0
    band = edition.methodology.weight_band
    table = rank_intervals(parts, band=float(band), higher_is_better=edition.methodology.higher_is_better)
    made_by = {
        "band": band,
        "draws": DRAWS,
        "seed": SEED,
        "block_count": len(parts.block),
        "points_are_derived": bool(parts.derived),
    }
    intervals = [
        RankInterval(edition=edition, unit_id=unit_id, **_numbers(row), **made_by)
        for unit_id, row in zip(table.index, table.to_dict("records"), strict=True)
    ]
    RankInterval.objects.bulk_create(intervals, batch_size=BATCH)
    return len(intervals)


def fill_intervals() -> int:
    """Keep the ranges of editions that were published before ranges were kept; again, it does nothing.

    Returns:
        How many editions have got them.
    """
    published = Edition.objects.published().filter(rank_intervals=None).with_rules()
    return sum(_fill(edition) for edition in published)


@transaction.atomic
def _fill(edition: Edition) -> bool:
    edition = held_edition(edition)
    # Another process may have been quicker.
    return not edition.rank_intervals.exists() and store_intervals(edition) > 0


def _numbers(row: dict) -> dict[str, int | None]:
    return {name: None if pd.isna(number) else int(number) for name, number in row.items()}
