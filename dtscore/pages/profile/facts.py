"""The facts of one unit in one edition, for the paragraph on top of its profile."""

from collections.abc import Hashable, Iterable, Sequence
from itertools import groupby
from operator import itemgetter

import pandas as pd

from dtscore.narrative.facts import (
    COMPUTED,
    PUBLISHED,
    GroupRank,
    Lead,
    Merger,
    Name,
    NextPlace,
    RegionalPlacing,
    UnitFacts,
    Value,
)
from dtscore.pages.editions import unit_set_label
from dtscore.pages.facts import (
    against_mean_of,
    change_of,
    coverage_of,
    difference_text,
    other_set_of,
    period_of,
    placing_of,
    rank_of,
)
from dtscore.pages.links import group_url, profile_url, row_url
from dtscore.pages.phrases import leading_members
from dtscore.pages.profile.lineage import Lineage
from dtscore.pages.profile.measures import MeasureRow
from dtscore.pages.profile.merger import Merger as UnitMerger
from dtscore.pages.profile.strip import lacking_to_next
from dtscore.pages.standings import Standing
from dtscore.pages.summaries import MeasureSummary
from indicators.models import Edition, Measure

# How many times the number of the rule book a computed list of leaders may name.
MOST_TIMES = 2


def unit_facts(
    lineage: Lineage,
    edition: Edition,
    *,
    previous: Edition | None,
    merger: UnitMerger | None,
    total: MeasureRow,
    groups: Sequence[MeasureRow],
    measures: Iterable[Measure],
    summaries: dict[str, MeasureSummary],
    members: pd.DataFrame,
) -> UnitFacts:
    """Gather what is known of a unit; no query of its own.

    Args:
        previous: the edition that changes are counted from.
        merger: what made or ended the unit.
        total: the unit's row by the total.
        groups: its rows by group.
        measures: those of the rule book.
        members: the unit set, indexed by unit id.
    """
    standing, summary = total.standing, summaries.get(total.code)
    coverage = coverage_of(summary, edition=edition)
    is_unknown = coverage is None and standing.rank is not None and standing.change is None
    return UnitFacts(
        period=period_of(edition),
        measure=Name(text=total.name, reference=group_url(edition, total.code)),
        members=unit_set_label(edition.unit_set),
        leads=leads_of(standing.unit_id, edition=edition, summaries=summaries, measures=measures),
        groups=tuple(_group_ranks(groups, edition=edition)),
        group_count=_scored_groups(measures),
        coverage=coverage,
        unknown_before=period_of(previous) if previous and is_unknown else None,
        other_set=other_set_of(edition, previous=previous, editions=lineage.editions),
        merged_from=_made_of(lineage, merger),
        merged_into=_became(lineage, merger),
        **_placed(total, edition=edition, previous=previous, summary=summary, members=members),
    )


def _placed(
    total: MeasureRow,
    *,
    edition: Edition,
    previous: Edition | None,
    summary: MeasureSummary | None,
    members: pd.DataFrame,
) -> dict:
    """Return where the total stands: among all, in the region, against the mean and the next place."""
    standing = total.standing
    return {
        "placing": placing_of(standing, edition=edition, previous=previous),
        "regional": _regional(standing, edition=edition, previous=previous),
        "against_mean": against_mean_of(
            standing,
            summary,
            edition=edition,
            measure=total.code,
            own_reference=row_url(edition, standing.slug),
        ),
        "next_place": _next_place(standing, edition=edition, summary=summary, members=members),
    }


def _scored_groups(measures: Iterable[Measure]) -> int:
    return sum(measure.kind == Measure.Kind.GROUP and measure.max_points != 0 for measure in measures)


def leads_of(
    unit_id: Hashable, *, edition: Edition, summaries: dict[str, MeasureSummary], measures: Iterable[Measure]
) -> tuple[Lead, ...]:
    """Return the lists of leaders that name a unit; the total's is told by the rank itself.

    A computed list that ties made far too long tells nothing: 24 of 34 that all have the highest value.
    """
    longest = MOST_TIMES * edition.methodology.leader_count
    return tuple(
        Lead(
            measure=Name(text=measure.name, reference=group_url(edition, measure.code)),
            count=len(summaries[measure.code].leaders),
            members=leading_members(edition),
            basis=PUBLISHED if summaries[measure.code].leaders_are_published else COMPUTED,
        )
        for measure in measures
        if measure.kind != Measure.Kind.TOTAL
        and measure.code in summaries
        and summaries[measure.code].names_leader(unit_id)
        and (summaries[measure.code].leaders_are_published or len(summaries[measure.code].leaders) <= longest)
    )


def _regional(standing: Standing, *, edition: Edition, previous: Edition | None) -> RegionalPlacing | None:
    if standing.regional_rank is None:
        return None
    slug, region = standing.slug, standing.region
    reference = row_url(edition, slug, region=region)
    return RegionalPlacing(
        region=Name(text=standing.region_name, reference=reference),
        rank=rank_of(
            standing.regional_rank,
            standing.regional_rank_badge,
            count=standing.regional_count,
            reference=reference,
        ),
        change=change_of(
            standing.regional_change,
            standing.regional_change_badge,
            previous=previous,
            reference=row_url(previous, slug, region=region) if previous else "",
        ),
    )


def _next_place(
    standing: Standing, *, edition: Edition, summary: MeasureSummary | None, members: pd.DataFrame
) -> NextPlace | None:
    gap, units = lacking_to_next(standing.unit_id, edition=edition, summary=summary)
    if pd.isna(gap):
        return None
    return NextPlace(
        difference=Value(
            text=difference_text(gap, edition=edition),
            reference=row_url(edition, standing.slug),
            basis=COMPUTED,
        ),
        units=tuple(
            Name(text=unit["name"], reference=profile_url(unit["slug"], edition=edition))
            for unit in members.loc[units, ["name", "slug"]].to_dict("records")
        ),
    )


def _group_ranks(rows: Iterable[MeasureRow], *, edition: Edition) -> Iterable[GroupRank]:
    for row in rows:
        rank = rank_of(
            row.standing.rank, row.standing.rank_badge, count=edition.unit_count, reference=row.url
        )
        if rank is not None:
            yield GroupRank(group=Name(text=row.name, reference=row.url), rank=rank)


def _made_of(lineage: Lineage, merger: UnitMerger | None) -> Merger | None:
    if merger is None or not merger.predecessors:
        return None
    units = tuple(Name(text=old.name, reference=old.url) for old in merger.predecessors)
    return Merger(units=units, on=lineage.from_units[0].effective_on)


def _became(lineage: Lineage, merger: UnitMerger | None) -> tuple[Merger, ...]:
    """Return what the unit became part of, day by day."""
    if merger is None:
        return ()
    pairs = sorted(
        zip((succession.effective_on for succession in lineage.into_units), merger.successors, strict=True),
        key=itemgetter(0),
    )
    return tuple(
        Merger(units=tuple(Name(text=heir.name, reference=heir.url) for _day, heir in heirs), on=on)
        for on, heirs in groupby(pairs, key=itemgetter(0))
    )
