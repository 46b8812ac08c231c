"""How much of each edition was published, and how it is known."""

from dataclasses import dataclass

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.comparison import comparison_figure
from dtscore.pages.data_quality.figures import Figures, Link
from dtscore.pages.standings import rank_text
from indicators.models import Edition, Measure, Scorecard
from indicators.models.basis import Basis
from indicators.notation import MISSING, format_number

FULL = 4


@dataclass(frozen=True)
class CoverageCell:
    """The units with a value and with a rank; ``level`` is a class of the heat table, or empty."""

    values: str
    ranks: str
    level: str


@dataclass(frozen=True)
class CoverageRow:
    """One edition over the measures of its scorecard."""

    edition: Link
    cells: list[CoverageCell]


@dataclass(frozen=True)
class CoverageTable:
    """One scorecard: editions down, measures across."""

    id: str
    title: str
    measures: list[tuple[str, str]]
    rows: list[CoverageRow]


@dataclass(frozen=True)
class BasisRow:
    """How the figures of an edition are known."""

    edition: Link
    counts: list[str]


def coverage_tables(figures: Figures) -> list[CoverageTable]:
    """Return one table a scorecard."""
    counts = _published_counts(figures)
    return [
        _table(figures, scorecard, editions, counts) for scorecard, editions in figures.scorecards.items()
    ]


def coverage_legend() -> list[tuple[int, str]]:
    """Return the classes of the heat tables with what each means."""
    return [
        (FULL, _("all units")),
        (3, _("at least 75 percent of the units")),
        (2, _("at least 50 percent of the units")),
        (1, _("at least 25 percent of the units")),
        (0, _("less than 25 percent of the units")),
    ]


def coverage_chart(figures: Figures) -> ChartCard | None:
    """Draw the share of units whose total, and whose rank by it, was published; None without any."""
    counts = _published_counts(figures)
    totals = {
        key: counts.get((key, code), (0, 0))
        for (key, code), measure in figures.measures.items()
        if measure.kind == Measure.Kind.TOTAL and figures.editions[key].unit_count
    }
    if not totals:
        return None
    complete = sum(values == figures.editions[key].unit_count for key, (values, _ranks) in totals.items())
    description = _("In %(complete)d of %(count)d editions every unit has a published total.") % {
        "complete": complete,
        "count": len(totals),
    }
    rows = [row for key, counted in totals.items() for row in _shares(figures.editions[key], counted)]
    frame = pd.DataFrame(rows)
    return ChartCard(
        id="coverage-chart",
        title=_("Units with a published total and with a published rank"),
        description=description,
        figure=comparison_figure(frame, value_label=_("percent of the units"), language=get_language()),
    )


def basis_columns() -> list[str]:
    """Return the headings of the table of ``basis_tables``."""
    return [
        _("Values published"),
        _("Values derived"),
        _("Ranks published"),
        _("Ranks by row order"),
        _("Ranks derived"),
        _("Values only computed"),
        _("Ranks only computed"),
    ]


def basis_tables(figures: Figures) -> list[tuple[str, list[BasisRow]]]:
    """Count the figures of each edition by how they are known, scorecard by scorecard."""
    by_edition = dict(list(figures.standings.groupby("edition_id", sort=False)))
    nothing = figures.standings.head(0)
    return [
        (
            str(scorecard),
            [
                BasisRow(figures.edition(edition.pk), _basis_counts(by_edition.get(edition.pk, nothing)))
                for edition in editions
            ],
        )
        for scorecard, editions in figures.scorecards.items()
    ]


def _basis_counts(standings: pd.DataFrame) -> list[str]:
    """Count the rows behind each heading of ``basis_columns``."""
    counts = [
        (standings["value_basis"] == Basis.PUBLISHED).sum(),
        (standings["value_basis"] == Basis.DERIVED).sum(),
        (standings["rank_basis"] == Basis.PUBLISHED).sum(),
        (standings["rank_basis"] == Basis.ROW_ORDER).sum(),
        (standings["rank_basis"] == Basis.DERIVED).sum(),
        standings["value_is_computed"].sum(),
        standings["rank_is_computed"].sum(),
    ]
    return [format_number(int(count), decimals=0, language=get_language()) for count in counts]


def _published_counts(figures: Figures) -> dict[tuple[int, str], tuple[int, int]]:
    """Count the published values and ranks of each edition and measure that has any."""
    columns = ["published_value", "published_rank"]
    counts = figures.standings.groupby(["edition_id", "measure"], sort=False)[columns].count()
    return {key: counted for key, *counted in counts[counts.any(axis="columns")].itertuples()}


def _table(figures: Figures, scorecard: Scorecard, editions: list[Edition], counts: dict) -> CoverageTable:
    names: dict[str, str] = {}
    present = {code for key, code in counts if key in {edition.pk for edition in editions}}
    for edition in reversed(editions):
        for (key, code), measure in figures.measures.items():
            if key == edition.pk and code in present:
                names.setdefault(code, measure.name)
    return CoverageTable(
        id=f"coverage-{scorecard.code}",
        title=str(scorecard),
        measures=list(names.items()),
        rows=[
            CoverageRow(
                edition=figures.edition(edition.pk),
                cells=[_cell(edition, counts.get((edition.pk, code))) for code in names],
            )
            for edition in editions
        ],
    )


def _cell(edition: Edition, counts: tuple[int, int] | None) -> CoverageCell:
    if counts is None:
        return CoverageCell(MISSING, "", "")
    values, ranks = counts
    return CoverageCell(
        values=rank_text(values, edition.unit_count),
        ranks=_("ranks %(ranks)s") % {"ranks": rank_text(ranks, edition.unit_count)},
        level=_level(values, edition.unit_count),
    )


def _level(values: int, count: int | None) -> str:
    """Return the heat class; none where nothing was published or the number of units is not known."""
    if not values or not count:
        return ""
    return f"level-{FULL if values >= count else int(FULL * values / count)}"


def _shares(edition: Edition, counts: tuple[int, int]) -> list[dict]:
    labels = [_("with a value"), _("with a rank")]
    return [
        {
            "group": str(edition.pk),
            "name": _chart_label(edition),
            "unit": label,
            "unit_name": label,
            "value": 100 * count / edition.unit_count,
            "text": rank_text(count, edition.unit_count),
        }
        for label, count in zip(labels, counts, strict=True)
    ]


def _chart_label(edition: Edition) -> str:
    return f"{edition.period}: {edition.unit_count} {edition.unit_set.get_level_display()}"
