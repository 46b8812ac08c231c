import datetime as dt

import pytest

from provinces.models import Commune, District, Ministry, Province, Unit, UnitName
from provinces.models.units import valid_on

pytestmark = pytest.mark.usefixtures("published_data")


@pytest.mark.parametrize(
    ("day", "name", "type_code"),
    [
        (dt.date(2022, 12, 31), "Thừa Thiên Huế", UnitName.Type.PROVINCE),
        (dt.date(2024, 12, 31), "Thừa Thiên Huế", UnitName.Type.PROVINCE),
        (dt.date(2025, 1, 1), "Huế", UnitName.Type.CITY),
    ],
)
def test_unit_bears_the_name_of_the_day(day, name, type_code):
    found = Unit.objects.get(slug="hue").name_on(day)

    assert (found.name, found.type) == (name, type_code)


def test_dong_nai_is_a_city_since_30_april_2026():
    dong_nai = Unit.objects.get(slug="dong-nai")

    assert dong_nai.name_on(dt.date(2026, 4, 29)).type == UnitName.Type.PROVINCE
    assert dong_nai.name_on(dt.date(2026, 4, 30)).type == UnitName.Type.CITY


def test_unit_without_a_name_goes_by_its_slug():
    unit = Unit(slug="chua-dat-ten", level=Unit.Level.COMMUNE, pk=-1)

    assert str(unit) == "chua-dat-ten"
    assert unit.called_on(dt.date(2024, 12, 31)) == ("chua-dat-ten", "")


def test_unit_is_called_by_the_name_and_type_of_the_day():
    hue = Unit.objects.get(slug="hue")

    assert hue.called_on(dt.date(2024, 12, 31)) == ("Thừa Thiên Huế", UnitName.Type.PROVINCE)


def test_unit_whose_names_overlap_bears_the_newest():
    unit = Unit.objects.create(slug="chong-ten", level=Unit.Level.COMMUNE)
    for year in (2021, 2023, 2022):
        UnitName.objects.create(unit=unit, name=f"Từ {year}", type="xa", valid_from=dt.date(year, 1, 1))

    assert unit.called_on(dt.date(2024, 1, 1))[0] == "Từ 2023"


@pytest.mark.parametrize(
    ("proxy", "level"),
    [(Province, "province"), (Ministry, "ministry"), (District, "district"), (Commune, "commune")],
)
def test_proxy_holds_its_level_alone(proxy, level):
    made = proxy.objects.create(slug=f"mot-{level}")

    assert made.level == level
    assert set(proxy.objects.values_list("level", flat=True)) == {level}


def test_units_that_existed_on_a_day():
    before, after = (
        Province.objects.filter(valid_on(day)).count() for day in (dt.date(2025, 6, 30), dt.date(2025, 7, 1))
    )

    assert (before, after) == (63, 34)


def test_name_stores_what_search_and_order_need():
    name = UnitName.objects.create(
        unit=Unit.objects.create(slug="moi", level=Unit.Level.COMMUNE), name="Đắk Mới", type="xa"
    )
    name.name = "Đắk Cũ"
    name.save(update_fields=["name"])

    name.refresh_from_db()
    assert name.search_key == "dak cu"
    assert name.sort_key
