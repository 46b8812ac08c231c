"""Ranks over the editions of one unit set: chosen units in colour, all others behind them in grey."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from dtscore.charts import axes, theme
from dtscore.charts.marks import layout_facts, mark_facts

LABEL_CHARACTERS = 16
# A name stands off its line by one such space, which no reader of markup swallows.
GAP = "\u2002"
RANK_HEIGHT = 8
LEAST_HEIGHT, MOST_HEIGHT = 240, 520
RANK_TICKS = 8


def bump_figure(
    frame: pd.DataFrame,
    *,
    chosen: Sequence[str],
    periods: Sequence[str],
    count: int,
    value_label: str = "",
) -> go.Figure:
    """Draw a line of ranks for each unit, the first rank on top, with the names of the chosen at the end.

    Args:
        frame: a row a unit and edition of one unit set, columns ``unit`` (its slug), ``name``, ``period``,
            ``rank`` (may be missing), ``text`` (“25/63”) and, where it is known, ``basis`` (how the rank
            is known, in words), in time order.
        chosen: slugs of the units to draw in colour; the others stay grey.
        periods: the labels of the editions, in time order.
        count: the number of units that are ranked.
        value_label: what the ranks are called in the rows behind the picture.
    """
    height = min(max(count * RANK_HEIGHT, LEAST_HEIGHT), MOST_HEIGHT)
    units = lines_of(frame)
    drawn = [unit for unit in chosen if unit in units]
    colours = [theme.series_colour(place).light for place in range(len(drawn))]
    lines = [
        unit_line(units[unit], periods=periods, colour=colour)
        for unit, colour in zip(drawn, colours, strict=True)
    ]
    others = [line for unit, line in units.items() if unit not in drawn]
    ends = end_labels([units[unit] for unit in drawn], colours=colours, rank_height=height / max(count, 1))
    period_axis = axes.period_axis(periods)
    layout = axes.plain_layout(
        margin=theme.MARGIN_ENDS,
        plot_height=height,
        tick_lines=axes.line_count(period_axis["ticktext"]),
        titled=False,
    )
    return go.Figure(
        [*([muted_lines(others, periods=periods)] if others else []), *lines, *([ends] if drawn else [])],
        {
            **layout,
            **layout_facts(value=value_label, decimals=0),
            "xaxis": {**period_axis, "range": [-0.1, max(len(periods), 2) - 1]},
            "yaxis": rank_axis(count),
        },
    )


class Line(NamedTuple):
    """The known ranks of one unit by period, in time order, each with its text; and how they are known."""

    name: str
    ranks: dict[str, tuple[float, str]]
    bases: dict[str, str]

    def hover(self, period: str) -> str:
        """Write “Trà Vinh, 2022: 25/63”; nothing where the rank is not known."""
        if period not in self.ranks:
            return ""
        return axes.plain_text(f"{self.name}, {period}: {self.ranks[period][1]}")

    def facts(self, periods: Sequence[str]) -> list[dict[str, str]]:
        bases = [self.bases.get(period, "") for period in periods]
        return mark_facts(len(periods), name=self.name, basis=bases)

    def heights(self, periods: Sequence[str]) -> list[float | None]:
        return [self.ranks[period][0] if period in self.ranks else None for period in periods]


def lines_of(frame: pd.DataFrame) -> dict[str, Line]:
    """Return the units that have any rank, by their slugs."""
    known = frame[frame["rank"].notna()]
    known = known.assign(basis=known.get("basis", ""))
    lines: dict[str, Line] = {}
    columns = ["unit", "name", "period", "rank", "text", "basis"]
    for row in known[columns].itertuples(index=False, name="Point"):
        line = lines.setdefault(row.unit, Line(row.name, {}, {}))
        line.ranks[row.period] = (float(row.rank), row.text)
        line.bases[row.period] = row.basis
    return lines


def rank_axis(count: int) -> dict:
    """Describe an axis of ranks from the first on top to the last, with the last one among its ticks."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 500, 1000, 5000) if count <= step * RANK_TICKS)
    between = [rank for rank in range(step, count, step) if 1 < rank <= count - step / 2]
    ticks = list(dict.fromkeys([1, *between, count]))
    return {
        **axes.quiet_axis(),
        "type": "linear",
        "range": [count + 0.5, 0.5],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [str(tick) for tick in ticks],
        "showgrid": False,
    }


def unit_line(line: Line, *, periods: Sequence[str], colour: str) -> go.Scatter:
    """Draw the line of one chosen unit, with a gap where its rank is not known."""
    return go.Scatter(
        name=axes.plain_text(line.name),
        x=list(periods),
        y=line.heights(periods),
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": theme.LINE_WIDTH},
        marker={"color": colour, "size": theme.MARKER_SIZE, "symbol": "circle"},
        cliponaxis=False,
        customdata=line.facts(periods),
        hovertext=[line.hover(period) for period in periods],
        hoverinfo="text",
    )


def muted_lines(lines: Sequence[Line], *, periods: Sequence[str]) -> go.Scatter:
    """Draw all other units as one grey trace, parted by holes."""
    return go.Scatter(
        x=[*periods, None] * len(lines),
        y=[rank for line in lines for rank in (*line.heights(periods), None)],
        mode="lines",
        connectgaps=False,
        line={"color": theme.LINE.light, "width": theme.LINE_WIDTH},
        cliponaxis=False,
        customdata=[facts for line in lines for facts in (*line.facts(periods), {})],
        hovertext=[text for line in lines for text in (*map(line.hover, periods), "")],
        hoverinfo="text",
    )


def end_labels(lines: Sequence[Line], *, colours: Sequence[str], rank_height: float) -> go.Scatter:
    """Write the name of each chosen unit beside its last rank, apart enough to be read."""
    lasts = [(period, rank) for line in lines for period, (rank, _text) in [[*line.ranks.items()][-1]]]
    texts = [axes.wrapped_text(line.name, width=LABEL_CHARACTERS) for line in lines]
    heights = [axes.line_count([text]) * theme.LINE_HEIGHT for text in texts]
    places = spread_apart([rank * rank_height for _period, rank in lasts], heights=heights)
    return go.Scatter(
        x=[period for period, _rank in lasts],
        y=[round(place / rank_height, 3) for place in places],
        mode="text",
        text=[axes.LINE_BREAK.join(GAP + line for line in text.split(axes.LINE_BREAK)) for text in texts],
        textposition="middle right",
        textfont={"color": list(colours), "size": theme.FONT_SIZE},
        cliponaxis=False,
        hoverinfo="skip",
    )


def spread_apart(middles: Sequence[float], *, heights: Sequence[float]) -> list[float]:
    """Move labels along an axis until none covers another; those that touch settle around their middle."""
    order = sorted(range(len(middles)), key=lambda place: middles[place])
    # Each block: the labels in it, and where its first edge lies.
    blocks: list[tuple[list[int], float]] = []
    for label in order:
        blocks.append(([label], middles[label] - heights[label] / 2))
        while len(blocks) > 1 and blocks[-2][1] + sum(heights[i] for i in blocks[-2][0]) > blocks[-1][1]:
            joined = blocks[-2][0] + blocks[-1][0]
            del blocks[-2:]
            blocks.append((joined, _block_start(joined, middles=middles, heights=heights)))
    places = [0.0] * len(middles)
    for labels, start in blocks:
        for label in labels:
            places[label] = start + heights[label] / 2
            start += heights[label]
    return places


def _block_start(labels: Sequence[int], *, middles: Sequence[float], heights: Sequence[float]) -> float:
    """Return where labels that stand close must begin, so that they are moved as little as possible."""
    wanted, above = 0.0, 0.0
    for label in labels:
        wanted += middles[label] - above - heights[label] / 2
        above += heights[label]
    return wanted / len(labels)
