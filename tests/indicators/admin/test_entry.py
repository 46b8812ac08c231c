"""The form on which an officer fills in one unit, from the list of units to the stored rows."""

from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators import frames
from indicators.models import Ranking, Submission
from indicators.workflow import publish
from provinces.models import Source, Unit
from tests.factories import DraftFactory, OfficerFactory
from tests.made_country import make_country

ENTER = ["indicators.change_edition", "indicators.change_ranking"]


@pytest.fixture
def officer(client, published_data):
    """A client with an officer signed in who may enter figures and nothing else."""
    client.force_login(OfficerFactory(permissions=ENTER))
    return client


def address(edition, slug="tra-vinh"):
    return reverse("admin:indicators_edition_entry_form", args=[edition.pk, slug])


def list_address(edition):
    return reverse("admin:indicators_edition_entry_units", args=[edition.pk])


def shown(officer, edition, slug="tra-vinh"):
    """Return what the form would send if nothing were typed."""
    sheet = officer.get(address(edition, slug)).context["sheet"]
    return {
        bound.html_name: "" if bound.value() is None else str(bound.value())
        for form in (sheet.form, *sheet.rows)
        for bound in form
    }


def name(edition, code, field):
    return f"m{edition.methodology.measures.get(code=code).pk}-{field}"


def figures(edition):
    return list(edition.rankings.order_by("unit", "measure").values_list())


@pytest.mark.parametrize(
    "typed", ["0,7123", "0.7123", " 0,7123 ", "0,71230"], ids=["comma", "point", "spaces", "five decimals"]
)
def test_entry_form_saves_a_number_however_it_is_written(officer, draft, typed):
    data = shown(officer, draft) | {name(draft, "HT", "value"): typed}

    answer = officer.post(address(draft), data)

    row = draft.rankings.get(unit__slug="tra-vinh", measure__code="HT")
    assert answer.status_code == 302
    assert (row.value, row.value_source) == (Decimal("0.7123"), draft.source)


@pytest.mark.each_database
def test_entry_form_saves_all_measures_at_once(officer, draft):
    source = Source.objects.in_order().last()
    data = shown(officer, draft) | {
        "source": source.pk,
        name(draft, "DTI", "value"): "0,61",
        name(draft, "DTI", "rank"): "24/63",
        name(draft, "NT", "value"): "0,5",
        name(draft, "TC", "status"): Ranking.Status.NOT_PUBLISHED,
        name(draft, "TC", "note"): "chưa có trong báo cáo",
        name(draft, "CQS", "rank"): "1",
    }

    officer.post(address(draft), data)

    rows = draft.rankings.order_by("measure__order").values_list(
        "measure__code", "value", "rank", "status", "note", "value_source"
    )
    assert list(rows) == [
        ("DTI", Decimal("0.61"), 24, "ranked", "", source.pk),
        ("NT", Decimal("0.5"), None, "ranked", "", source.pk),
        ("TC", None, None, "not_published", "chưa có trong báo cáo", None),
        ("CQS", None, 1, "ranked", "", None),
    ]


def test_entry_form_sent_untouched_changes_nothing(officer, revision):
    before = figures(revision)

    answer = officer.post(address(revision), shown(officer, revision))

    assert answer.status_code == 302
    assert figures(revision) == before


def test_entry_form_takes_an_emptied_figure_out(officer, draft):
    emptied = {name(draft, "DTI", "value"): "", name(draft, "DTI", "rank"): ""}

    officer.post(address(draft), shown(officer, draft) | emptied)

    assert not draft.rankings.exists()


BAD = {
    "no number": {"value": "abc"},
    "a code": {"value": "4.22.10"},
    "percent": {"value": "61 %"},
    "above the scale": {"value": "60,77"},
    "negative": {"value": "-0,1"},
    "two readings": {"value": "1.236"},
    "too many decimals": {"value": "0,12345678"},
    "infinite": {"value": "Infinity"},
    "rank zero": {"rank": "0"},
    "rank beyond the number of units": {"rank": "64"},
    "rank out of another number": {"rank": "5/34"},
    "rank as a word": {"rank": "nhất"},
    "huge rank": {"rank": "9" * 20},
    "unknown status": {"status": "xyz"},
    "status against the figure": {"value": "0,5", "status": Ranking.Status.NOT_PUBLISHED},
    "a note alone": {"note": "không rõ"},
    "a null character": {"value": "0,5\0"},
}


def test_entry_form_with_a_bad_cell_saves_nothing_and_keeps_what_was_typed(officer, draft):
    before = figures(draft)
    good = shown(officer, draft) | {name(draft, "NT", "value"): "0,5"}

    for case, typed in BAD.items():
        bad = {name(draft, "HT", field): text for field, text in typed.items()}
        answer = officer.post(address(draft), good | bad)
        [(field, place, text)] = answer.context["sheet"].problems
        assert answer.status_code == 200, case
        assert figures(draft) == before, case
        assert "HT" in place, case
        assert text, case
        assert f'id="{field}"' in answer.text, case
        kept = {bound.html_name: bound.value() for row in answer.context["sheet"].rows for bound in row}
        assert kept.items() >= bad.items(), case
        assert kept[name(draft, "NT", "value")] == "0,5", case


def test_entry_form_tells_all_errors_at_once(officer, draft):
    bad = {name(draft, "HT", "value"): "abc", name(draft, "NT", "rank"): "64"}

    answer = officer.post(address(draft), shown(officer, draft) | bad)

    assert len(answer.context["sheet"].problems) == 2


def test_entry_form_that_lacks_inputs_deletes_nothing(officer, revision):
    before, whole = figures(revision), shown(officer, revision)

    for missing in ({"value", "rank"}, {"value"}, {"rank"}, {"note"}, {"status"}):
        sent = {key: text for key, text in whole.items() if key.rpartition("-")[2] not in missing}
        answer = officer.post(address(revision), sent)
        assert answer.status_code == 200, missing
        assert answer.context["sheet"].problems, missing
        assert figures(revision) == before, missing


def test_entry_form_asks_for_the_source_of_a_given_figure(officer, draft):
    before = figures(draft)
    typed = {name(draft, "HT", "value"): "0,5", "source": ""}

    answer = officer.post(address(draft), shown(officer, draft) | typed)

    [(field, _place, text)] = answer.context["sheet"].problems
    assert (field, bool(text)) == ("id_source", True)
    assert figures(draft) == before


def test_entry_form_of_a_revision_asks_for_the_source_of_a_new_figure(officer, revision):
    before = figures(revision)
    opened = shown(officer, revision)

    answer = officer.post(address(revision), opened | {name(revision, "HT", "value"): "0,7"})

    assert opened["source"] == ""
    assert revision.source is not None
    assert [field for field, _place, _text in answer.context["sheet"].problems] == ["id_source"]
    assert "Hãy chọn nguồn của số liệu được nhập" in answer.text
    assert figures(revision) == before


def test_entry_form_of_a_revision_leaves_the_other_figures_their_sources(officer, revision):
    other = Source.objects.exclude(pk=revision.source_id).in_order().first()
    rows = revision.rankings.filter(unit__slug="tra-vinh").order_by("measure__order")
    columns = ("measure__code", "value_source", "rank_source", "context_source")
    before = {code: sources for code, *sources in rows.values_list(*columns)}
    typed = {name(revision, "HT", "value"): "0,7", "source": other.pk}

    officer.post(address(revision), shown(officer, revision) | typed)

    before["HT"][0] = other.pk
    assert {code: sources for code, *sources in rows.values_list(*columns)} == before


def test_entry_form_asks_for_no_source_where_a_figure_is_taken_out(officer, draft):
    emptied = {name(draft, "DTI", "value"): "", name(draft, "DTI", "rank"): "", "source": ""}

    officer.post(address(draft), shown(officer, draft) | emptied)

    assert not draft.rankings.exists()


def test_entry_form_calls_its_neighbours_as_they_were_called_then(officer, revision):
    assert "Thừa Thiên Huế" in officer.get(address(revision, "quang-tri-truoc-2025")).text


@pytest.mark.each_database
def test_entry_form_does_not_overwrite_what_a_colleague_saved(officer, draft):
    opened = shown(officer, draft)
    officer.post(address(draft), opened | {name(draft, "HT", "value"): "0,5"})
    late = opened | {name(draft, "HT", "value"): "0,6"}

    refused = officer.post(address(draft), late)
    between = draft.rankings.get(measure__code="HT").value
    sheet = refused.context["sheet"]
    officer.post(address(draft), late | {"opened_on": sheet.form["opened_on"].value()})

    assert refused.status_code == 200
    assert between == Decimal("0.5")
    assert draft.rankings.get(measure__code="HT").value == Decimal("0.6")


def test_entry_form_prefills_numbers_that_can_be_read_back(officer, revision):
    data = shown(officer, revision)

    assert data[name(revision, "DTI", "value")] == "0,6077"
    assert data[name(revision, "DTI", "rank")] == "25"


def test_entry_form_shows_the_last_edition_and_what_is_published_beside(officer, revision):
    rows = officer.get(address(revision)).context["sheet"].rows

    beside = {row.measure.code: dict(row.comparisons) for row in rows}
    assert list(beside["DTI"].values()) == ["0,6077 (25/63)", "0,4294 (26/63)"]


@pytest.mark.parametrize(
    ("button", "goes_to"),
    [("save", "tra-vinh"), ("save_and_next", "vinh-long-truoc-2025"), ("save_and_list", None)],
)
def test_entry_form_goes_on_as_the_button_says(officer, draft, button, goes_to):
    answer = officer.post(address(draft), shown(officer, draft) | {button: "x"})

    assert answer.url == (address(draft, goes_to) if goes_to else list_address(draft))


def test_entry_form_notes_who_entered(officer, draft):
    officer.post(address(draft), shown(officer, draft) | {name(draft, "HT", "value"): "0,5"})

    from django.contrib.admin.models import LogEntry

    [entry] = LogEntry.objects.all()
    assert entry.object_id == str(draft.pk)
    assert "Trà Vinh" in entry.get_change_message()


def test_entry_form_of_an_edition_published_meanwhile_saves_nothing(officer, draft):
    data = shown(officer, draft) | {name(draft, "HT", "value"): "0,5"}
    publish(draft)
    before = figures(draft)

    answer = officer.post(address(draft), data)

    assert answer.status_code == 302
    assert figures(draft) == before


def test_entered_and_published_figures_are_seen_at_once(officer, revision):
    typed = {name(revision, "HT", "value"): "0,6999", "source": revision.source_id}
    data = shown(officer, revision) | typed
    officer.post(address(revision), data)

    published = publish(revision)

    unit = Unit.objects.get(slug="tra-vinh")
    assert frames.standings_by_unit(published, measure="HT").loc[unit.pk, "value"] == 0.6999
    current = Ranking.objects.published().get(
        unit=unit, measure__code="HT", edition__slug="2022", edition__scorecard__code="dti-cap-tinh"
    )
    assert current.value == Decimal("0.6999")


@pytest.mark.parametrize("slug", ["khong-co", "bo-xay-dung"], ids=["unknown", "of another set"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_entry_form_of_a_unit_outside_the_set_is_not_found(officer, draft, method, slug):
    assert getattr(officer, method)(address(draft, slug)).status_code == 404


@pytest.mark.each_database
@pytest.mark.parametrize("number", [0, 999_999_999, 10**25])
def test_entry_pages_of_an_unknown_edition_are_not_found(officer, number):
    assert officer.get(f"/quan-tri/indicators/edition/{number}/don-vi/").status_code == 404
    assert officer.get(f"/quan-tri/indicators/edition/{number}/don-vi/tra-vinh/").status_code == 404


@pytest.mark.each_database
def test_entry_units_count_what_is_filled(officer, draft):
    rows = officer.get(list_address(draft)).context["rows"]

    filled = {member.unit.slug: count for member, _name, count in rows}
    assert len(rows) == 63
    assert (filled["tra-vinh"], filled["ha-noi"]) == (1, 0)


@pytest.mark.each_database
@pytest.mark.parametrize(
    ("query", "found"),
    [("tra vinh", 1), ("TRÀ VINH", 1), ("hcm", 1), ("không có", 0), ("", 63), ("\0", 63), ("…", 63)],
    ids=["plain", "capitals", "alias", "nothing", "empty", "null", "a mark"],
)
def test_entry_units_are_found_in_any_spelling(officer, draft, query, found):
    answer = officer.get(list_address(draft), {"q": query, "p": "x"})

    assert len(answer.context["rows"]) == found


def test_entry_units_call_a_unit_as_it_was_called_then(officer, revision):
    names = [name for _member, name, _filled in officer.get(list_address(revision)).context["rows"]]

    assert "Thừa Thiên Huế" in names


def test_entry_pages_lead_from_a_published_edition_to_its_page(officer, published):
    for page in (list_address(published), address(published)):
        answer = officer.get(page)

        assert answer.url == reverse("admin:indicators_edition_change", args=[published.pk])


def test_entry_pages_ask_as_often_for_forty_units_as_for_three(officer):
    def counts(units):
        edition = make_country(units)[0]
        draft = DraftFactory(unit_set=edition.unit_set, unit_count=units, slug="2030")
        with CaptureQueriesContext(connection) as listed:
            officer.get(list_address(draft))
        with CaptureQueriesContext(connection) as filled:
            officer.get(address(draft, "made-1"))
        return len(listed), len(filled)

    assert counts_of_fresh_country(counts, 3) == counts_of_fresh_country(counts, 40)


def counts_of_fresh_country(counts, units):
    from django.db import transaction

    with transaction.atomic():
        found = counts(units)
        transaction.set_rollback(True)
    return found


def test_entry_of_an_edition_that_is_scored_leads_back_with_the_remedy(officer, draft):
    Submission.objects.create(edition=draft, unit=Unit.objects.get(slug="tra-vinh"))

    for page in (list_address(draft), address(draft)):
        answer = officer.get(page)

        assert answer.status_code == 302
        assert answer["Location"] == reverse("admin:indicators_edition_change", args=[draft.pk])
    messages = [str(message) for message in get_messages(answer.wsgi_request)]
    assert any("sửa điểm của đơn vị" in message for message in messages)
