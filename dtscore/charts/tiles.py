"""The tile map: every province a square of the same size, drawn as SVG with links.

No picture of the country leaves here without quần đảo Hoàng Sa and quần đảo Trường Sa.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

import pandas as pd

from indicators.notation import format_number

PROVINCE = "province"
ARCHIPELAGO = "archipelago"
ARCHIPELAGOS = ("Hoàng Sa", "Trường Sa")

TILE_SIZE = 44
EMPTY_COLUMN = 8
LINE_HEIGHT = 13
LEVELS = 5


class MissingArchipelago(ValueError):
    """A map without Hoàng Sa or Trường Sa."""


@dataclass(frozen=True)
class Tile:
    """One square of the map.

    ``label`` breaks lines at "|". ``level`` is the class of the value from 0 (lowest) to 4, or ``None`` where
    there is no value. ``text`` is read out: "Trà Vinh: 0,6077, xếp hạng 25/63". An archipelago has the
    ``key`` of its province as ``parent`` and takes its class.
    """

    key: str
    label: str
    name: str
    column: int
    row: int
    kind: str = PROVINCE
    parent: str = ""
    href: str = ""
    level: int | None = None
    text: str = ""
    highlighted: bool = False


@dataclass(frozen=True)
class TileMap:
    """A map with all that must come with it; ``legend`` names the classes that occur, lowest first."""

    id: str
    title: str
    description: str
    tiles: Sequence[Tile]
    legend: Sequence[tuple[int, str]] = ()
    missing_label: str = ""

    @cached_property
    def svg(self) -> str:
        """The map; every text in it is escaped."""
        return tile_map_svg(self.tiles, title=self.title, description=self.description, element_id=self.id)

    @property
    def has_missing(self) -> bool:
        """Whether a province on the map has no value."""
        return any(tile.level is None for tile in self.tiles if tile.kind == PROVINCE)


def tile_levels(
    values: pd.Series, *, decimals: int = 4, language: str = "vi"
) -> tuple[pd.Series, list[tuple[int, str]]]:
    """Sort values into five classes with as many units each as ties allow.

    Returns the class of each value, missing where the value is, and the legend: for each class that occurs
    its number and its lowest and highest value in print.
    """
    ranked = values.dropna().astype(float).rank(method="min", pct=True)
    levels = ((ranked * LEVELS).apply(lambda share: -(-share // 1)) - 1).clip(0, LEVELS - 1).astype("int64")
    legend = []
    for level, members in values.dropna().astype(float).groupby(levels):
        low, high = (
            format_number(value, decimals=decimals, language=language)
            for value in (members.min(), members.max())
        )
        legend.append((int(level), low if low == high else f"{low}–{high}"))
    return levels.astype("Int64").reindex(values.index), legend


def tile_map_svg(tiles: Iterable[Tile], *, title: str, description: str, element_id: str) -> str:
    """Draw the map; ``element_id`` must be unique in the page.

    Raises:
        MissingArchipelago: Hoàng Sa or Trường Sa is not among the tiles.
    """
    tiles = sorted(tiles, key=lambda tile: (tile.row, tile.column))
    if missing := missing_archipelagos(tiles):
        raise MissingArchipelago(f"The map lacks {', '.join(missing)}")
    lefts = column_lefts(tiles)
    width = max(lefts.values()) + TILE_SIZE
    height = (max(tile.row for tile in tiles) + 1) * TILE_SIZE
    parents = {tile.key: tile for tile in tiles}
    drawn = [tile_element(tile, left=lefts[tile.column], parent=parents.get(tile.parent)) for tile in tiles]
    name = escape(element_id)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tile-map" viewBox="0 0 {width} {height}"'
        f' role="group" aria-labelledby="{name}-title {name}-description">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-description">{escape(description)}</desc>'
        f"{''.join(drawn)}</svg>"
    )


def missing_archipelagos(tiles: Iterable[Tile]) -> list[str]:
    """Return the archipelagos without which a map is refused."""
    names = " ".join(tile.name for tile in tiles if tile.kind == ARCHIPELAGO)
    return [name for name in ARCHIPELAGOS if name not in names]


def column_lefts(tiles: Sequence[Tile]) -> dict[int, int]:
    """Place the columns; one without a tile is a narrow gap, so that the squares stay large on a phone."""
    used = {tile.column for tile in tiles}
    lefts, left = {}, 0
    for column in range(max(used) + 1):
        lefts[column] = left
        left += TILE_SIZE if column in used else EMPTY_COLUMN
    return lefts


def tile_element(tile: Tile, *, left: int, parent: Tile | None) -> str:
    """Draw one square, as a link where it leads somewhere."""
    shown = parent if parent is not None else tile
    level = "none" if shown.level is None else shown.level
    css_class = f"tile level-{level}"
    css_class += " tile-archipelago" if tile.kind == ARCHIPELAGO else ""
    css_class += " tile-own" if shown.highlighted else ""
    text = tile.text or (f"{tile.name} ({parent.name})" if parent is not None else tile.name)
    top = tile.row * TILE_SIZE
    square = (
        f'<rect x="{left + 1.5}" y="{top + 1.5}" width="{TILE_SIZE - 3}" height="{TILE_SIZE - 3}" rx="4"/>'
        f"{label_lines(tile.label, x=left + TILE_SIZE / 2, y=top + TILE_SIZE / 2)}"
    )
    name = f'class="{css_class}" aria-label="{escape(text)}"'
    content = f"<title>{escape(text)}</title>{square}"
    if tile.href:
        return f'<a {name} href="{escape(tile.href)}">{content}</a>'
    return f'<g {name} role="img">{content}</g>'


def label_lines(label: str, *, x: float, y: float) -> str:
    """Write the lines of a label, centred on a point."""
    lines = label.split("|")
    first = y + 4 - (len(lines) - 1) * LINE_HEIGHT / 2
    return "".join(
        f'<text x="{x:g}" y="{first + row * LINE_HEIGHT:g}" text-anchor="middle" aria-hidden="true">'
        f"{escape(line)}</text>"
        for row, line in enumerate(lines)
    )
