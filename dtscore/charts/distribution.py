"""How the units spread over the values of one measure: a dot a unit."""

import pandas as pd
import plotly.graph_objects as go

from dtscore.charts import axes, theme
from dtscore.charts.marks import mark_facts, optional

BINS = 40
DOT_STEP = 11
DOT_SIZE = 9


def distribution_figure(
    frame: pd.DataFrame,
    *,
    value_label: str,
    units_label: str,
    highlight: str | None = None,
    measure_code: str = "TOTAL",
    language: str = "vi",
) -> go.Figure:
    """Draw a dot at the value of each unit, dots that would touch stacked.

    ``frame`` is indexed by slug and has the columns ``name``, ``value`` and ``text``; a unit without a value
    has no dot. ``units_label`` names the dots in the legend beside a highlighted unit.
    """
    known = frame[frame["value"].notna()]
    value_axis = axes.value_axis(
        axes.plain_numbers(known["value"]), title=value_label, language=language, from_zero=False
    )
    heights = stacked_heights(axes.plain_numbers(known["value"]), span=value_axis["range"])
    own = known.index == highlight
    traces = [
        dots(known[~own], heights[~own], name=units_label, colour=theme.measure_colour(measure_code)),
    ]
    if own.any():
        name = known.loc[own, "name"].iloc[0]
        traces.append(
            dots(known[own], heights[own], name=name, colour=theme.ACCENT, symbol="diamond", size=13)
        )
    tallest = max(3, int(heights.max()) + 1 if len(heights) else 3)
    layout = axes.plain_layout(
        margin=theme.MARGIN_VALUES,
        plot_height=tallest * DOT_STEP,
        legend_rows=len(traces) if len(traces) > 1 else 0,
    )
    return go.Figure(traces, {**layout, "xaxis": value_axis, "yaxis": stack_axis(tallest)})


def stack_axis(tallest: int) -> dict:
    """Describe the hidden axis along which dots are stacked."""
    return {
        **axes.quiet_axis(),
        "type": "linear",
        "range": [-0.6, tallest - 0.4],
        "showgrid": False,
        "showticklabels": False,
    }


def stacked_heights(values: list[float], *, span: list[float]) -> pd.Series:
    """Count for each value how many before it fall into the same narrow bin."""
    width = (span[1] - span[0]) / BINS
    bins = pd.Series([int((value - span[0]) / width) for value in values], dtype="int64")
    return bins.groupby(bins).cumcount()


def dots(
    rows: pd.DataFrame,
    heights: pd.Series,
    *,
    name: str,
    colour: theme.Colour,
    symbol: str = "circle",
    size: int = DOT_SIZE,
) -> go.Scatter:
    """Draw the dots of some units."""
    return go.Scatter(
        name=axes.plain_text(name),
        x=axes.plain_numbers(rows["value"]),
        y=heights.tolist(),
        mode="markers",
        marker={"color": colour.light, "size": size, "symbol": symbol},
        cliponaxis=False,
        customdata=mark_facts(len(rows), name=rows["name"], basis=optional(rows, "basis")),
        hovertext=[
            axes.plain_text(f"{name}: {text}") for name, text in zip(rows["name"], rows["text"], strict=True)
        ],
        hoverinfo="text",
    )
