"""What holds for the admin pages of every table."""

from functools import partial

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from simple_history.models import HistoricalChanges

from indicators.models import (
    Assessment,
    Composite,
    CompositePart,
    Evidence,
    Extension,
    ImportCell,
    ImportLayout,
    ImportMeasure,
    ImportTarget,
    ImportUnit,
    Measure,
    MeasureLink,
    Methodology,
    Question,
    Ranking,
    RankInterval,
    ScheduledPublication,
    ScoringStep,
    Submission,
    SubmissionEvent,
)
from provinces.models import Region, ShippedSpelling, Unit, UnitSet, UnitSetMember
from tests.factories import OfficerFactory
from tests.made_country import make_country
from tests.rendering import context_of, unwritten
from tests.scenes import taken_back

# Of the figures of imports there may be millions; each is looked at with its import. Which spellings
# came with the project is for loading alone to know. Steps stand on the page of their scoring rule.
NOT_LISTED = {ImportCell, ImportMeasure, ImportTarget, ImportUnit, ScoringStep, ShippedSpelling}
OURS = [
    model
    for app in ("provinces", "indicators")
    for model in apps.get_app_config(app).get_models()
    if model not in NOT_LISTED and not issubclass(model, HistoricalChanges)
]
# A model that is not in the admin yet fails the tests of every table, not the collection of all tests.
REGISTERED = filter(admin.site.is_registered, OURS)
EXPORTED = [m for m in REGISTERED if hasattr(admin.site.get_model_admin(m), "get_export_queryset")]
AS_CSV = {"format": "0", "resource": "0"}
# One table for each way to search: names without accents, names and codes, columns of other tables.
ON_EACH_DATABASE = {Unit, Measure, Ranking}
# Layouts of imports are remembered by the wizard, what units hand in is written by the acts: never by hand.
ONLY_READ = {
    ImportLayout,
    RankInterval,
    ScheduledPublication,
    Submission,
    SubmissionEvent,
    Assessment,
    Question,
    Evidence,
    Extension,
}
ODD = ("\0", "9" * 30, "x")
every_table = pytest.mark.parametrize(
    "model",
    [
        pytest.param(
            model,
            id=model._meta.model_name,
            marks=[pytest.mark.each_database] if model in ON_EACH_DATABASE else [],
        )
        for model in OURS
    ],
)


def page(model, name, *arguments):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=arguments)


@every_table
def test_table_stands_in_the_admin_with_search_and_filters(model):
    table = admin.site.get_model_admin(model)

    assert table.get_search_fields(None) or table.accent_free_fields
    assert table.list_filter


@pytest.fixture
def change_list(rf, db):
    """A function that makes the list of a table as a superuser asks for it, without its page."""
    officer = OfficerFactory(is_superuser=True)

    def make(model, asked):
        request = rf.get(page(model, "changelist"), asked)
        request.user = officer
        return admin.site.get_model_admin(model).changelist_view(request)

    return make


@every_table
def test_table_can_be_searched_for_anything(administrator, change_list, model):
    for query in ("TRÀ vinh", "… % '", "9" * 30):
        rows = change_list(model, {"q": query}).context_data["cl"]
        assert len(rows.result_list) <= rows.list_per_page
    assert administrator.get(page(model, "changelist"), {"q": "\0 …"}).status_code == 200


@every_table
def test_table_answers_whatever_its_lists_are_asked(administrator, change_list, model):
    filters = filters_of(admin.site.get_model_admin(model))

    for odd in ODD:
        for each in filters:
            name = getattr(each, "parameter_name", None) or f"{each}__exact"
            assert change_list(model, {name: odd}).status_code in {200, 302}
    for odd in ODD if model in ON_EACH_DATABASE else ODD[:1]:
        answer = administrator.post(
            page(model, "changelist"), {"action": "delete_selected", "_selected_action": odd}
        )
        assert answer.status_code in {200, 302, 403}


def filters_of(table):
    return [each[0] if isinstance(each, tuple) else each for each in table.list_filter]


@pytest.mark.each_database
@pytest.mark.parametrize("term", ["\0", "9" * 30], ids=["null", "digits"])
def test_autocomplete_answers_whatever_it_is_asked(administrator, term):
    asked = {"app_label": "indicators", "model_name": "ranking", "field_name": "unit", "term": term}

    assert administrator.get(reverse("admin:autocomplete"), asked).status_code == 200


@every_table
def test_table_shows_its_forms_whatever_they_are_begun_with(administrator, model):
    related = [field.name for field in model._meta.fields if field.is_relation]
    row = model._default_manager.first()

    for begun in range(len(ODD)) if model in ON_EACH_DATABASE else [OURS.index(model)]:
        asked = {name: ODD[(begun + place) % len(ODD)] for place, name in enumerate(related)}
        shown = administrator.get(page(model, "add"), asked)
        assert shown.status_code == (403 if model in ONLY_READ else 200)
    if row is not None:
        assert administrator.get(page(model, "change", row.pk)).status_code == 200
        assert administrator.get(page(model, "delete", row.pk)).status_code in {200, 403}


@every_table
def test_table_is_closed_to_who_is_not_signed_in(client, db, model):
    answer = client.get(page(model, "changelist"))

    assert answer.url.startswith(reverse("admin:login"))


def test_tables_ask_as_often_for_twenty_units_and_rows_as_for_three(administrator, monkeypatch):
    units = {"app_label": "indicators", "model_name": "ranking", "field_name": "unit", "term": "tinh"}

    def list_of(model):
        administrator.get(page(model, "changelist"))

    def autocomplete_of_units():
        administrator.get(reverse("admin:autocomplete"), units)

    def export_of_rankings():
        answer = administrator.post(page(Ranking, "export") + "?q=made-", AS_CSV)
        assert "made-1" in answer.content.decode("utf-8-sig")

    asked = {model._meta.model_name: partial(list_of, model) for model in OURS}
    asked |= {"autocomplete": autocomplete_of_units, "export": export_of_rankings}

    def counts_of(size):
        counts = {}
        for model in OURS:
            monkeypatch.setattr(admin.site.get_model_admin(model), "list_per_page", size)
        with taken_back():
            make_country(size)
            for name, ask in asked.items():
                with CaptureQueriesContext(connection) as queries:
                    ask()
                counts[name] = len(queries)
        return counts

    assert counts_of(20) == counts_of(3)


@pytest.mark.each_database
@pytest.mark.parametrize("text", ["nhan luc so", "NHÂN LỰC", "NL"])
def test_measures_are_found_without_accents(administrator, text):
    answer = administrator.get(page(Measure, "changelist"), {"q": text})

    assert "NL" in {measure.code for measure in answer.context["cl"].result_list}


def test_composite_made_by_hand_is_a_composite(administrator, published):
    data = {
        "methodology": published.methodology_id,
        "code": "MOI",
        "name": "Trụ cột mới",
        "points_basis": "published",
        "order": 99,
        "parts-TOTAL_FORMS": 0,
        "parts-INITIAL_FORMS": 0,
    }

    administrator.post(page(Composite, "add"), data)

    assert Measure.objects.get(code="MOI").kind == Measure.Kind.COMPOSITE


def test_measure_without_a_code_is_refused_in_words(administrator, published):
    data = {"methodology": published.methodology_id, "name": "x", "order": 1, "points_basis": "published"}
    parts = {"parts-TOTAL_FORMS": 0, "parts-INITIAL_FORMS": 0}

    answer = administrator.post(page(Composite, "add"), data | parts)

    assert list(answer.context["adminform"].form.errors) == ["code"]


@pytest.mark.ignore_template_errors  # the library's own template asks for what its view leaves out
def test_export_needs_a_permission_of_its_own(client, published_data):
    seen = [f"{model._meta.app_label}.view_{model._meta.model_name}" for model in EXPORTED]

    def statuses(*permissions):
        client.force_login(OfficerFactory(permissions=permissions))
        with unwritten():
            return {model: client.get(page(model, "export")).status_code for model in EXPORTED}

    assert statuses(*seen) == dict.fromkeys(EXPORTED, 403)
    assert statuses("provinces.export_tables") == dict.fromkeys(EXPORTED, 403)
    assert statuses(*seen, "provinces.export_tables") == dict.fromkeys(EXPORTED, 200)
    assert 'name="format"' in client.get(page(Ranking, "export")).text


def test_accounts_are_not_exported(administrator):
    assert administrator.post("/quan-tri/provinces/user/export/", AS_CSV).status_code == 302


@pytest.mark.parametrize("model", [m for m in OURS if m._meta.app_label == "indicators"], ids=str)
def test_results_and_rule_books_are_not_imported_here(administrator, model):
    address = f"/quan-tri/{model._meta.app_label}/{model._meta.model_name}/import/"

    assert administrator.post(address, {}).status_code in {302, 404}
    assert not hasattr(admin.site.get_model_admin(model), "import_action")


def test_unit_of_the_wrong_level_is_no_province(administrator, published_data):
    ministry = Unit.objects.get(slug="bo-xay-dung")

    answer = administrator.get(reverse("admin:provinces_province_change", args=[ministry.pk]))

    assert answer.status_code == 302


def two_rule_books():
    """Return the composite of a rule book that no edition uses, and a group of another one."""
    used = Methodology.objects.filter(measures__kind="group").first()
    own = Methodology.objects.create(scorecard=used.scorecard, code="moi", name="mới", value_form="points")
    composite = Measure.objects.create(methodology=own, kind="composite", code="X", name="x", order=1)
    return composite, used.measures.filter(kind="group").first()


def test_part_of_a_composite_is_of_the_same_rule_book(administrator):
    composite, group = two_rule_books()
    data = {"composite": composite.pk, "group": group.pk, "points": "1"}

    answer = administrator.post(page(CompositePart, "add"), data)

    assert list(answer.context["adminform"].form.errors) == ["group"]


def test_lineage_joins_measures_of_one_scorecard(administrator):
    first = Measure.objects.first()
    other = Measure.objects.exclude(methodology__scorecard=first.methodology.scorecard).first()
    data = {"kind": "same", "predecessor": first.pk, "measure": other.pk}

    answer = administrator.post(page(MeasureLink, "add"), data)

    assert list(answer.context["adminform"].form.errors) == ["measure"]


def test_measure_does_not_stand_above_itself(administrator):
    composite, _group = two_rule_books()
    part = Measure.objects.create(
        methodology=composite.methodology, kind="group", code="Y", name="y", order=2, parent=composite
    )
    form = context_of(administrator, page(Measure, "change", composite.pk))["adminform"].form
    sent = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    inlines = {"parts-TOTAL_FORMS": 0, "parts-INITIAL_FORMS": 0}

    answer = administrator.post(page(Measure, "change", composite.pk), sent | inlines | {"parent": part.pk})

    assert list(answer.context["adminform"].form.errors) == ["parent"]


def test_member_of_a_set_stands_in_a_region_of_it(administrator, published_data):
    member = UnitSetMember.objects.exclude(region=None).first()
    region = Region.objects.create(
        unit_set=UnitSet.objects.exclude(pk=member.unit_set_id).first(), code="khac", name="khác", order=99
    )
    data = {"order": member.order, "gso_code": member.gso_code, "region": region.pk}

    answer = administrator.post(page(UnitSetMember, "change", member.pk), data)

    assert list(answer.context["adminform"].form.errors) == ["region"]


def test_admin_speaks_vietnamese_where_packages_do_not(administrator):
    index = administrator.get(reverse("admin:index")).text
    rows = administrator.get(reverse("admin:indicators_edition_changelist")).text

    assert "Bảo vệ đăng nhập" in index
    assert "Axes" not in index
    assert "Theo trạng thái" in rows
    assert "Bởi" not in rows


@pytest.mark.parametrize("table", ["edition", "measure", "compositepart", "measurelink"])
def test_rule_books_in_filters_stand_under_their_scorecards(administrator, table):
    shown = context_of(administrator, reverse(f"admin:indicators_{table}_changelist"))

    [books] = [spec for spec in shown["cl"].filter_specs if spec.title == "phiên bản bộ chỉ số"]
    labels = [label for _value, label in books.lookup_choices]
    assert len(set(labels)) == len(labels) == Methodology.objects.count()


def test_measure_links_are_filtered_by_their_rule_book(administrator, published):
    address = reverse("admin:indicators_measurelink_changelist")

    shown = context_of(administrator, address, {"methodology": published.methodology_id})["cl"].queryset

    assert set(shown.values_list("measure__methodology", flat=True)) <= {published.methodology_id}


@pytest.mark.parametrize(("state", "warned"), [("published", True), ("draft", False)])
def test_measure_added_to_a_rule_book_in_use_is_warned_about(administrator, published, state, warned):
    book = published.methodology
    if state == "draft":
        book = Methodology.objects.get(pk=book.pk)
        book.pk, book.code, book._state.adding = None, "ban-thao", True
        book.save()
    data = {
        "methodology": book.pk, "kind": "group", "code": "MOI", "name": "Nhóm mới", "order": "99",
        "max_points": "10", "points_basis": "published",
        "parts-TOTAL_FORMS": "0", "parts-INITIAL_FORMS": "0",
    }  # fmt: skip

    answer = administrator.post(reverse("admin:indicators_measure_add"), data, follow=True)

    assert Measure.objects.filter(methodology=book, code="MOI").exists()
    assert ("nay được ghi là chưa công bố" in answer.text) is warned
