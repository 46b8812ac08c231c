"""Two to six units side by side, group by group."""

import pandas as pd
import plotly.graph_objects as go

from dtscore.charts import axes, theme
from dtscore.charts.marks import PLAIN_DECIMALS, layout_facts, mark_facts, optional

UNIT_BAR = 14
GROUP_GAP = 14


def comparison_figure(
    frame: pd.DataFrame, *, value_label: str, decimals: int = PLAIN_DECIMALS, language: str = "vi"
) -> go.Figure:
    """Draw the values of each group as bars side by side, one colour a unit.

    ``frame`` has a row for each group and unit with the columns ``group`` (its code), ``name`` (of the
    group), ``unit`` (its slug), ``unit_name``, ``value`` (may be missing), ``text`` and, where it is known,
    ``basis`` (how the value is known, in words); groups and units keep the order in which they first come.
    ``decimals`` are those of the values in the rows behind the picture.
    """
    group_names = dict(zip(frame["group"], frame["name"], strict=True))
    unit_names = dict(zip(frame["unit"], frame["unit_name"], strict=True))
    codes = list(group_names)
    labels = [axes.wrapped_text(name) for name in group_names.values()]
    bars = [
        unit_bars(rows, codes=codes, unit_name=unit_names[unit], colour=theme.series_colour(position))
        for position, (unit, rows) in enumerate(frame.groupby("unit", sort=False))
    ]
    row_height = max(len(bars) * UNIT_BAR, axes.line_count(labels) * theme.LINE_HEIGHT) + GROUP_GAP
    layout = axes.plain_layout(
        margin=theme.MARGIN_NAMES, plot_height=max(len(codes), 1) * row_height, legend_rows=len(bars)
    )
    values = [value for trace in bars for value in trace.x]
    return go.Figure(
        bars,
        {
            **layout,
            **layout_facts(decimals=decimals),
            "xaxis": axes.value_axis(values, title=value_label, language=language),
            "yaxis": axes.name_axis(codes, labels),
            "barmode": "group",
            "bargap": 1 - len(bars) * UNIT_BAR / row_height,
            "bargroupgap": 0.14,
        },
    )


def unit_bars(rows: pd.DataFrame, *, codes: list[str], unit_name: str, colour: theme.Colour) -> go.Bar:
    """Draw the bars of one unit over all the groups of the figure."""
    by_group = rows.set_index("group").reindex(codes)
    return go.Bar(
        name=axes.plain_text(unit_name),
        x=axes.plain_numbers(by_group["value"]),
        y=codes,
        orientation="h",
        marker={"color": colour.light},
        text=["" if pd.isna(text) else axes.plain_text(text) for text in by_group["text"]],
        textposition="outside",
        textfont={"size": theme.FONT_SIZE},
        constraintext="none",
        cliponaxis=False,
        customdata=mark_facts(len(codes), basis=optional(by_group, "basis")),
        hovertext=[
            "" if pd.isna(text) else axes.plain_text(f"{unit_name} – {name}: {text}")
            for name, text in zip(by_group["name"], by_group["text"], strict=True)
        ],
        hoverinfo="text",
    )
