"""A chart with all that must come with it."""

import json
from dataclasses import dataclass
from functools import cached_property

import plotly.graph_objects as go

from dtscore.charts import theme
from dtscore.charts.svg import figure_svg


@dataclass(frozen=True)
class ChartCard:
    """A figure with its title and the finding in words; ``id`` is unique in the page.

    ``sources`` are the codes of the sources that the plotted figures were read from or computed from; None
    where the chart rests on all that the page does.
    """

    id: str
    title: str
    description: str
    figure: go.Figure
    sources: frozenset[str] | None = None

    @property
    def has_values(self) -> bool:
        """Whether the figure shows any value at all."""
        return any(
            x is not None and y is not None
            for trace in self.figure.data
            for x, y in zip(trace.x or (), trace.y or (), strict=True)
        )

    @cached_property
    def svg(self) -> str:
        """The first picture; every text in it is escaped."""
        return figure_svg(self.figure, title=self.title, description=self.description, element_id=self.id)

    @cached_property
    def spec(self) -> dict:
        """The figure for Plotly, and the CSS custom property that each of its colours stands for."""
        text = self.figure.to_json()
        figure = json.loads(text)
        for part in ("template", "meta"):
            figure["layout"].pop(part, None)
        for trace in figure["data"]:
            trace.pop("customdata", None)
        used = {colour: token for colour, token in theme.PALETTE.items() if f'"{colour}"' in text}
        return {"data": figure["data"], "layout": figure["layout"], "palette": used}

    @property
    def spec_id(self) -> str:
        """The id of the script element that holds the figure."""
        return f"{self.id}-figure"
