"""How the columns of a table are read: the guess, what a person made of it, and the figures that follow."""

from indicators.imports.layouts.context import Context, MeasureNames
from indicators.imports.layouts.declared import Declaration, parse_layout
from indicators.imports.layouts.detection import detect_layout
from indicators.imports.layouts.layout import Column, Kind, Layout, Question, Role
from indicators.imports.layouts.reading import read_figures

__all__ = [
    "Column",
    "Context",
    "Declaration",
    "Kind",
    "Layout",
    "MeasureNames",
    "Question",
    "Role",
    "detect_layout",
    "parse_layout",
    "read_figures",
]
