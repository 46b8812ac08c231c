"""What publishing computes beside the published figures: values, ranks, changes."""

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
    members = frames.members_frame(edition).reindex(published.index)
    computed = _computed_values(edition, published)
    standings = _shown_ranks(edition)
    before = _previous_ranks(edition)
    measures = published.columns.union(computed.columns, sort=False)
    rows = {
        measure: _one_measure(
            edition,
            members=members,
            published=published.get(measure, _nothing(members)),
            computed=computed.get(measure, _nothing(members)),
            shown_ranks=standings.get(measure),
            before=before.get(measure),
        )
        for measure in measures
    }
    if not rows:
        nobody = pd.MultiIndex.from_arrays([[], []], names=["unit_id", "measure"])
        return pd.DataFrame(index=nobody, columns=COLUMNS)
    return pd.concat(rows, names=["measure", "unit_id"]).swaplevel()


def _one_measure(
    edition: Edition,
    *,
    members: pd.DataFrame,
    published: pd.Series,
    computed: pd.Series,
    shown_ranks: pd.DataFrame | None,
    before: pd.DataFrame | None,
) -> pd.DataFrame:
    better = edition.methodology.higher_is_better
    ranked = published if is_complete(published, unit_count=edition.unit_count) else computed
    frame = pd.DataFrame(index=members.index)
    frame["value"] = computed.round(COMPUTED_DECIMALS)
    complete = is_complete(ranked, unit_count=edition.unit_count)
    missing = pd.Series(pd.NA, index=members.index, dtype="Int64")
    frame["rank"] = competition_ranks(ranked, higher_is_better=better) if complete else missing
    regional = published.fillna(computed) if not complete else ranked
    frame["regional_rank"] = ranks_within(regional, groups=members["region"], higher_is_better=better)
    counts = members["region"].map(members["region"].value_counts()).astype("Int64")
    frame["regional_count"] = counts.where(frame["regional_rank"].notna())
    frame["change"] = missing
    frame["regional_change"] = missing
    if before is not None and complete:
        ranks = frame["rank"]
        if shown_ranks is not None:
            shown = shown_ranks.reindex(frame.index)
            ranks = _without_derived(shown["rank"].fillna(ranks), basis=shown["rank_basis"])
        frame["change"] = movement(ranks, previous=before["rank"])
        frame["regional_change"] = movement(frame["regional_rank"], previous=before["regional_rank"])
    return frame[COLUMNS]


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


def _shown_ranks(edition: Edition) -> dict[str, pd.DataFrame]:
    standings = frames.standings_frame(Ranking.objects.of_edition(edition))
    return {
        measure: rows.set_index("unit_id")[["rank", "rank_basis", "regional_rank"]]
        for measure, rows in standings.groupby("measure")
    }


def _previous_ranks(edition: Edition) -> dict[str, pd.DataFrame]:
    """Return the ranks of the edition before, of the measures that it ranks every unit by."""
    previous = previous_edition(edition)
    if previous is None:
        return {}
    units = frames.ranked_units(previous)
    ranks = {measure: rows.reindex(units) for measure, rows in _shown_ranks(previous).items()}
    return {
        measure: rows.assign(rank=_without_derived(rows["rank"], basis=rows["rank_basis"]))
        for measure, rows in ranks.items()
        if is_complete(rows["rank"], unit_count=previous.unit_count)
    }


def _without_derived(ranks: pd.Series, *, basis: pd.Series) -> pd.Series:
    """Leave out ranks derived from a published movement: that movement stands as published (rule 7)."""
    return ranks.mask(basis == Basis.DERIVED)


def _nothing(members: pd.DataFrame) -> pd.Series:
    return pd.Series(float("nan"), index=members.index)
