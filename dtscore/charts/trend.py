"""Values over time: one line a series and unit set, never one across two sets."""

import pandas as pd
import plotly.graph_objects as go

from dtscore.charts import axes, theme


def trend_figure(
    frame: pd.DataFrame,
    *,
    value_label: str,
    ranks: bool = False,
    language: str = "vi",
) -> go.Figure:
    """Draw values over periods, with a gap where a value is missing.

    ``frame`` has the columns ``series`` (its name), ``period`` (its label), ``value``, ``text`` and
    ``unit_set`` (the readable name of the set), its rows in time order; a period that holds no value at all
    needs a row with a missing one to leave a gap. ``ranks`` puts 1 on top.
    """
    periods = list(dict.fromkeys(frame["period"]))
    unit_sets = list(dict.fromkeys(frame["unit_set"]))
    series_names = list(dict.fromkeys(frame["series"]))
    lines = [
        trend_line(
            rows,
            periods=periods,
            name=f"{series} ({unit_set})" if len(unit_sets) > 1 else series,
            colour=theme.series_colour(series_names.index(series)),
            style=unit_sets.index(unit_set),
        )
        for (series, unit_set), rows in frame.groupby(["series", "unit_set"], sort=False)
        if rows["value"].notna().any()
    ]
    values = [value for line in lines for value in line.y]
    layout = axes.plain_layout(
        margin=theme.MARGIN_VALUES,
        plot_height=theme.PLOT_HEIGHT,
        legend_rows=max(len(lines), 1),
        legend_title=value_label,
        titled=False,
    )
    value_axis = axes.value_axis(values, title="", language=language, ranks=ranks)
    return go.Figure(lines, {**layout, "xaxis": axes.period_axis(periods), "yaxis": value_axis})


def trend_line(
    rows: pd.DataFrame, *, periods: list[str], name: str, colour: theme.Colour, style: int
) -> go.Scatter:
    """Draw one series in one unit set over all the periods of the figure."""
    by_period = rows.drop_duplicates("period", keep="last").set_index("period").reindex(periods)
    return go.Scatter(
        name=axes.plain_text(name),
        x=periods,
        y=axes.plain_numbers(by_period["value"]),
        mode="lines+markers",
        connectgaps=False,
        line={
            "color": colour.light,
            "dash": theme.DASHES[style % len(theme.DASHES)],
            "width": theme.LINE_WIDTH,
        },
        marker={
            "color": colour.light,
            "size": theme.MARKER_SIZE,
            "symbol": theme.SYMBOLS[style % len(theme.SYMBOLS)],
        },
        cliponaxis=False,
        hovertext=[
            "" if pd.isna(text) else axes.plain_text(f"{name}, {period}: {text}")
            for period, text in by_period["text"].items()
        ],
        hoverinfo="text",
    )
