"""Every colour and size of the charts: one colour a group, the same everywhere.

A figure holds the light colour. ``PALETTE`` leads from it to the CSS custom property of the same name in
static/css/site.css, through which the picture and Plotly follow dark mode.
"""

from typing import NamedTuple


class Colour(NamedTuple):
    """A colour on light and on dark paper; ``token`` is the CSS custom property without its dashes."""

    token: str
    light: str
    dark: str


class Margin(NamedTuple):
    """The room left and right of the plot, in pixels; ``css_class`` carries the same in site.css."""

    css_class: str
    left: int
    right: int


SURFACE = Colour("surface", "#ffffff", "#111a24")
TEXT = Colour("text", "#17212b", "#e6edf4")
SUBTLE = Colour("text-subtle", "#51606f", "#a9b7c5")
LINE = Colour("line", "#d8dfe6", "#2c3a48")
ACCENT = Colour("chart-accent", "#b3261e", "#ff8f80")
MUTED = Colour("chart-muted", "#6f7f8f", "#8797a7")

# After Okabe and Ito, darkened on white and lightened on navy until each has 3:1 against its paper.
MEASURES = {
    "TOTAL": Colour("chart-total", "#14508c", "#7fb5ee"),
    "NT": Colour("chart-nt", "#a06a00", "#e8a317"),
    "TC": Colour("chart-tc", "#7350a5", "#b89ce4"),
    "HT": Colour("chart-ht", "#0072b2", "#56b4e9"),
    "NL": Colour("chart-nl", "#007a5c", "#2fc49b"),
    "AT": Colour("chart-at", "#c24a00", "#f28a48"),
    "CQS_HD": Colour("chart-cqs_hd", "#3d4fc0", "#97a5f7"),
    "KTS_HD": Colour("chart-kts_hd", "#687700", "#c3cf45"),
    "XHS_HD": Colour("chart-xhs_hd", "#b03a87", "#e88fc7"),
    "CQS": Colour("chart-cqs", "#28358c", "#b6c0fb"),
    "KTS": Colour("chart-kts", "#4a5500", "#dbe48c"),
    "XHS": Colour("chart-xhs", "#7c2260", "#f4b8dc"),
}

SERIES = (
    Colour("chart-series-1", "#1060a8", "#6db3f2"),
    Colour("chart-series-2", "#c4500a", "#f59256"),
    Colour("chart-series-3", "#08795e", "#35c7a0"),
    Colour("chart-series-4", "#a83280", "#ea94cb"),
    Colour("chart-series-5", "#8a6d00", "#d9b92e"),
    Colour("chart-series-6", "#5f5ac0", "#aaa6f5"),
)

COLOURS = (SURFACE, TEXT, SUBTLE, LINE, ACCENT, MUTED, *MEASURES.values(), *SERIES)
PALETTE = {colour.light: colour.token for colour in COLOURS}

# One unit set, one look: a line is never drawn on from one set into another. The last is for estimates.
DASHES = ("solid", "dash", "dot", "dashdot")
SYMBOLS = ("circle", "diamond", "square", "circle-open")

FONT_FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
FONT_SIZE = 13
LINE_HEIGHT = 16
LINE_WIDTH = 2
MARKER_SIZE = 9

MARGIN_NAMES = Margin("chart-names", 136, 68)
MARGIN_VALUES = Margin("chart-values", 52, 20)
MARGIN_ENDS = Margin("chart-ends", 36, 128)
MARGINS = {(margin.left, margin.right): margin for margin in (MARGIN_NAMES, MARGIN_VALUES, MARGIN_ENDS)}
MARGIN_TOP = 12
MARGIN_BOTTOM = 36
LEGEND_ROW = 22

NAME_CHARACTERS = 18
ROW_HEIGHT = 26
BAR_HEIGHT = 14
PLOT_HEIGHT = 240
TICK_LABELS = 6


def measure_colour(code: str) -> Colour:
    """Return the colour of a measure; one that has none of its own takes the total's."""
    return MEASURES.get(code, MEASURES["TOTAL"])


def series_colour(position: int) -> Colour:
    """Return the colour of the unit at a position in a comparison, from 0."""
    return SERIES[position % len(SERIES)]
