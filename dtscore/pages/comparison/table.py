"""The table of a comparison: each measure of an edition by unit, with the differences from the first one."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.pages.links import group_url
from dtscore.pages.standings import Badge, Standing, lift_badges, standings_of
from dtscore.pages.summaries import MeasureSummary, summaries_of
from indicators import frames
from indicators.models import Edition, Measure
from indicators.notation import format_difference
from provinces.models import Unit


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One unit by one measure; the difference is missing for the first unit and beside a missing value."""

    standing: Standing
    value_badge: Badge | None
    rank_badge: Badge | None
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
    """What an edition says of the units, and the frames it was read from.

    ``unknown`` are the measures that it has neither value nor rank for of any of them.
    """

    total_measure: Measure | None
    total: Row | None
    groups: Section
    composites: Section
    unknown: Sequence[Measure]
    coverage_text: str
    standings: Sequence[pd.DataFrame]

    @property
    def sections(self) -> list[Section]:
        return [section for section in (self.groups, self.composites) if section.rows]

    @property
    def rows(self) -> list[Row]:
        total = [self.total] if self.total else []
        return [*total, *self.groups.rows, *self.composites.rows]


def comparison_table(edition: Edition, *, units: Sequence[Unit]) -> ComparisonTable:
    """Compare units that an edition holds."""
    order = [unit.pk for unit in units]
    measures = list(edition.methodology.measures.valued().in_order())
    by_measure = frames.standings_by_measure(edition, measures=[measure.code for measure in measures])
    standings = {code: frame.loc[order] for code, frame in by_measure.items()}
    summaries = summaries_of(edition)
    known = [measure for measure in measures if _is_known(standings[measure.code])]
    rows = [_row(edition, measure, standings[measure.code], summaries) for measure in known]
    total = next((measure for measure in measures if measure.kind == Measure.Kind.TOTAL), None)
    return ComparisonTable(
        total_measure=total,
        total=next((row for row in rows if row.measure == total), None),
        groups=_section(_("Indicator groups"), rows, kind=Measure.Kind.GROUP),
        composites=_section(_("Composites"), rows, kind=Measure.Kind.COMPOSITE),
        unknown=[measure for measure in measures if measure not in known and measure.max_points != 0],
        coverage_text=_coverage_text(total, summaries) if total else "",
        standings=list(standings.values()),
    )


def _is_known(standings: pd.DataFrame) -> bool:
    """Tell whether any of the units has a value or a rank by a measure."""
    return bool(standings["value"].notna().any() or standings["rank"].notna().any())


def _row(
    edition: Edition, measure: Measure, frame: pd.DataFrame, summaries: dict[str, MeasureSummary]
) -> Row:
    differences = frame["value"] - frame["value"].iloc[0]
    differences.iloc[0] = float("nan")
    known = {
        "value_badge": lambda standing: not pd.isna(standing.value),
        "rank_badge": lambda standing: standing.rank is not None,
    }
    standings, heads = lift_badges(standings_of(frame, edition=edition), known=known)
    return Row(
        measure=measure,
        url=group_url(edition, measure.code),
        coverage_text=_coverage_text(measure, summaries),
        **heads,
        cells=[
            Cell(
                standing=standing,
                value_badge=standing.value_badge,
                rank_badge=standing.rank_badge,
                difference=difference,
                difference_text=_difference_text(difference, edition=edition),
            )
            for standing, difference in zip(standings, differences, strict=True)
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
