"""What the figures share: labels, printed ticks, axes and the plain layout."""

import html
import math
import textwrap
from collections.abc import Iterable, Sequence

import pandas as pd

from dtscore.charts import theme
from indicators.notation import format_number

LINE_BREAK = "<br>"
TICK_STEPS = (1, 2, 5, 10)
PERIOD_CHARACTERS = 8


def plain_text(text: object) -> str:
    """Escape a text, since Plotly reads tags in labels."""
    return html.escape(str(text), quote=False)


def wrapped_text(text: object, *, width: int = theme.NAME_CHARACTERS) -> str:
    """Escape a label and break it between words into even lines of at most ``width`` characters."""

    def lines(limit: int) -> list[str]:
        return textwrap.wrap(str(text), limit, break_long_words=False, break_on_hyphens=False)

    wide = lines(width)
    if len(wide) <= 1:
        return plain_text("".join(wide))
    narrowest = next(limit for limit in range(1, width + 1) if len(lines(limit)) <= len(wide))
    return LINE_BREAK.join(plain_text(line) for line in lines(narrowest))


def plain_numbers(values: Iterable) -> list[float | None]:
    """Turn a column into floats; a missing value stays a hole."""
    return [None if pd.isna(value) else float(value) for value in values]


def line_count(labels: Sequence[str]) -> int:
    """Count the lines of the tallest wrapped label."""
    return max((label.count(LINE_BREAK) + 1 for label in labels), default=1)


def nice_ticks(low: float, high: float, *, count: int = 5) -> list[float]:
    """Choose round, evenly spaced ticks that enclose ``low`` and ``high``."""
    if high <= low:
        high = low + (abs(low) or 1)
    raw_step = (high - low) / count
    magnitude = 10 ** math.floor(math.log10(raw_step))
    step = next(factor * magnitude for factor in TICK_STEPS if factor * magnitude >= raw_step * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(position * step, 10) for position in range(first, last + 1)]


def decimals_of(ticks: Sequence[float]) -> int:
    """Count the decimals that tell neighbouring ticks apart."""
    return next((places for places in range(9) if all(round(tick, places) == tick for tick in ticks)), 9)


def name_axis(keys: Sequence, labels: Sequence[str]) -> dict:
    """Describe a vertical axis of units or groups, the first on top."""
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(keys),
        "range": [max(len(keys), 1) - 0.5, -0.5],
        "tickmode": "array",
        "tickvals": list(keys),
        "ticktext": list(labels),
        **quiet_axis(),
        "linecolor": theme.LINE.light,
        "showgrid": False,
        "showline": True,
        "tickfont": {"color": theme.TEXT.light, "size": theme.FONT_SIZE},
    }


def value_axis(
    values: Iterable[float | None],
    *,
    title: str,
    language: str,
    from_zero: bool = True,
) -> dict:
    """Describe an axis of values, with ticks printed as the language writes numbers."""
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    ticks = nice_ticks(min(low, 0.0) if from_zero else low, high)
    places = decimals_of(ticks)
    return {
        "type": "linear",
        "range": [ticks[0], ticks[-1]],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [format_number(tick, decimals=places, language=language) for tick in ticks],
        "title": {
            "text": plain_text(title),
            "font": {"color": theme.SUBTLE.light, "size": theme.FONT_SIZE},
            "standoff": 14,
        },
        **quiet_axis(),
    }


def period_axis(periods: Sequence[str]) -> dict:
    """Describe a horizontal axis of periods in time order, with as many labels as a phone has room for."""
    every = max(1, math.ceil(len(periods) / theme.TICK_LABELS))
    shown = list(periods)[::-1][::every][::-1]
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(periods),
        "range": [-0.3, max(len(periods), 1) - 0.7],
        "tickmode": "array",
        "tickvals": shown,
        "ticktext": [wrapped_text(period, width=PERIOD_CHARACTERS) for period in shown],
        "tickangle": 0,
        **quiet_axis(),
        "linecolor": theme.LINE.light,
        "showline": True,
        "showgrid": False,
    }


def quiet_axis() -> dict:
    """Leave out all of an axis but its labels and thin grid lines; dragging on a phone scrolls the page."""
    return {
        "automargin": False,
        "fixedrange": True,
        "gridcolor": theme.LINE.light,
        "showgrid": True,
        "tickfont": {"color": theme.SUBTLE.light, "size": theme.FONT_SIZE},
        "ticklabelstandoff": 6,
        "ticks": "",
        "zeroline": False,
    }


def plain_layout(
    *,
    margin: theme.Margin,
    plot_height: int,
    legend_rows: int = 0,
    legend_title: str = "",
    tick_lines: int = 1,
    titled: bool = True,
) -> dict:
    """Describe what lies around a plot: paper, font, margins and the legend above it, one entry a row."""
    top = theme.MARGIN_TOP + (legend_rows + bool(legend_title)) * theme.LEGEND_ROW
    bottom = theme.MARGIN_BOTTOM + (theme.LEGEND_ROW if titled else 0) + (tick_lines - 1) * theme.LINE_HEIGHT
    return {
        "template": "none",
        "height": top + plot_height + bottom,
        "margin": {"l": margin.left, "r": margin.right, "t": top, "b": bottom, "autoexpand": False},
        "paper_bgcolor": theme.SURFACE.light,
        "plot_bgcolor": theme.SURFACE.light,
        "font": {"family": theme.FONT_FAMILY, "size": theme.FONT_SIZE, "color": theme.TEXT.light},
        "showlegend": legend_rows > 0,
        "legend": plain_legend(legend_title),
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "align": "left",
            "bgcolor": theme.SURFACE.light,
            "bordercolor": theme.SUBTLE.light,
            "font": {"color": theme.TEXT.light, "size": theme.FONT_SIZE},
        },
    }


def plain_legend(title: str) -> dict:
    """Describe a legend at the top left that no click changes."""
    return {
        "title": {"text": plain_text(title), "font": {"color": theme.SUBTLE.light, "size": theme.FONT_SIZE}},
        "x": 0,
        "xanchor": "left",
        "xref": "container",
        "y": 1,
        "yanchor": "top",
        "yref": "container",
        "itemclick": False,
        "itemdoubleclick": False,
        "traceorder": "normal",
    }
