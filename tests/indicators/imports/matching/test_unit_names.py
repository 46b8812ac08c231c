import csv
import random
import unicodedata

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from indicators.imports.matching import spellings
from indicators.imports.matching.spelled_units import MOST_COMPARED, SpelledUnits
from indicators.imports.matching.unit_names import Match, NamedUnit, UnitNames, learn_alias
from indicators.imports.problems import RefusedFileError
from provinces.models import Unit, UnitAlias, UnitName, UnitSet, UnitSetMember
from tests.factories import OfficerFactory


@pytest.fixture
def names_of(published_data):
    """A function that gathers the names of a set: ``names_of("34")``."""
    return lambda code, **options: UnitNames.of_set(UnitSet.objects.get(code=code), **options)


def told(match):
    return match.unit.slug if match.unit else match.problem.code


def fixture_rows(table):
    with (settings.BASE_DIR / f"fixtures/{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.sqlite_alone
@pytest.mark.parametrize(
    ("unit_set", "text", "slug"),
    [
        ("63", "Hà Nội", "ha-noi"),
        ("63", unicodedata.normalize("NFD", "Hà Nội"), "ha-noi"),
        ("63", "TP. HÀ NỘI", "ha-noi"),
        ("63", "Thủ đô", "unknown_unit"),
        ("63", "1. Hà Nội", "ha-noi"),
        ("63", "01 Hà Nội", "ha-noi"),
        ("63", "(1) Hà Nội", "ha-noi"),
        ("63", "36. tp. hồ chí minh", "ho-chi-minh-truoc-2025"),
        ("63", "I. Hà Nội", "ha-noi"),
        ("63", "- Hà Nội", "ha-noi"),
        ("63", "Hà Nội*", "ha-noi"),
        ("63", "Hà Nội (**)", "ha-noi"),
        ("63", "Hà Nội (1)", "ha-noi"),
        ("63", "Hà Nội [2]", "ha-noi"),
        ("63", "Hà Nội¹", "ha-noi"),
        ("63", "Hà Nội1", "ha-noi"),
        ("63", "Hà Nội (TP)", "ha-noi"),
        ("63", "Hà Nội, TP.", "ha-noi"),
        ("63", "Ha Noi City", "ha-noi"),
        ("63", "Tra Vinh Province", "tra-vinh"),
        ("63", "Tinh Tra Vinh", "tra-vinh"),
        ("63", "Ha Tinh Province", "ha-tinh"),
        ("63", "UBND tỉnh Trà Vinh", "tra-vinh"),
        ("63", "Uỷ ban nhân dân tỉnh Hoà Bình", "hoa-binh"),
        ("63", "ha giang", "ha-giang"),
        ("63", "hau giang", "hau-giang"),
        ("63", "kontum", "kon-tum"),
        ("63", "DakLak", "dak-lak-truoc-2025"),
        ("63", "Đắc Nông", "dak-nong"),
        ("63", "Bắc Cạn", "bac-kan"),
        ("63", "Hochiminh", "ho-chi-minh-truoc-2025"),
        ("63", "T.P HCM", "ho-chi-minh-truoc-2025"),
        ("63", "T. Hà Giang", "ha-giang"),
        ("63", "tphcm", "ho-chi-minh-truoc-2025"),
        ("63", "TP.HCM (Hồ Chí Minh)", "ho-chi-minh-truoc-2025"),
        ("63", "TP.HCM (Hà Nội)", "ambiguous_unit"),
        ("63", "BR - VT", "ba-ria-vung-tau"),
        ("63", "Bà Rịa-Vũng Tàu (BRVT)", "ba-ria-vung-tau"),
        ("63", "T.T. Huế", "hue"),
        ("63", "TTH", "hue"),
        ("63", "Huế", "hue"),
        ("34", "Thừa Thiên - Huế", "hue"),
        ("34", "TT-Huế", "hue"),
        ("63", "Vĩnh Long", "vinh-long-truoc-2025"),
        ("34", "Vĩnh Long", "vinh-long"),
        ("34", "vinh-long-truoc-2025", "unknown_unit"),
        ("34", "Tuyên Quang (Hà Giang + Tuyên Quang cũ)", "tuyen-quang"),
        ("34", "Tuyên Quang (mới)", "tuyen-quang"),
        ("34", "Bắc Ninh (Hà Giang)", "unknown_unit"),
        ("34", "Trà Vinh", "unknown_unit"),
        ("63", "Bến Cát (Bình Dương)", "unknown_unit"),
        ("63", "Bắc Giang (phường, Bắc Ninh)", "unknown_unit"),
        ("63", "VP UBND tỉnh Bắc Ninh", "unknown_unit"),
        ("63", "Sở Công Thương Quảng Nam", "unknown_unit"),
        ("63", "TP. Bắc Ninh", "unknown_unit"),
        ("63", "2. Thành phố Trà Vinh", "unknown_unit"),
        ("63", "Trà Vinh (TP)", "unknown_unit"),
        ("63", "TP Huế", "hue"),
        ("34", "TP. Đồng Nai", "dong-nai"),
        ("63", "HN", "unknown_unit"),
        ("63", "NT", "unknown_unit"),
        ("63", "Hà Gian", "unknown_unit"),
        ("63", "…", "unknown_unit"),
        ("63", "", "missing_unit"),
        ("quoc-gia", "", "viet-nam"),
        ("quoc-gia", "Cả nước", "viet-nam"),
    ],
)
def test_a_printed_name_means_a_unit_of_its_set_or_none(names_of, unit_set, text, slug):
    assert told(names_of(unit_set).match(text)) == slug


@pytest.mark.sqlite_alone
@pytest.mark.parametrize(
    ("unit_set", "text", "slug"),
    [
        ("bo-co-dvc", "Bộ KH&ĐT", "bo-ke-hoach-va-dau-tu"),
        ("bo-co-dvc", "Bộ Kế hoạch & Đầu tư", "bo-ke-hoach-va-dau-tu"),
        ("bo-co-dvc", "BKHĐT", "bo-ke-hoach-va-dau-tu"),
        ("bo-co-dvc", "TT&TT", "bo-thong-tin-va-truyen-thong"),
        ("bo-co-dvc", "Bộ Thông tin và Truyền thông (Bộ TTTT)", "bo-thong-tin-va-truyen-thong"),
        ("bo-co-dvc", "GTVT", "bo-giao-thong-van-tai"),
        ("bo-co-dvc", "Bộ VH-TT&DL", "bo-van-hoa-the-thao-va-du-lich"),
        ("bo-co-dvc", "Tài chính", "bo-tai-chinh"),
        ("bo-co-dvc", "NHNN", "ngan-hang-nha-nuoc-viet-nam"),
        ("bo-co-dvc", "Ngân hàng Nhà nước", "ngan-hang-nha-nuoc-viet-nam"),
        ("bo-co-dvc", "BHXH VN", "bao-hiem-xa-hoi-viet-nam"),
        ("bo-co-dvc", "Bộ KH&CN", "unknown_unit"),
        ("bo-co-dvc", "TC", "unknown_unit"),
        ("bo-khong-dvc", "Viện HLKHCNVN", "vien-han-lam-khoa-hoc-va-cong-nghe-viet-nam"),
        ("bo-khong-dvc", "Viện Hàn lâm KH&CN Việt Nam", "vien-han-lam-khoa-hoc-va-cong-nghe-viet-nam"),
        ("bo-khong-dvc", "TTXVN", "thong-tan-xa-viet-nam"),
        ("bo-khong-dvc", "VTV", "dai-truyen-hinh-viet-nam"),
        ("bo-khong-dvc", "VOV", "dai-tieng-noi-viet-nam"),
        ("bo-khong-dvc", "Đài TNVN", "dai-tieng-noi-viet-nam"),
        ("bo-khong-dvc", "UBDT", "uy-ban-dan-toc"),
        ("bo-khong-dvc", "Ủy ban QLVNN tại DN", "uy-ban-quan-ly-von-nha-nuoc-tai-doanh-nghiep"),
    ],
)
def test_a_ministry_is_known_by_its_short_names(names_of, unit_set, text, slug):
    assert told(names_of(unit_set).match(text)) == slug


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Bộ Khoa học và Công nghệ", "bkhcn"),
        ("Bộ Giáo dục và Đào tạo", "bo gd dt"),
        ("Bộ Lao động - Thương binh và Xã hội", "bo ld tb xh"),
        ("Bộ Nông nghiệp và Phát triển nông thôn", "bo nn va ptnt"),
        ("Thanh tra Chính phủ", "thanh tra cp"),
        ("Văn phòng Chính phủ", "vpcp"),
        ("Viện Hàn lâm Khoa học xã hội Việt Nam", "vien hlkhxh vn"),
    ],
)
def test_short_form_fits_the_initials_of_any_words(name, short):
    assert spellings.short_form(name).fullmatch(spellings.compact(short))


def test_every_alias_means_its_unit(names_of):
    rows = fixture_rows("provinces/unit_aliases")
    names = {code: names_of(code) for code in {row["unit_set"] for row in rows}}

    for row in rows:
        assert told(names[row["unit_set"]].match(row["spelling"])) == row["unit"]


def test_every_name_means_its_unit_alone(names_of):
    members = fixture_rows("provinces/unit_set_members")
    named = fixture_rows("provinces/unit_names")

    for code in {member["unit_set"] for member in members}:
        units = {member["unit"] for member in members if member["unit_set"] == code}
        names = names_of(code)
        for row in named:
            if row["unit"] in units:
                assert told(names.match(row["name"])) == row["unit"]
                assert told(names.match(row["name_en"].upper())) == row["unit"]


SPELLED = SpelledUnits()
FIXTURE_NAMES = [
    (number, row["name"])
    for number, row in enumerate(fixture_rows("provinces/unit_names"))
    if not row["unit"].endswith("-truoc-2025")
    and row["type"] in ("tinh", "thanh-pho")
    and not row["valid_to"]
]
for number, name in FIXTURE_NAMES:
    SPELLED.add(name, number)


@given(st.sampled_from(FIXTURE_NAMES), st.randoms(use_true_random=False))
def test_a_name_written_otherwise_never_means_another_unit(named, chance):
    number, name = named

    assert SPELLED.find(written_otherwise(name, chance)) == {number}


def written_otherwise(name, chance: random.Random):
    text = "".join(chance.choice([" ", "-", " – ", "  ", "\n", "."]) if c == " " else c for c in name)
    text = "".join(chance.choice([letter.upper(), letter.lower()]) for letter in text)
    text = chance.choice(["", "", "Tỉnh ", "UBND tỉnh ", f"{chance.randint(1, 63)}. "]) + text
    text += chance.choice(["", "", "*", " (1)", "¹", " (tỉnh)", " "])
    form = chance.choice(["NFC", "NFD", "NFKD"])
    if form == "NFKD":
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
        return text.replace("đ", "d").replace("Đ", "D")
    return unicodedata.normalize(form, text)


@given(st.text(max_size=40))
def test_any_text_is_looked_up(text):
    SPELLED.find(text)
    SPELLED.who_took_in(text)
    spellings.is_average(text)


def test_unknown_names_come_with_the_nearest(names_of):
    match = names_of("63").match("Hà Gian")

    assert match.unit_id is None
    assert match.problem.suggestions[:2] == ("Hà Giang", "Hậu Giang")
    assert [unit.name for unit in match.candidates] == list(match.problem.suggestions)
    assert len(match.candidates) <= 5


def test_a_unit_that_was_merged_is_told_so(names_of):
    problem = names_of("34").match("Trà Vinh").problem

    assert "Vĩnh Long" in problem.message
    assert "01/07/2025" in problem.message


def test_only_so_many_unknown_names_are_compared():
    spelled = SpelledUnits()
    spelled.add("Hà Giang", 1)

    nearest = [spelled.nearest(f"Hà Gian {number}") for number in range(MOST_COMPARED + 1)]

    assert nearest == [[1]] * MOST_COMPARED + [[]]


def test_names_with_the_same_key_are_ambiguous_unless_accents_tell():
    spelled = SpelledUnits()
    spelled.add("Long Hòa", 1)
    spelled.add("Long Hoa", 2)

    assert spelled.find("LONG HOA") == {1, 2}
    assert spelled.find("LONG HOÀ") == {1}


def test_ambiguous_names_list_who_may_be_meant(names_of):
    match = names_of("63").match("Hà Nội (Hà Nam)")

    assert match.problem.code == "ambiguous_unit"
    assert set(match.problem.suggestions) == {"Hà Nội", "Hà Nam"}


@pytest.mark.parametrize(
    ("name", "code", "slug"),
    [
        ("Hà Nội", "01", "ha-noi"),
        ("Hà Nội", "1", "ha-noi"),
        ("Hà Nội", "99", "ha-noi"),
        ("", "01", "ha-noi"),
        ("", "1.0", "ha-noi"),
        ("", "ha-noi", "ha-noi"),
        ("", "99", "unknown_unit_code"),
        ("Hà Nội", "02", "code_contradicts_name"),
        ("Hà Nội (Hà Nam)", "35", "ha-nam"),
        ("Hà Nôi cũ", "01", "unknown_unit"),
    ],
)
def test_a_code_tells_the_unit_and_may_contradict_the_name(names_of, name, code, slug):
    assert told(names_of("63").match(name, code=code)) == slug


def test_a_code_means_a_unit_of_its_set_alone(names_of):
    assert names_of("63").of_code("15").slug == "yen-bai"
    assert names_of("34").of_code("15").slug == "lao-cai"


@pytest.mark.parametrize(
    ("text", "is_average"),
    [
        ("Trung bình cả nước", True),
        ("Trung bình", True),
        ("Giá trị trung bình", True),
        ("Bình quân 63 tỉnh, thành phố", True),
        ("Cả nước", True),
        ("TOÀN QUỐC", True),
        ("Tổng", True),
        ("Tổng cộng:", True),
        ("Trung vị", True),
        ("Cao nhất", True),
        ("National average", True),
        ("Mean", True),
        ("Total", True),
        ("Đồng bằng sông Cửu Long", True),
        ("III. Vùng Đông Nam Bộ", True),
        ("Tổng cục Thống kê", False),
        ("Trung bình dân", True),
        ("Quảng Bình", False),
        ("", False),
    ],
)
def test_averages_are_no_units(names_of, text, is_average):
    assert names_of("63").is_average(text) == is_average


def test_the_whole_country_is_a_unit_where_it_is_a_member(names_of):
    names = names_of("quoc-gia")

    assert names.is_unit("Cả nước")
    assert not names.is_average("Cả nước")


def test_names_take_a_fixed_number_of_queries(names_of, django_assert_num_queries):
    with django_assert_num_queries(6):
        names = names_of("63")
    with django_assert_num_queries(0):
        names.match("Hà Gian")


def test_a_remembered_match_is_the_same_object(names_of):
    names = names_of("63")

    assert names.match("TP.HCM") is names.match("TP.HCM")


def test_answers_of_a_batch_come_first(names_of):
    names = names_of("63", answers={"hà gian": "hau-giang", "hà nội": "no-such-unit"})

    assert told(names.match("Hà  Gian")) == "hau-giang"
    assert told(names.match("Hà Nội")) == "ha-noi"


def test_learned_aliases_say_who_confirmed_them(published_data):
    unit_set, unit, officer = (
        UnitSet.objects.get(code="63"),
        Unit.objects.get(slug="hau-giang"),
        OfficerFactory(),
    )

    alias = learn_alias(unit_set, unit=unit, spelling=" Hà  Gian", user=officer)

    assert alias.spelling == "Hà Gian"
    assert (alias.confirmed_by, alias.unit) == (officer, unit)
    assert alias.confirmed_at is not None
    assert told(UnitNames.of_set(unit_set).match("HA GIAN")) == "hau-giang"
    assert told(UnitNames.of_set(UnitSet.objects.get(code="34")).match("HA GIAN")) == "unknown_unit"


def test_an_alias_is_learned_once(published_data):
    unit_set, unit = UnitSet.objects.get(code="63"), Unit.objects.get(slug="hau-giang")
    first, second = OfficerFactory.create_batch(2)

    learn_alias(unit_set, unit=unit, spelling="Hà Gian", user=first)
    alias = learn_alias(unit_set, unit=unit, spelling="Hà Gian", user=second)

    assert alias.confirmed_by == first
    assert UnitAlias.objects.filter(spelling="Hà Gian").count() == 1


@pytest.mark.parametrize(
    ("unit", "spelling", "code"),
    [
        ("hau-giang", "ha giang", "spelling_means_another"),
        ("hau-giang", "TP.HCM", "spelling_means_another"),
        ("vinh-long", "Vĩnh Long mới", "not_a_member"),
        ("hau-giang", "  ", "unusable_spelling"),
        ("hau-giang", "H" * 161, "unusable_spelling"),
    ],
)
def test_an_alias_that_would_mislead_is_refused(published_data, unit, spelling, code):
    unit_set = UnitSet.objects.get(code="63")

    with pytest.raises(RefusedFileError) as refused:
        learn_alias(unit_set, unit=Unit.objects.get(slug=unit), spelling=spelling, user=OfficerFactory())

    assert refused.value.problems[0].code == code


def test_a_confirmed_spelling_settles_an_ambiguous_key(db):
    unit_set = UnitSet.objects.create(code="xa", name="Xã", level=Unit.Level.COMMUNE)
    for order, name in enumerate(["Long Hòa", "Long Hoa"]):
        unit = Unit.objects.create(slug=f"long-hoa-{order}", level=Unit.Level.COMMUNE)
        UnitName.objects.create(unit=unit, name=name, type=UnitName.Type.COMMUNE)
        UnitSetMember.objects.create(unit_set=unit_set, unit=unit, order=order)
    assert told(UnitNames.of_set(unit_set).match("Long Hoa")) == "ambiguous_unit"

    learn_alias(unit_set, unit=unit, spelling="Long Hoa", user=OfficerFactory())

    assert told(UnitNames.of_set(unit_set).match("long hoa")) == "long-hoa-1"
    assert told(UnitNames.of_set(unit_set).match("Long Hòa")) == "long-hoa-0"


def test_a_match_without_a_unit_has_no_id():
    assert Match(None).unit_id is None
    assert Match(NamedUnit(7, "ha-noi", "Hà Nội", "01")).unit_id == 7
