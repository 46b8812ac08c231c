"""A figure as it is read while it is drawn: Plotly looks each property up in its own tables anew."""

import plotly.graph_objects as go

# What holds properties of its own; it can be asked for them even where the figure says nothing of it.
PARTS = {"layout", "legend", "line", "margin", "marker", "meta", "title", "xaxis", "yaxis"}


class Drawn:
    """The properties of a figure, or of a part of it, by Plotly's names; one that is not set is None."""

    def __init__(self, properties: dict):
        for name, value in properties.items():
            if isinstance(value, dict):
                value = Drawn(value)
            elif name == "data":
                value = [Drawn(trace) for trace in value]
            setattr(self, name, value)

    @classmethod
    def of(cls, figure: "go.Figure | Drawn") -> "Drawn":
        """Read all of a figure at once, if it is not read yet."""
        return figure if isinstance(figure, Drawn) else cls(figure.to_dict())

    def __getattr__(self, name: str):
        return Drawn({}) if name in PARTS else None
