"""The rankings that scores come to: values as printed, ranks made before rounding, and what we compute."""

from collections.abc import Collection, Iterable, Iterator
from itertools import repeat
from typing import NamedTuple

import numpy as np
import pandas as pd
from django.conf import settings
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from indicators import frames
from indicators.models import Edition, Measure, Ranking, Submission
from indicators.models.basis import Basis
from indicators.scoring.ranks import NOISE_DECIMALS, competition_ranks
from indicators.workflow.computing import COLUMNS, COMPUTED_DECIMALS, computed_figures
from provinces.models import Source

Status = Ranking.Status
COMPUTED_COUNTS = ("rank", "regional_rank", "regional_count", "change", "regional_change")


class ScoreRow(NamedTuple):
    """A ranking as the database takes it; numbers with decimals are texts, which every database reads."""

    edition_id: int
    unit_id: int
    measure_id: int
    status: str
    value: str | None
    value_text: str
    value_basis: str
    value_source_id: int | None
    rank: int | None
    rank_basis: str
    rank_source_id: int | None
    note: str
    computed_value: str | None
    computed_rank: int | None
    computed_regional_rank: int | None
    computed_regional_count: int | None
    computed_change: int | None
    computed_regional_change: int | None


def score_rows(edition: Edition, values: pd.DataFrame, *, source: Source) -> Iterator[ScoreRow]:
    """Yield a row for every unit and measure.

    A measure ranks the units if each of those that are ranked has a value: of a group that does not apply to
    some, nobody could say what a rank among the others means.

    Args:
        values: unit id × measure code, unrounded, on the scale of the rule book.
        source: the decision that the figures are published by.
    """
    methodology = edition.methodology
    measures = {measure.code: measure for measure in methodology.measures.valued()}
    unranked = _reasons_of_unranked(edition)
    computed = _computed(edition, values, unranked=unranked)
    # What is stored is read by everyone, whatever language the officer's screens have.
    with translation.override(settings.LANGUAGE_CODE):
        nothing_applies = _("No indicator applies to the unit.")
    for code, column in values.items():
        notes = unranked if measures[code].kind == Measure.Kind.TOTAL else {}
        ranks = _ranks(column, unranked=unranked, higher_is_better=methodology.higher_is_better)
        for unit_id, printed, rank, *figures in zip(
            column.index, _printed(column, decimals=methodology.decimals), ranks, *computed[code], strict=True
        ):
            note = notes.get(unit_id, "")
            yield ScoreRow(
                edition.pk,
                unit_id,
                measures[code].pk,
                _status(printed, is_ranked=unit_id not in unranked),
                printed,
                printed or "",
                "" if printed is None else Basis.PUBLISHED.value,
                None if printed is None else source.pk,
                rank,
                "" if rank is None else Basis.PUBLISHED.value,
                None if rank is None else source.pk,
                (note or nothing_applies) if printed is None else note,
                *figures,
            )


def write_rankings(rows: Iterable[ScoreRow]) -> None:
    """Add rankings with all that is known of them.

    One prepared statement for all: ``bulk_create`` takes ten times as long for as many rows as there are
    communes.
    """
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in ScoreRow._fields)
    marks = ", ".join(["%s"] * len(ScoreRow._fields))
    # All of them first: a row that asked the database while the statement runs would wait for it for ever.
    prepared = list(rows)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(Ranking._meta.db_table)} ({columns}) VALUES ({marks})", prepared
        )


def _reasons_of_unranked(edition: Edition) -> dict[int, str]:
    """Return why units take part without being ranked."""
    unranked = Submission.objects.of_edition(edition).filter(is_ranked=False)
    return dict(unranked.values_list("unit_id", "unranked_reason"))


def _computed(
    edition: Edition, values: pd.DataFrame, *, unranked: Collection[int]
) -> dict[str, list[Iterable]]:
    """Return the computed figures of each measure, in the order of ``ScoreRow``, a cell a unit in each."""
    members = frames.members_frame(edition).index
    ranked = values.reindex(members.difference(list(unranked), sort=False))
    wide = computed_figures(edition, published=ranked, computed=ranked)
    figures = {name: wide[name].reindex(values.index) for name in COLUMNS}
    return {
        code: [
            _texts(figures["value"][code], decimals=COMPUTED_DECIMALS),
            *(_wholes(figures[name][code]) for name in COMPUTED_COUNTS),
        ]
        for code in values
    }


def _ranks(values: pd.Series, *, unranked: Collection[int], higher_is_better: bool) -> Iterable[int | None]:
    """Return the rank of each unit; nothing where one of those that are ranked lacks a value."""
    ranked = values.drop(list(unranked))
    if ranked.isna().any():
        return repeat(None, len(values))
    return _wholes(competition_ranks(ranked, higher_is_better=higher_is_better).reindex(values.index))


def _printed(values: pd.Series, *, decimals: int) -> list[str | None]:
    """Return values as a decision prints them, rounded half up; None where missing.

    What lies beyond 9 decimals is noise of floating point, which must not decide about a half.
    """
    units = np.floor(np.round(values.to_numpy() * 10**decimals, NOISE_DECIMALS - decimals) + 0.5)
    return _texts(pd.Series(units / 10**decimals), decimals=decimals)


def _texts(values: pd.Series, *, decimals: int) -> list[str | None]:
    return [None if value != value else f"{value:.{decimals}f}" for value in values.tolist()]


def _wholes(values: pd.Series) -> list[int | None]:
    cells = values.to_numpy("float64", na_value=np.nan).tolist()
    return [None if cell != cell else int(cell) for cell in cells]


def _status(printed: str | None, *, is_ranked: bool) -> str:
    if not is_ranked:
        return Status.NOT_RANKED.value
    return Status.NOT_PUBLISHED.value if printed is None else Status.RANKED.value
