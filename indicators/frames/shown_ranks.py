"""The ranks that an edition shows, unit by measure."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
from django.db.models import F
from django.db.models.functions import Coalesce

from indicators.frames.grids import unit_by_measure
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
    units = list(units)
    codes = list(dict.fromkeys(code for _unit, code, *_rest in rows))
    return ShownRanks(
        rank=unit_by_measure(
            ((unit, code, rank) for unit, code, rank, _basis, _regional in rows), units=units, codes=codes
        ),
        is_derived=unit_by_measure(
            ((unit, code, basis == Basis.DERIVED) for unit, code, _rank, basis, _regional in rows),
            units=units,
            codes=codes,
            missing=False,
        ),
        regional_rank=unit_by_measure(
            ((unit, code, regional) for unit, code, _rank, _basis, regional in rows), units=units, codes=codes
        ),
    )
