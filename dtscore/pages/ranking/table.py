"""The figures of a ranking page: one frame a measure, and the columns that they fill."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from dtscore.pages.editions import period_text
from dtscore.pages.links import group_url
from dtscore.pages.marks import COMPUTED, SOURCES, Badge, SourceMark, badges_of, usual_mark
from dtscore.pages.provenance import NO_SOURCES, SourceList, sources_of
from dtscore.pages.summaries import MeasureSummary, summaries_of
from indicators import frames
from indicators.models import Benchmark, Edition, Measure, Ranking
from indicators.scoring.averages import mean
from indicators.scoring.completeness import is_complete
from indicators.workflow.computing import previous_edition
from provinces import names
from provinces.models import Region

RANK, NAME, VALUE, CHANGE, REGION, REGIONAL_RANK = "hang", "ten", "diem", "thay-doi", "vung", "hang-vung"
RANGE = "khoang-nhay"
FIGURES = {RANK: "rank", VALUE: "value", CHANGE: "change", REGIONAL_RANK: "regional_rank"}


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its key in the address, what its head says, and how its first click sorts.

    The key of a group's or composite's values is the code of that measure. ``badge`` and ``mark`` hold for
    the figures of the column that carry none of their own.
    """

    key: str
    measure: str
    label: str
    title: str = ""
    badge: Badge | None = None
    mark: SourceMark | None = None
    descending_first: bool = False
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Mean:
    """An average of a measure, and the code of its source where it was published as such."""

    value: float
    is_published: bool
    source: str = ""


class Member(NamedTuple):
    """Who a member is."""

    slug: str
    name: str
    sort_key: str


@dataclass(frozen=True, kw_only=True)
class RankingTable:
    """Every member of an edition's unit set with all that is known of it.

    ``sources`` number the marks of its figures; without them it has none. ``ranges`` are the sensitivity
    ranges of the ranks, without a row where the edition is too thin for them.
    """

    edition: Edition
    previous: Edition | None
    regions: tuple[Region, ...]
    total: Measure | None
    groups: tuple[Measure, ...]
    standings: dict[str, pd.DataFrame]
    summaries: dict[str, MeasureSummary]
    sources: SourceList = NO_SOURCES
    ranges: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def total_code(self) -> str:
        return self.total.code if self.total else ""

    @property
    def members(self) -> pd.DataFrame:
        """The unit set with its standing by the total, indexed by unit id, in the order of the set."""
        return self.standings[self.total_code]

    @cached_property
    def who(self) -> list[Member]:
        """Who the members are, in the order of the set."""
        columns = (self.members[name].tolist() for name in Member._fields)
        return [Member(*member) for member in zip(*columns, strict=True)]

    def places(self, units: Sequence[Hashable]) -> list[int]:
        """Return where units stand in the order of the set; -1 for one that is no member."""
        return self.members.index.get_indexer(list(units)).tolist()

    @property
    def summary(self) -> MeasureSummary | None:
        """What can be said of the total; None where nothing of it is known."""
        return self.summaries.get(self.total_code)

    @cached_property
    def is_placed(self) -> pd.Series:
        """Whether a unit has any figure to stand by; the others are listed apart."""
        placed = [frame[name].notna() for frame in self.standings.values() for name in ("value", "rank")]
        return pd.Series(np.logical_or.reduce(placed), index=self.members.index)

    @cached_property
    def known_count(self) -> int:
        """The number of units whose total has a value or a rank."""
        return int((self.members["value"].notna() | self.members["rank"].notna()).sum())

    @property
    def is_thin(self) -> bool:
        """Whether units of the set are missing, so that only what was published may be shown."""
        return self.summary is None or not self.summary.is_complete

    @property
    def is_alone(self) -> bool:
        """Whether the unit set has one member, so that there is nothing to rank."""
        return len(self.members) == 1

    @property
    def has_one_view(self) -> bool:
        """Whether there is no standing by a total that a map, a chart or movement could show."""
        return self.is_alone or self.total is None

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns that hold anything; the name stands, as do a total and, among several, its rank."""
        has_any = {name: self.members[name].notna().any() for name in ("change", "region", "regional_rank")}
        better = self.edition.methodology.higher_is_better
        columns = [] if self.has_one_view else [self._column(RANK, _("Rank"))]
        columns.append(self._column(NAME, _("Unit")))
        if self.total:
            columns.append(self._column(VALUE, _("Total"), title=str(self.total), descending_first=better))
        if len(self.ranges) and not self.is_alone:
            columns.append(self._range_column())
        if has_any["change"]:
            columns.append(self._column(CHANGE, self.change_label, descending_first=True))
        if has_any["region"]:
            columns.append(self._column(REGION, _("Region")))
        if has_any["regional_rank"]:
            columns.append(self._column(REGIONAL_RANK, _("Rank in the region")))
        return (*columns, *(self._measure_column(measure) for measure in self.groups))

    @property
    def change_label(self) -> str:
        if self.previous is None:
            return _("Change")
        return _("Change since %(period)s") % {"period": period_text(self.previous)}

    def sort_values(self, column: Column) -> pd.Series:
        """Return what a column is sorted by; missing where it shows nothing."""
        if column.key == NAME:
            return self.members["sort_key"]
        if column.key == REGION:
            return self.members["region_name"].map(names.sort_key, na_action="ignore")
        if column.key in FIGURES:
            return self.members[FIGURES[column.key]]
        if column.key == RANGE:
            ends = self.ranges.reindex(self.members.index)
            return ends["lowest"] * (len(ends) + 1) + ends["highest"]
        frame = self.standings[column.measure]
        return frame["value"] if frame["value"].notna().any() else -frame["rank"]

    @property
    def means(self) -> dict[str, Mean]:
        """The averages over the unit set by measure code, those that were published or may be computed."""
        return {
            code: Mean(value=summary.mean, is_published=summary.mean_is_published, source=summary.mean_source)
            for code, summary in self.summaries.items()
            if code in self.standings and not pd.isna(summary.mean)
        }

    def regional_means(self, region: str) -> dict[str, Mean]:
        """Return the averages over a region whose ranked units are all known; a published one wins."""
        published = self.edition.benchmarks.filter(scope=Benchmark.Scope.REGION, region__code=region)
        means = {
            code: Mean(value=mean(values), is_published=False)
            for code, frame in self.standings.items()
            if is_complete(values := in_region(frame, region)["value"], unit_count=len(values))
        }
        return means | {
            code: Mean(value=float(value), is_published=True, source=source)
            for code, value, source in published.values_list("measure__code", "value", "source__code")
        }

    def badge(self, basis: str | None, *, is_computed: bool) -> Badge | None:
        """Return the ``basis_badge`` of a figure of the edition."""
        return self._badges.get(COMPUTED if is_computed else basis)

    @cached_property
    def _badges(self) -> dict[str, Badge]:
        return badges_of(self.edition)

    def _column(self, key: str, label: str, **fields) -> Column:
        marks = self._marks(self.members, figure=FIGURES[key]) if key in FIGURES else {}
        return Column(key=key, measure=self.total_code, label=label, **marks, **fields)

    def _range_column(self) -> Column:
        return Column(
            key=RANGE,
            measure=self.total_code,
            label=_("Sensitivity range"),
            title=_("The rank, and the ranks it moves between when the weights of the groups are changed"),
            badge=self.badge(None, is_computed=True),
        )

    def _measure_column(self, measure: Measure) -> Column:
        return Column(
            key=measure.code,
            label=measure.name,
            measure=measure.code,
            **self._marks(self.standings[measure.code], figure="value"),
            descending_first=self.edition.methodology.higher_is_better,
            url=group_url(self.edition, measure.code),
        )

    def _marks(self, frame: pd.DataFrame, *, figure: str) -> dict[str, Badge | SourceMark | None]:
        """Return the mark of the basis and that of the source that most figures of a column bear."""
        basis = f"{figure}_basis"
        bases = frame[basis].tolist() if basis in frame else [None] * len(frame)
        columns = (frame[figure].notna(), frame[f"{figure}_is_computed"], frame[SOURCES[figure]])
        cells = zip(*(column.tolist() for column in columns), bases, strict=True)
        known = [cell for is_known, *cell in cells if is_known]
        return {
            "badge": usual_mark(
                self.badge(basis, is_computed=is_computed) for is_computed, _source, basis in known
            ),
            "mark": usual_mark(
                None if is_computed else self.sources.mark(source) for is_computed, source, _basis in known
            ),
        }


def load_totals(edition: Edition) -> RankingTable:
    """Read what a ranking says of the total alone, without groups and sensitivity ranges."""
    total = edition.methodology.measures.of_kind(Measure.Kind.TOTAL).in_order().first()
    code = total.code if total else ""
    standings = frames.standings_by_measure(edition, measures=[code])
    return RankingTable(
        edition=edition,
        previous=previous_edition(edition),
        regions=(),
        total=total,
        groups=(),
        standings=standings,
        summaries=summaries_of(edition, measures=[code], values=_values(standings, total=code)),
    )


def load_table(edition: Edition) -> RankingTable:
    """Read all that a ranking page shows of an edition."""
    measures = list(edition.methodology.measures.valued().in_order())
    total = next((measure for measure in measures if measure.kind == Measure.Kind.TOTAL), None)
    total_code = total.code if total else ""
    standings = frames.standings_by_measure(
        edition, measures=[total_code, *(measure.code for measure in measures)]
    )
    known = {
        code: frame
        for code, frame in standings.items()
        if code == total_code or frame["value"].notna().any() or frame["rank"].notna().any()
    }
    return RankingTable(
        edition=edition,
        previous=previous_edition(edition),
        regions=tuple(edition.unit_set.regions.filter(members__isnull=False).distinct().order_by("order")),
        total=total,
        groups=tuple(m for m in measures if m.kind != Measure.Kind.TOTAL and m.code in known),
        standings=known,
        summaries=summaries_of(edition, values=_values(known, total=total_code)),
        ranges=frames.intervals_frame(edition),
    )


def _values(standings: dict[str, pd.DataFrame], *, total: str) -> pd.DataFrame:
    """Return the values of the units that the edition ranks, by the measures that any value is known of."""
    is_ranked = standings[total]["status"] != Ranking.Status.NOT_RANKED
    values = {code: frame["value"] for code, frame in standings.items() if frame["value"].notna().any()}
    return pd.DataFrame(values, index=is_ranked.index)[is_ranked]


def with_sources(table: RankingTable, *, codes: Collection[str] = ()) -> RankingTable:
    """Return a table whose figures bear the numbers of their sources, and others by code."""
    averages = set(table.edition.benchmarks.values_list("source__code", flat=True))
    named = {code for summary in table.summaries.values() for code in summary.source_codes}
    listed = sources_of(*table.standings.values(), edition=table.edition, codes={*codes, *named, *averages})
    return replace(table, sources=listed)


def in_region(frame: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return the units of a region, without those that the edition does not rank."""
    return frame[(frame["region"] == region) & (frame["status"] != Ranking.Status.NOT_RANKED)]
