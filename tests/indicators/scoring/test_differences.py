import pandas as pd
import pytest

from indicators.scoring.differences import differs

NAN = float("nan")


@pytest.mark.parametrize(
    ("published", "recomputed", "decimals", "expected"),
    [
        pytest.param(0.6077, 0.6077, 4, False, id="equal"),
        pytest.param(0.6077, 0.6076, 4, False, id="one unit of the last decimal"),
        pytest.param(0.6077, 0.6078, 4, False, id="one unit the other way"),
        pytest.param(0.6077, 0.607599, 4, True, id="a little more than that unit"),
        pytest.param(71.25, 70.25, 0, False, id="whole points"),
        pytest.param(71.26, 70.25, 0, True, id="more than a whole point"),
        pytest.param(0.1 + 0.2, 0.3, 9, False, id="noise"),
        pytest.param(NAN, 0.5, 4, False, id="published missing"),
        pytest.param(0.5, NAN, 4, False, id="recomputed missing"),
    ],
)
def test_differs_takes_one_unit_of_the_last_decimal_for_rounding(published, recomputed, decimals, expected):
    assert differs(published, recomputed, decimals=decimals) is expected


def test_differs_answers_unit_by_unit():
    published = pd.Series({"a": 0.6077, "b": 0.6077, "c": NAN})
    recomputed = pd.Series({"a": 0.6076, "b": 0.6070, "c": 0.5})

    answers = differs(published, recomputed, decimals=4)

    assert answers.to_dict() == {"a": False, "b": True, "c": False}
