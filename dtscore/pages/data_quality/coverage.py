"""How much of each edition was published, and how it is known."""

from dataclasses import dataclass

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.comparison import comparison_figure
from dtscore.pages.data_quality.figures import Figures, count_text
from dtscore.pages.links import TextLink
from dtscore.pages.standings import rank_text
from indicators.models import Edition, Measure, Scorecard
from indicators.models.basis import Basis
from indicators.notation import MISSING

FULL = 4
SHARE_DECIMALS = 1


@dataclass(frozen=True)
class CoverageCell:
    """The units with a value and with a rank; ``level`` is a class of the heat table, or empty."""

    values: str
    ranks: str
    level: str


@dataclass(frozen=True)
class CoverageRow:
    """One edition over the measures of its scorecard."""

    edition: TextLink
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

    edition: TextLink
    counts: list[str]


@dataclass(frozen=True)
class BasisTable:
    """One scorecard: editions down, ways to know a figure across."""

    id: str
    title: str
    columns: list[str]
    rows: list[BasisRow]


def coverage_tables(figures: Figures) -> list[CoverageTable]:
    """Return one table a scorecard."""
    counts = _counts(figures)
    return [
        _table(figures, scorecard, editions, counts) for scorecard, editions in figures.scorecards.items()
    ]


def coverage_legend() -> list[tuple[int, str]]:
    """Return the classes of the heat tables with what each means."""
    return [
        (FULL, _("all units")),
        (3, _("%(share)s of the units or more") % {"share": "75%"}),
        (2, _("%(share)s of the units or more") % {"share": "50%"}),
        (1, _("%(share)s of the units or more") % {"share": "25%"}),
        (0, _("less than %(share)s of the units") % {"share": "25%"}),
    ]


def coverage_chart(figures: Figures) -> ChartCard | None:
    """Draw the share of units whose total, and whose rank by it, a source tells; None without any."""
    counts = _counts(figures)
    totals = {
        key: counts.get((key, code), (0, 0))
        for (key, code), measure in figures.measures.items()
        if measure.kind == Measure.Kind.TOTAL and figures.editions[key].unit_count
    }
    if not totals:
        return None
    complete = sum(values == figures.editions[key].unit_count for key, (values, _ranks) in totals.items())
    description = _("In %(complete)d of %(count)d editions a source tells the total of every unit.") % {
        "complete": complete,
        "count": len(totals),
    }
    rows = [row for key, counted in totals.items() for row in _shares(figures.editions[key], counted)]
    frame = pd.DataFrame(rows)
    return ChartCard(
        id="coverage-chart",
        title=_("Units whose total and whose rank a source tells"),
        description=description,
        figure=comparison_figure(
            frame, value_label=_("percent of the units"), decimals=SHARE_DECIMALS, language=get_language()
        ),
    )


def basis_tables(figures: Figures) -> list[BasisTable]:
    """Count the figures of each edition by how they are known, one table a scorecard."""
    standings = figures.standings
    columns = {
        heading: standings["edition_id"][is_meant].value_counts().to_dict()
        for heading, is_meant in _basis_columns(standings).items()
    }
    return [
        BasisTable(
            id=f"basis-{scorecard.code}",
            title=str(scorecard),
            columns=list(columns),
            rows=[
                BasisRow(
                    figures.edition(edition.pk),
                    [count_text(counts.get(edition.pk, 0)) for counts in columns.values()],
                )
                for edition in editions
            ],
        )
        for scorecard, editions in figures.scorecards.items()
    ]


def _basis_columns(standings: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the headings with the rows that each counts."""
    return {
        _("Values published"): standings["value_basis"] == Basis.PUBLISHED,
        _("Values derived"): standings["value_basis"] == Basis.DERIVED,
        _("Ranks published"): standings["rank_basis"] == Basis.PUBLISHED,
        _("Ranks by row order"): standings["rank_basis"] == Basis.ROW_ORDER,
        _("Ranks derived"): standings["rank_basis"] == Basis.DERIVED,
        _("Values only computed"): standings["value_is_computed"],
        _("Ranks only computed"): standings["rank_is_computed"],
    }


def _counts(figures: Figures) -> dict[tuple[int, str], tuple[int, int]]:
    """Count the values and ranks, on whatever basis, of each edition and measure that has any."""
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
