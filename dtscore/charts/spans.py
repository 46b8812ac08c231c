"""Marks in rows, and the line between the lowest and the highest of each row."""

import pandas as pd
import plotly.graph_objects as go

from dtscore.charts import axes, theme
from dtscore.charts.marks import mark_facts, optional


def spans(rows: pd.DataFrame, *, by: str) -> go.Scatter:
    """Draw a thin line from the lowest to the highest ``value`` of each row, named in ``by``."""
    ends = rows.groupby(by, sort=False)["value"].agg(["min", "max"])
    return go.Scatter(
        x=[end for low, high in ends.itertuples(index=False) for end in (low, high, None)],
        y=[end for row in ends.index for end in (row, row, None)],
        mode="lines",
        connectgaps=False,
        line={"color": theme.LINE.light, "width": theme.LINE_WIDTH},
        showlegend=False,
        hoverinfo="skip",
    )


def points(rows: pd.DataFrame, *, by: str, name: str, colour: theme.Colour, symbol: str) -> go.Scatter:
    """Draw the marks of one series: ``value`` across, ``text`` on hover.

    The columns ``own_name`` and ``basis`` may say what each mark is of and how its value is known.
    """
    return go.Scatter(
        name=axes.plain_text(name),
        x=axes.plain_numbers(rows["value"]),
        y=list(rows[by]),
        mode="markers",
        marker={"color": colour.light, "size": theme.MARKER_SIZE, "symbol": symbol},
        cliponaxis=False,
        customdata=mark_facts(len(rows), name=optional(rows, "own_name"), basis=optional(rows, "basis")),
        hovertext=[axes.plain_text(text) for text in rows["text"]],
        hoverinfo="text",
    )
