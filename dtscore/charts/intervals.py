"""Each rank with its whisker: the ranks that a unit takes when the weights of the rule book are moved."""

import pandas as pd
import plotly.graph_objects as go

from dtscore.charts import axes, theme
from dtscore.charts.marks import mark_facts, optional
from indicators.notation import format_number


def intervals_figure(
    frame: pd.DataFrame,
    *,
    unit_count: int,
    rank_label: str,
    range_label: str,
    range_basis: str = "",
    highlight: str | None = None,
    language: str = "vi",
) -> go.Figure:
    """Draw a row for each unit in the order of the rows: a dot at its rank, a whisker along its range.

    ``frame`` is indexed by slug and has the columns ``name``, ``rank``, ``lowest``, ``highest`` and ``text``
    (what is shown on hover), and may say in ``basis`` how the rank is known, as ``range_basis`` does of the
    ranges. The unit ``highlight`` stands out.
    """
    slugs = list(frame.index)
    labels = [axes.wrapped_text(name) for name in frame["name"]]
    row_height = max(theme.ROW_HEIGHT, axes.line_count(labels) * theme.LINE_HEIGHT + 4)
    is_own = frame.index == highlight
    total = theme.measure_colour("TOTAL")
    ranges = {"name": range_label, "basis": range_basis}
    traces = [whiskers(frame[~is_own], colour=theme.MUTED, **ranges)]
    if is_own.any():
        traces.append(whiskers(frame[is_own], colour=theme.ACCENT, is_listed=False, **ranges))
    traces.append(dots(frame[~is_own], name=rank_label, colour=total))
    if is_own.any():
        traces.append(dots(frame[is_own], name=rank_label, colour=theme.ACCENT, is_listed=False))
    layout = axes.plain_layout(
        margin=theme.MARGIN_NAMES, plot_height=max(len(slugs), 1) * row_height, legend_rows=2
    )
    return go.Figure(
        traces,
        {
            **layout,
            "xaxis": rank_axis(unit_count, title=rank_label, language=language),
            "yaxis": axes.name_axis(slugs, labels),
        },
    )


def rank_axis(unit_count: int, *, title: str, language: str) -> dict:
    """Describe an axis from the first rank to the last."""
    ticks = [1, *(tick for tick in axes.nice_ticks(1, unit_count) if 1 < tick < unit_count)]
    return {
        **axes.value_axis([1, unit_count], title=title, language=language, from_zero=False),
        "range": [0.5, unit_count + 0.5],
        "tickvals": ticks,
        "ticktext": [format_number(tick, decimals=0, language=language) for tick in ticks],
    }


def whiskers(
    frame: pd.DataFrame, *, name: str, basis: str, colour: theme.Colour, is_listed: bool = True
) -> go.Scatter:
    """Draw a line with a cap at either end of each range."""
    return go.Scatter(
        name=axes.plain_text(name),
        x=[end for row in frame[["lowest", "highest"]].itertuples(index=False) for end in (*row, None)],
        y=[end for slug in frame.index for end in (slug, slug, None)],
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour.light, "width": theme.LINE_WIDTH, "dash": "solid"},
        marker={
            "color": colour.light,
            "size": theme.MARKER_SIZE,
            "symbol": "line-ns-open",
            "line": {"width": theme.LINE_WIDTH},
        },
        cliponaxis=False,
        showlegend=is_listed,
        customdata=[
            facts
            for row in frame[["name", "lowest", "highest"]].itertuples(index=False, name="Range")
            for facts in (
                *mark_facts(2, name=row.name, basis=basis, text=f"{row.lowest}–{row.highest}"),
                {},
            )
        ],
        hoverinfo="skip",
    )


def dots(frame: pd.DataFrame, *, name: str, colour: theme.Colour, is_listed: bool = True) -> go.Scatter:
    """Draw each rank."""
    return go.Scatter(
        name=axes.plain_text(name),
        x=[int(rank) for rank in frame["rank"]],
        y=list(frame.index),
        mode="markers",
        marker={"color": colour.light, "size": theme.MARKER_SIZE, "symbol": "circle"},
        cliponaxis=False,
        showlegend=is_listed,
        customdata=mark_facts(len(frame), name=frame["name"], basis=optional(frame, "basis")),
        hovertext=[axes.plain_text(text) for text in frame["text"]],
        hoverinfo="text",
    )
