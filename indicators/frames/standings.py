"""Published standings, values and members of an edition as dataframes.

What was published wins over what we computed; each column ``*_is_computed`` tells which of the two a row
shows. Missing stays missing (NaN, <NA>, None).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from django.db.models import Case, F, QuerySet, When
from django.db.models.functions import Coalesce

from indicators.frames.columns import COUNTS, FLOATS, VALUES, WHOLES, columns_of, framed
from indicators.frames.grids import unit_by_measure
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
# What tells whose row it is and of what, beside the edition.
KEYS_OF_ROW = ("unit_id", "slug", "edition", "measure")


def members_frame(edition: Edition) -> pd.DataFrame:
    """Return the units of an edition's unit set, under the names in force for the edition.

    Returns:
        Indexed by unit id, in the order of the set; columns slug, gso_code, region, region_name, order,
        name, name_en, type, sort_key, search_key. Where no name was in force, the newest stands.
    """
    members = UnitSetMember.objects.filter(unit_set=edition.unit_set).order_by("order")
    names = (
        UnitName.objects.filter(unit__memberships__unit_set=edition.unit_set)
        .annotate(in_force=Case(When(valid_on(edition.names_on), then=1), default=0))
        .order_by("in_force", F("valid_from").asc(nulls_first=True))
    )
    # The last name of a unit is the one that stands.
    named = {unit_id: name for unit_id, *name in names.values_list(*NAME_COLUMNS)}
    rows = []
    for member in members.values_list(*MEMBER_COLUMNS.values()):
        unit_id, slug, *_rest = member
        # A unit that an officer has not named yet goes by its address name.
        rows.append((*member, *named.get(unit_id, (slug, *[""] * (len(NAME_COLUMNS) - 2)))))
    columns = dict.fromkeys([*MEMBER_COLUMNS, *NAME_COLUMNS])
    return framed(rows, list(columns)).set_index("unit_id")


def standings_frame(rankings: QuerySet[Ranking]) -> pd.DataFrame:
    """Return rankings row by row, published and computed columns beside each other.

    Returns:
        A default index and the columns of ``STANDING_COLUMNS``, and for each of value, rank, change,
        regional_rank, regional_count and regional_change what is shown (``rank``) and whether it is
        computed (``rank_is_computed``). Values are floats on the methodology's scale, counts ``Int64``.
    """
    return _standings(rankings.values_list(*STANDING_COLUMNS.values()))


def with_shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Return standings with what is shown of each figure: the published one, else the computed one.

    Args:
        frame: has ``published_rank`` and ``computed_rank``, and so for each figure of ``standings_frame``.

    Returns:
        The frame with ``rank`` and ``rank_is_computed``, and so for each figure.
    """
    figures = {
        column: pd.array(frame[column], dtype="float64" if column in FLOATS else "Int64")
        for column in (*FLOATS, *WHOLES)
    }
    return frame.assign(**figures, **_shown(figures))


def value_sources(edition: Edition) -> frozenset[str]:
    """Return the codes of the sources that the published values of an edition were read from."""
    known = Ranking.objects.filter(edition=edition, value__isnull=False, value_source__isnull=False)
    return frozenset(known.values_list("value_source__code", flat=True).distinct())


def standings_by_unit(edition: Edition, *, measure: str) -> pd.DataFrame:
    """Return every member of the edition's unit set with its standing by one measure.

    Returns:
        Indexed by unit id: the columns of ``members_frame`` and of ``standings_frame``. A unit without a row
        is there too, its standing missing and its status ``not_published``.
    """
    return standings_by_measure(edition, measures=[measure])[measure]


def standings_by_measure(
    edition: Edition, *, measures: Iterable[str], members: pd.DataFrame | None = None
) -> dict[str, pd.DataFrame]:
    """Return ``standings_by_unit`` for several measures, by their codes, with one look at the rows.

    Args:
        members: the few units that are wanted, out of ``members_frame``; None for all of them.
    """
    codes = list(dict.fromkeys(measures))
    rankings = Ranking.objects.of_edition(edition).filter(measure__code__in=codes)
    if members is None:
        members = members_frame(edition)
    else:
        rankings = rankings.filter(unit__in=members.index.tolist())
    rows = rankings.values_list("measure__code", "unit_id", *STANDING_COLUMNS.values())
    published = {(code, unit): row for code, unit, *row in rows}
    # Whose row it is tells its place alone, so that all who have none share one.
    nothing = _nothing_published(edition)
    everyone = [published.get((code, unit), nothing) for code in codes for unit in members.index]
    size = len(members)
    repeated = {
        name: pd.Series(np.tile(members[name].to_numpy(), len(codes)), dtype=members[name].dtype)
        for name in members
    }
    columns = columns_of(everyone, list(STANDING_COLUMNS))
    shown = {name: columns[name] for name in columns if name not in KEYS_OF_ROW} | _shown(columns)
    frame = pd.DataFrame(repeated | shown)
    frame.index = pd.Index(np.tile(members.index, len(codes)), name=members.index.name)
    return {code: frame.iloc[place * size : (place + 1) * size] for place, code in enumerate(codes)}


def values_frame(
    edition: Edition,
    *,
    with_computed: bool = False,
    before_rounding: bool = False,
    measures: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return the values of an edition, one row a unit that is ranked and one column a measure.

    Args:
        with_computed: fill what was not published with what we computed.
        before_rounding: take what we computed, and what was published where we computed nothing: of an
            edition that officers scored, the values as they were before they were rounded for print.
        measures: the codes of those that are wanted; None for all.

    Returns:
        Indexed by unit id in the order of the set; columns are measure codes; floats, NaN where missing. A
        unit that takes part without being ranked by the total has no row: it neither counts towards the n
        of the ranks nor makes the edition thin.
    """
    shown = F("value")
    if before_rounding:
        shown = Coalesce("computed_value", "value")
    elif with_computed:
        shown = Coalesce("value", "computed_value")
    rankings = Ranking.objects.of_edition(edition).annotate(shown=shown).filter(shown__isnull=False)
    if measures is not None:
        rankings = rankings.filter(measure__code__in=measures)
    known = list(rankings.values_list("unit_id", "measure__code", "shown"))
    codes = sorted({code for _unit, code, _value in known})
    return unit_by_measure(known, units=ranked_units(edition), codes=codes)


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
    columns = {**STANDING_COLUMNS, **context}
    rows = list(rankings.values_list(*columns.values()))
    size = len(STANDING_COLUMNS)
    standings = _standings([row[:size] for row in rows])
    return standings.join(framed([row[size:] for row in rows], list(context)))


def _nothing_published(edition: Edition) -> list:
    """Return the row of ``STANDING_COLUMNS`` of any member that has none."""
    known = {"edition_id": edition.pk, "unit_id": 0, "status": Ranking.Status.NOT_PUBLISHED.value}
    return [known.get(column) for column in STANDING_COLUMNS]


def _standings(rows: Iterable[Sequence]) -> pd.DataFrame:
    """Return rows of ``STANDING_COLUMNS`` as a frame, with what is shown of each figure."""
    columns = columns_of(list(rows), list(STANDING_COLUMNS))
    return pd.DataFrame({**columns, **_shown(columns)})


def _shown(figures: Mapping) -> dict:
    """Return each figure that is shown, and whether it is computed, by the names of their columns."""
    shown = {}
    for name in (*VALUES, *COUNTS):
        published, computed = figures[f"published_{name}"], figures[f"computed_{name}"]
        is_missing = pd.isna(published)
        figure = published.copy()
        figure[is_missing] = computed[is_missing]
        shown[name] = figure
        shown[f"{name}_is_computed"] = is_missing & ~pd.isna(computed)
    return shown
