"""The period of a table that names none itself: from the words around it, or it stays open."""

import pytest

from indicators.imports.grids import Book
from indicators.imports.layouts import detect_layout
from indicators.imports.layouts.period_columns import with_periods
from indicators.imports.readers import read_book
from tests.indicators.imports.layouts.known import codes_of, context, sheet

TABLE = "<table><tr><th>Tỉnh<th>DTI<tr><td>Hà Nội<td>0,7<tr><td>Đà Nẵng<td>0,8</table>"


def periods(book, asked=None):
    layout = detect_layout(book.sheets[-1], context=context())
    dated = with_periods(layout, book=book, asked=asked)
    return {column.period for column in dated.columns if column.role.value == "value"}, codes_of(dated)


@pytest.mark.parametrize(
    "page",
    [
        f"<p>Kết quả chuyển đổi số năm 2023</p><p>Đơn vị: điểm</p>{TABLE}",
        f"<h1>DTI năm 2023</h1><p>a</p><p>b</p><p>c</p><h3>Bảng xếp hạng</h3>{TABLE}",
        f"<head><title>DTI 2023</title></head><body>{TABLE}",
        TABLE.replace("<table>", "<table><caption>Bảng 1. Năm 2023</caption>"),
        f"<div>Bộ công bố ngày 05/08/2024 kết quả</div><strong>Năm 2023</strong>{TABLE}",
        f"<p>Thứ hai, 05/08/2024 - 10:30</p><p>DTI 2023 (Quyết định 922/QĐ ngày 20/5/2024)</p>{TABLE}",
        f"<nav>Tin 2020</nav><table><tr><td><h2>DTI 2023</h2><tr><td>{TABLE}</table>",
    ],
    ids=["paragraph", "heading", "title", "caption", "published", "byline", "in a table"],
)
def test_the_words_around_a_table_name_its_period_and_that_is_told(page):
    found, asked = periods(read_book(page.encode(), name="a.html"))

    assert found == {"2023"}
    assert asked in ([("period", "")], [])


@pytest.mark.parametrize(
    "page",
    [
        f"<p>Năm 2022 cao hơn năm 2021.</p>{TABLE}",
        f"<p>Bộ công bố ngày 05/08/2024</p>{TABLE}",
        f"{TABLE}<p>Năm 2023</p>",
    ],
    ids=["two", "day of publishing", "below"],
)
def test_a_period_that_is_not_plainly_named_stays_open(page):
    assert periods(read_book(page.encode(), name="a.html")) == ({""}, [])


def test_a_cover_or_the_name_of_another_short_sheet_names_the_period():
    table = sheet("Tỉnh|DTI", "Hà Nội|0,7", "Đà Nẵng|0,8")
    cover = sheet("BÁO CÁO NĂM 2023", "Hà Nội, ngày 5 tháng 8 năm 2024", name="Bìa")

    assert periods(Book("xlsx", (cover, table))) == ({"2023"}, [("period", "")])
    assert periods(Book("xlsx", (sheet("Ghi chú", name="DTI 2023"), table)))[0] == {"2023"}
    long = sheet(*["Năm 2021|x"] * 40, name="DTI 2021")
    assert periods(Book("xlsx", (long, table))) == ({""}, [])


def test_the_title_of_the_table_comes_before_the_words_around_it():
    table = sheet("DTI năm 2022", "", "Tỉnh|DTI", "Hà Nội|0,7", "Đà Nẵng|0,8")
    cover = sheet("BÁO CÁO NĂM 2023", name="Bìa")

    assert periods(Book("xlsx", (cover, table))) == ({"2022"}, [])
