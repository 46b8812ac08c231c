"""The points of a total, part by part: how many are reached, how many are missing."""

import pandas as pd
import plotly.graph_objects as go

from dtscore.charts import axes, theme
from dtscore.charts.groups import GROUP_BAR, GROUP_ROW, hover_texts
from dtscore.charts.marks import layout_facts, mark_facts, optional

LABEL_ROOM = 1.1


def points_figure(
    frame: pd.DataFrame,
    *,
    all_label: str,
    reached_label: str,
    missing_label: str,
    before_label: str = "",
    value_label: str,
    decimals: int = 1,
    language: str = "vi",
) -> go.Figure:
    """Draw a bar of all points a part, and over it those that are reached.

    ``frame`` is indexed by the code of the part and has the columns ``name``, ``points``, ``reached``,
    ``reached_text`` and ``missing_text``; with a label for it also ``before``, the points of another time,
    which are marked by a line, and ``before_text``. For the rows behind the picture, where the points have
    ``decimals``, ``points_text``, ``reached_basis`` and ``before_basis`` may be given.
    """
    codes = list(frame.index)
    labels = [axes.wrapped_text(name) for name in frame["name"]]
    traces = [
        _all_points(frame, label=all_label, missing_label=missing_label),
        _reached(frame, label=reached_label),
    ]
    if before_label:
        traces.append(_before(frame, label=before_label))
    row_height = max(GROUP_ROW, axes.line_count(labels) * theme.LINE_HEIGHT + 4)
    layout = axes.plain_layout(
        margin=theme.MARGIN_NAMES,
        plot_height=max(len(codes), 1) * row_height,
        legend_rows=len(traces) - 1,
    )
    # The words behind the longest bar want room of their own.
    values = [value * LABEL_ROOM for trace in traces for value in trace.x if value is not None]
    return go.Figure(
        traces,
        {
            **layout,
            **layout_facts(decimals=decimals),
            "xaxis": axes.value_axis(values, title=value_label, language=language),
            "yaxis": axes.name_axis(codes, labels),
            "barmode": "overlay",
            "bargap": 1 - GROUP_BAR / row_height,
        },
    )


def _all_points(frame: pd.DataFrame, *, label: str, missing_label: str) -> go.Bar:
    """Draw all points of each part; the grey that the bar before them leaves is what is missing."""
    return go.Bar(
        name=axes.plain_text(missing_label),
        x=axes.plain_numbers(frame["points"]),
        y=list(frame.index),
        orientation="h",
        opacity=1,
        marker={"color": theme.MUTED.light},
        text=[axes.plain_text(text) for text in frame["missing_text"]],
        textposition="outside",
        textfont={"size": theme.FONT_SIZE},
        constraintext="none",
        cliponaxis=False,
        customdata=mark_facts(len(frame), series=label, text=optional(frame, "points_text")),
        hovertext=[
            axes.plain_text(f"{name} – {text}")
            for name, text in zip(frame["name"], frame["missing_text"], strict=True)
        ],
        hoverinfo="text",
    )


def _reached(frame: pd.DataFrame, *, label: str) -> go.Bar:
    return go.Bar(
        name=axes.plain_text(label),
        x=axes.plain_numbers(frame["reached"]),
        y=list(frame.index),
        orientation="h",
        opacity=1,
        showlegend=False,
        marker={"color": [theme.measure_colour(code).light for code in frame.index]},
        customdata=mark_facts(len(frame), basis=optional(frame, "reached_basis")),
        hovertext=hover_texts(frame, label, "reached_text"),
        hoverinfo="text",
    )


def _before(frame: pd.DataFrame, *, label: str) -> go.Scatter:
    return go.Scatter(
        name=axes.plain_text(label),
        x=axes.plain_numbers(frame["before"]),
        y=list(frame.index),
        mode="markers",
        marker={
            "symbol": "line-ns-open",
            "size": theme.MARKER_SIZE + 9,
            "color": theme.TEXT.light,
            "line": {"width": 2},
        },
        cliponaxis=False,
        customdata=mark_facts(len(frame), basis=optional(frame, "before_basis")),
        hovertext=hover_texts(frame, label, "before_text"),
        hoverinfo="text",
    )
