import pytest

from dtscore.charts import axes


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        pytest.param(0, 0.8002, [0, 0.2, 0.4, 0.6, 0.8, 1.0], id="shares"),
        pytest.param(0, 98.3, [0, 20, 40, 60, 80, 100], id="points"),
        pytest.param(0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1.0], id="nothing but zero"),
        pytest.param(-0.02, 0.03, [-0.02, -0.01, 0, 0.01, 0.02, 0.03], id="below zero"),
    ],
)
def test_nice_ticks_enclose_the_values_in_round_steps(low, high, ticks):
    assert axes.nice_ticks(low, high) == ticks


def test_value_axis_prints_thousands_as_the_language_writes_them():
    assert axes.value_axis([1236.0], title="", language="vi")["ticktext"][-1] == "1.500"
    assert axes.value_axis([1236.0], title="", language="en")["ticktext"][-1] == "1,500"


def test_wrapped_text_breaks_between_words_into_even_lines():
    assert axes.wrapped_text("Hoạt động kinh tế số") == "Hoạt động<br>kinh tế số"
    assert axes.wrapped_text("Bà Rịa - Vũng Tàu") == "Bà Rịa - Vũng Tàu"
    assert axes.wrapped_text("") == ""


def test_wrapped_text_leaves_no_tag_to_plotly():
    assert axes.wrapped_text("<b>A & B</b>") == "&lt;b&gt;A &amp; B&lt;/b&gt;"
