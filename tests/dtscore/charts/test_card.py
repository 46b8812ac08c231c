import json

from dtscore.charts import theme
from dtscore.charts.card import ChartCard
from dtscore.charts.ranking import ranking_figure
from tests.dtscore.charts.frames import ranking_frame


def card(frame):
    figure = ranking_figure(frame, value_label="Giá trị", highlight="tra-vinh")
    return ChartCard(id="ranking-chart", title="Xếp hạng", description="Đà Nẵng dẫn đầu.", figure=figure)


def test_chart_card_spec_is_plain_json_without_a_template():
    spec = json.loads(json.dumps(card(ranking_frame()).spec))

    assert spec["data"][0]["x"] == [0.8002, 0.5878, 0.6077]
    assert "template" not in spec["layout"]


def test_chart_card_spec_says_what_each_colour_stands_for():
    palette = card(ranking_frame()).spec["palette"]

    assert palette[theme.ACCENT.light] == "chart-accent"
    assert palette[theme.MEASURES["TOTAL"].light] == "chart-total"
    assert theme.MEASURES["HT"].light not in palette


def test_chart_card_draws_the_picture_of_its_figure():
    assert 'id="ranking-chart-title">Xếp hạng<' in card(ranking_frame()).svg
    assert card(ranking_frame()).spec_id == "ranking-chart-figure"


def test_chart_card_knows_whether_there_is_anything_to_draw():
    assert card(ranking_frame()).has_values
    assert not card(ranking_frame().iloc[:0]).has_values
    assert not card(ranking_frame().assign(value=float("nan"))).has_values
