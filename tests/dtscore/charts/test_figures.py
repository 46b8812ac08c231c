import pandas as pd
import pytest

from dtscore.charts import theme
from dtscore.charts.averaging import averaging_figure
from dtscore.charts.card import ChartCard
from dtscore.charts.comparison import comparison_figure
from dtscore.charts.distribution import distribution_figure
from dtscore.charts.dumbbell import dumbbell_figure
from dtscore.charts.groups import group_bars_figure
from dtscore.charts.intervals import intervals_figure
from dtscore.charts.points import points_figure
from dtscore.charts.ranking import ranking_figure
from dtscore.charts.rows import figure_points
from dtscore.charts.trend import trend_figure
from tests.dtscore.charts.frames import (
    comparison_frame,
    groups_frame,
    points_frame,
    ranking_frame,
    trend_frame,
)


def test_ranking_figure_draws_the_rows_from_the_top():
    figure = ranking_figure(ranking_frame(), value_label="Giá trị DTI")

    assert figure.data[0].x == (0.8002, 0.5878, 0.6077)
    assert figure.data[0].y == ("da-nang", "ba-ria-vung-tau", "tra-vinh")
    assert figure.layout.yaxis.range == (2.5, -0.5)
    assert figure.data[0].text[0] == "0,8002"


def test_ranking_figure_breaks_long_names_and_prints_ticks_in_vietnamese():
    figure = ranking_figure(ranking_frame(), value_label="Giá trị DTI")

    assert figure.layout.yaxis.ticktext == ("Đà Nẵng", "Bà Rịa - Vũng<br>Tàu mở rộng", "Trà Vinh")
    assert figure.layout.xaxis.ticktext == ("0,0", "0,2", "0,4", "0,6", "0,8", "1,0")


def test_ranking_figure_names_the_rank_where_there_is_one():
    figure = ranking_figure(ranking_frame(), value_label="Giá trị DTI")

    assert figure.data[0].hovertext[1:] == (
        "Bà Rịa - Vũng Tàu mở rộng: 0,5878",
        "Trà Vinh: 0,6077, xếp hạng 25/63",
    )


def test_ranking_figure_makes_the_own_unit_stand_out():
    figure = ranking_figure(ranking_frame(), value_label="Giá trị", highlight="tra-vinh")

    total = theme.MEASURES["TOTAL"].light
    assert figure.data[0].marker.color == (total, total, theme.ACCENT.light)


def test_ranking_figure_keeps_units_of_one_name_apart():
    frame = ranking_frame().assign(name="Tân Hưng")

    figure = ranking_figure(frame, value_label="Giá trị")

    assert len(set(figure.data[0].y)) == 3
    assert figure.layout.yaxis.ticktext == ("Tân Hưng",) * 3


def test_ranking_figure_draws_no_row_of_an_empty_frame():
    figure = ranking_figure(ranking_frame().iloc[:0], value_label="Giá trị")

    assert figure.data[0].x == ()
    assert figure.layout.xaxis.range == (0, 1)


def test_group_bars_figure_leaves_a_missing_value_missing():
    figure = group_bars_figure(
        groups_frame(), own_label="Trà Vinh", mean_label="Trung bình", best_label="Cao nhất"
    )

    assert figure.data[0].x == (0.654, None)
    assert figure.data[1].x == (0.6154, None)
    assert figure.data[2].x == (0.8293, 1.0)


def test_group_bars_figure_gives_each_group_its_colour():
    figure = group_bars_figure(
        groups_frame(), own_label="Trà Vinh", mean_label="Trung bình", best_label="Cao nhất"
    )

    assert figure.data[0].marker.color == (theme.MEASURES["HT"].light, theme.MEASURES["NT"].light)


def test_group_bars_figure_has_no_sign_for_a_mean_that_nobody_knows():
    frame = groups_frame().assign(mean=float("nan"))

    figure = group_bars_figure(frame, own_label="Trà Vinh", mean_label="Trung bình", best_label="Cao nhất")

    assert [trace.name for trace in figure.data] == ["Trà Vinh", "Cao nhất"]


def test_points_figure_draws_what_is_reached_over_all_points():
    labels = {"all_label": "Tối đa", "reached_label": "Đạt", "missing_label": "Thiếu", "value_label": "Điểm"}

    everything, reached, before = points_figure(points_frame(), before_label="Công bố", **labels).data

    # The legend names what is grey, and the rows behind the picture what the whole bar is.
    assert (everything.name, everything.x) == ("Thiếu", (500, 150))
    assert everything.customdata[0]["series"] == "Tối đa"
    assert everything.text == ("thiếu 157,0", "thiếu 101,4")
    assert everything.hovertext[0] == "5 nhóm nền tảng chung – thiếu 157,0"
    assert (reached.x, before.x) == ((343.0, 48.6), (340.9, 48.6))
    assert len(points_figure(points_frame(), **labels).data) == 2


def test_trend_figure_never_joins_two_unit_sets():
    figure = trend_figure(trend_frame(), value_label="Giá trị DTI")

    assert [(line.name, line.y) for line in figure.data] == [
        ("Đà Nẵng (63 tỉnh)", (0.6419, 0.8002, 0.8341, None)),
        ("Đà Nẵng (34 tỉnh)", (None, None, None, 0.7056)),
        ("Trà Vinh (63 tỉnh)", (None, 0.6077, 0.6718, None)),
    ]


def test_trend_figure_shows_the_unit_set_by_dash_and_symbol_and_the_series_by_colour():
    figure = trend_figure(trend_frame(), value_label="Giá trị DTI")

    before, after, other = figure.data
    assert before.line.color == after.line.color != other.line.color
    assert before.line.dash == other.line.dash != after.line.dash
    assert before.marker.symbol != after.marker.symbol


def test_trend_figure_leaves_a_gap_where_a_value_is_missing():
    frame = trend_frame()
    frame.loc[(frame["series"] == "Đà Nẵng") & (frame["period"] == "2022"), "value"] = float("nan")

    line = trend_figure(frame, value_label="Giá trị DTI").data[0]

    assert line.y == (0.6419, None, 0.8341, None)
    assert line.connectgaps is False


def test_trend_figure_gives_each_unit_set_of_a_period_its_own_place():
    figure = trend_figure(trend_frame(), value_label="Giá trị")

    assert figure.layout.xaxis.tickvals == ("2021", "2022", "2024 (63)", "2024 (34)")
    assert figure.layout.xaxis.ticktext[-1] == "2024<br>(34)"
    for line in figure.data:
        assert line.x == figure.layout.xaxis.tickvals
    assert figure.data[1].hovertext[-1] == "Đà Nẵng (34 tỉnh), 2024: 0,7056"


def test_trend_figure_draws_estimates_apart_and_at_the_period_that_they_are_of():
    estimate = {"series": "Đà Nẵng", "period": "2022", "value": 0.69, "text": "0,6900"}
    frame = trend_frame().assign(is_estimated=False)
    rows = [estimate | {"unit_set": "34 tỉnh, ước tính", "is_estimated": True}, *frame.to_dict("records")]

    lines = trend_figure(pd.DataFrame(rows), value_label="Giá trị", first=["Đà Nẵng"]).data

    assert [line.name for line in lines[:3]] == [
        "Đà Nẵng (63 tỉnh)",
        "Đà Nẵng (34 tỉnh)",
        "Đà Nẵng (34 tỉnh, ước tính)",
    ]
    assert dict(zip(lines[2].x, lines[2].y, strict=True))["2022"] == 0.69
    assert lines[2].marker.symbol == "circle-open"


def test_averaging_figure_puts_old_and_new_units_into_one_row():
    frame = pd.DataFrame(
        [("x", "X", False, 0.8, "a"), ("x", "X", False, 0.6, "b"), ("x", "X", True, 0.7, "c")],
        columns=["unit", "name", "is_new", "value", "text"],
    )

    spans, old, new = averaging_figure(frame, old_label="cũ", new_label="mới", value_label="Tổng").data

    assert spans.x == (0.6, 0.8, None)
    assert (old.x, new.x) == ((0.8, 0.6), (0.7,))
    assert {*old.y, *new.y} == {"x"}
    assert old.marker.symbol != new.marker.symbol


def test_intervals_figure_draws_a_whisker_around_each_rank_and_the_own_one_apart():
    frame = ranking_frame().assign(rank=[1, 28, 25], lowest=[1, 27, 24], highest=[1, 30, 25])
    labels = {"rank_label": "Hạng", "range_label": "Khoảng nhạy"}

    figure = intervals_figure(frame, unit_count=63, highlight="tra-vinh", **labels)

    whiskers, own_whisker, dots, own_dot = figure.data
    assert whiskers.x == (1, 1, None, 27, 30, None)
    assert whiskers.y == ("da-nang", "da-nang", None, *["ba-ria-vung-tau"] * 2, None)
    assert own_whisker.x == (24, 25, None)
    assert (dots.x, own_dot.x) == ((1, 28), (25,))
    assert figure.layout.xaxis.ticktext == ("1", "20", "40", "60")
    svg = ChartCard(id="r", title="Hạng", description="", figure=figure).svg
    assert svg.count("M0 -") == 7
    assert len(intervals_figure(frame, unit_count=63, **labels).data) == 2


def test_trend_figure_thins_out_the_labels_of_many_periods():
    periods = [f"tuần {week}" for week in range(1, 31)]
    frame = trend_frame().iloc[[0] * 30].assign(period=periods)

    axis = trend_figure(frame, value_label="Giá trị").layout.xaxis

    assert len(axis.tickvals) == theme.TICK_LABELS
    assert axis.tickvals[-1] == "tuần 30"


def test_comparison_figure_draws_one_bar_a_unit_in_each_group():
    figure = comparison_figure(comparison_frame(), value_label="Giá trị")

    assert [bars.name for bars in figure.data] == ["Trà Vinh", "Bình Phước"]
    assert figure.data[0].x == (0.654, 0.9)
    assert figure.data[1].x == (0.7207, None)
    assert figure.layout.barmode == "group"


def test_distribution_figure_stacks_dots_that_would_touch():
    frame = ranking_frame().assign(value=[0.5, 0.5, 0.9])

    figure = distribution_figure(frame, value_label="Giá trị", units_label="Các tỉnh khác")

    assert figure.data[0].x == (0.5, 0.5, 0.9)
    assert figure.data[0].y == (0, 1, 0)


def test_distribution_figure_sets_the_own_unit_apart_and_leaves_out_who_has_no_value():
    frame = ranking_frame().assign(value=[0.5, float("nan"), 0.9])

    figure = distribution_figure(
        frame, value_label="Giá trị", units_label="Các tỉnh khác", highlight="tra-vinh"
    )

    assert [(trace.name, trace.x) for trace in figure.data] == [
        ("Các tỉnh khác", (0.5,)),
        ("Trà Vinh", (0.9,)),
    ]


@pytest.mark.parametrize(
    "figure",
    [
        pytest.param(ranking_figure(ranking_frame(), value_label="Giá trị"), id="ranking"),
        pytest.param(
            group_bars_figure(groups_frame(), own_label="Trà Vinh", mean_label="TB", best_label="Cao nhất"),
            id="groups",
        ),
        pytest.param(trend_figure(trend_frame(), value_label="Giá trị"), id="trend"),
        pytest.param(comparison_figure(comparison_frame(), value_label="Giá trị"), id="comparison"),
        pytest.param(
            distribution_figure(ranking_frame(), value_label="Giá trị", units_label="Khác"), id="distribution"
        ),
    ],
)
def test_figures_have_bars_and_scatters_only(figure):
    assert {trace.type for trace in figure.data} <= {"bar", "scatter"}


def test_dumbbell_figure_draws_the_gap_of_each_group_that_both_units_have():
    figure = dumbbell_figure(comparison_frame(), value_label="Giá trị")

    line, first, second = figure.data
    assert (line.x, line.y) == ((0.654, 0.7207, None), ("HT", "HT", None))
    assert (first.name, first.x, second.name, second.x) == ("Trà Vinh", (0.654,), "Bình Phước", (0.7207,))
    assert first.marker.symbol != second.marker.symbol
    assert second.hovertext == ("Bình Phước – Hạ tầng số: 0,7207",)
    # The line between the marks has no words and is no row of the file.
    assert [point.series for point in figure_points(figure)] == ["Trà Vinh", "Bình Phước"]
