"""The ranks that an edition shows, unit by measure."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from django.db.models import F
from django.db.models.functions import Coalesce

from indicators.models import Edition, Ranking
from indicators.models.basis import Basis


@dataclass(frozen=True)
class ShownRanks:
    """The published rank, else the computed one if asked for; each a frame of unit id × measure code.

    Args:
        rank: floats, NaN where there is none.
        is_derived: whether the published rank was worked out from a published movement.
        regional_rank: floats, NaN where there is none.
    """

    rank: pd.DataFrame
    is_derived: pd.DataFrame
    regional_rank: pd.DataFrame


def shown_ranks(edition: Edition, *, units: Iterable[int], with_computed: bool = True) -> ShownRanks:
    """Read the ranks of some units by all measures that the edition has a row of, whosever it is."""
    rank, regional_rank = F("rank"), F("regional_rank")
    if with_computed:
        rank, regional_rank = (
            Coalesce(rank, "computed_rank"),
            Coalesce(regional_rank, "computed_regional_rank"),
        )
    rows = list(
        Ranking.objects.of_edition(edition)
        .order_by("measure__code")
        .values_list("unit_id", "measure__code", rank, "rank_basis", regional_rank)
    )
    places = {
        "index": pd.Index(units, name="unit_id", dtype="int64"),
        "columns": pd.Index(
            dict.fromkeys(code for _unit, code, *_rest in rows), name="measure", dtype=object
        ),
    }
    lines, columns = ({key: place for place, key in enumerate(keys)} for keys in places.values())
    ranks, regional_ranks = np.full((2, len(lines), len(columns)), np.nan)
    is_derived = np.zeros((len(lines), len(columns)), dtype="bool")
    for unit, code, rank, basis, regional_rank in rows:
        if unit in lines:
            cell = lines[unit], columns[code]
            ranks[cell] = np.nan if rank is None else rank
            is_derived[cell] = basis == Basis.DERIVED
            regional_ranks[cell] = np.nan if regional_rank is None else regional_rank
    return ShownRanks(
        rank=pd.DataFrame(ranks, **places),
        is_derived=pd.DataFrame(is_derived, **places),
        regional_rank=pd.DataFrame(regional_ranks, **places),
    )
