"""Every door of the admin through which a published row might be changed, tried by a superuser."""

import pytest
from django.urls import reverse

from indicators.models import Benchmark, CompositePart, Edition, LeaderList, Measure, Ranking
from indicators.workflow.differences import draft_fingerprint
from provinces.models import Unit, UnitSet
from tests.indicators.admin.snapshots import published_rows
from tests.scenes import taken_back

ROWS = {"ranking": Ranking, "leaderlist": LeaderList, "benchmark": Benchmark}
REFUSED = {302, 403, 404, 405}


def address(model, page, *arguments):
    return reverse(f"admin:indicators_{model}_{page}", args=arguments)


def a_row(model, edition):
    rows = ROWS[model].objects.filter(edition__state=Edition.State.PUBLISHED)
    return rows.filter(edition=edition).first() or rows.first()


def form_data(row):
    """Return what the form of a row would send, with a changed figure."""
    data = {
        "edition": row.edition_id,
        "measure": row.measure_id,
        "value": "0,1111",
        "note": "sửa trộm",
        "_save": "",
    }
    if isinstance(row, Ranking):
        return data | {
            "unit": row.unit_id,
            "status": row.status,
            "value_basis": "published",
            "rank": 1,
            "rank_basis": "published",
            "value_source": row.edition.source_id or "",
            "rank_source": row.edition.source_id or "",
            "context_source": row.edition.source_id or "",
        }
    data |= {"source": row.source_id}
    if isinstance(row, Benchmark):
        return data | {"scope": row.scope, "region": row.region_id or "", "basis": row.basis}
    return data | {"units": [row.units.first().pk]}


def change_row(client, model, edition):
    row = a_row(model, edition)
    return client.post(address(model, "change", row.pk), form_data(row))


def change_row_in_a_popup(client, model, edition):
    row = a_row(model, edition)
    return client.post(address(model, "change", row.pk) + "?_popup=1", form_data(row) | {"_popup": "1"})


def save_row_as_new(client, model, edition):
    row = a_row(model, edition)
    return client.post(address(model, "change", row.pk), form_data(row) | {"_saveasnew": "1"})


def delete_row(client, model, edition):
    return client.post(address(model, "delete", a_row(model, edition).pk), {"post": "yes"})


def delete_rows_by_action(client, model, edition):
    selected = {"action": "delete_selected", "_selected_action": [a_row(model, edition).pk]}
    return client.post(address(model, "changelist"), selected | {"post": "yes"})


def delete_all_rows_by_action(client, model, edition):
    selected = {"action": "delete_selected", "_selected_action": [a_row(model, edition).pk]}
    return client.post(address(model, "changelist"), selected | {"post": "yes", "select_across": "1"})


def edit_row_in_the_list(client, model, edition):
    row = a_row(model, edition)
    cells = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": row.pk, "form-0-value": "0,1111"}
    return client.post(address(model, "changelist"), cells | {"_save": ""})


def add_row(client, model, edition):
    row = a_row(model, edition)
    ROWS[model].objects.filter(edition__state=Edition.State.DRAFT).delete()
    return client.post(address(model, "add"), form_data(row))


def move_draft_row_into_published_edition(client, model, edition):
    [draft] = Edition.objects.open()
    row = a_row(model, edition)
    moved = ROWS[model].objects.get(edition=draft)
    return client.post(address(model, "change", moved.pk), form_data(row) | {"edition": edition.pk})


def import_rows(client, model, edition):
    return client.post(f"/quan-tri/indicators/{model}/import/", {"format": "0"})


def confirm_import_of_rows(client, model, edition):
    return client.post(
        f"/quan-tri/indicators/{model}/process_import/", {"import_file_name": "x", "format": "0"}
    )


DOORS = [
    change_row,
    change_row_in_a_popup,
    save_row_as_new,
    delete_row,
    delete_rows_by_action,
    delete_all_rows_by_action,
    edit_row_in_the_list,
    add_row,
    move_draft_row_into_published_edition,
    import_rows,
    confirm_import_of_rows,
]


@pytest.mark.parametrize("model", ROWS)
def test_published_row_stays_as_it_is(administrator, published, draft, model):
    before = published_rows()

    for door in DOORS:
        with taken_back():
            answer = door(administrator, model, published)
            assert published_rows() == before, door
            assert answer.status_code in REFUSED | {200}, door


def edition_form(edition):
    fields = ["slug", "period", "period_kind", "unit_count", "decision_number", "note"]
    return {field: getattr(edition, field) or "" for field in fields} | {
        "scorecard": edition.scorecard_id,
        "methodology": edition.methodology_id,
        "unit_set": edition.unit_set_id,
        "period_start": "01/01/2022",
        "period_end": "31/12/2022",
        "note": "sửa trộm",
        "_save": "",
    }


def change_edition(client, edition):
    return client.post(address("edition", "change", edition.pk), edition_form(edition))


def change_edition_into_a_draft(client, edition):
    data = edition_form(edition) | {"state": "draft", "published_at": ""}
    return client.post(address("edition", "change", edition.pk), data)


def delete_edition(client, edition):
    return client.post(address("edition", "delete", edition.pk), {"post": "yes"})


def delete_editions_by_action(client, edition):
    selected = {"action": "delete_selected", "_selected_action": [edition.pk], "post": "yes"}
    return client.post(address("edition", "changelist"), selected)


def discard_edition(client, edition):
    return client.post(address("edition", "discard", edition.pk))


def publish_edition_again(client, edition):
    return client.post(address("edition", "publish", edition.pk), {"seen": draft_fingerprint(edition)})


def enter_figures(client, edition):
    total = edition.methodology.measures.get(kind="total")
    figures = {f"m{total.pk}-value": "0,1111", f"m{total.pk}-status": "ranked"}
    return client.post(address("edition", "entry_form", edition.pk, "tra-vinh"), figures)


def delete_scorecard(client, edition):
    return client.post(address("scorecard", "delete", edition.scorecard_id), {"post": "yes"})


def delete_methodology(client, edition):
    return client.post(address("methodology", "delete", edition.methodology_id), {"post": "yes"})


def delete_measure(client, edition):
    return client.post(address("measure", "delete", a_row("ranking", edition).measure_id), {"post": "yes"})


def delete_measures_by_action(client, edition):
    measures = list(edition.methodology.measures.values_list("pk", flat=True))
    selected = {"action": "delete_selected", "_selected_action": measures, "post": "yes"}
    return client.post(address("measure", "changelist"), selected)


def delete_unit_set(client, edition):
    return client.post(reverse("admin:provinces_unitset_delete", args=[edition.unit_set_id]), {"post": "yes"})


def delete_source(client, edition):
    return client.post(reverse("admin:provinces_source_delete", args=[edition.source_id]), {"post": "yes"})


def delete_unit(client, edition):
    unit = a_row("ranking", edition).unit_id
    return client.post(reverse("admin:provinces_unit_delete", args=[unit]), {"post": "yes"})


DOORS_OF_EDITIONS = [
    change_edition,
    change_edition_into_a_draft,
    delete_edition,
    delete_editions_by_action,
    discard_edition,
    publish_edition_again,
    enter_figures,
    delete_scorecard,
    delete_methodology,
    delete_measure,
    delete_measures_by_action,
    delete_unit_set,
    delete_source,
    delete_unit,
]


@pytest.mark.parametrize("door", DOORS_OF_EDITIONS, ids=lambda door: door.__name__)
def test_published_edition_stays_as_it_is(administrator, published, door):
    before = published_rows()

    answer = door(administrator, published)

    assert published_rows() == before
    assert answer.status_code in REFUSED | {200}


def test_superseded_edition_stays_as_it_is(administrator, published, revision):
    from indicators.workflow import publish

    publish(revision)
    before = published_rows()

    answers = [door(administrator, published) for door in DOORS_OF_EDITIONS]
    answers += [
        door(administrator, "ranking", published)
        for door in DOORS
        if door is not add_row and door is not move_draft_row_into_published_edition
    ]

    assert published_rows() == before
    assert {answer.status_code for answer in answers} <= REFUSED | {200}


def rows_relied_on(edition):
    """Return, by table, a row that a published edition stands on and what would harm it."""
    total = edition.methodology.measures.get(kind="total")
    part = CompositePart.objects.filter(composite__methodology=edition.methodology).first()
    member = edition.unit_set.members.first()
    other = Measure.objects.filter(kind="group", methodology=edition.methodology).last()
    return {
        "measure": (total, {"methodology": 1, "kind": "group", "code": "KHAC", "max_points": "1"}),
        "methodology": (
            edition.methodology,
            {
                "scorecard": 2,
                "code": "khac",
                "value_form": "points",
                "scale_max": "0,5",
                "decimals": 1,
                "points_assessed": "1",
                "leader_count": 1,
            },
        ),
        "compositepart": (part, {"composite": part.composite_id, "group": other.pk, "points": "1"}),
        "scorecard": (edition.scorecard, {"code": "khac", "level": "ministry"}),
        "unit": (a_row("ranking", edition).unit, {"level": "ministry"}),
        "unitset": (edition.unit_set, {"code": "khac", "level": "ministry"}),
        "unitsetmember": (member, {"unit_set": UnitSet.objects.get(code="34").pk, "unit": 1}),
    }


RELIED_ON = ["measure", "methodology", "compositepart", "scorecard", "unit", "unitset", "unitsetmember"]


@pytest.mark.parametrize("table", RELIED_ON)
def test_row_that_a_published_edition_relies_on_keeps_what_it_says(administrator, published, table):
    row, harm = rows_relied_on(published)[table]
    page = f"admin:{row._meta.app_label}_{table}_change"
    before = type(row).objects.filter(pk=row.pk).values(*harm).get()
    form = administrator.get(reverse(page, args=[row.pk])).context["adminform"].form
    sent = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    inlines = {f"{name}-{count}_FORMS": 0 for name in ("names", "parts") for count in ("TOTAL", "INITIAL")}

    administrator.post(reverse(page, args=[row.pk]), sent | inlines | harm)

    assert not set(form.fields) & set(harm)
    assert type(row).objects.filter(pk=row.pk).values(*harm).get() == before


@pytest.mark.parametrize("table", ["compositepart", "unitsetmember"])
def test_row_that_a_published_edition_relies_on_is_not_deleted(administrator, published, table):
    row, _harm = rows_relied_on(published)[table]
    name = f"admin:{row._meta.app_label}_{table}"
    selected = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}

    administrator.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"})
    administrator.post(reverse(f"{name}_changelist"), selected)

    assert type(row).objects.filter(pk=row.pk).exists()


def test_part_is_not_added_to_a_published_composite(administrator, published):
    part = CompositePart.objects.filter(composite__methodology=published.methodology).first()
    data = {"composite": part.composite_id, "group": part.group_id, "points": "1"}
    part.delete()

    answer = administrator.post(address("compositepart", "add"), data)

    assert list(answer.context["adminform"].form.errors) == ["composite"]


def test_parts_of_a_published_composite_are_not_changed_on_its_page(administrator, published):
    composite = Measure.objects.filter(kind="composite", methodology=published.methodology).first()

    answer = administrator.get(address("composite", "change", composite.pk))

    [formset] = answer.context["inline_admin_formsets"]
    assert not formset.has_add_permission
    assert not formset.has_change_permission
    assert not formset.has_delete_permission


def test_unit_of_a_published_leader_list_is_not_deleted(administrator, published):
    stranger = Unit.objects.create(slug="chi-trong-danh-sach", level=Unit.Level.PROVINCE)
    leader_list = LeaderList.objects.filter(edition=published).first()
    LeaderList.units.through.objects.create(leaderlist=leader_list, unit=stranger)
    before = published_rows()

    answer = administrator.post(reverse("admin:provinces_unit_delete", args=[stranger.pk]), {"post": "yes"})

    assert answer.status_code == 200
    assert published_rows() == before


@pytest.mark.parametrize("model", [*ROWS, "edition"])
def test_published_row_is_shown_without_a_field_to_type_in(administrator, published, model):
    row = published if model == "edition" else a_row(model, published)

    answer = administrator.get(address(model, "change", row.pk))

    assert answer.status_code == 200
    assert answer.context["adminform"].form.fields == {}
