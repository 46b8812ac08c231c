"""A chart with all that must come with it."""

import json
from dataclasses import dataclass
from functools import cached_property

import plotly.graph_objects as go
import plotly.io

from dtscore.charts import theme
from dtscore.charts.drawn import Drawn
from dtscore.charts.svg import figure_svg

# What no browser is sent: the template, and what the rows behind the picture are made from.
KEPT_HERE = {"template", "meta", "customdata"}


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
            for trace in self.drawn.data
            for x, y in zip(trace.x or (), trace.y or (), strict=True)
        )

    @cached_property
    def _properties(self) -> dict:
        """All that the figure says, which Plotly copies each time that it is asked."""
        return self.figure.to_dict()

    @cached_property
    def drawn(self) -> Drawn:
        """The figure as it is read for the picture and for the rows behind it."""
        return Drawn(self._properties)

    @cached_property
    def svg(self) -> str:
        """The first picture; every text in it is escaped."""
        return figure_svg(self.drawn, title=self.title, description=self.description, element_id=self.id)

    @cached_property
    def spec(self) -> dict:
        """The figure for Plotly, and the CSS custom property that each of its colours stands for."""
        sent = {
            "data": [_sent(trace) for trace in self._properties["data"]],
            "layout": _sent(self._properties["layout"]),
        }
        text = plotly.io.to_json(sent, validate=False)
        used = {colour: token for colour, token in theme.PALETTE.items() if f'"{colour}"' in text}
        return {**json.loads(text), "palette": used}

    @property
    def spec_id(self) -> str:
        """The id of the script element that holds the figure."""
        return f"{self.id}-figure"


def _sent(part: dict) -> dict:
    return {name: value for name, value in part.items() if name not in KEPT_HERE}
