"""Plain text: encodings, delimiters, quotation marks, what it is that a table may hold."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indicators.imports.grids import in_columns
from indicators.imports.problems import RefusedFileError
from indicators.imports.readers import guards, read_book
from tests.indicators.imports.readers.writers import as_cp1258, as_csv, read_texts

TABLE = [
    ["Bảng 1. Xếp hạng năm 2022, cấp tỉnh"],
    [],
    ["TT", "Tỉnh, thành phố", "Điểm"],
    ["01", "TP. Hồ Chí Minh", "0,6419"],
    ["02", "Thừa\nThiên Huế", "1.236"],
    ["4.22.10", "Đắk Lắk", "N/A"],
]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1258"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_read_text_finds_encoding_and_delimiter(encoding, delimiter):
    text = as_csv(TABLE, delimiter=delimiter)

    book = read_book(as_cp1258(text) if encoding == "cp1258" else text.encode(encoding), name="a.csv")

    rows = [["" if cell is None else cell for cell in row] for row in book.sheets[0]]
    assert rows == TABLE
    assert (book.form, book.encoding, book.font) == ("csv", encoding, "")


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Hà Nội;0,6419", ["Hà Nội", "0,6419"]),
        ("1\t0,6419", ["1", "0,6419"]),
        ("Hà Nội,0.6419", ["Hà Nội", "0.6419"]),
        ('Hà Nội,"0,6419"', ["Hà Nội", "0,6419"]),
        ("Hà Nội|0,6419|a;b", ["Hà Nội", "0,6419", "a;b"]),
        ("sep=;\nHà Nội;1", ["Hà Nội", "1"]),
        ("Hà Nội", ["Hà Nội"]),
    ],
)
def test_read_text_tells_a_decimal_comma_from_a_delimiter(text, row):
    assert read_texts(text.encode())[0] == row


def test_read_text_is_not_fooled_by_titles_with_commas():
    titles = "Biểu 2, năm 2022, cấp tỉnh\nĐơn vị tính, điểm, hạng\nNguồn, Bộ TT&TT, 2023\n"
    rows = "TT;Tỉnh;Điểm\n1;Đà Nẵng;0,8002\n2;TP. Hồ Chí Minh;0,7600\n"

    assert read_texts((titles + rows).encode())[3:] == [
        ["TT", "Tỉnh", "Điểm"],
        ["1", "Đà Nẵng", "0,8002"],
        ["2", "TP. Hồ Chí Minh", "0,7600"],
    ]


def test_read_text_tidies_cells():
    text = "a;\u00a0Hà\u00a0Nội \u200b;" + unicodedata.normalize("NFD", "Đắk Lắk") + ";  \r\nb;;;x\r\n"

    book = read_book(text.encode(), name="a.csv")

    assert list(book.sheets[0]) == [("a", "Hà Nội", "Đắk Lắk", None), ("b", None, None, "x")]


def test_read_text_keeps_line_breaks_within_cells_plain():
    assert read_texts(b'a;"1\r\n(0,6419)"\r\nb;2\r\n') == [["a", "1\n(0,6419)"], ["b", "2"]]


def test_read_text_gives_its_rows_again_and_again():
    sheet = read_book(b"a;b\nc;d\n", name="T\u1ec9nh.csv").sheets[0]

    assert sheet.name == "Tỉnh"
    assert list(sheet) == list(sheet) == [("a", "b"), ("c", "d")]


@given(
    lines=st.lists(st.lists(st.sampled_from(["1", "Huế", ""]), min_size=1, max_size=4), min_size=1),
    delimiter=st.sampled_from(",;\t|"),
)
@example(lines=[["a", "b", "c"], ["1", "2", "3"], ["x"], ["y"]], delimiter="\t")
def test_text_says_the_same_in_columns(lines, delimiter):
    lines = [["Tỉnh", "DTI", "NT"], ["Hà Nội", "0.5", "0.6"], *lines]
    text = "\n".join(map(delimiter.join, lines))
    sheet = read_book(text.encode(), name="a.csv").sheets[0]

    rows = [row for part in in_columns(sheet) for row in part.rows()]

    width = max(map(len, rows))
    assert rows == [row + (None,) * (width - len(row)) for row in sheet]


def test_read_text_reads_western_text_as_it_is():
    book = read_book("Région;Côte d'Ivoire été\nÎle-de-France;0,5\n".encode("cp1252"), name="a.csv")

    assert next(iter(book.sheets[0])) == ("Région", "Côte d'Ivoire été")
    assert (book.encoding, book.font) == ("cp1252", "")


@pytest.mark.parametrize(
    ("data", "code", "row"),
    [
        ("Tỉnh;Điểm\nHà Nội;1\n".encode() + b"\xff\xfe\n", "broken_encoding", 3),
        ("Tỉnh;Điểm\nHà Nộ".encode()[:-1], "broken_encoding", 2),
        ("Tỉnh".encode("utf-16") + b"\x00", "broken_encoding", 1),
        (b"a;b\n\x00\x01\x02;c", "not_text", None),
        (b"a;b\n\x07;c", "not_text", None),
        (bytes(range(128, 256)) * 3, "broken_encoding", 1),
        (b" \n;;;\n \xc2\xa0", "empty_file", None),
        ("\ufeff".encode(), "empty_file", None),
        (b'a;b\n"c;d\ne;f\n', "unclosed_quote", 2),
        (b'a;b\n"' + b"c;d\n" * 300, "unclosed_quote", 2),
        (b'a;b\n"' + b"c" * 200_000 + b'";d', "unclosed_quote", 2),
        (b"a;b\n" + b";" * 500 + b"x", "too_many_columns", 2),
        (b"a;b\n" + b";" * 500, "too_many_columns", 2),
        (b"a;b\n" * (guards.ROWS_MAX + 1), "too_many_rows", None),
    ],
    ids=[
        "bytes that are no UTF-8",
        "letter cut in two",
        "half a letter of UTF-16",
        "NUL",
        "bell",
        "no letters",
        "delimiters alone",
        "mark alone",
        "unclosed quote at the end",
        "unclosed quote over many lines",
        "endless cell",
        "too many columns",
        "too many blank columns",
        "too many rows",
    ],
)
def test_read_text_refuses(data, code, row):
    with pytest.raises(RefusedFileError) as refusal:
        read_book(data, name="a.csv")

    problem = refusal.value.problems[0]
    assert (problem.code, problem.row) == (code, row)
