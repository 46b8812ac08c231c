"""The first picture of a figure: SVG drawn from the very figure that Plotly takes over later.

Across, positions are percentages of the plot, so that the picture fills any width while its letters keep
their size; down, they are pixels. Colours are CSS classes, never values, so that the picture follows dark
mode. All text is escaped here; templates mark the answer safe.
"""

from html import escape

import plotly.graph_objects as go

from dtscore.charts import theme
from dtscore.charts.axes import LINE_BREAK
from dtscore.charts.drawn import Drawn
from dtscore.charts.svg_marks import MARKS, Frame, UnsupportedFigure, colour_class, symbol_mark
from dtscore.charts.svg_text import text_element


def figure_svg(figure: go.Figure | Drawn, *, title: str, description: str, element_id: str) -> str:
    """Draw a figure of bars and scatters as an SVG element; ``element_id`` must be unique in the page.

    Raises:
        UnsupportedFigure: The figure has a trace, an axis, a symbol or a colour that the picture cannot show.
    """
    figure = Drawn.of(figure)
    frame, name = Frame.of(figure), escape(element_id)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart-svg {margin_class(figure)}" width="100%"'
        f' height="{figure.layout.height}" role="img" tabindex="0" focusable="true"'
        f' aria-labelledby="{name}-title {name}-description">'
    )
    parts = [
        opening,
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-description">{escape(description)}</desc>',
        *legend(figure),
        *across_axis(figure, frame),
        *down_axis(figure, frame),
        *(mark for trace, draw in traces_with_marks(figure) for mark in draw(figure, trace, frame)),
        "</svg>",
    ]
    return "".join(parts)


def traces_with_marks(figure: go.Figure) -> list[tuple]:
    """Pair each trace with the function that draws it."""
    unknown = {trace.type for trace in figure.data} - set(MARKS)
    if unknown:
        raise UnsupportedFigure(f"No picture for traces of type {', '.join(sorted(unknown))}")
    return [(trace, MARKS[trace.type]) for trace in figure.data]


def margin_class(figure: go.Figure) -> str:
    """Return the CSS class that carries the margins of the figure."""
    margin = (figure.layout.margin.l, figure.layout.margin.r)
    if margin not in theme.MARGINS:
        raise UnsupportedFigure(f"No CSS class for the margins {margin}")
    return theme.MARGINS[margin].css_class


def legend(figure: go.Figure) -> list[str]:
    """Draw the legend above the plot, a row each for its title and the traces."""
    if not figure.layout.showlegend:
        return []
    left, row = -figure.layout.margin.l, theme.LEGEND_ROW
    parts, y = [], row / 2
    if figure.layout.legend.title.text:
        parts.append(
            text_element(figure.layout.legend.title.text, place="start", css_class="axis", dx=left, y=y)
        )
        y += row
    for trace in figure.data:
        if trace.showlegend is False:
            continue
        parts.append(f'<svg x="{left}" y="{y:g}" overflow="visible">{legend_swatch(trace)}</svg>')
        parts.append(
            text_element(trace.name or "", place="start", css_class="legend-text", dx=left + 38, y=y)
        )
        y += row
    return parts


def legend_swatch(trace: go.Bar | go.Scatter) -> str:
    """Draw the sign of a trace, 30 pixels wide."""
    if trace.type == "bar":
        return f'<rect class="fill {colour_class(trace.marker.color)}" y="-6" width="30" height="12"/>'
    line = ""
    if "lines" in trace.mode:
        line = f'<path class="stroke {colour_class(trace.line.color)} dash-{trace.line.dash}" d="M0 0H30"/>'
    return line + symbol_mark(trace.marker, x="15", y=0)


def across_axis(figure: go.Figure, frame: Frame) -> list[str]:
    """Draw the grid lines and labels along the bottom, and the title below them."""
    axis, parts = figure.layout.xaxis, []
    for value, label in zip(axis.tickvals, axis.ticktext, strict=True):
        x = frame.percent(value)
        if axis.showgrid:
            parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{frame.top:g}" y2="{frame.bottom:g}"/>')
        below = 16 + label.count(LINE_BREAK) * theme.LINE_HEIGHT / 2
        parts.append(text_element(label, place="middle", css_class="axis", x=x, y=frame.bottom + below))
    if axis.title.text:
        parts.append(
            text_element(axis.title.text, place="middle", css_class="axis", x="50%", y=frame.bottom + 40)
        )
    return parts


def down_axis(figure: go.Figure, frame: Frame) -> list[str]:
    """Draw the labels along the left, and the grid lines of values."""
    axis, parts = figure.layout.yaxis, []
    css_class = "name" if axis.type == "category" else "axis"
    for value, label in zip(axis.tickvals or (), axis.ticktext or (), strict=True):
        y = frame.pixel(value)
        if axis.showgrid:
            parts.append(f'<line class="grid" x1="0%" x2="100%" y1="{y:g}" y2="{y:g}"/>')
        parts.append(text_element(label, place="end", css_class=css_class, dx=-8, y=y))
    return parts
