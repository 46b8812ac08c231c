"""Whatever is written by any writer is read as the same texts."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.indicators.imports.readers.writers import (
    as_cp1258,
    as_csv,
    as_html,
    as_ods,
    as_xls,
    as_xlsx,
    read_texts,
)

UNITS = ["Hà Nội", "TP. Hồ Chí Minh", "Thừa Thiên\nHuế", "Đắk Lắk", "Bà Rịa – Vũng Tàu", "BRVT"]
FIGURES = [
    "0,6419",
    "0.8002",
    "01",
    "4.22.10",
    "01 (0,727)",
    "1\n(0,6419)",
    "25/63",
    "N/A",
    "-",
    "*",
    "80,2 %",
]
ODD = ['a "b" c', "x;y", "x, y", "a|b", "=1+1", "<b>&amp;", "'"]
CELLS = st.one_of(st.just(""), st.sampled_from(UNITS), st.sampled_from(FIGURES), st.sampled_from(ODD))
HEADER = ["TT", "Tên đơn vị", "Giá trị", "Hạng"]


@st.composite
def tables(draw):
    """Draw a table with a header, three to six columns and no blank first cells."""
    width = draw(st.integers(3, 6))
    rows = draw(st.lists(st.lists(CELLS, min_size=width - 1, max_size=width - 1), min_size=2, max_size=6))
    header = [*HEADER, "Ghi chú", "Vùng"][:width]
    return [header] + [[str(number), *row] for number, row in enumerate(rows, start=1)]


def trimmed(table):
    rows = [list(row) for row in table]
    for row in rows:
        while not row[-1]:
            row.pop()
    return rows


few = settings(max_examples=8, deadline=None)


@few
@given(
    table=tables(),
    delimiter=st.sampled_from(";,\t|"),
    encoding=st.sampled_from(["utf-8-sig", "utf-16", "utf-16-le"]),
)
def test_csv_comes_back(table, delimiter, encoding):
    assert read_texts(as_csv(table, delimiter=delimiter).encode(encoding)) == trimmed(table)


@few
@given(table=tables())
def test_csv_in_cp1258_comes_back(table):
    assert read_texts(as_cp1258(as_csv(table, delimiter=";"))) == trimmed(table)


@few
@given(table=tables())
def test_csv_of_decomposed_letters_comes_back_composed(table):
    assert read_texts(unicodedata.normalize("NFD", as_csv(table)).encode()) == trimmed(table)


@pytest.mark.parametrize("write", [as_xlsx, as_xls, as_ods, as_html], ids=["xlsx", "xls", "ods", "html"])
@few
@given(table=tables())
def test_spreadsheets_and_pages_come_back(write, table):
    if write is as_xlsx:
        table = [[cell.replace("=", "") for cell in row] for row in table]

    assert read_texts(write(table)) == trimmed(table)
