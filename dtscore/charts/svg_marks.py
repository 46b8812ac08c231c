"""The marks of the first picture: bars, lines and symbols, placed as Plotly places them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import groupby

import plotly.graph_objects as go

from dtscore.charts import theme
from dtscore.charts.svg_text import text_element

# Paths around the origin for a symbol of size 1; Plotly's own proportions.
SYMBOL_PATHS = {
    "square": "M-{r} -{r}H{r}V{r}H-{r}Z",
    "diamond": "M0 -{d}L{d} 0L0 {d}L-{d} 0Z",
    "line-ns": "M0 -{d}V{d}",
}


class UnsupportedFigure(ValueError):
    """A figure that the first picture cannot show as Plotly would."""


@dataclass(frozen=True)
class Scale:
    """Where a value or a name lies between the two ends of an axis, from 0 to 1."""

    start: float
    end: float
    positions: dict | None = None

    @classmethod
    def of(cls, axis: go.layout.XAxis | go.layout.YAxis) -> "Scale":
        """Read the scale of an axis, which must say its range."""
        if axis.range is None or axis.type not in ("linear", "category"):
            raise UnsupportedFigure(f"An axis of type {axis.type} with range {axis.range}")
        keys = {key: position for position, key in enumerate(axis.categoryarray or ())}
        return cls(*axis.range, keys if axis.type == "category" else None)

    def __call__(self, value: float | str) -> float:
        position = value if self.positions is None else self.positions[value]
        return (position - self.start) / (self.end - self.start)

    @property
    def step(self) -> float:
        """The share of the axis that one name has."""
        return 1 / abs(self.end - self.start)


@dataclass(frozen=True)
class Frame:
    """The plot inside its margins: percentages across, pixels down."""

    across: Scale
    down: Scale
    top: float
    bottom: float

    @classmethod
    def of(cls, figure: go.Figure) -> "Frame":
        """Read the frame of a figure."""
        layout = figure.layout
        upward = Scale.of(layout.yaxis)
        # The range of a vertical axis goes from the bottom to the top.
        downward = Scale(upward.end, upward.start, upward.positions)
        return cls(Scale.of(layout.xaxis), downward, layout.margin.t, layout.height - layout.margin.b)

    def percent(self, value: float | str) -> str:
        """Return where a value lies across, as a percentage."""
        return f"{round(self.across(value) * 100, 2):g}%"

    def pixel(self, value: float | str) -> float:
        """Return where a value lies down, in pixels."""
        return round(self.top + self.down(value) * (self.bottom - self.top), 1)


def colour_class(colour: str) -> str:
    """Return the CSS class of a colour of the theme."""
    if colour not in theme.PALETTE:
        raise UnsupportedFigure(f"{colour} is no colour of the theme")
    return theme.PALETTE[colour]


def bar_marks(figure: go.Figure, trace: go.Bar, frame: Frame) -> list[str]:
    """Draw the horizontal bars of one trace, beside those of the other traces when they are grouped."""
    if trace.orientation != "h":
        raise UnsupportedFigure("The picture has horizontal bars only")
    bars = [other for other in figure.data if other.type == "bar"]
    count = len(bars) if figure.layout.barmode == "group" else 1
    slot = frame.down.step * (frame.bottom - frame.top) * (1 - (figure.layout.bargap or 0)) / count
    thickness = slot * (1 - (figure.layout.bargroupgap or 0))
    shift = (bars.index(trace) - (count - 1) / 2) * slot if count > 1 else 0.0
    colours = spread(trace.marker.color, len(trace.y))
    texts, hovers = spread(trace.text, len(trace.y)), spread(trace.hovertext, len(trace.y))
    parts = []
    for value, key, colour, text, hover in zip(trace.x, trace.y, colours, texts, hovers, strict=True):
        if value is None:
            continue
        middle = frame.pixel(key) + shift
        width = frame.percent(value)
        parts.append(
            f'<rect class="fill {colour_class(colour)}" y="{middle - thickness / 2:.1f}" width="{width}"'
            f' height="{thickness:.1f}">{title_element(hover)}</rect>'
        )
        if text:
            printed = escape(unescape(text))
            parts.append(f'<text class="value" x="{width}" dx="5" y="{middle + 4.5:.1f}">{printed}</text>')
    return parts


def scatter_marks(figure: go.Figure, trace: go.Scatter, frame: Frame) -> list[str]:
    """Draw the line, the symbols and the texts of one trace; the line breaks where a value is missing."""
    parts = []
    if "lines" in trace.mode:
        parts.extend(line_marks(trace, frame))
    if "markers" in trace.mode:
        hovers = spread(trace.hovertext, len(trace.x))
        parts.extend(
            symbol_mark(trace.marker, x=frame.percent(x), y=frame.pixel(y), hover=hover)
            for x, y, hover in zip(trace.x, trace.y, hovers, strict=True)
            if x is not None and y is not None
        )
    if "text" in trace.mode:
        parts.extend(text_marks(trace, frame))
    return parts


def text_marks(trace: go.Scatter, frame: Frame) -> list[str]:
    """Write the texts of one trace to the right of their points, each in its colour."""
    if trace.textposition != "middle right":
        raise UnsupportedFigure(f"No picture for texts at {trace.textposition}")
    colours = spread(trace.textfont.color, len(trace.x))
    return [
        text_element(
            text,
            place="start",
            css_class=f"fill {colour_class(colour)}",
            x=frame.percent(x),
            y=frame.pixel(y),
        )
        for x, y, text, colour in zip(trace.x, trace.y, trace.text, colours, strict=True)
    ]


def line_marks(trace: go.Scatter, frame: Frame) -> list[str]:
    """Draw each unbroken run of points as a line in a box that stretches across with the page."""
    height = frame.bottom - frame.top
    css_class = f"stroke {colour_class(trace.line.color)} dash-{trace.line.dash or 'solid'}"
    runs = []
    for known, points in groupby(zip(trace.x, trace.y, strict=True), key=lambda point: None not in point):
        places = [(frame.across(x) * 100, frame.pixel(y) - frame.top) for x, y in points] if known else []
        if len(places) > 1:
            runs.append("M" + "L".join(f"{x:.2f} {y:.1f}" for x, y in places))
    if not runs:
        return []
    box = f'<svg y="{frame.top:g}" width="100%" height="{height:g}" viewBox="0 0 100 {height:g}"'
    path = f'<path class="{css_class}" vector-effect="non-scaling-stroke" d="{"".join(runs)}"/>'
    return [f'{box} preserveAspectRatio="none" overflow="visible">{path}</svg>']


def symbol_mark(marker: go.scatter.Marker, *, x: str, y: float, hover: str | None = None) -> str:
    """Draw one symbol, filled or, when its name ends in -open, outlined."""
    name = marker.symbol or "circle"
    shape = name.removesuffix("-open")
    css_class = f"{'stroke' if shape != name else 'fill'} {colour_class(marker.color)}"
    radius = marker.size / 2
    if shape == "circle":
        return (
            f'<circle class="{css_class}" cx="{x}" cy="{y:g}" r="{radius:g}">{title_element(hover)}</circle>'
        )
    if shape not in SYMBOL_PATHS:
        raise UnsupportedFigure(f"No picture for the symbol {name}")
    path = SYMBOL_PATHS[shape].format(r=f"{radius:g}", d=f"{radius * 1.3:.1f}")
    return (
        f'<svg x="{x}" y="{y:g}" overflow="visible">'
        f'<path class="{css_class}" d="{path}">{title_element(hover)}</path></svg>'
    )


def title_element(hover: str | None) -> str:
    """Return the text that a mouse shows over a mark."""
    return f"<title>{escape(unescape(hover))}</title>" if hover else ""


def spread(values: str | Sequence | None, count: int) -> Sequence:
    """Give each of ``count`` points its value, where one value may stand for all."""
    return [values] * count if values is None or isinstance(values, str) else values


MARKS: dict[str, Callable[[go.Figure, go.Bar | go.Scatter, Frame], list[str]]] = {
    "bar": bar_marks,
    "scatter": scatter_marks,
}
