"""Values over time: one line a series and unit set, never one across two sets."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from dtscore.charts import axes, theme
from dtscore.charts.marks import mark_facts, optional


class LineStyle(NamedTuple):
    """How a line tells its unit set."""

    dash: str
    symbol: str


# What is estimated looks like no unit set.
*STYLES, ESTIMATED = map(LineStyle, theme.DASHES, theme.SYMBOLS)


def trend_figure(
    frame: pd.DataFrame,
    *,
    value_label: str,
    first: Sequence[str] = (),
    language: str = "vi",
) -> go.Figure:
    """Draw values over periods, with a gap where a value is missing.

    ``frame`` has the columns ``series`` (its name), ``period`` (its label), ``value``, ``text`` and
    ``unit_set`` (the readable name of the set), its rows in time order; a period that holds no value at all
    needs a row with a missing one to leave a gap. The optional column ``label`` says what a series is called
    in a unit set, where that is not its name; the optional ``is_estimated`` marks values that nobody
    published, which make a line of their own behind the published ones; the optional ``basis`` says of each
    value in words how it is known. The series named in ``first`` come before the others, which follow as
    they appear.
    """
    frame = frame.assign(is_estimated=frame.get("is_estimated", False))
    frame = frame.assign(tick=ticks_of(frame))
    ticks = list(dict.fromkeys(frame["tick"]))
    series_names = list(dict.fromkeys([*first, *frame["series"]]))
    lines = _lines(frame, ticks=ticks, series_names=series_names)
    value_axis = axes.value_axis([value for line in lines for value in line.y], title="", language=language)
    period_axis = axes.period_axis(ticks)
    layout = axes.plain_layout(
        margin=theme.MARGIN_VALUES,
        plot_height=theme.PLOT_HEIGHT,
        legend_rows=max(len(lines), 1),
        legend_title=value_label,
        tick_lines=axes.line_count(period_axis["ticktext"]),
        titled=False,
    )
    return go.Figure(lines, {**layout, "xaxis": period_axis, "yaxis": value_axis})


def _lines(frame: pd.DataFrame, *, ticks: list[str], series_names: list[str]) -> list[go.Scatter]:
    """Return a line for each series in each unit set that holds a value of it."""
    unit_sets = list(dict.fromkeys(frame.loc[~frame["is_estimated"], "unit_set"]))
    has_several = frame["unit_set"].nunique() > 1
    return [
        trend_line(
            rows,
            ticks=ticks,
            name=_line_name(rows["label"].iloc[-1], unit_set if has_several else ""),
            colour=theme.series_colour(series_names.index(series)),
            style=STYLES[unit_sets.index(unit_set) % len(STYLES)] if unit_set in unit_sets else ESTIMATED,
        )
        for (series, unit_set), rows in _in_order(frame, series_names).groupby(
            ["series", "unit_set"], sort=False
        )
        if rows["value"].notna().any()
    ]


def ticks_of(frame: pd.DataFrame) -> pd.Series:
    """Return where each row stands: at its period, or beside it where that has several sets: “2024 (34)”."""
    numbers = frame["unit_set"].map(lambda name: next(iter(re.findall(r"^\d+", name)), name))
    published = frame["unit_set"].mask(frame["is_estimated"])
    has_several = (published.groupby(frame["period"]).transform("nunique") > 1) & published.notna()
    return frame["period"].mask(has_several, frame["period"] + " (" + numbers + ")")


def _in_order(frame: pd.DataFrame, series_names: list[str]) -> pd.DataFrame:
    """Return the rows by the order of their series, each with its label; the time order stays."""
    labelled = frame.assign(
        label=frame.get("label", frame["series"]), place=frame["series"].map(series_names.index)
    )
    return labelled.sort_values(["place", "is_estimated"], kind="stable")


def _line_name(label: str, unit_set: str) -> str:
    return f"{label} ({unit_set})" if unit_set else label


def trend_line(
    rows: pd.DataFrame, *, ticks: list[str], name: str, colour: theme.Colour, style: LineStyle
) -> go.Scatter:
    """Draw one series in one unit set over all the periods of the figure."""
    by_tick = rows.drop_duplicates("tick", keep="last").set_index("tick").reindex(ticks)
    return go.Scatter(
        name=axes.plain_text(name),
        x=ticks,
        y=axes.plain_numbers(by_tick["value"]),
        mode="lines+markers",
        connectgaps=False,
        line={
            "color": colour.light,
            "dash": style.dash,
            "width": theme.LINE_WIDTH,
        },
        marker={
            "color": colour.light,
            "size": theme.MARKER_SIZE,
            "symbol": style.symbol,
        },
        cliponaxis=False,
        customdata=mark_facts(len(ticks), name=rows["label"].iloc[-1], basis=optional(by_tick, "basis")),
        hovertext=[
            "" if pd.isna(text) else axes.plain_text(f"{name}, {period}: {text}")
            for period, text in zip(by_tick["period"], by_tick["text"], strict=True)
        ],
        hoverinfo="text",
    )
