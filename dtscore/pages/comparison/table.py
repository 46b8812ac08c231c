"""The table of a comparison: each measure of an edition by unit, with the differences from the first one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.pages.lifting import lift_badges
from dtscore.pages.links import group_url
from dtscore.pages.marks import Badge, SourceMark, usual_mark
from dtscore.pages.provenance import SourceList, sources_of
from dtscore.pages.standings import Standing, standings_of
from dtscore.pages.summaries import MeasureSummary, summaries_of
from indicators import frames
from indicators.models import Edition, Measure
from indicators.notation import format_difference


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One unit by one measure; the difference is missing for the first unit and beside a missing value.

    ``standing`` keeps its marks, the badges here are those that the row does not bear for all.
    """

    standing: Standing
    value_badge: Badge | None
    rank_badge: Badge | None
    value_mark: SourceMark | None
    rank_mark: SourceMark | None
    difference: float
    difference_text: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measure; ``gap`` is its largest difference, whichever way.

    A mark that all values or all ranks of the row bear stands in the row, and in no cell.
    """

    measure: Measure
    url: str
    coverage_text: str
    value_badge: Badge | None
    rank_badge: Badge | None
    cells: Sequence[Cell]
    gap: float

    @property
    def widest(self) -> Cell | None:
        """The unit that is furthest from the first; None where no two values are known."""
        known = [cell for cell in self.cells if not pd.isna(cell.difference)]
        return max(known, key=lambda cell: abs(cell.difference), default=None)


@dataclass(frozen=True, kw_only=True)
class Section:
    """Rows of one kind, those with the largest gap first."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True, kw_only=True)
class ComparisonTable:
    """What an edition says of the units, and where it was read; ``mark`` is the source of most figures.

    ``unknown`` are the measures that it has neither value nor rank for of any of them.
    """

    total_measure: Measure | None
    total: Row | None
    groups: Section
    composites: Section
    unknown: Sequence[Measure]
    summaries: Mapping[str, MeasureSummary]
    sources: SourceList
    mark: SourceMark | None

    @property
    def summary(self) -> MeasureSummary | None:
        return self.summaries.get(self.total_measure.code) if self.total_measure else None

    @property
    def sections(self) -> list[Section]:
        return [section for section in (self.groups, self.composites) if section.rows]

    @property
    def rows(self) -> list[Row]:
        total = [self.total] if self.total else []
        return [*total, *self.groups.rows, *self.composites.rows]


def comparison_table(
    edition: Edition, *, units: pd.DataFrame, beside: Sequence[pd.DataFrame] = ()
) -> ComparisonTable:
    """Compare units that an edition holds, rows of its ``frames.members_frame``.

    ``beside`` are the standings that the page shows besides.
    """
    measures = list(edition.methodology.measures.valued().in_order())
    frames_of_units = frames.standings_by_measure(
        edition, measures=[measure.code for measure in measures], members=units
    )
    summaries = summaries_of(edition)
    sources = sources_of(*frames_of_units.values(), *beside, edition=edition)
    standings = {
        measure: [sources.marked(row) for row in standings_of(frames_of_units[measure.code], edition=edition)]
        for measure in measures
        if _is_known(frames_of_units[measure.code])
    }
    mark = _usual_source(standings.values())
    rows = [
        _row(measure, own, edition=edition, mark=mark, coverage_text=_coverage_text(measure, summaries))
        for measure, own in standings.items()
    ]
    total = next((measure for measure in measures if measure.kind == Measure.Kind.TOTAL), None)
    return ComparisonTable(
        total_measure=total,
        total=next((row for row in rows if row.measure == total), None),
        groups=_section(_("Indicator groups"), rows, kind=Measure.Kind.GROUP),
        composites=_section(_("Composites"), rows, kind=Measure.Kind.COMPOSITE),
        unknown=[measure for measure in measures if measure not in standings and measure.max_points != 0],
        summaries=summaries,
        sources=sources,
        mark=mark,
    )


def _is_known(standings: pd.DataFrame) -> bool:
    """Tell whether any of the units has a value or a rank by a measure."""
    return bool(standings["value"].notna().any() or standings["rank"].notna().any())


def _usual_source(rows: Iterable[Sequence[Standing]]) -> SourceMark | None:
    """Return the source of most values and ranks of a table."""
    standings = [standing for row in rows for standing in row]
    values = [standing.value_mark for standing in standings if not pd.isna(standing.value)]
    return usual_mark([*values, *(standing.rank_mark for standing in standings if standing.rank is not None)])


def _row(
    measure: Measure,
    standings: Sequence[Standing],
    *,
    edition: Edition,
    mark: SourceMark | None,
    coverage_text: str,
) -> Row:
    values = pd.Series([standing.value for standing in standings], dtype=float)
    differences = values - values.iloc[0]
    differences.iloc[0] = float("nan")
    known = {
        "value_badge": lambda standing: not pd.isna(standing.value),
        "rank_badge": lambda standing: standing.rank is not None,
    }
    lifted, heads = lift_badges(standings, known=known)
    return Row(
        measure=measure,
        url=group_url(edition, measure.code),
        coverage_text=coverage_text,
        **heads,
        cells=[
            Cell(
                standing=standing,
                value_badge=own.value_badge,
                rank_badge=own.rank_badge,
                value_mark=None if standing.value_mark == mark else standing.value_mark,
                rank_mark=None if standing.rank_mark == mark else standing.rank_mark,
                difference=difference,
                difference_text=_difference_text(difference, edition=edition),
            )
            for standing, own, difference in zip(standings, lifted, differences, strict=True)
        ],
        gap=differences.abs().max(),
    )


def _coverage_text(measure: Measure, summaries: dict[str, MeasureSummary]) -> str:
    summary = summaries.get(measure.code)
    return summary.coverage_text if summary else ""


def _difference_text(difference: float, *, edition: Edition) -> str:
    if pd.isna(difference):
        return ""
    return format_difference(difference, decimals=edition.methodology.decimals, language=get_language())


def _section(title: str, rows: Sequence[Row], *, kind: str) -> Section:
    """Keep the rows of a kind, largest gap first; those without one come last, in rule-book order."""
    own = [row for row in rows if row.measure.kind == kind]
    return Section(title=title, rows=sorted(own, key=lambda row: (pd.isna(row.gap), -row.gap)))
