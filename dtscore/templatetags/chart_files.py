"""What the component of a chart says of its files."""

from django import template

from dtscore.charts.card import ChartCard
from dtscore.pages import chart_files

register = template.Library()


@register.simple_tag(takes_context=True)
def chart_csv_url(context, chart: ChartCard) -> str:
    """Return the address of the rows of a chart."""
    return chart_files.csv_url(getattr(context, "request", None), chart)


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
