import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from dtscore.charts.tiles import ARCHIPELAGO, MissingArchipelago, Tile, TileMap, tile_levels, tile_map_svg

SVG = "{http://www.w3.org/2000/svg}"
DA_NANG = Tile(
    key="da-nang",
    label="Đà|Nẵng",
    name="Đà Nẵng",
    column=6,
    row=0,
    href="/dia-phuong/da-nang/2022/",
    level=4,
    text="Đà Nẵng: 0,8002, xếp hạng 1/63",
)
KHANH_HOA = Tile(key="khanh-hoa", label="Khánh|Hòa", name="Khánh Hòa", column=6, row=1, level=2)
HOANG_SA = Tile(
    key="HS", label="Hoàng|Sa", name="Quần đảo Hoàng Sa", column=8, row=0, kind=ARCHIPELAGO, parent="da-nang"
)
TRUONG_SA = Tile(
    key="TS",
    label="Trường|Sa",
    name="Quần đảo Trường Sa",
    column=8,
    row=1,
    kind=ARCHIPELAGO,
    parent="khanh-hoa",
)
TILES = [DA_NANG, KHANH_HOA, HOANG_SA, TRUONG_SA]


def drawn(tiles):
    svg = tile_map_svg(tiles, title="Bản đồ", description="Mỗi ô một tỉnh", element_id="map")
    return ET.fromstring(svg)


def test_tile_map_svg_draws_both_archipelagos_in_the_class_of_their_province():
    shapes = {element.get("aria-label"): element for element in drawn(TILES).findall(f"{SVG}g")}

    assert shapes["Quần đảo Hoàng Sa (Đà Nẵng)"].get("class") == "tile level-4 tile-archipelago"
    assert shapes["Quần đảo Trường Sa (Khánh Hòa)"].get("class") == "tile level-2 tile-archipelago"


@pytest.mark.parametrize("missing", [HOANG_SA, TRUONG_SA], ids=["Hoàng Sa", "Trường Sa"])
def test_tile_map_svg_refuses_a_map_without_an_archipelago(missing):
    with pytest.raises(MissingArchipelago, match=missing.name.removeprefix("Quần đảo ")):
        drawn([tile for tile in TILES if tile is not missing])


def test_tile_map_svg_links_a_province_and_reads_it_out():
    link = drawn(TILES).find(f"{SVG}a")

    assert link.get("href") == "/dia-phuong/da-nang/2022/"
    assert link.get("aria-label") == "Đà Nẵng: 0,8002, xếp hạng 1/63"
    assert [text.text for text in link.findall(f"{SVG}text")] == ["Đà", "Nẵng"]


def test_tile_map_svg_reads_row_by_row():
    labels = [element.get("aria-label") for element in drawn(reversed(TILES)) if element.get("aria-label")]

    assert labels == [
        "Đà Nẵng: 0,8002, xếp hạng 1/63",
        "Quần đảo Hoàng Sa (Đà Nẵng)",
        "Khánh Hòa",
        "Quần đảo Trường Sa (Khánh Hòa)",
    ]


def test_tile_map_svg_marks_the_own_unit_and_who_has_no_value():
    svg = drawn([replace(DA_NANG, highlighted=True, level=None), KHANH_HOA, HOANG_SA, TRUONG_SA])

    assert svg.find(f"{SVG}a").get("class") == "tile level-none tile-own"


def test_tile_map_svg_makes_a_column_without_tiles_narrow():
    left, gap, right = (
        float(square.get("x"))
        for square in (
            drawn(TILES)[2].find(f"{SVG}rect"),
            drawn([*TILES, replace(DA_NANG, key="x", column=7)])[3].find(f"{SVG}rect"),
            drawn(TILES)[3].find(f"{SVG}rect"),
        )
    )

    assert gap - left == 44
    assert right - left == 44 + 8


def test_tile_map_svg_escapes_every_text():
    evil = '<script>"&'
    svg = tile_map_svg(
        [replace(DA_NANG, label=evil, name=evil, text=evil, href=evil), KHANH_HOA, HOANG_SA, TRUONG_SA],
        title=evil,
        description=evil,
        element_id=evil,
    )

    assert "<script" not in svg
    assert ET.fromstring(svg).find(f"{SVG}a").get("href") == evil


def test_tile_map_svg_has_no_style_of_its_own():
    svg = tile_map_svg(TILES, title="", description="", element_id="map")

    assert not re.search(r' (style|fill|stroke|on\w+)="', svg)


def test_tile_map_knows_whether_a_province_has_no_value():
    tile_map = TileMap(id="map", title="Bản đồ", description="", tiles=TILES)

    assert not tile_map.has_missing
    assert replace(tile_map, tiles=[replace(DA_NANG, level=None), *TILES[1:]]).has_missing


def test_tile_levels_makes_five_classes_of_as_many_units_each():
    values = pd.Series([n / 10 for n in range(1, 11)], index=list("abcdefghij"))

    levels, legend = tile_levels(values, decimals=1)

    assert levels.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert legend[0] == (0, "0,1–0,2")
    assert legend[-1] == (4, "0,9–1,0")


def test_tile_levels_keeps_ties_in_one_class_and_missing_values_missing():
    levels, legend = tile_levels(pd.Series([0.5, 0.5, 0.5, None], index=list("abcd")))

    assert levels["a"] == levels["b"] == levels["c"]
    assert pd.isna(levels["d"])
    assert [text for _, text in legend] == ["0,5000"]


def test_tile_levels_of_nothing_are_nothing():
    levels, legend = tile_levels(pd.Series([None, None], index=["a", "b"], dtype="float64"))

    assert levels.isna().all()
    assert legend == []
