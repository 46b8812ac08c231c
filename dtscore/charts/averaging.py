"""What a plain mean does: the values of the units that were merged, and that of the unit they became."""

import pandas as pd
import plotly.graph_objects as go

from dtscore.charts import axes, theme


def averaging_figure(
    frame: pd.DataFrame, *, old_label: str, new_label: str, value_label: str, language: str = "vi"
) -> go.Figure:
    """Draw a row for each merged unit: a circle for each old one, a diamond for the new one.

    ``frame`` has a row for each old and each new unit, in the order of the picture, with the columns ``unit``
    (the slug of the new one, in whose row it stands), ``name`` (of the new one), ``is_new``, ``value`` and
    ``text`` (what is shown on hover).
    """
    names = dict(zip(frame["unit"], frame["name"], strict=True))
    units = list(names)
    labels = [axes.wrapped_text(name) for name in names.values()]
    known = frame[frame["value"].notna()]
    row_height = max(theme.ROW_HEIGHT, axes.line_count(labels) * theme.LINE_HEIGHT + 4)
    traces = [
        spans(known),
        points(known[~known["is_new"]], name=old_label, colour=theme.MUTED, symbol="circle"),
        points(known[known["is_new"]], name=new_label, colour=theme.ACCENT, symbol="diamond"),
    ]
    layout = axes.plain_layout(
        margin=theme.MARGIN_NAMES, plot_height=max(len(units), 1) * row_height, legend_rows=2
    )
    values = axes.plain_numbers(known["value"])
    return go.Figure(
        traces,
        {
            **layout,
            "xaxis": axes.value_axis(values, title=value_label, language=language, from_zero=False),
            "yaxis": axes.name_axis(units, labels),
        },
    )


def spans(known: pd.DataFrame) -> go.Scatter:
    """Draw a thin line from the lowest to the highest old value of each row."""
    ends = known[~known["is_new"]].groupby("unit", sort=False)["value"].agg(["min", "max"])
    return go.Scatter(
        x=[end for low, high in ends.itertuples(index=False) for end in (low, high, None)],
        y=[end for unit in ends.index for end in (unit, unit, None)],
        mode="lines",
        connectgaps=False,
        line={"color": theme.LINE.light, "width": theme.LINE_WIDTH},
        showlegend=False,
        hoverinfo="skip",
    )


def points(rows: pd.DataFrame, *, name: str, colour: theme.Colour, symbol: str) -> go.Scatter:
    """Draw the units of one kind."""
    return go.Scatter(
        name=axes.plain_text(name),
        x=axes.plain_numbers(rows["value"]),
        y=list(rows["unit"]),
        mode="markers",
        marker={"color": colour.light, "size": theme.MARKER_SIZE, "symbol": symbol},
        cliponaxis=False,
        hovertext=[axes.plain_text(text) for text in rows["text"]],
        hoverinfo="text",
    )
