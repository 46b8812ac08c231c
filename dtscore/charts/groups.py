"""The profile of a unit by group: its own values, with the mean and the best behind."""

import pandas as pd
import plotly.graph_objects as go

from dtscore.charts import axes, theme
from dtscore.charts.marks import mark_facts, optional

GROUP_ROW = 40
GROUP_BAR = 16


def group_bars_figure(
    frame: pd.DataFrame,
    *,
    own_label: str,
    mean_label: str,
    best_label: str,
    language: str = "vi",
) -> go.Figure:
    """Draw a bar a group with its own value, a line at the mean and a diamond at the best.

    ``frame`` is indexed by group code and has the columns ``name``, ``value``, ``mean``, ``best`` (each may
    be missing), ``text`` and, where they are known, ``mean_text``, ``best_text`` and in words how each is
    known: ``basis``, ``mean_basis``, ``best_basis``.
    """
    codes = list(frame.index)
    labels = [axes.wrapped_text(name) for name in frame["name"]]
    traces = [own_bars(frame, label=own_label)]
    for column, label, symbol in (("mean", mean_label, "line-ns-open"), ("best", best_label, "diamond-open")):
        if frame[column].notna().any():
            traces.append(level_marks(frame, column=column, label=label, symbol=symbol))
    values = [value for trace in traces for value in trace.x]
    row_height = max(GROUP_ROW, axes.line_count(labels) * theme.LINE_HEIGHT + 4)
    layout = axes.plain_layout(
        margin=theme.MARGIN_NAMES,
        plot_height=max(len(codes), 1) * row_height,
        legend_rows=len(traces) - 1,
        titled=False,
    )
    return go.Figure(
        traces,
        {
            **layout,
            "xaxis": axes.value_axis(values, title="", language=language),
            "yaxis": axes.name_axis(codes, labels),
            "bargap": 1 - GROUP_BAR / row_height,
        },
    )


def own_bars(frame: pd.DataFrame, *, label: str) -> go.Bar:
    """Draw the unit's own value of each group."""
    return go.Bar(
        name=axes.plain_text(label),
        x=axes.plain_numbers(frame["value"]),
        y=list(frame.index),
        orientation="h",
        showlegend=False,
        marker={"color": [theme.measure_colour(code).light for code in frame.index]},
        customdata=mark_facts(len(frame), basis=optional(frame, "basis")),
        hovertext=hover_texts(frame, label, "text"),
        hoverinfo="text",
    )


def level_marks(frame: pd.DataFrame, *, column: str, label: str, symbol: str) -> go.Scatter:
    """Mark the mean or the best of each group."""
    return go.Scatter(
        name=axes.plain_text(label),
        x=axes.plain_numbers(frame[column]),
        y=list(frame.index),
        mode="markers",
        marker={
            "symbol": symbol,
            "size": theme.MARKER_SIZE + 3,
            "color": theme.TEXT.light,
            "line": {"width": 2},
        },
        cliponaxis=False,
        customdata=mark_facts(len(frame), basis=optional(frame, f"{column}_basis")),
        hovertext=hover_texts(frame, label, f"{column}_text"),
        hoverinfo="text",
    )


def hover_texts(frame: pd.DataFrame, label: str, text_column: str) -> list[str]:
    """Write "group – label: value" for each row, without the value where no printed one is given."""
    texts = frame[text_column] if text_column in frame else [""] * len(frame)
    return [
        axes.plain_text(f"{name} – {label}: {text}" if text else f"{name} – {label}")
        for name, text in zip(frame["name"], texts, strict=True)
    ]
