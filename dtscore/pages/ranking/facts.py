"""The facts of an edition, for the paragraph on top of its ranking and of the overview."""

from collections.abc import Iterable

import pandas as pd

from dtscore.narrative.facts import (
    COMPUTED,
    PUBLISHED,
    Change,
    Coverage,
    EditionFacts,
    Name,
    Placing,
    RegionFacts,
    Rise,
    Value,
)
from dtscore.pages.facts import mean_of, other_set_of, period_of, placing_of, rank_of
from dtscore.pages.links import group_url, ranking_url, row_url
from dtscore.pages.ranking.table import RankingTable, in_region
from dtscore.pages.ranking.words import units_text
from dtscore.pages.standings import standings_of
from indicators.models import Edition
from indicators.scoring.completeness import is_complete

FIRST_RANKS = 3
# Where more tie, no sentence names them.
MOST_RISERS = 5


def edition_facts(table: RankingTable, *, editions: Iterable[Edition] = (), region: str = "") -> EditionFacts:
    """Gather what is known of an edition; no query of its own.

    Args:
        editions: those of the scorecard, newest first.
        region: the code of the region that the reader chose, if any.
    """
    edition = table.edition
    return EditionFacts(
        period=period_of(edition),
        ranked=units_text(edition),
        first=_first(table),
        alone=_placings(table, table.members)[0] if table.is_alone and table.known_count else None,
        mean=_mean(table),
        rise=rise_of(table),
        coverage=_coverage(table),
        region=_region(table, region) if region else None,
        other_set=other_set_of(edition, previous=table.previous, editions=editions),
    )


def _mean(table: RankingTable) -> Value | None:
    """Return the average of the total; None for an only unit and for a rule book without a total."""
    if table.is_alone or table.total is None:
        return None
    reference = group_url(table.edition, table.total_code)
    return mean_of(table.summary, edition=table.edition, reference=reference)


def rise_of(table: RankingTable, *, among: str = "") -> Rise | None:
    """Return who rose most; None where nobody is known to have risen, or too many rose alike.

    Args:
        among: who was ranked, where that is told of a unit set that was not named before.
    """
    changes = table.members["change"].dropna()
    if changes.empty or changes.max() <= 0 or table.previous is None:
        return None
    most = changes.index[changes == changes.max()]
    if len(most) > MOST_RISERS:
        return None
    risers = _placings(table, table.members.loc[most])
    any_is_computed = table.members.loc[changes.index, "change_is_computed"].any()
    return Rise(
        units=risers,
        change=Change(
            places=int(changes.max()),
            since=period_of(table.previous),
            reference=ranking_url(table.previous),
            basis=COMPUTED if any_is_computed else PUBLISHED,
        ),
        known=len(changes),
        is_complete=len(changes) == table.edition.unit_count,
        among=among,
    )


def _placings(table: RankingTable, rows: pd.DataFrame) -> tuple[Placing, ...]:
    standings = standings_of(rows, edition=table.edition)
    return tuple(placing_of(standing, edition=table.edition) for standing in standings)


def _first(table: RankingTable) -> tuple[Placing, ...]:
    """Return the units of the best ranks, those known of a thin edition; by value where no rank is known."""
    members = table.members
    by_rank = members[["rank", "sort_key"]].dropna(subset="rank").sort_values(["rank", "sort_key"])
    if by_rank.empty:
        better = table.edition.methodology.higher_is_better
        known = members[members["value"].notna()]
        by_value = known.sort_values(["value", "sort_key"], ascending=[not better, True])
        return _placings(table, by_value.head(FIRST_RANKS))
    first = by_rank.head(FIRST_RANKS) if table.is_thin else by_rank[by_rank["rank"] <= FIRST_RANKS]
    return _placings(table, members.loc[first.index])


def _coverage(table: RankingTable) -> Coverage | None:
    if not table.is_thin or table.is_alone or not table.known_count:
        return None
    return Coverage(
        known=table.known_count,
        count=table.edition.unit_count,
        values=int(table.members["value"].notna().sum()),
        ranks=int(table.members["rank"].notna().sum()),
        reference=ranking_url(table.edition),
    )


def _region(table: RankingTable, code: str) -> RegionFacts:
    """Return who leads a region, or that too few of its units are known to rank them."""
    frame = in_region(table.members, code)
    name = next(region.name for region in table.regions if region.code == code)
    reference = f"{ranking_url(table.edition)}?vung={code}"
    is_ranked = is_complete(frame["regional_rank"], unit_count=len(frame))
    leading = frame[frame["regional_rank"] <= FIRST_RANKS].sort_values(["regional_rank", "sort_key"])
    return RegionFacts(
        region=Name(text=name, reference=reference),
        first=tuple(_regional_placings(table, leading, code)) if is_ranked else (),
        coverage=Coverage(
            known=int(frame[["value", "rank"]].notna().any(axis=1).sum()),
            count=len(frame),
            reference=reference,
        ),
    )


def _regional_placings(table: RankingTable, rows: pd.DataFrame, region: str) -> Iterable[Placing]:
    for standing in standings_of(rows, edition=table.edition):
        rank = rank_of(
            standing.regional_rank,
            standing.regional_rank_badge,
            count=standing.regional_count,
            reference=row_url(table.edition, standing.slug, region=region),
        )
        yield Placing(name=Name(text=standing.name, reference=standing.url), rank=rank)
