"""Rows of a draft: what the admin takes, and what it says of what it does not take."""

import unicodedata
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Benchmark, LeaderList, Ranking, Submission
from provinces.models import Unit
from tests.indicators.admin import test_published_rows as doors


@pytest.fixture
def row(draft):
    return draft.rankings.get(unit__slug="tra-vinh", measure__kind="total")


def ranking_form(row, **changed):
    data = doors.form_data(row) | {"value": "0,6077", "rank": 25, "note": ""}
    return {key: value for key, value in (data | changed).items() if value is not None}


def errors_of(answer):
    return answer.context["adminform"].form.errors if answer.status_code == 200 else {}


@pytest.mark.parametrize("model", ["ranking", "leaderlist", "benchmark"])
def test_row_of_a_draft_can_be_changed(administrator, draft, model):
    row = doors.ROWS[model].objects.get(edition=draft)
    changed = "note" if model != "leaderlist" else "units"

    answer = administrator.post(doors.address(model, "change", row.pk), doors.form_data(row))

    row.refresh_from_db()
    assert errors_of(answer) == {}
    assert answer.status_code == 302
    assert row.units.count() == 1 if changed == "units" else row.note == "sửa trộm"


def test_ranking_beside_scores_is_neither_changed_nor_added(administrator, draft, row):
    Submission.objects.create(edition=draft, unit=row.unit)
    measure = draft.methodology.measures.get(code="TC")
    other = Ranking(edition=draft, measure=measure, unit=row.unit, status="ranked")

    changed = administrator.post(doors.address("ranking", "change", row.pk), ranking_form(row, rank=24))
    added = administrator.post(doors.address("ranking", "add"), ranking_form(other))

    for answer, field in ((changed, "__all__"), (added, "edition")):
        assert "sửa điểm của đơn vị" in str(errors_of(answer)[field])
    assert list(draft.rankings.values_list("measure", "rank")) == [(row.measure_id, 25)]


@pytest.mark.parametrize("model", ["ranking", "leaderlist", "benchmark"])
@pytest.mark.parametrize("by_action", [False, True], ids=["page", "action"])
def test_row_of_a_draft_can_be_deleted(administrator, draft, model, by_action):
    row = doors.ROWS[model].objects.get(edition=draft)

    if by_action:
        selected = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        administrator.post(doors.address(model, "changelist"), selected)
    else:
        administrator.post(doors.address(model, "delete", row.pk), {"post": "yes"})

    assert not type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.each_database
def test_ranking_can_be_added_to_a_draft(administrator, draft):
    measure, unit = draft.methodology.measures.get(code="TC"), Unit.objects.get(slug="tra-vinh")
    row = Ranking(edition=draft, measure=measure, unit=unit, status="ranked")

    answer = administrator.post(doors.address("ranking", "add"), ranking_form(row))

    assert errors_of(answer) == {}
    assert draft.rankings.get(measure=measure, unit=unit).value == Decimal("0.6077")


@pytest.mark.each_database
def test_ranking_keeps_the_number_as_it_was_typed(administrator, row):
    administrator.post(doors.address("ranking", "change", row.pk), ranking_form(row, value="0.6100"))

    row.refresh_from_db()
    assert (row.value, row.value_text) == (Decimal("0.61"), "0.6100")


def test_ranking_whose_value_was_not_touched_keeps_its_print(administrator, row):
    Ranking.objects.filter(pk=row.pk).update(value_text="0,6077 điểm")

    administrator.post(doors.address("ranking", "change", row.pk), ranking_form(row, note="x"))

    row.refresh_from_db()
    assert (row.note, row.value_text) == ("x", "0,6077 điểm")


BROKEN = {
    "no number": ({"value": "abc"}, "value"),
    "out of scale": ({"value": "60,77"}, "value"),
    "negative": ({"value": "-0,1"}, "value"),
    "percent": ({"value": "0,61 %"}, "value"),
    "out of another scale": ({"value": "0,61/100"}, "value"),
    "value without its source": ({"value": "0,5", "value_source": ""}, "value_source"),
    "rank without its source": ({"rank": "5", "rank_source": ""}, "rank_source"),
    "regional rank 0": ({"regional_rank": "0", "regional_count": "9"}, "__all__"),
    "region without units": ({"regional_count": "0"}, "__all__"),
    "not published, yet a figure": ({"status": "not_published"}, "__all__"),
    "more decimals than are stored": ({"value": "0,12345678"}, "value"),
    "basis without a value": ({"value": ""}, "value_basis"),
    "rank beyond the number of units": ({"rank": "64"}, "rank"),
    "rank 0": ({"rank": "0"}, "__all__"),
    "rank beyond the column": ({"rank": "99999999999999999999"}, "rank"),
    "regional rank without its count": ({"regional_rank": "5"}, "__all__"),
    "nothing said": ({"value": "", "value_basis": "", "rank": "", "rank_basis": ""}, "__all__"),
}


def test_ranking_that_breaks_a_rule_is_refused_in_words(administrator, row):
    for case, (changed, field) in BROKEN.items():
        answer = administrator.post(doors.address("ranking", "change", row.pk), ranking_form(row, **changed))
        assert answer.status_code == 200, case
        assert list(errors_of(answer)) == [field], case


def test_ranking_of_a_unit_outside_the_set_is_refused(administrator, draft):
    unit = Unit.objects.get(slug="bo-xay-dung")
    row = Ranking(edition=draft, measure=draft.methodology.measures.get(code="TC"), unit=unit)

    answer = administrator.post(doors.address("ranking", "add"), ranking_form(row))

    assert list(errors_of(answer)) == ["unit"]


@pytest.mark.each_database
def test_ranking_that_stands_already_is_refused(administrator, row):
    answer = administrator.post(doors.address("ranking", "add"), ranking_form(row))

    assert list(errors_of(answer)) == ["__all__"]


def test_leader_list_of_a_unit_outside_the_set_is_refused(administrator, draft):
    leader_list = LeaderList.objects.get(edition=draft)
    data = doors.form_data(leader_list) | {"units": [Unit.objects.get(slug="bo-xay-dung").pk]}

    answer = administrator.post(doors.address("leaderlist", "change", leader_list.pk), data)

    assert list(errors_of(answer)) == ["units"]


def test_benchmark_of_a_region_of_another_set_is_refused(administrator, draft, published_data):
    from provinces.models import Region, UnitSet

    region = Region.objects.create(unit_set=UnitSet.objects.get(code="34"), code="x", name="x", order=1)
    row = Benchmark(
        edition=draft,
        measure=draft.methodology.measures.get(code="TC"),
        source=draft.source,
        scope="region",
        region=region,
    )

    answer = administrator.post(doors.address("benchmark", "add"), doors.form_data(row))

    assert list(errors_of(answer)) == ["region"]


def test_row_form_offers_open_editions_alone(administrator, draft):
    answer = administrator.get(doors.address("ranking", "add"))

    assert list(answer.context["adminform"].form.fields["edition"].queryset) == [draft]


@pytest.mark.each_database
@pytest.mark.parametrize(
    "text",
    ["tra vinh", "TRÀ VINH", unicodedata.normalize("NFD", "Trà Vinh")],
    ids=["plain", "capitals", "NFD"],
)
def test_rankings_are_found_by_the_name_of_the_unit(administrator, draft, text):
    answer = administrator.get(reverse("admin:indicators_ranking_changelist"), {"q": text})

    assert {row.unit.slug for row in answer.context["cl"].result_list} == {"tra-vinh"}


def test_list_of_rankings_leads_to_the_files_and_cells(administrator, row, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        page = administrator.get(doors.address("ranking", "changelist"), {"edition__state": "published"})

    rows = page.context["cl"].result_list
    assert len(rows) > 10
    assert all("fixtures/indicators/rankings/" in listed.origin_line.text for listed in rows)
    assert f'<a href="{rows[0].origin_line.address}">' in page.text.replace("&amp;", "&")
