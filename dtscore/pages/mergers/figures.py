"""The figures of a merger: one period as it was measured on the old and on the new unit set."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dtscore.pages.estimates import Estimates, load_estimates
from dtscore.pages.provenance import SourceList, sources_of
from dtscore.pages.standings import Standing, standings_of
from indicators import frames
from indicators.models import Edition, Measure, Ranking
from indicators.scoring.differences import differs
from indicators.scoring.mergers import averaging_effects, predecessor_means, with_unchanged
from provinces.models import Succession


@dataclass(frozen=True, kw_only=True)
class MeasureCheck:
    """One measure: on how many new units mean and published value could be compared, and agreed."""

    measure: Measure
    compared: int
    equal: int
    largest: float


@dataclass(frozen=True, kw_only=True)
class MergerFigures:
    """Both editions of a period with the totals of their units, and who became whom.

    ``old`` and ``new`` are frames of ``frames.standings_by_unit`` by the total; ``successions`` holds a pair
    for each new unit, those that no merger made as their own predecessors.
    """

    before: Edition
    after: Edition
    old: pd.DataFrame
    new: pd.DataFrame
    old_values: pd.DataFrame
    new_values: pd.DataFrame
    measures: tuple[Measure, ...]
    successions: pd.DataFrame
    effective_on: tuple
    sources: SourceList
    estimates: Estimates

    @cached_property
    def means(self) -> pd.Series:
        return predecessor_means(self.old["published_value"], successions=self.successions)

    @cached_property
    def effects(self) -> pd.DataFrame:
        """How far the mean of each merged unit lies from its best predecessor, the largest effect first."""
        better = self.before.methodology.higher_is_better
        return averaging_effects(
            self.old["published_value"], successions=self.successions, higher_is_better=better
        )

    @cached_property
    def old_standings(self) -> dict[Hashable, Standing]:
        return {
            standing.unit_id: self.sources.marked(standing)
            for standing in standings_of(self.old, edition=self.before)
        }

    @cached_property
    def new_standings(self) -> dict[Hashable, Standing]:
        return {
            standing.unit_id: self.sources.marked(standing)
            for standing in standings_of(self.new, edition=self.after)
        }

    @cached_property
    def predecessors(self) -> dict[Hashable, list[Hashable]]:
        """The units of the older set that each new one was made of, the best first."""
        better = self.before.methodology.higher_is_better
        order = self.old["published_value"].sort_values(ascending=not better, na_position="last")
        places = {unit: place for place, unit in enumerate(order.index)}
        known = self.successions[self.successions["predecessor"].isin(places)]
        return {
            successor: sorted(own["predecessor"], key=places.get)
            for successor, own in known.groupby("successor", sort=False)
        }

    @cached_property
    def part_counts(self) -> dict[Hashable, int]:
        """Of how many units each new one was made, whether figures of them are known or not."""
        return self.successions.groupby("successor")["predecessor"].nunique().to_dict()

    @cached_property
    def merged(self) -> list[Hashable]:
        """The new units that several old ones became: those with an effect first, then the others by rank."""
        several = [unit for unit in self._by_rank if self.part_counts[unit] > 1]
        with_effect = dict.fromkeys(self.effects.index[self.effects.index.isin(several)])
        return [*with_effect, *(unit for unit in several if unit not in with_effect)]

    @property
    def unchanged(self) -> list[Hashable]:
        return [unit for unit in self._by_rank if self.part_counts[unit] == 1]

    @cached_property
    def successors(self) -> dict[Hashable, Hashable]:
        """What each old unit became; of several, the first."""
        first = self.successions.drop_duplicates("predecessor")
        return dict(zip(first["predecessor"], first["successor"], strict=True))

    @property
    def checks(self) -> list[MeasureCheck]:
        """Hold the published values of merged units against the means, measure by measure."""
        decimals = self.after.methodology.decimals
        checks = []
        for measure in self.measures:
            if measure.code not in self.old_values or measure.code not in self.new_values:
                continue
            published = self.new_values[measure.code].reindex(self.merged)
            means = predecessor_means(self.old_values[measure.code], successions=self.successions)
            apart = (published - means.reindex(published.index)).abs().dropna()
            if len(apart):
                differing = differs(published.loc[apart.index], means.loc[apart.index], decimals=decimals)
                checks.append(
                    MeasureCheck(
                        measure=measure,
                        compared=len(apart),
                        equal=len(apart) - int(differing.sum()),
                        largest=float(apart.max()),
                    )
                )
        return checks

    @cached_property
    def _by_rank(self) -> list[Hashable]:
        return by_rank(self.new)


def by_rank(frame: pd.DataFrame) -> list[Hashable]:
    """Return the units of a frame by rank and name, those without a rank last."""
    return list(frame[["rank", "sort_key"]].sort_values(["rank", "sort_key"], na_position="last").index)


def load_figures(editions: Sequence[Edition], *, before: Edition, after: Edition) -> MergerFigures:
    """Read a period that was measured on two unit sets; as many queries for many units as for few."""
    measures = list(after.methodology.measures.valued().in_order())
    total = next((measure.code for measure in measures if measure.kind == Measure.Kind.TOTAL), "")
    old, new = (frames.standings_by_unit(edition, measure=total) for edition in (before, after))
    successions = Succession.objects.filter(successor__in=list(new.index))
    rows = list(
        successions.values_list("predecessor_id", "successor_id", "effective_on", "source__code").order_by(
            "effective_on", "predecessor__slug"
        )
    )
    pairs = pd.DataFrame([row[:2] for row in rows], columns=["predecessor", "successor"])
    estimates = load_estimates(editions, before=before, after=after)
    codes = {source for *_pair, source in rows if source}
    codes |= {edition.source.code for edition in (before, *estimates.editions) if edition.source}
    totals = Ranking.objects.filter(edition__in=estimates.editions, measure__kind=Measure.Kind.TOTAL)
    codes |= set(totals.exclude(value=None).values_list("value_source__code", flat=True)) - {None}
    return MergerFigures(
        before=before,
        after=after,
        old=old,
        new=new,
        old_values=frames.values_frame(before),
        new_values=frames.values_frame(after),
        measures=tuple(measures),
        successions=with_unchanged(pairs, units=new.index),
        effective_on=tuple(dict.fromkeys(day for _old, _new, day, _source in rows)),
        sources=sources_of(old, new, edition=after, codes=codes),
        estimates=estimates,
    )
