from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import pytest

from dtscore.charts.comparison import comparison_figure
from dtscore.charts.distribution import distribution_figure
from dtscore.charts.groups import group_bars_figure
from dtscore.charts.points import points_figure
from dtscore.charts.ranking import ranking_figure
from dtscore.charts.svg import figure_svg
from dtscore.charts.svg_marks import UnsupportedFigure
from dtscore.charts.trend import trend_figure
from tests.dtscore.charts.frames import (
    comparison_frame,
    groups_frame,
    points_frame,
    ranking_frame,
    trend_frame,
)

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = [
    pytest.param(ranking_figure(ranking_frame(), value_label="Giá trị"), id="ranking"),
    pytest.param(ranking_figure(ranking_frame().iloc[:0], value_label="Giá trị"), id="nothing"),
    pytest.param(
        group_bars_figure(groups_frame(), own_label="Trà Vinh", mean_label="TB", best_label="Cao nhất"),
        id="groups",
    ),
    pytest.param(
        points_figure(
            points_frame(),
            all_label="Tối đa",
            reached_label="Đạt",
            missing_label="Thiếu",
            before_label="Công bố",
            value_label="Điểm",
        ),
        id="points",
    ),
    pytest.param(trend_figure(trend_frame(), value_label="Giá trị"), id="trend"),
    pytest.param(comparison_figure(comparison_frame(), value_label="Giá trị"), id="comparison"),
    pytest.param(
        distribution_figure(ranking_frame(), value_label="x", units_label="Khác", highlight="tra-vinh"),
        id="distribution",
    ),
]


def drawn(figure):
    return ET.fromstring(figure_svg(figure, title="Tựa", description="Mô tả", element_id="chart"))


@pytest.mark.parametrize("figure", FIGURES)
def test_figure_svg_is_well_formed_and_named(figure):
    svg = drawn(figure)

    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "chart-title chart-description"
    assert svg.find(f"{SVG}title").text == "Tựa"
    assert svg.find(f"{SVG}desc").text == "Mô tả"


@pytest.mark.parametrize("figure", FIGURES)
def test_figure_svg_has_classes_and_no_colour_or_style_of_its_own(figure):
    attributes = {name for element in drawn(figure).iter() for name in element.attrib}

    assert not attributes & {"style", "fill", "stroke", "onload"}


def test_figure_svg_draws_bars_as_long_as_their_values():
    bars = drawn(ranking_figure(ranking_frame(), value_label="Giá trị")).findall(f"{SVG}rect")

    assert [bar.get("width") for bar in bars] == ["80.02%", "58.78%", "60.77%"]


def test_figure_svg_prints_names_values_and_ticks():
    texts = list(drawn(ranking_figure(ranking_frame(), value_label="Giá trị")).itertext())

    assert {"Đà Nẵng", "Bà Rịa - Vũng", "Tàu mở rộng", "0,8002", "0,4", "Giá trị"} <= set(texts)


def test_figure_svg_draws_no_bar_for_a_missing_value():
    svg = drawn(comparison_figure(comparison_frame(), value_label="Giá trị"))

    assert len(svg.findall(f"{SVG}rect")) == 3


def test_figure_svg_sets_grouped_bars_side_by_side():
    svg = drawn(comparison_figure(comparison_frame(), value_label="Giá trị"))

    first, _, second = svg.findall(f"{SVG}rect")
    assert float(second.get("y")) == pytest.approx(float(first.get("y")) + 14, abs=0.2)


def test_figure_svg_breaks_the_line_at_a_gap():
    frame = trend_frame().query("series == 'Đà Nẵng' and unit_set == '63 tỉnh'")
    frame = frame.iloc[[0, 1, 1, 2, 2]].assign(
        period=["2019", "2020", "2021", "2022", "2023"], value=[0.4, 0.5, float("nan"), 0.6, 0.7]
    )

    svg = drawn(trend_figure(frame, value_label="Giá trị"))

    line = next(path for path in svg.iter(f"{SVG}path") if path.get("vector-effect"))
    assert line.get("d").count("M") == 2
    assert line.get("d").count("L") == 2


def test_figure_svg_draws_one_line_a_unit_set():
    svg = drawn(trend_figure(trend_frame(), value_label="Giá trị"))

    lines = [path.get("class") for path in svg.iter(f"{SVG}path") if path.get("vector-effect")]
    assert lines == ["stroke chart-series-1 dash-solid", "stroke chart-series-2 dash-solid"]


def test_figure_svg_escapes_every_text():
    evil = "<script>alert('x')</script> & \"Sở\""
    figure = ranking_figure(ranking_frame().assign(name=evil, text=evil, rank_text=evil), value_label=evil)

    svg = figure_svg(figure, title=evil, description=evil, element_id='a"b')

    assert "<script" not in svg
    assert ET.fromstring(svg).find(f"{SVG}title").text == evil


@pytest.mark.parametrize(
    "figure",
    [
        pytest.param(go.Figure(go.Pie()), id="pie"),
        pytest.param(go.Figure(go.Bar(x=[1], y=[1])), id="no range"),
    ],
)
def test_figure_svg_refuses_what_it_cannot_show(figure):
    with pytest.raises(UnsupportedFigure):
        figure_svg(figure, title="", description="", element_id="chart")


def test_figure_svg_refuses_a_colour_that_is_not_in_the_theme():
    figure = ranking_figure(ranking_frame(), value_label="Giá trị").update_traces(marker_color="#123456")

    with pytest.raises(UnsupportedFigure, match="#123456"):
        drawn(figure)


def test_figure_svg_refuses_margins_that_no_css_class_carries():
    figure = ranking_figure(ranking_frame(), value_label="Giá trị").update_layout(margin_l=10)

    with pytest.raises(UnsupportedFigure, match="margins"):
        drawn(figure)
