"""Old fonts: what is typed for them is told from all other text, for the whole file, and converted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.imports.readers import legacy_fonts, read_book
from tests.indicators.imports.readers.writers import (
    as_csv,
    as_html,
    as_ods,
    as_xls,
    as_xlsx,
    texts_of,
    typed_in_tcvn3,
    typed_in_vni,
)

TABLE = [
    ["Chỉ số chuyển đổi số cấp tỉnh"],
    ["TT", "Tên tỉnh", "Giá trị"],
    ["1", "Quảng Trị", "0,6419"],
    ["2", "Thừa Thiên Huế", "0,5012"],
    ["3", "Hưng Yên", "0,4811"],
    ["4", "Bà Rịa - Vũng Tàu", "0,5"],
]
SYLLABLES = [
    "Quảng",
    "Ngãi",
    "tăng",
    "hạng",
    "điểm",
    "số",
    "nhận",
    "thức",
    "thể",
    "chế",
    "hạ",
    "tầng",
    "nhân",
    "lực",
    "toàn",
    "Phú",
    "Thọ",
    "Mỹ",
]

few = settings(max_examples=25, deadline=None)
TYPED = [("tcvn3", typed_in_tcvn3), ("vni", typed_in_vni)]


@pytest.mark.parametrize(("font", "typed"), TYPED, ids=["tcvn3", "vni"])
@pytest.mark.parametrize(
    "write",
    [
        lambda rows: as_csv(rows, delimiter=";").encode("cp1252"),
        lambda rows: as_csv(rows, delimiter=";").encode(),
        as_xlsx,
        as_xls,
        as_ods,
        as_html,
    ],
    ids=["csv", "csv in utf-8", "xlsx", "xls", "ods", "html"],
)
def test_read_book_converts_old_fonts(font, typed, write):
    rows = [[typed(cell) for cell in row] for row in TABLE]

    book = read_book(write(rows), name="a")

    assert texts_of(book) == TABLE
    assert book.font == font


def test_convert_writes_capitals_where_the_font_drew_them():
    assert legacy_fonts.convert("Hµ NéI", font="tcvn3") == "HÀ NỘI"
    assert legacy_fonts.convert("Hµ Néi", font="tcvn3") == "Hà Nội"
    assert legacy_fonts.convert("§¾k L¾k", font="tcvn3") == "Đắk Lắk"
    assert legacy_fonts.convert("TRAØ VINH, ÑAÉK LAÉK", font="vni") == "TRÀ VINH, ĐẮK LẮK"


def test_convert_leaves_what_is_unicode_already():
    assert legacy_fonts.convert("Tỉnh Hòa Bình", font="tcvn3") == "Tỉnh Hòa Bình"


@pytest.mark.parametrize(
    "text",
    [
        "Région de Côte d'Azur, été à Noël, août, français, Pérou, maïs, naïve, où, là, très",
        "100 µg ± 5 m² § 12 © ® «abc» ½ ¼ × ÷",
        "München Straße größte Übung",
        "El Niño año mañana español según",
        "Hà Giang, Cà Mau, Sóc Trăng, Hòa Bình, Hoà Bình, Lào Cai, Hải Phòng",
        "Digital Transformation Index 2022 0,6419",
        "",
    ],
)
def test_font_of_leaves_ordinary_text_alone(text):
    assert legacy_fonts.font_of(legacy_fonts.accented_words([text])) == ""


@few
@given(st.lists(st.sampled_from(SYLLABLES), min_size=1))
def test_font_of_never_takes_unicode_for_an_old_font(syllables):
    assert legacy_fonts.font_of(legacy_fonts.accented_words(syllables)) == ""


@pytest.mark.parametrize(("font", "typed"), TYPED, ids=["tcvn3", "vni"])
@few
@given(syllables=st.lists(st.sampled_from(SYLLABLES), min_size=5, unique=True))
def test_font_of_recognises_a_few_words(font, typed, syllables):
    words = legacy_fonts.accented_words(map(typed, syllables))

    if len(words) >= 4:
        assert legacy_fonts.font_of(words) == font
        assert [legacy_fonts.convert(typed(word), font=font) for word in syllables] == syllables
