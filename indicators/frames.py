"""Querysets in, dataframes out: the only seam between the database and pandas.

What was published wins over what we computed; each column ``*_is_computed`` tells which of the two a row
shows. Missing stays missing (NaN, <NA>, None).
"""

from collections.abc import Iterable

import pandas as pd
from django.db.models import Case, F, QuerySet, When
from django.db.models.functions import Coalesce

from indicators.models import Edition, Measure, Ranking
from provinces.models import Unit, UnitName, UnitSetMember
from provinces.models.units import valid_on

MEMBER_COLUMNS = {
    "unit_id": "unit_id",
    "slug": "unit__slug",
    "gso_code": "gso_code",
    "region": "region__code",
    "region_name": "region__name",
    "order": "order",
}
NAME_COLUMNS = ["unit_id", "name", "name_en", "type", "sort_key", "search_key"]
STANDING_COLUMNS = {
    "edition_id": "edition_id",
    "edition": "edition__slug",
    "unit_id": "unit_id",
    "slug": "unit__slug",
    "measure": "measure__code",
    "status": "status",
    "published_value": "value",
    "value_text": "value_text",
    "value_basis": "value_basis",
    "value_source": "value_source__code",
    "published_rank": "rank",
    "rank_basis": "rank_basis",
    "rank_source": "rank_source__code",
    "published_change": "change",
    "published_regional_rank": "regional_rank",
    "published_regional_count": "regional_count",
    "published_regional_change": "regional_change",
    "context_source": "context_source__code",
    "note": "note",
    "computed_value": "computed_value",
    "computed_rank": "computed_rank",
    "computed_change": "computed_change",
    "computed_regional_rank": "computed_regional_rank",
    "computed_regional_count": "computed_regional_count",
    "computed_regional_change": "computed_regional_change",
}
VALUES = ("value",)
COUNTS = ("rank", "change", "regional_rank", "regional_count", "regional_change")


def members_frame(edition: Edition) -> pd.DataFrame:
    """Return the units of an edition's unit set, under the names in force for the edition.

    Returns:
        Indexed by unit id, in the order of the set; columns slug, gso_code, region, region_name, order,
        name, name_en, type, sort_key, search_key. Where no name was in force, the newest stands.
    """
    members = UnitSetMember.objects.filter(unit_set=edition.unit_set).order_by("order")
    frame = _frame(members, MEMBER_COLUMNS).set_index("unit_id")
    names = (
        UnitName.objects.filter(unit__memberships__unit_set=edition.unit_set)
        .annotate(in_force=Case(When(valid_on(edition.names_on), then=1), default=0))
        .order_by("in_force", F("valid_from").asc(nulls_first=True))
    )
    named = _frame(names, {column: column for column in NAME_COLUMNS})
    frame = frame.join(named.drop_duplicates("unit_id", keep="last").set_index("unit_id"))
    # A unit that an officer has not named yet goes by its address name.
    frame["name"] = frame["name"].fillna(frame["slug"])
    return frame.fillna({column: "" for column in NAME_COLUMNS if column != "unit_id"})


def standings_frame(rankings: QuerySet[Ranking]) -> pd.DataFrame:
    """Return rankings row by row, published and computed columns beside each other.

    Returns:
        A default index and the columns of ``STANDING_COLUMNS``, and for each of value, rank, change,
        regional_rank, regional_count and regional_change what is shown (``rank``) and whether it is
        computed (``rank_is_computed``). Values are floats on the methodology's scale, counts ``Int64``.
    """
    return with_shown(_frame(rankings, STANDING_COLUMNS))


def with_shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Return standings with what is shown of each figure: the published one, else the computed one.

    Args:
        frame: has ``published_rank`` and ``computed_rank``, and so for each figure of ``standings_frame``.

    Returns:
        The frame with ``rank`` and ``rank_is_computed``, and so for each figure.
    """
    frame = frame.copy()
    for name in (*VALUES, *COUNTS):
        dtype = "float64" if name in VALUES else "Int64"
        published = frame[f"published_{name}"] = _numbers(frame[f"published_{name}"], dtype)
        computed = frame[f"computed_{name}"] = _numbers(frame[f"computed_{name}"], dtype)
        frame[name] = published.fillna(computed)
        frame[f"{name}_is_computed"] = published.isna() & computed.notna()
    return frame


def standings_by_unit(edition: Edition, *, measure: str) -> pd.DataFrame:
    """Return every member of the edition's unit set with its standing by one measure.

    Returns:
        Indexed by unit id: the columns of ``members_frame`` and of ``standings_frame``. A unit without a row
        is there too, its standing missing and its status ``not_published``.
    """
    rankings = Ranking.objects.of_edition(edition).of_measure(measure)
    standings = standings_frame(rankings).set_index("unit_id").drop(columns=["slug", "edition", "measure"])
    return _with_status(members_frame(edition).join(standings))


def standings_by_measure(edition: Edition, *, measures: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Return ``standings_by_unit`` for several measures, by their codes, with one look at the rows."""
    members = members_frame(edition)
    codes = list(dict.fromkeys(measures))
    rankings = Ranking.objects.of_edition(edition).filter(measure__code__in=codes)
    standings = standings_frame(rankings).set_index(["measure", "unit_id"]).drop(columns=["slug", "edition"])
    places = pd.MultiIndex.from_product([codes, members.index], names=["measure", "unit_id"])
    frame = _with_status(members.reindex(places, level="unit_id").join(standings.reindex(places)))
    size = len(members)
    return {
        code: frame.iloc[place * size : (place + 1) * size].set_axis(members.index)
        for place, code in enumerate(codes)
    }


def values_frame(edition: Edition, *, with_computed: bool = False) -> pd.DataFrame:
    """Return the values of an edition, one row a unit that is ranked and one column a measure.

    Args:
        with_computed: fill what was not published with what we computed.

    Returns:
        Indexed by unit id in the order of the set; columns are measure codes; floats, NaN where missing. A
        unit that takes part without being ranked by the total has no row: it neither counts towards the n
        of the ranks nor makes the edition thin.
    """
    shown = Coalesce("value", "computed_value") if with_computed else F("value")
    rankings = Ranking.objects.of_edition(edition).annotate(shown=shown).filter(shown__isnull=False)
    frame = _frame(rankings, {"unit_id": "unit_id", "measure": "measure__code", "value": "shown"})
    frame["value"] = _numbers(frame["value"], "float64")
    wide = frame.pivot(index="unit_id", columns="measure", values="value")
    return wide.reindex(ranked_units(edition))


def ranked_units(edition: Edition) -> list[int]:
    """Return the ids of the units that an edition ranks, in the order of its set.

    Who takes part without being ranked by the total is left out; who merely lacks a figure is not.
    """
    outside = Ranking.objects.of_edition(edition).filter(
        measure__kind=Measure.Kind.TOTAL, status=Ranking.Status.NOT_RANKED
    )
    members = UnitSetMember.objects.filter(unit_set=edition.unit_set).exclude(unit__in=outside.values("unit"))
    return list(members.order_by("order").values_list("unit_id", flat=True))


def history_frame(units: QuerySet[Unit], *, measures: list[str], scorecard: str) -> pd.DataFrame:
    """Return the published standings of some units over all editions of a scorecard, oldest first.

    Returns:
        The columns of ``standings_frame`` and period, period_end, unit_set, unit_count; one row an
        edition × unit × measure.
    """
    rankings = (
        Ranking.objects.published()
        .filter(unit__in=units, measure__code__in=measures, edition__scorecard__code=scorecard)
        .order_by("edition__period_end", "edition__slug", "unit__slug", "measure__order")
    )
    context = {
        "period": "edition__period",
        "period_end": "edition__period_end",
        "unit_set": "edition__unit_set__code",
        "unit_count": "edition__unit_count",
    }
    standings = standings_frame(rankings)
    return standings.join(_frame(rankings, context))


def _with_status(frame: pd.DataFrame) -> pd.DataFrame:
    """Say of members without a row that nothing of them was published."""
    return frame.fillna({"status": Ranking.Status.NOT_PUBLISHED.value})


def _frame(queryset: QuerySet, columns: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame.from_records(list(queryset.values_list(*columns.values())), columns=list(columns))


def _numbers(column: pd.Series, dtype: str) -> pd.Series:
    return pd.to_numeric(column.astype(object).where(column.notna(), None), errors="raise").astype(dtype)
