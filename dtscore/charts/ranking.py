"""The ranking as a chart: one bar a unit, the first on top."""

import pandas as pd
import plotly.graph_objects as go

from dtscore.charts import axes, theme


def ranking_figure(
    frame: pd.DataFrame,
    *,
    value_label: str,
    highlight: str | None = None,
    measure_code: str = "TOTAL",
    language: str = "vi",
) -> go.Figure:
    """Draw one horizontal bar a unit, in the order of the rows.

    ``frame`` is indexed by slug and has the columns ``name``, ``value``, ``text`` (the printed value) and
    ``rank_text``. The bar of ``highlight`` stands out; the others take the colour of the measure.
    """
    slugs = list(frame.index)
    values = axes.plain_numbers(frame["value"])
    labels = [axes.wrapped_text(name) for name in frame["name"]]
    colour = theme.measure_colour(measure_code)
    bars = go.Bar(
        x=values,
        y=slugs,
        orientation="h",
        marker={"color": [theme.ACCENT.light if slug == highlight else colour.light for slug in slugs]},
        text=[axes.plain_text(text) for text in frame["text"]],
        textposition="outside",
        textfont={"size": theme.FONT_SIZE},
        constraintext="none",
        cliponaxis=False,
        hovertext=[
            axes.plain_text(
                f"{row.name}: {row.text}, {row.rank_text}" if row.rank_text else f"{row.name}: {row.text}"
            )
            for row in frame[["name", "text", "rank_text"]].itertuples(index=False, name="Row")
        ],
        hoverinfo="text",
    )
    row_height = max(theme.ROW_HEIGHT, axes.line_count(labels) * theme.LINE_HEIGHT + 4)
    layout = axes.plain_layout(margin=theme.MARGIN_NAMES, plot_height=max(len(slugs), 1) * row_height)
    return go.Figure(
        bars,
        {
            **layout,
            "xaxis": axes.value_axis(values, title=value_label, language=language),
            "yaxis": axes.name_axis(slugs, labels),
            "bargap": 1 - theme.BAR_HEIGHT / row_height,
        },
    )
