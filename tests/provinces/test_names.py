import random
import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provinces import names

VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằổữứệĐÁÂ -–.0123456789", max_size=30)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Hà Nội", "ha noi"),
        ("HÀ  NỘI ", "ha noi"),
        ("Đắk Lắk", "dak lak"),
        ("Ðà Nẵng", "da nang"),
        ("Bà Rịa – Vũng Tàu", "ba ria vung tau"),
        ("Bà Rịa-Vũng Tàu", "ba ria vung tau"),
        ("Thừa\u00a0Thiên- Huế", "thua thien hue"),
        ("Ea H'leo", "ea h leo"),
        ("TP.HCM", "tp hcm"),
        ("…", ""),
    ],
)
def test_search_key_drops_accents_capitals_and_punctuation(text, key):
    assert names.search_key(text) == key


@given(st.text(max_size=30))
def test_search_key_is_the_same_for_composed_and_decomposed_text(text):
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)

    assert names.search_key(composed) == names.search_key(decomposed)


@given(st.text(max_size=30))
def test_search_key_of_a_search_key_is_itself(text):
    key = names.search_key(text)

    assert names.search_key(key) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("TP.HCM", "hcm"),
        ("TP. Hồ Chí Minh", "ho chi minh"),
        ("T.P. Hồ Chí Minh", "ho chi minh"),
        ("Thành phố Hồ Chí Minh", "ho chi minh"),
        ("UBND Thành phố Huế", "hue"),
        ("UBND tỉnh Trà Vinh", "tra vinh"),
        ("Uỷ ban nhân dân tỉnh Trà Vinh", "tra vinh"),
        ("Ủy ban Nhân dân TP. Đà Nẵng", "da nang"),
        ("tinh Hoa Binh", "hoa binh"),
        ("Hoà Bình", "hoa binh"),
        ("TT-Huế", "tt hue"),
        ("Thanh Hóa", "thanh hoa"),
        ("Hà Tĩnh", "ha tinh"),
        ("Phường Tân Phú", "phuong tan phu"),
        ("Ủy ban Dân tộc", "uy ban dan toc"),
    ],
)
def test_match_key_drops_the_type_of_the_unit(text, key):
    assert names.match_key(text) == key


@pytest.mark.parametrize(
    ("text", "key"), [("Tỉnh", "tinh"), ("UBND tỉnh", "tinh"), ("Thành phố", "thanh pho")]
)
def test_match_key_never_eats_the_whole_name(text, key):
    assert names.match_key(text) == key


@given(VIETNAMESE)
def test_match_key_is_empty_only_where_the_search_key_is(text):
    assert bool(names.match_key(text)) == bool(names.search_key(text))


def test_match_key_keeps_near_names_apart():
    assert names.match_key("Hà Giang") != names.match_key("Hậu Giang")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TP. Hồ Chí Minh", "ho-chi-minh"),
        ("Thành phố Đà Nẵng", "da-nang"),
        ("Tỉnh Bà Rịa - Vũng Tàu", "ba-ria-vung-tau"),
        ("Bộ Xây dựng", "bo-xay-dung"),
        ("Đắk Nông", "dak-nong"),
        ("Huế", "hue"),
        ("Ω Phường 5", "phuong-5"),
    ],
)
def test_slug_is_short_and_plain(text, expected):
    assert names.slug(text) == expected


@given(st.text(max_size=30))
def test_slug_holds_only_letters_digits_and_hyphens(text):
    assert set(names.slug(text)) <= set(string.ascii_lowercase + string.digits + "-")


@pytest.mark.parametrize(
    "in_order",
    [
        list("aăâbcdđeêghiklmnoôơpqrstuưvxy"),
        ["ma", "mà", "mả", "mã", "má", "mạ", "man", "mán", "măn", "mân"],
        ["Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình", "Huế"],
        [
            "Cà Mau",
            "Cao Bằng",
            "Cần Thơ",
            "Da Nang",
            "Đà Nẵng",
            "Đắk Lắk",
            "Đắk Nông",
            "Điện Biên",
            "Yên Bái",
        ],
        ["Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị"],
        ["Phường 1", "Phường 2", "Phường An Lạc"],
        ["Lạng Sơn", "Lào Cai", "Lâm Đồng"],
    ],
)
def test_sort_key_follows_the_vietnamese_dictionary(in_order):
    shuffled = random.sample(in_order, len(in_order))

    assert sorted(shuffled, key=names.sort_key) == in_order


def test_sort_key_lets_a_tone_break_ties_only():
    assert names.sort_key("Hoá") < names.sort_key("Hoan") < names.sort_key("Hóang")


def test_sort_key_puts_numbers_in_their_own_order():
    wards = ["Phường 10", "Phường An", "Phường 02", "Phường 11", "Phường 2A", "Phường 1"]

    in_order = ["Phường 1", "Phường 02", "Phường 2A", "Phường 10", "Phường 11", "Phường An"]
    assert sorted(wards, key=names.sort_key) == in_order


def test_sort_key_takes_both_placements_of_a_tone_for_one():
    assert names.sort_key("Hoà Bình") == names.sort_key("Hòa Bình")


@given(VIETNAMESE)
def test_sort_key_ignores_capitals_and_composition(text):
    decomposed = unicodedata.normalize("NFD", text)

    assert names.sort_key(text) == names.sort_key(text.upper()) == names.sort_key(decomposed)


@given(st.text(max_size=30))
def test_sort_key_holds_ascii_digits_alone(text):
    assert set(names.sort_key(text)) <= set(string.digits)


@given(VIETNAMESE)
def test_sort_key_stays_within_the_length_that_columns_allow(text):
    assert len(names.sort_key(text)) <= 4 * len(text) + 3
