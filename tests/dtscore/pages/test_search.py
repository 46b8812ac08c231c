import pytest

from dtscore.pages.search import find_units, nearest_units, resolve_unit, tidy, units_of
from provinces.models import UnitSet

pytestmark = [pytest.mark.usefixtures("published_data"), pytest.mark.each_database]


def found(text, *sets):
    return [unit.slug for unit in find_units(text, unit_sets=UnitSet.objects.filter(code__in=sets))]


@pytest.mark.parametrize("text", ["ha noi", "HÀ NỘI", "Hà nội", "ha  noi", "TP. Ha Noi"])
def test_find_units_makes_no_difference_of_accents_and_capitals(text):
    assert found(text, "63") == ["ha-noi"]


@pytest.mark.parametrize(
    ("text", "slug"),
    [("TP.HCM", "ho-chi-minh-truoc-2025"), ("BRVT", "ba-ria-vung-tau"), ("thua thien hue", "hue")],
)
def test_find_units_knows_other_spellings_and_old_names(text, slug):
    assert found(text, "63") == [slug]


def test_find_units_keeps_to_the_unit_sets():
    assert found("da nang", "34") == ["da-nang"]
    assert found("da nang", "63") == ["da-nang-truoc-2025"]


def test_find_units_puts_names_that_start_with_the_text_first():
    assert found("nam", "63") == ["nam-dinh", "ha-nam", "quang-nam", "vinh-phuc"][:3]


@pytest.mark.parametrize("text", ["", "  ", "\x00", "%", "?!"])
def test_find_units_finds_nothing_by_nothing(text):
    assert found(text, "63", "34") == []


def test_nearest_units_offers_what_a_slip_may_mean():
    units = nearest_units("binh-phuok", unit_sets=UnitSet.objects.filter(code="63"))

    assert units[0].slug == "binh-phuoc"


def test_units_of_keeps_the_order_and_leaves_out_what_is_no_unit():
    units = units_of(["tra-vinh", "khong-co", "\x00", "an-giang"])

    assert [unit.slug for unit in units] == ["tra-vinh", "an-giang"]


def test_dated_name_tells_namesakes_apart():
    old, new, same = units_of(["da-nang-truoc-2025", "da-nang", "cao-bang"])

    assert old.dated_name() == "Đà Nẵng (trước 01/07/2025)"
    assert new.dated_name() == "Đà Nẵng (từ 01/07/2025)"
    assert same.dated_name() == "Cao Bằng"


@pytest.mark.parametrize("text", ["hue", "thua-thien-hue", "Thừa Thiên Huế"])
def test_resolve_unit_knows_address_names_and_former_names(text):
    assert resolve_unit(text).slug == "hue"


@pytest.mark.parametrize("text", ["", "\x00", "hue-2", "đ" * 5000])
def test_resolve_unit_finds_nobody_by_what_names_none(text):
    assert resolve_unit(text) is None


def test_tidy_drops_control_characters_and_undue_length():
    assert tidy(" tra\x00-vinh\n") == "tra-vinh"
    assert len(tidy("đ" * 5000)) == 120
