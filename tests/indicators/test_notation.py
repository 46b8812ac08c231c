import contextlib
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import notation
from indicators.notation import parse_number, parse_rank, parse_rank_and_value

NAN = float("nan")
MISSING_VALUES = {
    "None": None,
    "nan": NAN,
    "NA": pd.NA,
    "Decimal": Decimal("NaN"),
    "numpy": np.float64("nan"),
}
DECIMALS = st.decimals(-10_000_000, 10_000_000, places=4)


@pytest.mark.parametrize(
    ("value", "decimals", "vietnamese", "english"),
    [
        (0.6077, 4, "0,6077", "0.6077"),
        (Decimal("0.6077"), 4, "0,6077", "0.6077"),
        (np.float64(0.6077), 2, "0,61", "0.61"),
        (np.int64(1236), 0, "1.236", "1,236"),
        (1236.5, 1, "1.236,5", "1,236.5"),
        (1_236_000, 0, "1.236.000", "1,236,000"),
        (Decimal("1E+3"), 0, "1.000", "1,000"),
        (1, 4, "1,0000", "1.0000"),
        (-0.5, 1, "−0,5", "−0.5"),
        (-0.00001, 4, "0,0000", "0.0000"),
        (0.66835, 4, "0,6684", "0.6684"),
        (2.5, 0, "3", "3"),
        (-2.5, 0, "−3", "−3"),
        (1e-7, 4, "0,0000", "0.0000"),
    ],
)
def test_format_number_writes_as_the_language_reads(value, decimals, vietnamese, english):
    assert notation.format_number(value, decimals=decimals) == vietnamese
    assert notation.format_number(value, decimals=decimals, language="en") == english


@pytest.mark.parametrize("missing", MISSING_VALUES.values(), ids=MISSING_VALUES.keys())
def test_a_missing_value_is_a_dash_and_never_zero(missing):
    assert notation.format_number(missing, decimals=4) == "–"
    assert notation.format_difference(missing, decimals=4) == "–"
    assert notation.format_points(missing) == "–"
    assert notation.format_rank(missing, count=63) == "–"
    assert notation.format_interval(missing, low=1, high=3) == "–"
    assert notation.format_change(missing) == ""


@pytest.mark.parametrize("language", ["vi", "en"])
@given(places=st.integers(-10_600, 10_600))
def test_parse_change_reads_what_format_change_wrote(places, language):
    text = notation.format_change(places, language=language)

    assert notation.parse_change(text, language=language) == places


@pytest.mark.parametrize("text", ["", "tăng bậc", "tăng 1", "1", "tăng x bậc"])
def test_parse_change_refuses_what_is_no_movement(text):
    with pytest.raises(notation.NotANumberError):
        notation.parse_change(text)


def test_an_unknown_language_is_refused():
    with pytest.raises(notation.UnknownLanguageError, match="fr"):
        notation.format_number(1, decimals=0, language="fr")
    with pytest.raises(notation.UnknownLanguageError, match="fr"):
        notation.format_change(None, language="fr")


@given(DECIMALS, st.integers(0, 4))
def test_format_number_rounds_by_half_a_unit_at_most(value, decimals):
    written = (
        notation.format_number(value, decimals=decimals, language="en").replace(",", "").replace("−", "-")
    )

    assert abs(Decimal(written) - value) <= Decimal("0.5").scaleb(-decimals)


@given(DECIMALS)
def test_parse_number_reads_back_what_format_number_writes(value):
    assert parse_number(notation.format_number(value, decimals=4)) == value
    assert parse_number(notation.format_number(value, decimals=4, language="en")) == value


@given(st.integers(0, 10_000_000))
def test_parse_number_reads_back_a_vietnamese_thousand_on_its_scale(value):
    written = notation.format_number(value, decimals=0)

    assert parse_number(written, scale_max=Decimal(10_000_000)) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0123, "+0,0123"), (-0.0123, "−0,0123"), (0, "0,0000"), (0.00004, "0,0000"), (-0.00004, "0,0000")],
)
def test_format_difference_shows_the_sign(value, written):
    assert notation.format_difference(value, decimals=4) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("100.00"), "100"),
        (12.5, "12,5"),
        (0.1 + 0.2, "0,3"),
        (Decimal("0.125"), "0,125"),
        (1000, "1.000"),
        (0, "0"),
        (Decimal("-7.50"), "−7,5"),
    ],
)
def test_format_points_trims_zeros(value, written):
    assert notation.format_points(value) == written


@pytest.mark.parametrize(
    ("rank", "count", "written"),
    [
        (25, 63, "25/63"),
        (25, None, "25"),
        (np.int64(1), 17, "1/17"),
        (25.0, 63.0, "25/63"),
        (1236, 10_600, "1.236/10.600"),
    ],
)
def test_format_rank_stands_with_its_count(rank, count, written):
    assert notation.format_rank(rank, count=count) == written


def test_format_interval_names_both_ends():
    assert notation.format_interval(25, low=22, high=28) == "25 (22–28)"


def test_format_interval_of_unknown_ends_is_the_rank():
    assert notation.format_interval(25, low=None, high=28) == "25"


@pytest.mark.parametrize(
    ("places", "vietnamese", "english"),
    [
        (1, "tăng 1 bậc", "up 1 place"),
        (34, "tăng 34 bậc", "up 34 places"),
        (-1, "giảm 1 bậc", "down 1 place"),
        (np.int64(-2), "giảm 2 bậc", "down 2 places"),
        (0, "giữ nguyên thứ hạng", "rank unchanged"),
        (1236, "tăng 1.236 bậc", "up 1,236 places"),
    ],
)
def test_format_change_says_it_in_words(places, vietnamese, english):
    assert notation.format_change(places) == vietnamese
    assert notation.format_change(places, language="en") == english


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2024, 11, 8), "08/11/2024"),
        (datetime(2025, 7, 1, 23, 59), "01/07/2025"),
        (None, "–"),
        (pd.NaT, "–"),
    ],
)
def test_format_date_puts_the_day_first(day, written):
    assert notation.format_date(day) == written


@pytest.mark.parametrize("text", ["N/A", "n/a", "-", "–", "—", "*", "", "  ", "\u00a0", None])
def test_is_missing_knows_the_marks(text):
    assert notation.is_missing(text)


@pytest.mark.parametrize("text", ["0", "0,0", "- 1", "01", "abc", "**"])
def test_is_missing_takes_nothing_else_for_one(text):
    assert not notation.is_missing(text)


@pytest.mark.parametrize(
    ("text", "scale_max", "number"),
    [
        ("0.8002", 1, "0.8002"),
        ("0,6419", 1, "0.6419"),
        ("0,6400", 1, "0.6400"),
        ("0.712", None, "0.712"),
        ("1.000", 1, "1.000"),
        ("1,0000", 1, "1.0000"),
        ("65,57/100", None, "65.57"),
        (" 65,57 / 100 ", 100, "65.57"),
        ("650/1.000", None, "650"),
        ("1.236", 5000, "1236"),
        ("1.236", 1000, "1.236"),
        ("1.000", 1000, "1000"),
        ("12.345", 100, "12.345"),
        ("12,345", 100, "12.345"),
        ("1.236,5", None, "1236.5"),
        ("1,236.5", None, "1236.5"),
        ("1 236,5", None, "1236.5"),
        ("1\u00a0236", None, "1236"),
        ("1.236.000", None, "1236000"),
        ("1234.567", None, "1234.567"),
        ("80,2 %", None, "80.2"),
        ("80,2\u202f%", 100, "80.2"),
        ("105 %", None, "105"),
        ("-0,5", None, "-0.5"),
        ("−0,5", None, "-0.5"),
        ("+0,0123", None, "0.0123"),
        ("01", None, "1"),
    ],
)
def test_parse_number_reads_what_tables_hold(text, scale_max, number):
    parsed = parse_number(text, scale_max=None if scale_max is None else Decimal(scale_max))

    assert isinstance(parsed, Decimal)
    assert str(parsed) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "N/A",
        "4.22.10",
        "4.222.1",
        "1,236,5",
        ">74 %",
        "12 3",
        "1..2",
        "5.",
        ".5",
        "1e5",
        "NaN",
        "٣",
        "1/2/3",
        "0.712a",
    ],
)
def test_parse_number_refuses_what_is_none(text):
    with pytest.raises(notation.NotANumberError) as caught:
        parse_number(text)

    assert caught.value.text == text


@pytest.mark.parametrize(("text", "scale_max"), [("1.236", None), ("1,236", None), ("1,236", Decimal(5000))])
def test_parse_number_names_both_readings(text, scale_max):
    with pytest.raises(notation.AmbiguousNumberError, match=r"1236 or 1\.236") as caught:
        parse_number(text, scale_max=scale_max)

    assert caught.value.readings == (Decimal(1236), Decimal("1.236"))


@pytest.mark.parametrize(
    ("text", "scale_max"), [("1.236", 1), ("1,0001", 1), ("-0,1", 1), ("101", 100), ("101/100", None)]
)
def test_parse_number_refuses_what_lies_outside_the_scale(text, scale_max):
    with pytest.raises(notation.OutOfScaleError, match="is not between 0 and"):
        parse_number(text, scale_max=None if scale_max is None else Decimal(scale_max))


@pytest.mark.parametrize("text", ["65,57/100", "80,2 %"])
def test_parse_number_converts_no_scale(text):
    with pytest.raises(notation.ScaleMismatchError, match="is out of 100, not out of 1") as caught:
        parse_number(text, scale_max=Decimal(1))

    assert (caught.value.stated, caught.value.scale_max) == (100, 1)


@pytest.mark.parametrize("parse", [parse_number, parse_rank, parse_rank_and_value])
@given(text=st.text(alphabet="0123456789.,/%-+ ()", max_size=12))
def test_parsers_raise_no_error_but_their_own(parse, text):
    with contextlib.suppress(notation.NotationError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "rank", "count"),
    [
        ("25", 25, None),
        ("01", 1, None),
        ("25/63", 25, 63),
        (" 25 / 63 ", 25, 63),
        ("63/63", 63, 63),
        ("1.236/10.600", 1236, 10_600),
    ],
)
def test_parse_rank_reads_rank_and_count(text, rank, count):
    assert parse_rank(text) == (rank, count)


@pytest.mark.parametrize("text", ["", "-", "0", "64/63", "25,5", "hạng 25", "25/", "1/0", "25 (0,6)"])
def test_parse_rank_refuses_what_is_none(text):
    with pytest.raises(notation.NotARankError) as caught:
        parse_rank(text)

    assert caught.value.text == text


@given(st.integers(1, 10_600), st.integers(0, 10_600))
def test_parse_rank_reads_back_what_format_rank_writes(rank, more):
    assert parse_rank(notation.format_rank(rank, count=rank + more)) == (rank, rank + more)


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("01 (0,727)", (1, None, Decimal("0.727"))),
        ("1\n(0,6419)", (1, None, Decimal("0.6419"))),
        ("25/63 (0.6077)", (25, 63, Decimal("0.6077"))),
        ("25( 0,6077 )", (25, None, Decimal("0.6077"))),
    ],
)
def test_parse_rank_and_value_reads_both(text, parsed):
    assert parse_rank_and_value(text, scale_max=Decimal(1)) == parsed


@pytest.mark.parametrize(
    "text", ["25", "(0,6)", "25 (0,6", "25 0,6", "0 (0,6)", "25 (0,6) (0,7)", "25 (60,77)", "25 (x)"]
)
def test_parse_rank_and_value_refuses_what_lacks_one(text):
    with pytest.raises(notation.NotationError):
        parse_rank_and_value(text, scale_max=Decimal(1))
