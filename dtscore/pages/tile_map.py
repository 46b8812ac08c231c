"""The tile map of a ranking: every unit of the set a square, coloured by its total."""

from collections.abc import Collection

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.charts.tiles import Tile, TileMap, missing_archipelagos, tile_levels
from dtscore.pages.standings import Standing, standings_of
from indicators.models import Edition
from provinces.models import TileCell


def ranking_tile_map(
    members: pd.DataFrame,
    *,
    edition: Edition,
    title: str,
    description: str,
    only: Collection | None = None,
    own: Collection[str] = (),
) -> TileMap | None:
    """Draw the units of a ranking; None where their unit set has no map, or one that may not be shown.

    Args:
        members: the frame of ``frames.standings_by_unit`` by the total.
        only: the units that pass the filters; the others keep their square without a colour.
        own: the slugs of “my province”.
    """
    cells = list(edition.unit_set.tiles.select_related("unit"))
    levels, legend = tile_levels(
        members["value"], decimals=edition.methodology.decimals, language=get_language()
    )
    if only is not None:
        levels = levels.where(levels.index.isin(only))
    drawn = members[members.index.isin([cell.unit_id for cell in cells])]
    standings = {standing.unit_id: standing for standing in standings_of(drawn, edition=edition)}
    tiles = [
        _tile(cell, standing=standings.get(cell.unit_id), level=levels.get(cell.unit_id), own=own)
        for cell in cells
    ]
    if missing_archipelagos(tiles):
        return None
    return TileMap(
        id="ranking-map",
        title=title,
        description=description,
        tiles=tiles,
        legend=legend,
        missing_label=_("not published") if only is None else _("not published or filtered out"),
    )


def _tile(cell: TileCell, *, standing: Standing | None, level: int | None, own: Collection[str]) -> Tile:
    """Return the square of a unit, or of an archipelago, which takes the colour of its province."""
    slug = cell.unit.slug
    is_province = cell.kind == TileCell.Kind.PROVINCE
    name = standing.name if standing else cell.name
    return Tile(
        key=slug if is_province else f"{slug}-{cell.pk}",
        label=cell.label,
        name=name if is_province else cell.name,
        column=cell.column,
        row=cell.row,
        kind=cell.kind,
        parent="" if is_province else slug,
        href=standing.url if standing else "",
        level=None if not is_province or pd.isna(level) else int(level),
        text=_tile_text(standing)
        if is_province
        else _("%(archipelago)s, part of %(province)s")
        % {
            "archipelago": cell.name,
            "province": name,
        },
        highlighted=slug in own,
    )


def _tile_text(standing: Standing | None) -> str:
    """Return what a square says when it is read out: “Trà Vinh: 0,6077, xếp hạng 25/63”."""
    if standing is None:
        return ""
    facts = {"name": standing.name, "value": standing.value_text, "rank": standing.rank_text}
    if not standing.is_placed:
        return f"{standing.name}: {standing.status_name}"
    if standing.rank is None:
        return _("%(name)s: %(value)s") % facts
    if pd.isna(standing.value):
        return _("%(name)s: ranked %(rank)s") % facts
    return _("%(name)s: %(value)s, ranked %(rank)s") % facts
