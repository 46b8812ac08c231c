"""What can be said of a whole edition by one measure: average, best, leaders; or that it is too thin."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass

import pandas as pd
from django.utils.translation import gettext as _

from indicators import frames
from indicators.models import Benchmark, Edition, LeaderList
from indicators.scoring import averages
from indicators.scoring.completeness import is_complete
from indicators.scoring.leaders import NOBODY, leaders


@dataclass(frozen=True, kw_only=True)
class MeasureSummary:
    """One measure over the unit set of an edition; figures are missing where the edition is thin.

    ``mean`` is the published average where there is one, ``mean_printed`` as it was printed. ``leaders`` are
    unit ids: of a published list, which has no order, else the computed ones, those of the first ranks.
    ``leaders_gap`` is what parts the last computed leaders from the next unit, where nobody published a list.
    ``source_codes`` name the sources of the published average and list, ``mean_source`` that of the average.
    """

    measure: str
    known: int
    count: int | None
    is_complete: bool
    values: pd.Series
    mean: float
    mean_is_published: bool
    mean_printed: str
    computed_mean: float
    best: float
    leaders: tuple[Hashable, ...]
    leaders_are_published: bool
    computed_leaders: tuple[Hashable, ...]
    leaders_gap: float | None
    source_codes: tuple[str, ...] = ()
    mean_source: str = ""

    @property
    def coverage_text(self) -> str:
        """“mới có 5/63 đơn vị” for a thin edition, nothing for a full one."""
        if self.is_complete:
            return ""
        if self.count is None:
            return _("only %(known)d units are known, out of a number that was not published") % {
                "known": self.known
            }
        return _("only %(known)d/%(count)d units so far") % {"known": self.known, "count": self.count}

    def names_leader(self, unit_id: Hashable) -> bool:
        return unit_id in self.leaders


def summaries_of(
    edition: Edition, *, measures: Collection[str] | None = None, values: pd.DataFrame | None = None
) -> dict[str, MeasureSummary]:
    """Summarise measures that have a row in the edition or a published list or average.

    Args:
        measures: the codes of those that are wanted; None for all.
        values: what ``frames.values_frame`` tells of them with computed values, where it is known already.
    """
    if values is None:
        values = frames.values_frame(edition, with_computed=True, measures=measures)
    benchmarks = edition.benchmarks.filter(scope=Benchmark.Scope.UNIT_SET).select_related("measure", "source")
    leader_lists = edition.leader_lists.select_related("measure", "source").prefetch_related("units")
    if measures is not None:
        benchmarks = benchmarks.filter(measure__code__in=measures)
        leader_lists = leader_lists.filter(measure__code__in=measures)
    means = {benchmark.measure.code: benchmark for benchmark in benchmarks}
    lists = {leader_list.measure.code: leader_list for leader_list in leader_lists}
    codes = dict.fromkeys([*values.columns, *means, *lists])
    nothing = pd.Series(float("nan"), index=values.index)
    return {
        code: _summary(edition, code, values.get(code, nothing), means.get(code), lists.get(code))
        for code in codes
    }


def _summary(
    edition: Edition,
    measure: str,
    values: pd.Series,
    benchmark: Benchmark | None,
    leader_list: LeaderList | None,
) -> MeasureSummary:
    rules = edition.methodology
    complete = is_complete(values, unit_count=edition.unit_count)
    computed_mean = averages.mean(values) if complete else float("nan")
    first = (
        leaders(values, count=rules.leader_count, higher_is_better=rules.higher_is_better)
        if complete
        else NOBODY
    )
    return MeasureSummary(
        measure=measure,
        known=int(values.notna().sum()),
        count=edition.unit_count,
        is_complete=complete,
        values=values,
        mean=float(benchmark.value) if benchmark else computed_mean,
        mean_is_published=benchmark is not None,
        mean_printed=benchmark.value_text if benchmark else "",
        computed_mean=computed_mean,
        best=averages.best(values, higher_is_better=rules.higher_is_better) if complete else float("nan"),
        leaders=_listed(leader_list) if leader_list else first.units,
        leaders_are_published=leader_list is not None,
        computed_leaders=first.units,
        leaders_gap=first.gap_to_next if leader_list is None else None,
        source_codes=tuple(published.source.code for published in (benchmark, leader_list) if published),
        mean_source=benchmark.source.code if benchmark else "",
    )


def _listed(leader_list: LeaderList) -> tuple[Hashable, ...]:
    return tuple(unit.pk for unit in leader_list.units.all())
