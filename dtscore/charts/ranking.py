"""The ranking as a chart: one bar a unit, the first on top."""

import pandas as pd
import plotly.graph_objects as go

from dtscore.charts import axes, theme
from dtscore.charts.marks import mark_facts, optional


def ranking_figure(
    frame: pd.DataFrame,
    *,
    value_label: str,
    highlight: str | None = None,
    language: str = "vi",
) -> go.Figure:
    """Draw one horizontal bar a unit, in the order of the rows.

    ``frame`` is indexed by slug and has the columns ``name``, ``value``, ``text`` (the printed value) and
    ``rank_text``, and may say in ``basis`` how the value is known. The bar of ``highlight`` stands out.
    """
    slugs = list(frame.index)
    labels = [axes.wrapped_text(name) for name in frame["name"]]
    bars = unit_bars(frame, highlight=highlight)
    row_height = max(theme.ROW_HEIGHT, axes.line_count(labels) * theme.LINE_HEIGHT + 4)
    layout = axes.plain_layout(margin=theme.MARGIN_NAMES, plot_height=max(len(slugs), 1) * row_height)
    return go.Figure(
        bars,
        {
            **layout,
            "xaxis": axes.value_axis(bars.x, title=value_label, language=language),
            "yaxis": axes.name_axis(slugs, labels),
            "bargap": 1 - theme.BAR_HEIGHT / row_height,
        },
    )


def unit_bars(frame: pd.DataFrame, *, highlight: str | None) -> go.Bar:
    """Draw the bars with their printed values."""
    colour = theme.measure_colour("TOTAL").light
    return go.Bar(
        x=axes.plain_numbers(frame["value"]),
        y=list(frame.index),
        orientation="h",
        marker={"color": [theme.ACCENT.light if slug == highlight else colour for slug in frame.index]},
        text=[axes.plain_text(text) for text in frame["text"]],
        textposition="outside",
        textfont={"size": theme.FONT_SIZE},
        constraintext="none",
        cliponaxis=False,
        customdata=mark_facts(len(frame), name=frame["name"], basis=optional(frame, "basis")),
        hovertext=[
            axes.plain_text(
                f"{row.name}: {row.text}, {row.rank_text}" if row.rank_text else f"{row.name}: {row.text}"
            )
            for row in frame[["name", "text", "rank_text"]].itertuples(index=False, name="Row")
        ],
        hoverinfo="text",
    )
