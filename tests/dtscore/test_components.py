import datetime as dt
import re

import pandas as pd
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from dtscore.charts.card import ChartCard
from dtscore.charts.ranking import ranking_figure
from dtscore.charts.tiles import ARCHIPELAGO, Tile, TileMap
from provinces.models import Source


def chart_card(frame):
    figure = ranking_figure(frame, value_label="Giá trị")
    return ChartCard(id="ranking-chart", title="Xếp hạng <2022>", description="Một tỉnh.", figure=figure)


def ranking_frame():
    return pd.DataFrame(
        {"name": ["</script>"], "value": [0.8], "text": ["0,8000"], "rank_text": [""]}, index=["da-nang"]
    )


def tile_map(**fields):
    tiles = [
        Tile(key="a", label="Đà|Nẵng", name="Đà Nẵng", column=0, row=0, level=0),
        Tile(key="b", label="Khánh|Hòa", name="Khánh Hòa", column=0, row=1),
        Tile(key="HS", label="HS", name="Hoàng Sa", column=2, row=0, kind=ARCHIPELAGO, parent="a"),
        Tile(key="TS", label="TS", name="Trường Sa", column=2, row=1, kind=ARCHIPELAGO, parent="b"),
    ]
    return TileMap(id="map", title="Bản đồ", description="Mỗi ô một tỉnh.", tiles=tiles, **fields)


def test_chart_component_holds_title_picture_and_figure():
    html = render_to_string("components/_chart.html", {"chart": chart_card(ranking_frame())})

    assert "Xếp hạng &lt;2022&gt;" in html
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="chart-svg' in html
    assert '<script id="ranking-chart-figure" type="application/json">' in html
    assert 'data-chart="ranking-chart-figure"' in html
    assert html.count("</script>") == 1


def test_chart_component_says_when_there_is_nothing_to_draw():
    html = render_to_string("components/_chart.html", {"chart": chart_card(ranking_frame().iloc[:0])})

    assert "<svg" not in html
    assert "<script" not in html
    assert 'class="notice"' in html


def test_tile_map_component_has_the_legend_and_both_archipelagos():
    html = render_to_string(
        "components/_tile_map.html",
        {"map": tile_map(legend=[(0, "0,5–0,6")], missing_label="chưa công bố")},
    )

    assert re.search(r"level-0.*?</svg>\s*0,5–0,6", html, re.S)
    assert re.search(r"level-none.*?</svg>\s*chưa công bố", html, re.S)
    assert "Hoàng Sa" in html
    assert "Trường Sa" in html


def test_bar_component_writes_its_width_with_a_dot():
    with translation.override("vi"):
        html = render_to_string("components/_bar.html", {"percent": 60.77, "code": "CQS_HD"})

    assert 'width="60.77"' in html
    assert "chart-cqs_hd" in html


def test_breadcrumbs_component_ends_with_the_page_itself():
    html = render_to_string("components/_breadcrumbs.html", {"items": [("Tổng quan", "/"), ("Xếp hạng", "")]})

    assert '<a href="/">Tổng quan</a>' in html
    assert '<li aria-current="page">Xếp hạng</li>' in html


def test_server_error_page_needs_no_context():
    html = render_to_string("500.html")

    assert "<h1>" in html
    assert 'href="/"' in html


def test_sources_component_adds_no_stop_to_a_title():
    source = Source(
        title="Ai dẫn đầu, ai xếp cuối?", url="https://vi.example/", retrieved_on=dt.date(2024, 11, 23)
    )

    html = render_to_string("components/_sources.html", {"sources": [source]})

    assert "." not in re.sub(r"<[^>]+>", "", html)


def test_wide_table_scrolls_by_keyboard_in_a_named_region():
    template = Template(
        '{% load tables %}{% scrolltable id "-caption" is_tall=tall %}<table>&lt;</table>{% endscrolltable %}'
    )

    html = template.render(Context({"id": 'a"', "tall": True}))

    assert html == (
        '<div class="table-scroll tall" role="region" aria-labelledby="a&quot;-caption" tabindex="0">'
        "<table>&lt;</table></div>"
    )
