"""The facts of several units side by side, for the paragraph on top of their comparison."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from dtscore.narrative.facts import COMPUTED, Ahead, ComparisonFacts, Name, Value, WidestGap
from dtscore.pages.comparison.table import Cell, ComparisonTable, Row
from dtscore.pages.editions import unit_set_label
from dtscore.pages.facts import coverage_of, difference_text, period_of, placing_of
from dtscore.pages.links import group_url
from dtscore.pages.standings import Standing
from indicators.models import Edition


def comparison_facts(
    table: ComparisonTable, *, edition: Edition, editions: Sequence[Edition]
) -> ComparisonFacts:
    """Gather what is known of the units; no query of its own.

    Args:
        editions: those that the page shows over the years.
    """
    total = table.total_measure
    known = [row for row in table.groups.rows if not any(pd.isna(cell.standing.value) for cell in row.cells)]
    return ComparisonFacts(
        period=period_of(edition),
        measure=Name(text=total.name, reference=group_url(edition, total.code))
        if total
        else Name(text=edition.scorecard.name),
        members=unit_set_label(edition.unit_set),
        units=tuple(placing_of(cell.standing, edition=edition) for cell in table.total.cells)
        if table.total
        else (),
        widest=_widest(table.groups.rows, edition=edition),
        ahead=_ahead(known, edition=edition),
        group_count=len(known),
        coverage=coverage_of(table.summary, edition=edition),
        has_other_sets=len({shown.unit_set_id for shown in editions}) > 1,
    )


def _widest(rows: Sequence[Row], *, edition: Edition) -> WidestGap | None:
    """Return by which group a unit is furthest from the first; None where no two values are known."""
    row = next((row for row in rows if row.widest), None)
    if row is None:
        return None
    code, cell = row.measure.code, row.widest
    text = difference_text(cell.difference, edition=edition)
    if text == difference_text(0, edition=edition):
        return None
    unit = placing_of(cell.standing, edition=edition, measure=code)
    return WidestGap(
        measure=Name(text=row.measure.name, reference=row.url),
        unit=unit,
        first=placing_of(row.cells[0].standing, edition=edition, measure=code),
        difference=Value(text=text, reference=unit.value.reference, basis=COMPUTED),
        side=1 if cell.difference > 0 else -1,
    )


def _ahead(rows: Sequence[Row], *, edition: Edition) -> tuple[Ahead, ...]:
    """Return how many groups each unit has the best value in, alone or level with others."""
    counts: Counter[str] = Counter()
    names: dict[str, Standing] = {}
    for row in rows:
        best = _best(row.cells, higher_is_better=edition.methodology.higher_is_better)
        for cell in row.cells:
            names[cell.standing.slug] = cell.standing
            counts[cell.standing.slug] += cell.standing.value == best
    return tuple(
        Ahead(unit=Name(text=standing.name, reference=standing.url), count=counts[slug])
        for slug, standing in names.items()
        if counts[slug]
    )


def _best(cells: Sequence[Cell], *, higher_is_better: bool) -> float:
    values = [cell.standing.value for cell in cells]
    return max(values) if higher_is_better else min(values)
