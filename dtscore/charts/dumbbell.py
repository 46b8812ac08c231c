"""Two units, group by group: a mark each, and the gap between them as a line."""

import pandas as pd
import plotly.graph_objects as go

from dtscore.charts import axes, theme
from dtscore.charts.spans import points, spans

# Told apart without colour, too.
SYMBOLS = ("circle", "diamond")


def dumbbell_figure(frame: pd.DataFrame, *, value_label: str, language: str = "vi") -> go.Figure:
    """Draw a row for each group, with a mark for either unit and a line between them.

    ``frame`` is that of ``comparison_figure``; its first two units are drawn, over the groups that both have
    a value for, in their order.
    """
    names = dict(zip(frame["unit"], frame["unit_name"], strict=True))
    two = list(names)[: len(SYMBOLS)]
    known = frame[frame["unit"].isin(two) & frame["value"].notna()]
    both = known[known.groupby("group")["unit"].transform("size") == len(SYMBOLS)]
    marks = both.assign(text=both["unit_name"] + " – " + both["name"] + ": " + both["text"])
    groups = dict(zip(marks["group"], marks["name"], strict=True))
    labels = [axes.wrapped_text(name) for name in groups.values()]
    row_height = max(theme.ROW_HEIGHT, axes.line_count(labels) * theme.LINE_HEIGHT + 6)
    layout = axes.plain_layout(
        margin=theme.MARGIN_NAMES, plot_height=max(len(groups), 1) * row_height, legend_rows=len(two)
    )
    series = [
        points(
            marks[marks["unit"] == unit],
            by="group",
            name=names[unit],
            colour=theme.series_colour(place),
            symbol=SYMBOLS[place],
        )
        for place, unit in enumerate(two)
    ]
    values = axes.plain_numbers(marks["value"])
    return go.Figure(
        [spans(marks, by="group"), *series],
        {
            **layout,
            "xaxis": axes.value_axis(values, title=value_label, language=language, from_zero=False),
            "yaxis": axes.name_axis(list(groups), labels),
        },
    )
