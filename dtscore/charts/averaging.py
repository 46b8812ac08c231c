"""What a plain mean does: the values of the units that were merged, and that of the unit they became."""

import pandas as pd
import plotly.graph_objects as go

from dtscore.charts import axes, theme
from dtscore.charts.marks import layout_facts
from dtscore.charts.spans import points, spans


def averaging_figure(
    frame: pd.DataFrame,
    *,
    old_label: str,
    new_label: str,
    value_label: str,
    row_label: str = "",
    language: str = "vi",
) -> go.Figure:
    """Draw a row for each merged unit: a circle for each old one, a diamond for the new one.

    ``frame`` has a row for each old and each new unit, in the order of the picture, with the columns ``unit``
    (the slug of the new one, in whose row it stands), ``name`` (of the new one), ``own_name``, ``is_new``,
    ``value``, ``basis`` (how the value is known, in words) and ``text`` (what is shown on hover).
    ``row_label`` says in the rows behind the picture what the rows of the picture are.
    """
    names = dict(zip(frame["unit"], frame["name"], strict=True))
    units = list(names)
    labels = [axes.wrapped_text(name) for name in names.values()]
    known = frame[frame["value"].notna()]
    old, new = known[~known["is_new"]], known[known["is_new"]]
    row_height = max(theme.ROW_HEIGHT, axes.line_count(labels) * theme.LINE_HEIGHT + 4)
    traces = [
        spans(old, by="unit"),
        points(old, by="unit", name=old_label, colour=theme.MUTED, symbol="circle"),
        points(new, by="unit", name=new_label, colour=theme.ACCENT, symbol="diamond"),
    ]
    layout = axes.plain_layout(
        margin=theme.MARGIN_NAMES, plot_height=max(len(units), 1) * row_height, legend_rows=2
    )
    values = axes.plain_numbers(known["value"])
    return go.Figure(
        traces,
        {
            **layout,
            **layout_facts(place=row_label),
            "xaxis": axes.value_axis(values, title=value_label, language=language, from_zero=False),
            "yaxis": axes.name_axis(units, labels),
        },
    )
