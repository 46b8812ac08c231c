"""What a figure shows as rows: the same points, names and printed texts, for whoever wants the numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

import plotly.graph_objects as go

from dtscore.charts.axes import LINE_BREAK
from dtscore.charts.drawn import Drawn
from dtscore.charts.marks import PLAIN_DECIMALS


@dataclass(frozen=True)
class Point:
    """One mark: what it is of, the series that it belongs to, its value and the words that it shows.

    ``place`` is where it stands on the axis of names or periods, ``basis`` how its value is known. ``value``
    is None for a unit, group or period that the figure names and has no mark for.
    """

    name: str
    series: str
    value: float | None
    text: str
    place: str = ""
    basis: str = ""


def figure_points(figure: go.Figure | Drawn) -> list[Point]:
    """Return every mark of a figure of bars and scatters, trace by trace, then what has no mark.

    On one axis stand names or periods, on the other one the values; where both hold numbers the values run
    along the bottom. A mark is named by its own facts, else by the axis of names, by its series over
    periods, by its words elsewhere. What nobody can point at is no mark, such as a label beside a line,
    unless it has facts.
    """
    drawn = Drawn.of(figure)
    shown = [trace for trace in drawn.data if trace.hoverinfo != "skip" or trace.customdata is not None]
    points = [point for trace in shown for point in _points(trace, drawn)]
    return [*points, *_unmarked(drawn, placed={point.place for point in points})]


def has_periods(figure: go.Figure | Drawn) -> bool:
    """Say whether the marks stand at periods."""
    return Drawn.of(figure).layout.xaxis.type == "category"


def place_label(figure: go.Figure | Drawn) -> str:
    """Return what stands on the axis of names; nothing where that is what the marks are named by."""
    return Drawn.of(figure).layout.meta.place or ""


def value_label(figure: go.Figure | Drawn) -> str:
    """Return what the values of a figure are called; nothing where it does not say."""
    drawn = Drawn.of(figure)
    axis = drawn.layout.yaxis if drawn.layout.xaxis.type == "category" else drawn.layout.xaxis
    return drawn.layout.meta.value or _plain(axis.title.text or drawn.layout.legend.title.text or "")


def _points(trace: Drawn, figure: Drawn) -> Iterator[Point]:
    xs, ys = list(trace.x or ()), list(trace.y or ())
    words = _texts(trace, count=len(xs))
    known = list(trace.customdata) if trace.customdata is not None else [{}] * len(xs)
    runs_down = figure.layout.yaxis.type == "category"
    runs_across = figure.layout.xaxis.type == "category"
    labels = _labels(figure.layout.yaxis if runs_down else figure.layout.xaxis)
    series = _plain(trace.name or "")
    for x, y, text, facts in zip(xs, ys, words, known, strict=True):
        if x is None or y is None:
            continue
        place, value = "", x
        if runs_down or runs_across:
            key, value = (y, x) if runs_down else (x, y)
            place = labels.get(key, _plain(str(key)))
        by_words = text.rpartition(": ")[0] or text
        yield Point(
            name=facts.get("name") or (place if runs_down else series if runs_across else by_words),
            series=facts.get("series") or series,
            value=_rounded(value, figure),
            text=facts.get("text") or text,
            place=place,
            basis=facts.get("basis", ""),
        )


def _rounded(value: float, figure: Drawn) -> float:
    """Return a value without the digits that only arithmetic left; a rank is a whole number."""
    decimals = figure.layout.meta.decimals
    return round(value, PLAIN_DECIMALS if decimals is None else decimals or None)


def _texts(trace: Drawn, *, count: int) -> list[str]:
    """Return the words that a reader sees or points at, one for each mark."""
    for words in (trace.hovertext, trace.text):
        if isinstance(words, str):
            return [_plain(words)] * count
        if words is not None:
            return [_plain(str(word or "")) for word in words]
    return [""] * count


def _unmarked(figure: Drawn, *, placed: set[str]) -> Iterator[Point]:
    for axis in (figure.layout.yaxis, figure.layout.xaxis):
        if axis.type == "category":
            labels = _labels(axis)
            for key in axis.categoryarray or ():
                place = labels.get(key, _plain(str(key)))
                if place not in placed:
                    name = place if axis is figure.layout.yaxis else ""
                    yield Point(name=name, series="", value=None, text="", place=place)


def _labels(axis: Drawn) -> dict:
    return {key: _plain(text) for key, text in zip(axis.tickvals or (), axis.ticktext or (), strict=True)}


def _plain(text: str) -> str:
    """Return a label without Plotly's line breaks and escapes."""
    return unescape(text.replace(LINE_BREAK, " "))
