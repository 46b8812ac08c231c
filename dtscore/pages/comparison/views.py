"""Two to six units side by side, in one edition."""

from collections.abc import Sequence

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dtscore.charts.card import ChartCard
from dtscore.charts.comparison import comparison_figure
from dtscore.charts.dumbbell import dumbbell_figure
from dtscore.pages.basis import basis_text, marked_text
from dtscore.pages.chart_files import render_with_charts
from dtscore.pages.comparison.choice import Choice, ComparisonParams, choose
from dtscore.pages.comparison.facts import comparison_facts
from dtscore.pages.comparison.heat import heat_table
from dtscore.pages.comparison.picker import picker
from dtscore.pages.comparison.table import ComparisonTable, Row, comparison_table
from dtscore.pages.comparison.trend import comparison_trend, trend_chart
from dtscore.pages.editions import edition_label
from dtscore.pages.facts import told
from dtscore.pages.links import TextLink, profile_url, ranking_url
from dtscore.pages.peers import Everyone, everyone_in
from dtscore.pages.phrases import in_sentence
from dtscore.pages.revisions import revision_note
from indicators.models import Measure


@require_safe
def comparison(request):
    """The units that the address names, group by group, or the way to choose them."""
    choice = choose(ComparisonParams.from_params(request.GET))
    context = {"section": "comparison", "choice": choice}
    if choice is not None:
        everyone = everyone_in(choice.edition) if choice.edition else None
        context["picker"] = picker(choice, everyone=everyone)
        if choice.is_comparable:
            context |= comparison_context(choice, everyone=everyone)
    return render_with_charts(request, "pages/comparison.html", context)


def comparison_context(choice: Choice, *, everyone: Everyone) -> dict:
    """Load the tables, the charts and the sources of a comparison."""
    edition = choice.edition
    names = [choice.name_of(unit) for unit in choice.units]
    total = edition.methodology.measures.of_kind(Measure.Kind.TOTAL).first()
    trend = comparison_trend(choice.units, measure=total, editions=choice.editions)
    members = everyone.members.loc[[unit.pk for unit in choice.units]]
    table = comparison_table(edition, units=members, beside=[trend.standings])
    trend = trend.marked(table.sources)
    facts = comparison_facts(table, edition=edition, editions=[period.edition for period in trend.periods])
    narrative = told(facts)
    return {
        "edition": edition,
        "revision": revision_note(edition),
        "edition_link": TextLink(text=edition_label(edition), url=ranking_url(edition)),
        "units": [
            TextLink(text=name, url=profile_url(unit.slug, edition=edition))
            for name, unit in zip(names, choice.units, strict=True)
        ],
        "title": " – ".join(names),
        "narrative": narrative,
        "table": table,
        "unknown_text": ", ".join(measure.name for measure in table.unknown),
        "column_count": len(choice.units) + 1,
        "group_chart": group_chart(
            table,
            edition_label=edition_label(edition),
            finding=narrative.texts[1] if facts.widest else "",
        ),
        "gap_chart": gap_chart(table, names=names, edition_label=edition_label(edition)),
        "heat": heat_table(choice, everyone=everyone, table=table),
        "trend": trend,
        "trend_chart": trend_chart(trend, edition=edition),
        "sources": table.sources,
    }


def group_chart(table: ComparisonTable, *, edition_label: str, finding: str) -> ChartCard:
    """Draw the groups in the order of the table; a group that no chosen unit has a value for is left out."""
    return ChartCard(
        id="group-chart",
        title=_("Indicator groups, edition %(edition)s") % {"edition": edition_label},
        description=finding,
        figure=comparison_figure(_bars(table.groups.rows), value_label=_("Value"), language=get_language()),
        sources=_sources(table.groups.rows),
    )


def gap_chart(table: ComparisonTable, *, names: Sequence[str], edition_label: str) -> ChartCard:
    """Draw the gap between the first two units in each group that both have a value for."""
    return ChartCard(
        id="gap-chart",
        title=_("Gaps between %(first)s and %(second)s by group, edition %(edition)s")
        % {"first": names[0], "second": names[1], "edition": edition_label},
        description=_gap_finding(table.groups.rows, names=names),
        figure=dumbbell_figure(_bars(table.groups.rows), value_label=_("Value"), language=get_language()),
        sources=_sources(table.groups.rows),
    )


def _sources(rows: Sequence[Row]) -> frozenset[str]:
    codes = (cell.standing.value_source for row in rows for cell in row.cells)
    return frozenset(code for code in codes if code)


def _gap_finding(rows: Sequence[Row], *, names: Sequence[str]) -> str:
    """Say in which groups the first unit has the higher value, and in which the second."""
    gaps = {in_sentence(row.measure.name): row.cells[1].difference for row in rows}
    higher = {
        names[0]: [name for name, gap in gaps.items() if gap < 0],
        names[1]: [name for name, gap in gaps.items() if gap > 0],
    }
    return " ".join(
        _("%(unit)s has the higher value in %(groups)s.") % {"unit": unit, "groups": ", ".join(groups)}
        for unit, groups in higher.items()
        if groups
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
                "text": None
                if pd.isna(cell.standing.value)
                else marked_text(cell.standing.value_text, cell.standing.value_badge),
                "basis": basis_text(cell.standing.value_badge),
            }
            for row in rows
            if any(not pd.isna(cell.standing.value) for cell in row.cells)
            for cell in row.cells
        ],
        columns=["group", "name", "unit", "unit_name", "value", "text", "basis"],
    )
