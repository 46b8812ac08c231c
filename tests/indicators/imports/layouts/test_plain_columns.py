"""Tables are read column by column where nothing is odd, and say then what they say row by row."""

from itertools import chain

import pytest

from indicators.imports.figures import PlainFigures
from indicators.imports.grids import in_columns, turned_over
from indicators.imports.layouts.detection import detect_layout
from indicators.imports.layouts.reading import read_figures, read_in_chunks
from indicators.imports.readers import read_book, text
from tests.indicators.imports.layouts.known import UNITS, context

LONG = "Năm,Đơn vị,Chỉ số,Giá trị\n" + "".join(
    f"{year},{unit},{code},0.{number}5\n"
    for year in (2021, 2022)
    for number, unit in enumerate(UNITS, 1)
    for code in ("NT", "HT")
)
RANKED = "Tỉnh,DTI 2022,Hạng\n" + "".join(
    f"{unit},0.{9 - number},{number}\n" for number, unit in enumerate(UNITS, 1)
)


@pytest.mark.parametrize(
    ("table", "is_plain"),
    [
        pytest.param(LONG, True, id="long"),
        pytest.param(RANKED, True, id="value and rank"),
        pytest.param(RANKED.replace("\n", ",\n").replace("Hạng,", "Hạng,Ghi chú"), True, id="blank notes"),
        pytest.param(RANKED.replace("\n", ",x\n").replace("Hạng,x", "Hạng,Ghi chú"), True, id="notes"),
        pytest.param(RANKED.replace(",1\n", ",1/63\n"), False, id="a rank with its count"),
        pytest.param(RANKED.replace(",2\n", ",N/A\n"), False, id="a mark"),
        pytest.param(LONG + "2022,Trung bình cả nước,NT,0.5\n", False, id="an average"),
        pytest.param(LONG + "2022,,HT,0.4\n", False, id="a lost merge"),
        pytest.param(LONG.replace("0.15", "?"), False, id="what is no number"),
    ],
)
def test_a_table_says_the_same_in_columns(table, is_plain):
    [sheet] = read_book(table.encode(), name="a.csv").sheets
    known = context()
    layout = detect_layout(sheet, context=known)
    skipped, skipped_in_columns = [], []

    one_by_one = list(read_figures(sheet, layout=layout, context=known, skipped=skipped.append))
    chunks = list(read_in_chunks(sheet, layout=layout, context=known, skipped=skipped_in_columns.append))

    told = (chunk.one_by_one() if isinstance(chunk, PlainFigures) else chunk for chunk in chunks)
    assert list(chain.from_iterable(told)) == one_by_one
    assert one_by_one
    assert skipped_in_columns == skipped
    assert isinstance(chunks[0], PlainFigures) == is_plain


@pytest.mark.parametrize("piece", [1, 20, 1 << 16])
@pytest.mark.parametrize(
    "table", [LONG, "a,b\n\nc\n,d,e\nf,,", "a\nb\n\nc", 'a,"b,c"\nd,"e\nf"\n', "a , b\n c,d\n", "\n\na,b\n"]
)
def test_a_text_has_the_same_columns_as_its_rows(table, piece, monkeypatch):
    monkeypatch.setattr(text, "_PIECE", piece)
    [sheet] = read_book(table.encode(), name="a.csv").sheets
    rows = [tuple(cell or None for cell in row) for row in sheet]
    width = max(map(len, rows))

    parts = list(in_columns(sheet, first_row=2))

    found = [row + (None,) * (width - len(row)) for part in parts for row in part.rows()]
    [whole] = turned_over(rows)
    assert found == list(whole.between(2, None).rows())
    assert [part.first_row for part in parts][:1] == [2]
