"""What charts and tables say of their files."""

from django import template

from dtscore.charts.card import ChartCard
from dtscore.pages import chart_files
from dtscore.pages.table_view import TableView

register = template.Library()


@register.simple_tag(takes_context=True)
def chart_csv_url(context, chart: ChartCard) -> str:
    """Return the address of the rows of a chart."""
    return chart_files.csv_url(getattr(context, "request", None), name=chart_files.CHART, asked=chart.id)


@register.simple_tag(takes_context=True)
def table_csv_url(context, table: TableView) -> str:
    """Return the address of all rows of a table, those of its other pages too."""
    return chart_files.csv_url(getattr(context, "request", None), name=chart_files.TABLE, asked=table.id)


@register.simple_tag(takes_context=True)
def chart_notes(context, chart: ChartCard) -> list[str]:
    """Return the lines that a saved picture of a chart bears: edition, days, sources."""
    return [f"{label}: {text}" for label, text in _notes(context).lines(chart)]


@register.simple_tag(takes_context=True)
def as_of_notes(context) -> str:
    """Return the line that a printed page bears beside its address: edition and days."""
    return " · ".join(f"{label}: {text}" for label, text in _notes(context).dates)


def _notes(context) -> chart_files.ChartNotes:
    return getattr(getattr(context, "request", None), "chart_notes", chart_files.ChartNotes())
