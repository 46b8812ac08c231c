import pytest
from django.apps import apps
from django.urls import reverse
from simple_history.models import HistoricalChanges

from provinces.models import Province, Region, Unit, UnitAlias, UnitSet
from provinces.models.history import keep_states, keep_stored_states, signed
from tests.factories import OfficerFactory

pytestmark = pytest.mark.django_db


def states(row):
    return list(row.history.order_by("history_id").values_list("history_type", flat=True))


def test_history_keeps_who_changed_a_row_from_what_to_what_and_why():
    officer = OfficerFactory()
    unit = Unit.objects.create(slug="ten-cu", level=Unit.Level.PROVINCE)

    unit.slug = "ten-moi"
    signed(unit, by=officer, reason="Sửa tên địa chỉ").save()

    now, before = unit.history.all()
    assert (before.slug != "ten-moi", now.slug) == (True, "ten-moi")
    assert (now.history_user, now.history_change_reason) == (officer, "Sửa tên địa chỉ")


def test_history_keeps_what_is_written_through_a_proxy_in_that_of_the_model():
    made = Province.objects.create(slug="tinh-moi")
    made.slug = "tinh-cu"
    made.save()
    key = made.pk
    made.delete()

    kept = Unit.history.filter(id=key).order_by("history_id").values_list("history_type", "slug")
    assert list(kept) == [("+", "tinh-moi"), ("~", "tinh-cu"), ("-", "tinh-cu")]


def test_history_keeps_rows_written_in_bulk():
    officer = OfficerFactory()
    unit_set = UnitSet.objects.get(code="63")
    made = Region.objects.bulk_create(
        [Region(unit_set=unit_set, code=str(n), name="Vùng", order=90 + n) for n in range(3)]
    )

    keep_states(made, by=officer, reason="Nhập lô", is_new=True)

    kept = Region.history.filter(id__in=[region.pk for region in made])
    assert kept.count() == 3
    assert {(one.history_user, one.history_change_reason) for one in kept} == {(officer, "Nhập lô")}


def test_history_keeps_stored_rows_inside_the_database():
    officer = OfficerFactory()
    regions = Region.objects.filter(unit_set__code="63")

    keep_stored_states(regions, kind="~", by=officer, reason="QĐ 1")

    kept = Region.history.filter(history_type="~")
    assert {(one.id, one.name, one.unit_set_id) for one in kept} == set(
        regions.values_list("pk", "name", "unit_set")
    )
    assert {(one.history_user, one.history_change_reason) for one in kept} == {(officer, "QĐ 1")}


def test_history_keeps_nothing_where_nothing_was_written():
    keep_states([])


def test_history_of_rows_that_were_loaded_begins_with_the_load(published_data):
    assert states(Unit.objects.get(slug="tra-vinh")) == ["+"]
    assert UnitAlias.history.filter(history_type="+").count() == UnitAlias.objects.count()


def test_history_tells_who_sent_a_form_of_the_admin(client):
    officer = OfficerFactory(is_superuser=True)
    client.force_login(officer)
    region = Region.objects.filter(unit_set__code="63").first()
    address = reverse("admin:provinces_region_change", args=[region.pk])
    form = client.get(address).context["adminform"].form

    client.post(address, {**{name: form[name].value() or "" for name in form.fields}, "name": "Vùng khác"})

    newest = region.history.first()
    assert (newest.name, newest.history_user, newest.history_type) == ("Vùng khác", officer, "~")


def test_history_tables_give_no_permissions():
    kept = [model for model in apps.get_models() if issubclass(model, HistoricalChanges)]

    assert len(kept) >= 24
    assert not any(model._meta.default_permissions for model in kept)
