import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.imports.periods import (
    as_of,
    find_period,
    month,
    month_ending_quarter,
    read_period,
    week,
    year,
)

YEAR_2022 = year(2022)
NOVEMBER = month(2024, 11)
THIRD_WEEK = week(2024, 3)
EIGHTH = as_of(dt.date(2024, 11, 8))


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        (2022, YEAR_2022),
        (2022.0, YEAR_2022),
        ("2022", YEAR_2022),
        ("2022.0", YEAR_2022),
        (" Năm  2022", YEAR_2022),
        ("NĂM 2022", YEAR_2022),
        ("Kỳ 2022", YEAR_2022),
        (dt.date(2024, 11, 8), EIGHTH),
        (dt.datetime(2024, 11, 8, 9, 30), EIGHTH),
        ("2024-11-08", EIGHTH),
        ("2024-11-08 00:00:00", EIGHTH),
        ("2024-11-08T00:00:00", EIGHTH),
        ("08/11/2024", EIGHTH),
        ("8.11.2024", EIGHTH),
        ("ngày 8 tháng 11 năm 2024", EIGHTH),
        ("Tháng 11/2024", NOVEMBER),
        ("tháng 11 năm 2024", NOVEMBER),
        ("T11/2024", NOVEMBER),
        ("11/2024", NOVEMBER),
        ("2024-11", NOVEMBER),
        ("Tuần 3/2024", THIRD_WEEK),
        ("Tuần thứ 03 năm 2024", THIRD_WEEK),
        ("2024-w03", THIRD_WEEK),
        ("2024-W03", THIRD_WEEK),
        (None, None),
        ("", None),
        ("Quý III/2024", None),
        ("Q3/2024", None),
        ("6 tháng đầu năm 2024", None),
        ("2021–2023", None),
        ("2021-2022", None),
        ("31/06/2024", None),
        ("13/2024", None),
        ("Tuần 54/2024", None),
        ("2024-34", None),
        ("11.2024", None),
        (12.2024, None),
        (0.2022, None),
        (1899, None),
        ("Hà Nội", None),
    ],
)
def test_a_cell_is_read_as_a_period_or_not(cell, period):
    assert read_period(cell) == period


@pytest.mark.parametrize(
    ("text", "kind", "slug"),
    [
        ("2024-11-08", "as_of", "2024-11-08"),
        ("2024-12-31", "year", "2024"),
        ("2024-01-31", "month", "2024-01"),
        ("2024-01-22", "week", "2024-w04"),
        ("2024-12-31", "Năm", "2024"),
        ("2024-11-08", "", "2024-11-08"),
        ("2022", "as_of", "2022"),
    ],
)
def test_the_kind_of_period_may_be_told_beside_it(text, kind, slug):
    assert read_period(text, kind=kind).slug == slug


def test_an_unknown_kind_of_period_gives_none():
    assert read_period("2025", kind="undated") is None


def test_a_period_says_its_days():
    assert (NOVEMBER.start, NOVEMBER.end) == (dt.date(2024, 11, 1), dt.date(2024, 11, 30))
    assert (THIRD_WEEK.start, THIRD_WEEK.end) == (dt.date(2024, 1, 15), dt.date(2024, 1, 21))
    assert (NOVEMBER.period, NOVEMBER.slug) == ("11/2024", "2024-11")
    assert (THIRD_WEEK.period, THIRD_WEEK.slug) == ("tuần 3/2024", "2024-w03")
    assert (EIGHTH.period, EIGHTH.slug) == ("08/11/2024", "2024-11-08")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Xếp hạng DTI năm 2022", YEAR_2022),
        ("Bảng 1. Kết quả theo Quyết định 922 (2022)", YEAR_2022),
        ("Điểm 2022 / Hạng 2022", YEAR_2022),
        ("tính đến ngày 08/11/2024", EIGHTH),
        ("Điểm tháng 11/2024 (%)", NOVEMBER),
        ("Điểm 11/2024", NOVEMBER),
        ("Xếp hạng tuần 3/2024", THIRD_WEEK),
        ("So với năm 2021 và 2022", None),
        ("Giai đoạn 2022", None),
        ("Quý III năm 2022", None),
        ("6 tháng đầu năm 2022", None),
        ("01 (0,727)", None),
        ("Hạ tầng số", None),
    ],
)
def test_the_only_period_of_a_longer_text_is_found(text, period):
    assert find_period(text) == period


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_slugs_and_shown_periods_are_read_back(day):
    periods = (as_of(day), week(*day.isocalendar()[:2]), month(day.year, day.month), year(day.year))

    assert all(read_period(period.slug) == read_period(period.period) == period for period in periods)


@given(st.text(max_size=30))
def test_any_text_may_be_asked(text):
    read_period(text)
    find_period(text)
    read_period("2022", kind=text)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("Quý I/2024", "03/2024"),
        ("quý 2 năm 2023", "06/2023"),
        ("QUÝ IV 2024", "12/2024"),
        ("Quý V/2024", ""),
        ("2024", ""),
        (None, ""),
    ],
)
def test_a_quarter_is_named_by_its_last_month(text, month):
    assert month_ending_quarter(text) == month
