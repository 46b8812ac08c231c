"""What publishing computes beside the published figures: values, ranks, changes."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from indicators import frames
from indicators.models import CompositePart, Edition, Measure, Methodology, Ranking
from indicators.models.basis import Basis
from indicators.scoring.completeness import is_complete
from indicators.scoring.composites import composite_values
from indicators.scoring.ranks import competition_ranks, movement, ranks_within
from indicators.scoring.totals import weighted_totals

COMPUTED_DECIMALS = 10
COLUMNS = ["value", "rank", "regional_rank", "regional_count", "change", "regional_change"]


def previous_edition(edition: Edition) -> Edition | None:
    """Return the published edition that this one's changes of rank are counted from."""
    return Edition.objects.published().before(edition).with_rules().first()


def next_edition(edition: Edition) -> Edition | None:
    """Return the published edition whose changes of rank are counted from this one."""
    return Edition.objects.published().after(edition).with_rules().first()


def computed_standings(edition: Edition) -> pd.DataFrame:
    """Compute what the published rows of an edition allow.

    Ranks need every unit of the set, regional ranks every unit of the region, changes both editions
    (rules of truth, 4); where a measure was published for all units its published values are ranked, else
    the computed ones if those are complete.

    Returns:
        Indexed by (unit id, measure code), columns ``COLUMNS``; floats for the value, ``Int64`` for the rest.
    """
    published = frames.values_frame(edition)
    computed = _computed_values(edition, published)
    measures = published.columns.union(computed.columns, sort=False)
    if measures.empty:
        nobody = pd.MultiIndex.from_arrays([[], []], names=["unit_id", "measure"])
        return pd.DataFrame(index=nobody, columns=COLUMNS)
    published, computed = (values.reindex(columns=measures) for values in (published, computed))
    figures = {"value": computed.round(COMPUTED_DECIMALS), **_ranks(edition, published, computed)}
    # One column of the answer under the other: all units by the first measure, by the second, …
    rows = pd.MultiIndex.from_product([measures, published.index], names=["measure", "unit_id"]).swaplevel()
    columns = {
        name: wide.reindex(index=published.index, columns=measures)
        .to_numpy("float64", na_value=np.nan)
        .ravel(order="F")
        for name, wide in figures.items()
    }
    return pd.DataFrame(columns, index=rows)[COLUMNS].astype(dict.fromkeys(COLUMNS[1:], "Int64"))


def _ranks(edition: Edition, published: pd.DataFrame, computed: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the ranks and their changes, each unit × measure."""
    better = edition.methodology.higher_is_better
    regions = frames.members_frame(edition)["region"].reindex(published.index)
    ranked = computed.copy()
    whole = _complete_measures(published, edition)
    ranked[whole] = published[whole]
    complete = _complete_measures(ranked, edition)
    ranks = competition_ranks(ranked[complete], higher_is_better=better)
    regional = published.fillna(computed)
    regional[complete] = ranked[complete]
    regional_ranks = ranks_within(regional, groups=regions, higher_is_better=better)
    sizes = regions.map(regions.value_counts())
    return {
        "rank": ranks,
        "regional_rank": regional_ranks,
        "regional_count": pd.DataFrame(dict.fromkeys(regional_ranks, sizes)).where(regional_ranks.notna()),
        **_changes(edition, ranks=ranks, regional_ranks=regional_ranks),
    }


def _changes(
    edition: Edition, *, ranks: pd.DataFrame, regional_ranks: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the changes of rank by the measures that both editions rank every unit by."""
    previous = previous_edition(edition)
    if previous is None:
        return {"change": ranks.head(0), "regional_change": ranks.head(0)}
    before = _shown_ranks(previous, units=frames.ranked_units(previous))
    known = _complete_measures(before["rank"], previous)
    measures = [measure for measure in ranks.columns if measure in known]
    places = {"index": ranks.index, "columns": measures}
    now = _shown_ranks(edition, units=ranks.index)
    shown = now["rank"].reindex(**places).fillna(ranks[measures].astype("float64"))
    return {
        "change": movement(
            _without_derived(shown, basis=now["rank_basis"].reindex(**places)),
            previous=_without_derived(before["rank"], basis=before["rank_basis"])[measures],
        ),
        "regional_change": movement(regional_ranks[measures], previous=before["regional_rank"][measures]),
    }


def _complete_measures(values: pd.DataFrame, edition: Edition) -> list[str]:
    return [code for code in values if is_complete(values[code], unit_count=edition.unit_count)]


def _computed_values(edition: Edition, published: pd.DataFrame) -> pd.DataFrame:
    """Compute the total and the composites from the groups, on the scale of the values."""
    methodology = edition.methodology
    if methodology.points_assessed is None:
        return pd.DataFrame(index=published.index)
    points_assessed = float(methodology.points_assessed)
    measures = list(methodology.measures.valued().in_order())
    scale = _scales(methodology, measures)
    points = pd.Series(
        {m.code: float(m.max_points or 0) for m in measures if m.kind == Measure.Kind.GROUP}, dtype="float64"
    )
    shares = published.div(scale.reindex(published.columns))
    computed = {}
    total = next((m.code for m in measures if m.kind == Measure.Kind.TOTAL), None)
    if total is None or not points.sum():
        return pd.DataFrame(index=published.index)
    computed[total] = weighted_totals(shares, points=points, points_assessed=points_assessed)
    totals = shares.get(total, computed[total]).fillna(computed[total])
    for composite, part_points in _composite_parts(methodology).items():
        computed[composite] = composite_values(
            shares, totals=totals, part_points=part_points, points=points, points_assessed=points_assessed
        )
    return pd.DataFrame(computed).mul(scale.reindex(list(computed)))


def _scales(methodology: Methodology, measures: list[Measure]) -> pd.Series:
    """Return the top of each measure's scale: one for all (shares), or its own maximum points."""
    if methodology.value_form == Methodology.ValueForm.SHARE:
        return pd.Series({m.code: float(methodology.scale_max) for m in measures})
    return pd.Series({m.code: float(m.max_points) for m in measures if m.max_points})


def _composite_parts(methodology: Methodology) -> dict[str, pd.Series]:
    parts = CompositePart.objects.filter(composite__methodology=methodology).order_by(
        "composite__order", "group__order"
    )
    rows = list(parts.values_list("composite__code", "group__code", "points"))
    codes = dict.fromkeys(code for code, _, _ in rows)
    return {
        code: pd.Series({group: float(points) for composite, group, points in rows if composite == code})
        for code in codes
    }


def _shown_ranks(edition: Edition, *, units: Iterable[int]) -> dict[str, pd.DataFrame]:
    """Return the shown ranks, their bases and the regional ranks of some units, each unit × measure."""
    standings = frames.standings_frame(Ranking.objects.of_edition(edition))
    floats = standings.astype({"rank": "float64", "regional_rank": "float64"})
    wide = floats.pivot(index="unit_id", columns="measure", values=["rank", "rank_basis", "regional_rank"])
    return {name: wide[name].reindex(units) for name in ("rank", "rank_basis", "regional_rank")}


def _without_derived(ranks: pd.DataFrame, *, basis: pd.DataFrame) -> pd.DataFrame:
    """Leave out ranks derived from a published movement: that movement stands as published (rule 7)."""
    return ranks.mask(basis == Basis.DERIVED)
