"""What a figure shows as rows: the same points, names and printed texts, for whoever wants the numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

import plotly.graph_objects as go

from dtscore.charts.axes import LINE_BREAK
from dtscore.charts.drawn import Drawn


@dataclass(frozen=True)
class Point:
    """One mark: what it is of, the series that it belongs to, its value and the words that it shows.

    ``value`` is None for a unit, group or period that the figure names and has no mark for.
    """

    name: str
    series: str
    value: float | None
    text: str


def figure_points(figure: go.Figure) -> list[Point]:
    """Return every mark of a figure of bars and scatters, trace by trace, then what has no mark.

    On one axis stand names or periods, on the other one the values; where both hold numbers the values run
    along the bottom, and a mark is named by its words. What nobody can point at, such as a label beside a
    line, is no mark.
    """
    drawn = Drawn.of(figure)
    shown = [trace for trace in drawn.data if trace.hoverinfo != "skip"]
    points = [point for trace in shown for point in _points(trace, drawn)]
    return [*points, *_unmarked(drawn, named={point.name for point in points})]


def value_label(figure: go.Figure) -> str:
    """Return what the values of a figure are called; nothing where it does not say."""
    drawn = Drawn.of(figure)
    axis = drawn.layout.yaxis if drawn.layout.xaxis.type == "category" else drawn.layout.xaxis
    return _plain(axis.title.text or drawn.layout.legend.title.text or "")


def _points(trace: Drawn, figure: Drawn) -> Iterator[Point]:
    xs, ys = list(trace.x or ()), list(trace.y or ())
    texts = _texts(trace, count=len(xs))
    runs_down = figure.layout.yaxis.type == "category"
    runs_across = figure.layout.xaxis.type == "category"
    labels = _labels(figure.layout.yaxis if runs_down else figure.layout.xaxis)
    for x, y, text in zip(xs, ys, texts, strict=True):
        if x is None or y is None:
            continue
        if runs_down or runs_across:
            key, value = (y, x) if runs_down else (x, y)
            name = labels.get(key, _plain(str(key)))
        else:
            name, value = text.rpartition(": ")[0] or text, x
        yield Point(name=name, series=_plain(trace.name or ""), value=value, text=text)


def _texts(trace: Drawn, *, count: int) -> list[str]:
    """Return the words that a reader sees or points at, one for each mark."""
    for words in (trace.hovertext, trace.text):
        if isinstance(words, str):
            return [_plain(words)] * count
        if words is not None:
            return [_plain(str(word or "")) for word in words]
    return [""] * count


def _unmarked(figure: Drawn, *, named: set[str]) -> Iterator[Point]:
    for axis in (figure.layout.yaxis, figure.layout.xaxis):
        if axis.type == "category":
            labels = _labels(axis)
            for key in axis.categoryarray or ():
                name = labels.get(key, _plain(str(key)))
                if name not in named:
                    yield Point(name=name, series="", value=None, text="")


def _labels(axis: Drawn) -> dict:
    return {key: _plain(text) for key, text in zip(axis.tickvals or (), axis.ticktext or (), strict=True)}


def _plain(text: str) -> str:
    """Return a label without Plotly's line breaks and escapes."""
    return unescape(text.replace(LINE_BREAK, " "))
