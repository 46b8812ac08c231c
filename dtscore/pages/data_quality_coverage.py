"""How much of each edition was published, and how it is known."""

from dataclasses import dataclass

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.comparison import comparison_figure
from dtscore.pages.data_quality_figures import Figures, Link
from dtscore.pages.standings import rank_text
from indicators.models import Edition
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
    return [_table(figures, scorecard, editions) for scorecard, editions in figures.scorecards.items()]


def coverage_legend() -> list[tuple[int, str]]:
    """Return the classes of the heat tables with what each means."""
    return [
        (FULL, _("all units")),
        (3, _("75% of the units and more")),
        (2, _("50% of the units and more")),
        (1, _("25% of the units and more")),
        (0, _("less than 25% of the units")),
    ]


def coverage_chart(figures: Figures) -> ChartCard | None:
    """Draw the share of units whose total, and whose rank by it, was published; None without any."""
    rows = [
        row
        for edition in figures.editions.values()
        if edition.unit_count
        for row in _shares(figures, edition)
    ]
    if not rows:
        return None
    frame = pd.DataFrame(rows)
    complete = sum(frame.loc[frame["unit"] == "value", "value"] >= 100)
    description = _("In %(complete)d of %(count)d editions every unit has a published total.") % {
        "complete": complete,
        "count": frame["group"].nunique(),
    }
    return ChartCard(
        id="coverage-chart",
        title=_("Units with a published total and with a published rank"),
        description=description,
        figure=comparison_figure(frame, value_label=_("% of the units"), language=get_language()),
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


def _table(figures: Figures, scorecard, editions: list[Edition]) -> CoverageTable:
    own = {edition.pk for edition in editions}
    present = {code for key, code in figures.by_measure if key in own}
    names: dict[str, str] = {}
    for edition in reversed(editions):
        for (methodology, code), measure in figures.measures.items():
            if methodology == edition.methodology_id and code in present:
                names.setdefault(code, measure.name)
    return CoverageTable(
        id=f"coverage-{scorecard.code}",
        title=str(scorecard),
        measures=list(names.items()),
        rows=[
            CoverageRow(
                edition=figures.edition(edition.pk),
                cells=[_cell(figures, edition, code) for code in names],
            )
            for edition in editions
        ],
    )


def _cell(figures: Figures, edition: Edition, code: str) -> CoverageCell:
    nothing = CoverageCell(MISSING, "", "")
    standings = figures.by_measure.get((edition.pk, code))
    if standings is None:
        return nothing
    values = int(standings["published_value"].notna().sum())
    ranks = int(standings["published_rank"].notna().sum())
    if not values and not ranks:
        return nothing
    count = edition.unit_count
    return CoverageCell(
        values=rank_text(values, count),
        ranks=_("ranks %(ranks)s") % {"ranks": rank_text(ranks, count)},
        level=_level(values, count),
    )


def _level(values: int, count: int | None) -> str:
    """Return the heat class; none where nothing was published or the number of units is not known."""
    if not values or not count:
        return ""
    return f"level-{FULL if values >= count else int(FULL * values / count)}"


def _shares(figures: Figures, edition: Edition) -> list[dict]:
    standings = figures.by_measure.get((edition.pk, figures.total_codes.get(edition.methodology_id)))
    counts = {"value": 0, "rank": 0}
    if standings is not None:
        counts = {name: int(standings[f"published_{name}"].notna().sum()) for name in counts}
    labels = {"value": _("with a value"), "rank": _("with a rank")}
    return [
        {
            "group": str(edition.pk),
            "name": _chart_label(edition),
            "unit": name,
            "unit_name": labels[name],
            "value": 100 * count / edition.unit_count,
            "text": rank_text(count, edition.unit_count),
        }
        for name, count in counts.items()
    ]


def _chart_label(edition: Edition) -> str:
    return f"{edition.period}: {edition.unit_count} {edition.unit_set.get_level_display()}"
