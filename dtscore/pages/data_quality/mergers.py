"""Scores of merged units against the mean of their predecessors."""

from dataclasses import dataclass
from itertools import permutations

import pandas as pd

from dtscore.pages.data_quality.checks import difference_text
from dtscore.pages.data_quality.figures import Figures
from dtscore.pages.links import TextLink
from indicators.models import Edition
from indicators.scoring.differences import differs
from indicators.scoring.mergers import predecessor_means, with_unchanged
from provinces.models import Succession


@dataclass(frozen=True)
class MergerCheck:
    """One measure of an edition of merged units, against the edition of those that they came from."""

    edition: TextLink
    before: TextLink
    measure: str
    compared: int
    count: int
    equal: int
    largest: str
    unit: TextLink


def merger_checks(figures: Figures) -> list[MergerCheck]:
    """Compare editions of one period that were measured on old units and on their successors."""
    pairs = list(_pairs(figures))
    if not pairs:
        return []
    successions = pd.DataFrame(
        Succession.objects.values_list("predecessor_id", "successor_id"),
        columns=["predecessor", "successor"],
    )
    checks = (
        _check(figures, before, after, code, successions)
        for before, after in pairs
        for key, code in figures.measures
        if key == after.pk
    )
    return [check for check in checks if check is not None]


def _pairs(figures: Figures):
    """Return editions of one scorecard and period on two sets, of which the second came later."""
    for editions in figures.scorecards.values():
        for before, after in permutations(editions, 2):
            starts = after.unit_set.valid_from
            ends = before.unit_set.valid_to
            same_period = before.period_end == after.period_end
            if same_period and starts is not None and ends is not None and ends < starts:
                yield before, after


def _check(
    figures: Figures, before: Edition, after: Edition, code: str, successions: pd.DataFrame
) -> MergerCheck | None:
    old, new = (figures.published_values(edition.pk, code) for edition in (before, after))
    if old.isna().all() or new.isna().all():
        return None
    lineage = with_unchanged(successions, units=new.index)
    means = predecessor_means(old, successions=lineage).reindex(new.index)
    differences = (new - means).abs().dropna()
    if differences.empty:
        return None
    return MergerCheck(
        edition=figures.edition(after.pk),
        before=figures.edition(before.pk),
        measure=str(figures.measure(after.pk, code)),
        compared=len(differences),
        count=after.unit_count or len(new),
        equal=len(differences) - int(differs(new, means, decimals=after.methodology.decimals).sum()),
        largest=difference_text(differences.max()),
        unit=figures.unit(differences.idxmax(), edition=after.pk),
    )
