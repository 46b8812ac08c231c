"""Two to six units side by side, in one edition."""

from collections.abc import Sequence

import pandas as pd
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dtscore.charts.card import ChartCard
from dtscore.charts.comparison import comparison_figure
from dtscore.pages.comparison.choice import Choice, ComparisonParams, choose
from dtscore.pages.comparison.picker import picker
from dtscore.pages.comparison.table import ComparisonTable, Row, comparison_table
from dtscore.pages.comparison.trend import comparison_trend, trend_chart
from dtscore.pages.editions import edition_label
from dtscore.pages.links import TextLink, ranking_url, unit_url
from dtscore.pages.revisions import revision_note
from dtscore.pages.standings import Standing
from indicators.models import Measure


@require_safe
def comparison(request):
    """The units that the address names, group by group, or the way to choose them."""
    choice = choose(ComparisonParams.from_params(request.GET))
    context = {"section": "comparison", "choice": choice}
    if choice is not None:
        context["picker"] = picker(choice)
        if choice.is_comparable:
            context |= comparison_context(choice)
    return render(request, "pages/comparison.html", context)


def comparison_context(choice: Choice) -> dict:
    """Load the tables, the charts and the sources of a comparison."""
    edition = choice.edition
    names = [choice.name_of(unit) for unit in choice.units]
    total = edition.methodology.measures.of_kind(Measure.Kind.TOTAL).first()
    trend = comparison_trend(choice.units, measure=total, editions=choice.editions)
    table = comparison_table(edition, units=choice.units, beside=[trend.standings])
    trend = trend.marked(table.sources)
    return {
        "edition": edition,
        "revision": revision_note(edition),
        "edition_link": TextLink(text=edition_label(edition), url=ranking_url(edition)),
        "units": [
            TextLink(text=name, url=unit_url(unit.slug, level=unit.level, edition=edition.slug))
            for name, unit in zip(names, choice.units, strict=True)
        ],
        "title": " – ".join(names),
        "answer": answer(table, edition_label=edition_label(edition)),
        "gap_text": gap_text(table),
        "table": table,
        "unknown_text": ", ".join(measure.name for measure in table.unknown),
        "column_count": len(choice.units) + 1,
        "group_chart": group_chart(table, edition_label=edition_label(edition)),
        "trend": trend,
        "trend_chart": trend_chart(trend, edition=edition),
        "sources": table.sources,
    }


def answer(table: ComparisonTable, *, edition_label: str) -> str:
    """Say where each unit stands by the total."""
    if table.total is None:
        return _("Edition %(edition)s: no total of these units has been published.") % {
            "edition": edition_label
        }
    return _("Edition %(edition)s, %(measure)s: %(units)s.") % {
        "edition": edition_label,
        "measure": table.total.measure.name,
        "units": "; ".join(_standing_text(cell.standing) for cell in table.total.cells),
    }


def gap_text(table: ComparisonTable) -> str:
    """Say by which indicator group the units are furthest from the first; nothing where none is known."""
    row = next((row for row in table.groups.rows if row.widest), None)
    if row is None:
        return ""
    widest = row.widest
    return _(
        "Largest gap from %(first)s: %(measure)s, %(unit)s %(difference)s (%(value)s against %(own)s)."
    ) % {
        "first": row.cells[0].standing.name,
        "measure": row.measure.name,
        "unit": widest.standing.name,
        "difference": widest.difference_text,
        "value": widest.standing.value_text,
        "own": row.cells[0].standing.value_text,
    }


def group_chart(table: ComparisonTable, *, edition_label: str) -> ChartCard:
    """Draw the groups in the order of the table; a group that no chosen unit has a value for is left out."""
    return ChartCard(
        id="group-chart",
        title=_("Indicator groups, edition %(edition)s") % {"edition": edition_label},
        description=gap_text(table),
        figure=comparison_figure(_bars(table.groups.rows), value_label=_("Value"), language=get_language()),
    )


def _bars(rows: Sequence[Row]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "group": row.measure.code,
                "name": row.measure.name,
                "unit": cell.standing.slug,
                "unit_name": cell.standing.name,
                "value": cell.standing.value,
                "text": None if pd.isna(cell.standing.value) else cell.standing.value_text,
            }
            for row in rows
            if any(not pd.isna(cell.standing.value) for cell in row.cells)
            for cell in row.cells
        ],
        columns=["group", "name", "unit", "unit_name", "value", "text"],
    )


def _standing_text(standing: Standing) -> str:
    """Return “Trà Vinh xếp hạng 25/63 (0,6077)”, or what of it is known."""
    values = {
        "name": standing.name,
        "rank": standing.rank_text,
        "value": standing.value_text,
        "status": standing.status_name,
    }
    if not standing.is_placed:
        return _("%(name)s: %(status)s") % values
    if standing.rank is None:
        return _("%(name)s has %(value)s") % values
    if pd.isna(standing.value):
        return _("%(name)s ranks %(rank)s") % values
    return _("%(name)s ranks %(rank)s (%(value)s)") % values
