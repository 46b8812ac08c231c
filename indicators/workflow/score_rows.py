"""The rankings that scores come to: values as printed, ranks made before rounding."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import pandas as pd
from django.conf import settings
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from indicators.models import Edition, Measure, Ranking, Submission
from indicators.models.basis import Basis
from indicators.scoring.ranks import NOISE_DECIMALS, competition_ranks
from provinces.models import Source


class ScoreRow(NamedTuple):
    """A ranking as the database holds it, but for what publishing computes."""

    edition_id: int
    unit_id: int
    measure_id: int
    status: str
    value: Decimal | None
    value_text: str
    value_basis: str
    value_source_id: int | None
    rank: int | None
    rank_basis: str
    rank_source_id: int | None
    note: str


def score_rows(edition: Edition, values: pd.DataFrame, *, source: Source) -> Iterator[ScoreRow]:
    """Yield a row for every unit and measure.

    A measure ranks the units if each of those that are ranked has a value: of a group that does not apply to
    some, nobody could say what a rank among the others means.

    Args:
        values: unit id × measure code, unrounded, on the scale of the rule book.
        source: the decision that the figures are published by.
    """
    methodology = edition.methodology
    places = Decimal(1).scaleb(-methodology.decimals)
    measures = {measure.code: measure for measure in methodology.measures.valued()}
    unranked = _reasons_of_unranked(edition)
    # What is stored is read by everyone, whatever language the officer's screens have.
    with translation.override(settings.LANGUAGE_CODE):
        nothing_applies = _("No indicator applies to the unit.")
    for code, column in values.items():
        measure = measures[code]
        is_total = measure.kind == Measure.Kind.TOTAL
        ranks = _ranks(column.drop(list(unranked)), higher_is_better=methodology.higher_is_better)
        for unit_id, value in column.round(NOISE_DECIMALS).items():
            known, rank = not pd.isna(value), ranks.get(unit_id)
            printed = Decimal(repr(value)).quantize(places, ROUND_HALF_UP) if known else None
            note = unranked.get(unit_id, "") if is_total else ""
            yield ScoreRow(
                edition_id=edition.pk,
                unit_id=unit_id,
                measure_id=measure.pk,
                status=_status(known, is_ranked=unit_id not in unranked),
                value=printed,
                value_text=f"{printed:f}" if known else "",
                value_basis=Basis.PUBLISHED.value if known else "",
                value_source_id=source.pk if known else None,
                rank=rank,
                rank_basis=Basis.PUBLISHED.value if rank else "",
                rank_source_id=source.pk if rank else None,
                note=note if known else note or nothing_applies,
            )


def write_rankings(rows: Iterable[ScoreRow]) -> None:
    """Add rankings; what they are not told stays empty.

    One prepared statement for all: ``bulk_create`` takes ten times as long for as many rows as there are
    communes.
    """
    fields = [Ranking._meta.get_field(name.removesuffix("_id")) for name in ScoreRow._fields]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(Ranking._meta.db_table)} ({columns}) VALUES ({marks})"
    value = Ranking._meta.get_field("value")
    # All of them first: a row that asked the database while the statement runs would wait for it for ever.
    prepared = [row._replace(value=value.get_db_prep_save(row.value, connection)) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(statement, prepared)


def _reasons_of_unranked(edition: Edition) -> dict[int, str]:
    """Return why units take part without being ranked."""
    unranked = Submission.objects.of_edition(edition).filter(is_ranked=False)
    return dict(unranked.values_list("unit_id", "unranked_reason"))


def _ranks(values: pd.Series, *, higher_is_better: bool) -> dict[int, int]:
    """Return the rank of each unit; nothing where one lacks a value."""
    if values.isna().any():
        return {}
    return competition_ranks(values, higher_is_better=higher_is_better).astype(int).to_dict()


def _status(known: bool, *, is_ranked: bool) -> str:
    if not is_ranked:
        return Ranking.Status.NOT_RANKED.value
    return Ranking.Status.RANKED.value if known else Ranking.Status.NOT_PUBLISHED.value
