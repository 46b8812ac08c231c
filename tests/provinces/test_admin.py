"""Units, reference tables and accounts in the admin: search, imports of all or nothing, safe exports."""

import io
import unicodedata

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from openpyxl import load_workbook

from provinces.admin.formats import without_formula
from provinces.models import Source, Unit, UnitAlias, UnitName, UnitSet, User
from tests.factories import OfficerFactory

IMPORTER = ["provinces.import_tables", "provinces.add_source", "provinces.change_source"]


@pytest.fixture
def administrator(client, published_data):
    client.force_login(OfficerFactory(is_superuser=True))
    return client


def import_page(model, step="import"):
    return reverse(f"admin:provinces_{model}_{step}")


def upload(client, model, text):
    file = io.BytesIO(text.encode("utf-8-sig"))
    file.name = "bang.csv"
    return client.post(import_page(model), {"import_file": file, "format": "0", "resource": "0"})


def confirm(client, model, previewed):
    return client.post(
        import_page(model, "process_import"), previewed.context["confirm_form"].initial, follow=True
    )


def sources(*rows):
    return "\n".join(["code,title,url", *rows])


SPELLINGS = {
    "plain": "tra vinh",
    "capitals": "TRÀ VINH",
    "NFD": unicodedata.normalize("NFD", "Trà Vinh"),
    "spaces": "  Trà   Vinh ",
    "part": "ra vin",
    "slug": "tra-vinh",
}


@pytest.mark.each_database
@pytest.mark.parametrize("text", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("model", ["unit", "province", "unitname", "unitsetmember"])
def test_units_are_found_in_any_spelling(administrator, model, text):
    answer = administrator.get(reverse(f"admin:provinces_{model}_changelist"), {"q": text})

    found = {getattr(row, "unit", row) for row in answer.context["cl"].result_list}
    assert Unit.objects.get(slug="tra-vinh") in {Unit.objects.get(pk=unit.pk) for unit in found}
    assert len(found) == 1


@pytest.mark.each_database
def test_units_are_found_by_an_alias(administrator):
    answer = administrator.get(reverse("admin:provinces_unit_changelist"), {"q": "TP.HCM"})

    assert "Hồ Chí Minh" in str(answer.context["cl"].result_list[0])


@pytest.mark.each_database
def test_autocomplete_finds_units_without_accents(administrator):
    asked = {
        "app_label": "provinces",
        "model_name": "succession",
        "field_name": "successor",
        "term": "da nang",
    }

    answer = administrator.get(reverse("admin:autocomplete"), asked)

    assert {row["text"] for row in answer.json()["results"]} == {"Đà Nẵng"}


@pytest.mark.each_database
def test_units_stand_in_vietnamese_order(administrator):
    answer = administrator.get(reverse("admin:provinces_province_changelist"))

    names = [str(unit) for unit in answer.context["cl"].result_list]
    assert names.index("Cao Bằng") < names.index("Đà Nẵng") < names.index("Gia Lai")


def test_unit_keeps_its_address_name(administrator):
    unit = Unit.objects.get(slug="tra-vinh")
    name = unit.names.get()
    names = {
        "names-TOTAL_FORMS": 1,
        "names-INITIAL_FORMS": 1,
        "names-0-id": name.pk,
        "names-0-unit": unit.pk,
        "names-0-name": "Trà Vinh mới",
        "names-0-type": name.type,
    }

    administrator.post(
        reverse("admin:provinces_unit_change", args=[unit.pk]), {"slug": "khac", "level": "province", **names}
    )

    unit.refresh_from_db()
    assert unit.slug == "tra-vinh"
    assert unit.names.get().search_key == "tra vinh moi"


def test_alias_tells_who_confirmed_it(administrator):
    alias = UnitAlias.objects.first()

    administrator.post(
        reverse("admin:provinces_unitalias_change", args=[alias.pk]),
        {"unit_set": alias.unit_set_id, "unit": alias.unit_id, "spelling": "Cách viết khác"},
    )

    alias.refresh_from_db()
    assert alias.confirmed_by.is_superuser
    assert alias.confirmed_at is not None


@pytest.mark.each_database
def test_import_shows_a_preview_then_saves(administrator):
    before = Source.objects.count()

    previewed = upload(administrator, "source", sources("nguon-moi,Nguồn mới,https://example.vn/"))
    between = Source.objects.count()
    confirm(administrator, "source", previewed)

    assert between == before
    assert Source.objects.get(code="nguon-moi").title == "Nguồn mới"


@pytest.mark.sqlite_alone
def test_import_preview_marks_old_and_new_without_styles(administrator):
    unit = Unit.objects.get(slug="tra-vinh")
    name = unit.names.latest("valid_from")
    rows = f"unit,name,type,valid_from\ntra-vinh,<b>Tên mới</b>,tinh,{name.valid_from or ''}"

    page = upload(administrator, "unitname", rows).content.decode()

    assert f"<del>{name.name}</del> <ins>&lt;b&gt;Tên mới&lt;/b&gt;</ins>" in page
    assert "style=" not in page
    assert "<h1>Nhập từ tệp</h1>" in page


@pytest.mark.sqlite_alone
@pytest.mark.parametrize(
    ("model", "rows", "said"),
    [
        ("unitname", "unit,name,type,valid_from\ntra-vinh,X,phuong,2020-01-01", "xa (xã, phường)"),
        ("unit", "slug,level\ntra-vinh,xa", "commune (xã, phường)"),
    ],
)
def test_import_names_the_codes_there_are(administrator, model, rows, said):
    assert said in upload(administrator, model, rows).content.decode()


@pytest.mark.parametrize(
    ("model", "bad"),
    [
        pytest.param(
            "source", sources("tot,Tốt,https://example.vn/", "xau,Không có địa chỉ và ngày,"), id="rule"
        ),
        pytest.param("source", "code,title,issued_on\ntot,Tốt,2022-01-01\nxau,Xấu,32/13/2022", id="no day"),
        pytest.param("unit", "slug,level\ntot,province\nxau,lang", id="unknown choice"),
        pytest.param("unitname", "unit,name,type,valid_from\nkhong-co,X,tinh,", id="unknown unit"),
        pytest.param("unitname", "unit,name\ntra-vinh,X", id="key column missing"),
        pytest.param("unitsetmember", "unit_set,unit,order,region\n63,tra-vinh,1,XX", id="unknown region"),
    ],
)
def test_import_of_a_bad_file_saves_nothing(administrator, model, bad):
    counted = (Source, Unit, UnitName)
    before = [table.objects.count() for table in counted]

    previewed = upload(administrator, model, bad)

    result = previewed.context["result"]
    assert previewed.status_code == 200
    assert result.has_errors() or result.has_validation_errors()
    assert "confirm_form" not in previewed.context
    assert [table.objects.count() for table in counted] == before


def test_import_that_went_bad_since_the_preview_saves_nothing(administrator):
    good = "slug,level,parent\nmot,province,\nhai,commune,cha"
    parent = Unit.objects.create(slug="cha", level=Unit.Level.PROVINCE)
    previewed = upload(administrator, "unit", good)
    parent.delete()

    answer = confirm(administrator, "unit", previewed)

    assert not Unit.objects.filter(slug="mot").exists()
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


@pytest.mark.each_database
def test_import_whose_rule_broke_since_the_preview_saves_nothing(administrator):
    good = "unit,name,type,valid_from\ntra-vinh,Một,tinh,1800-01-01\nca-mau,Hai,tinh,1800-01-01"
    previewed = upload(administrator, "unitname", good)
    Unit.objects.filter(slug="ca-mau").update(slug="ca-mau-khac")

    confirm(administrator, "unitname", previewed)

    assert not UnitName.objects.filter(name="Một").exists()


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(
            {"import_file_name": "khong-con", "original_file_name": "a.csv", "format": "0"}, id="gone"
        ),
        pytest.param({"import_file_name": "x", "original_file_name": "a.csv", "format": "9"}, id="format"),
        pytest.param({"import_file_name": "x", "original_file_name": "a.csv", "format": "a"}, id="no format"),
        pytest.param({}, id="nothing"),
    ],
)
def test_import_confirmed_without_a_preview_is_told_in_words(administrator, sent):
    before = Source.objects.count()

    answer = administrator.post(import_page("source", "process_import"), sent, follow=True)

    assert answer.status_code == 200
    assert Source.objects.count() == before


@pytest.mark.parametrize("missing", IMPORTER)
@pytest.mark.parametrize("step", ["import", "process_import"])
def test_import_needs_a_permission_of_its_own(client, published_data, missing, step):
    client.force_login(OfficerFactory(permissions=set(IMPORTER) - {missing}))

    assert client.post(import_page("source", step), {}).status_code == 403


def test_import_page_opens_with_the_permission(client, published_data):
    client.force_login(OfficerFactory(permissions=IMPORTER))

    assert client.get(import_page("source")).status_code == 200


@pytest.mark.parametrize("format_number", ["0", "1"], ids=["csv", "xlsx"])
def test_export_holds_no_formula_and_no_word_for_empty(administrator, format_number):
    Source.objects.create(code="la", title='=HYPERLINK("x")', url="https://example.vn/", issuer="@cmd")

    answer = administrator.post(
        reverse("admin:provinces_source_export") + "?q=la", {"format": format_number, "resource": "0"}
    )

    if format_number == "0":
        text = answer.content.decode("utf-8-sig")
    else:
        rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
        text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)
    assert "'=HYPERLINK" in text
    assert "'@cmd" in text
    assert "None" not in text


def test_export_can_be_imported_again_unchanged(administrator):
    answer = administrator.post(reverse("admin:provinces_unitname_export"), {"format": "0", "resource": "0"})

    previewed = upload(administrator, "unitname", answer.content.decode("utf-8-sig"))

    result = previewed.context["result"]
    assert (result.totals["skip"], result.totals["update"], result.totals["new"]) == (
        UnitName.objects.count(),
        0,
        0,
    )


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        pytest.param("=1+1", "'=1+1", id="formula"),
        pytest.param("-x", "'-x", id="minus"),
        pytest.param("@a", "'@a", id="at"),
        pytest.param("-5", "-5", id="negative number"),
        pytest.param("+84", "+84", id="signed number"),
        pytest.param("a=b", "a=b", id="sign inside"),
        pytest.param(None, None, id="empty"),
        pytest.param(-5, -5, id="number"),
    ],
)
def test_without_formula_leaves_numbers_and_plain_text(cell, written):
    assert without_formula(cell) == written


def test_account_that_is_no_superuser_cannot_make_one(client, published_data):
    client.force_login(OfficerFactory(permissions=["provinces.change_user", "provinces.view_user"]))
    other = OfficerFactory(username="nguoi-khac")
    data = {"username": "nguoi-khac", "is_superuser": "on", "is_active": "on", "is_staff": "on"}
    data |= {"date_joined_0": "01/01/2026", "date_joined_1": "00:00"}

    client.post(reverse("admin:provinces_user_change", args=[other.pk]), data)

    other.refresh_from_db()
    assert not other.is_superuser


@pytest.mark.parametrize("is_active", [True, False], ids=["open", "blocked"])
@pytest.mark.parametrize("door", ["user_change", "user_delete", "user_password_change"])
def test_account_that_may_do_more_is_out_of_reach(client, published_data, door, is_active):
    rights = ["provinces.change_user", "provinces.view_user", "provinces.delete_user"]
    client.force_login(OfficerFactory(permissions=rights))
    publisher = OfficerFactory(permissions=["indicators.publish_edition"], is_active=is_active)
    name = "admin:auth_user_password_change" if door == "user_password_change" else f"admin:provinces_{door}"
    data = {"post": "yes", "password1": "Mật khẩu mới 1", "password2": "Mật khẩu mới 1"}

    answer = client.post(reverse(name, args=[publisher.pk]), data)

    assert answer.status_code == 403
    assert User.objects.get(pk=publisher.pk).password == publisher.password


@pytest.mark.parametrize("is_superuser", [True, False])
def test_groups_are_changed_by_superusers_alone(client, published_data, is_superuser):
    rights = ["auth.add_group", "auth.change_group", "auth.delete_group", "auth.view_group"]
    officer = OfficerFactory(permissions=rights, is_superuser=is_superuser)
    group = Group.objects.create(name="tổ")
    officer.groups.add(group)
    client.force_login(officer)
    data = {"name": "tổ", "permissions": [permission.pk for permission in Permission.objects.all()]}

    client.post(reverse("admin:auth_group_change", args=[group.pk]), data)

    assert group.permissions.exists() == is_superuser


def test_imported_alias_tells_who_imported_it(administrator):
    alias = UnitAlias.objects.filter(confirmed_by=None).first()
    text = f"unit_set,unit,spelling\n{alias.unit_set.code},tra-vinh,{alias.spelling}"

    confirm(administrator, "unitalias", upload(administrator, "unitalias", text))

    alias.refresh_from_db()
    assert (alias.unit.slug, alias.confirmed_by.is_superuser) == ("tra-vinh", True)
    assert alias.confirmed_at is not None


def test_list_of_communes_comes_in_by_three_files(administrator):
    """As the guide of the officers tells it."""
    unit_set = UnitSet.objects.create(code="xa-tay-ninh", name="Xã, phường tỉnh Tây Ninh", level="commune")
    files = {
        "unit": "slug,level,parent,valid_from\nan-phu-tay-ninh,commune,tay-ninh,01/07/2025\n"
        "tan-ninh-tay-ninh,commune,tay-ninh,01/07/2025",
        "unitname": "unit,name,type,valid_from\nan-phu-tay-ninh,Xã An Phú,xa,\n"
        "tan-ninh-tay-ninh,Phường Tân Ninh,xa,",
        "unitsetmember": "unit_set,unit,gso_code,region,order\nxa-tay-ninh,an-phu-tay-ninh,09001,,1\n"
        "xa-tay-ninh,tan-ninh-tay-ninh,09002,,2",
    }

    for model, text in files.items():
        confirm(administrator, model, upload(administrator, model, text))

    members = unit_set.members.order_by("order")
    assert [(str(row.unit), row.gso_code) for row in members] == [
        ("Xã An Phú", "09001"),
        ("Phường Tân Ninh", "09002"),
    ]
    assert {row.unit.parent.slug for row in members} == {"tay-ninh"}


def test_import_does_not_change_the_level_of_a_unit_with_published_figures(administrator):
    previewed = upload(administrator, "unit", "slug,level,parent\ntra-vinh,ministry,")

    assert previewed.context["result"].has_validation_errors()


def test_unit_does_not_stand_above_itself(administrator):
    unit = Unit.objects.get(slug="tra-vinh")
    child = Unit.objects.create(slug="con", level=Unit.Level.DISTRICT, parent=unit)
    data = {"parent": child.pk, "names-TOTAL_FORMS": 0, "names-INITIAL_FORMS": 0}

    answer = administrator.post(reverse("admin:provinces_unit_change", args=[unit.pk]), data)

    assert list(answer.context["adminform"].form.errors) == ["parent"]


@pytest.mark.parametrize("door", ["user_change", "user_delete", "user_password_change"])
def test_account_of_a_superuser_is_out_of_reach_of_others(client, published_data, door):
    rights = ["provinces.change_user", "provinces.view_user", "provinces.delete_user"]
    client.force_login(OfficerFactory(permissions=rights))
    superuser = OfficerFactory(is_superuser=True)
    name = "admin:auth_user_password_change" if door == "user_password_change" else f"admin:provinces_{door}"

    answer = client.post(reverse(name, args=[superuser.pk]), {"post": "yes"})

    assert answer.status_code == 403
    assert User.objects.filter(pk=superuser.pk, is_superuser=True).exists()
