"""What publishing computes beside the published figures: values, ranks, changes."""

import numpy as np
import pandas as pd

from indicators import frames
from indicators.models import Edition
from indicators.scoring.completeness import is_complete
from indicators.scoring.composites import composite_values
from indicators.scoring.ranks import competition_ranks, movement, ranks_within
from indicators.scoring.totals import weighted_totals
from indicators.workflow.scored_values import scored_values

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
    the computed ones if those are complete. Of an edition that officers scored the values are computed from
    the scores, and published values are ranked as they were before they were rounded.

    Returns:
        Indexed by (unit id, measure code), columns ``COLUMNS``; floats for the value, ``Int64`` for the rest.
    """
    published = frames.values_frame(edition)
    scored = scored_values(edition)
    if scored.empty:
        computed = _computed_values(edition, published)
    else:
        computed = scored.reindex(published.index)
        published = _unrounded(published, computed, decimals=edition.methodology.decimals)
    measures = published.columns.union(computed.columns, sort=False)
    if measures.empty:
        nobody = pd.MultiIndex.from_arrays([[], []], names=["unit_id", "measure"])
        return pd.DataFrame(index=nobody, columns=COLUMNS)
    published, computed = (values.reindex(columns=measures) for values in (published, computed))
    figures = computed_figures(edition, published=published, computed=computed)
    # One column of the answer under the other: all units by the first measure, by the second, …
    rows = pd.MultiIndex.from_product([measures, published.index], names=["measure", "unit_id"]).swaplevel()
    columns = {name: wide.to_numpy().ravel(order="F") for name, wide in figures.items()}
    return pd.DataFrame(columns, index=rows)[COLUMNS].astype(dict.fromkeys(COLUMNS[1:], "Int64"))


def computed_figures(
    edition: Edition, *, published: pd.DataFrame, computed: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Compute what stands beside published values.

    Args:
        published: unit id × measure code, the units that are ranked; NaN where nothing was published.
        computed: what we compute of the same units by the same measures.

    Returns:
        For each of ``COLUMNS`` floats of that shape; NaN where it cannot be computed.
    """
    figures = {"value": computed.round(COMPUTED_DECIMALS), **_ranks(edition, published, computed)}
    places = {"index": published.index, "columns": published.columns}
    return {
        name: pd.DataFrame(wide.reindex(**places).to_numpy("float64", na_value=np.nan), **places)
        for name, wide in figures.items()
    }


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
    before = frames.shown_ranks(previous, units=frames.ranked_units(previous))
    known = _complete_measures(before.rank, previous)
    measures = [measure for measure in ranks.columns if measure in known]
    places = {"index": ranks.index, "columns": measures}
    # What was computed before may be out of date.
    now = frames.shown_ranks(edition, units=ranks.index, with_computed=False)
    shown = now.rank.reindex(**places).fillna(ranks[measures].astype("float64"))
    is_derived = now.is_derived.reindex(**places, fill_value=False)
    # A rank derived from a published movement is left out: that movement stands as published (rule 7).
    return {
        "change": movement(shown.mask(is_derived), previous=before.rank.mask(before.is_derived)[measures]),
        "regional_change": movement(regional_ranks[measures], previous=before.regional_rank[measures]),
    }


def _complete_measures(values: pd.DataFrame, edition: Edition) -> list[str]:
    return [code for code in values if is_complete(values[code], unit_count=edition.unit_count)]


def _computed_values(edition: Edition, published: pd.DataFrame) -> pd.DataFrame:
    """Compute the total and the composites from the groups, on the scale of the values."""
    book = frames.rule_book(edition.methodology)
    if book.points_assessed is None or book.total is None or not book.points.sum():
        return pd.DataFrame(index=published.index)
    rules = {"points": book.points, "points_assessed": book.points_assessed}
    shares = published.div(book.scale.reindex(published.columns))
    computed = {book.total: weighted_totals(shares, **rules)}
    totals = shares.get(book.total, computed[book.total]).fillna(computed[book.total])
    for composite, parts in book.parts.items():
        computed[composite] = composite_values(shares, totals=totals, part_points=parts, **rules)
    return pd.DataFrame(computed).mul(book.scale.reindex(list(computed)))


def _unrounded(published: pd.DataFrame, scored: pd.DataFrame, *, decimals: int) -> pd.DataFrame:
    """Return published values as they were before they were rounded for print, where the scores tell.

    Ranks are made before rounding. A value that was published otherwise than its scores say stays as it is.
    """
    exact = scored.reindex(columns=published.columns)
    is_rounding = (published - exact).abs().round(COMPUTED_DECIMALS) <= 0.5 * 10**-decimals
    return published.mask(is_rounding, exact)
