from itertools import pairwise

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dtscore.charts.bump import bump_figure, spread_apart
from dtscore.charts.svg import figure_svg


def ranks_frame():
    """Three units over two editions; the second edition does not know the rank of the last unit."""
    ranks = {"a": [1, 3], "b": [2, 1], "c": [3, None]}
    return pd.DataFrame(
        [
            (unit, f"Tỉnh {unit}", period, rank, f"{rank}/3")
            for unit, own in ranks.items()
            for period, rank in zip(["2022", "2023"], own, strict=True)
        ],
        columns=["unit", "name", "period", "rank", "text"],
    )


def test_bump_figure_puts_the_first_rank_on_top_and_names_the_chosen_at_their_last_rank():
    figure = bump_figure(ranks_frame(), chosen=["b", "c"], periods=["2022", "2023"], count=3)

    muted, first, second, labels = figure.data
    assert figure.layout.yaxis.range == (3.5, 0.5)
    assert (muted.name, muted.y) == (None, (1, 3, None))
    assert (first.y, second.y) == ((2, 1), (3, None))
    assert labels.x == ("2023", "2022")
    assert labels.textfont.color == (first.line.color, second.line.color)


def test_bump_figure_has_a_first_picture_with_the_names_in_their_colours():
    figure = bump_figure(ranks_frame(), chosen=["b"], periods=["2022", "2023"], count=3)

    svg = figure_svg(figure, title="Hạng", description="", element_id="bump")

    assert '<text class="fill chart-series-1" text-anchor="start" x="100%"' in svg
    assert "\u2002Tỉnh b</text>" in svg
    assert 'class="stroke line dash-solid"' in svg


def test_bump_figure_of_nothing_known_draws_nothing():
    frame = ranks_frame().assign(rank=float("nan"))

    assert bump_figure(frame, chosen=["a"], periods=["2022", "2023"], count=3).data == ()


@given(st.lists(st.integers(0, 100), min_size=1, max_size=8))
def test_labels_that_are_spread_apart_keep_their_order_and_never_overlap(middles):
    heights = [16.0] * len(middles)

    places = spread_apart(middles, heights=heights)

    ordered = [place for _middle, place in sorted(zip(middles, places, strict=True))]
    assert all(after - before >= 16 - 1e-6 for before, after in pairwise(ordered))
    assert sorted(places) == ordered or len(set(middles)) < len(middles)
    assert abs(sum(places) - sum(middles)) < 1e-6
