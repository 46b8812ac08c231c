"""Publishing, opening a revision and discarding a draft, as an officer does them."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from indicators.models import Benchmark, Edition, Ranking
from indicators.workflow import discard_draft, publish
from provinces.models import Unit, User
from tests.factories import DraftFactory, OfficerFactory
from tests.indicators.admin.snapshots import published_rows
from tests.rendering import context_of


@pytest.fixture
def officer(client, published_data):
    """A client with an officer signed in who may publish and look at editions."""
    permissions = ["indicators.publish_edition", "indicators.view_edition"]
    client.force_login(OfficerFactory(permissions=permissions))
    return client


def address(page, edition):
    return reverse(f"admin:indicators_edition_{page}", args=[edition.pk])


def seen(officer, edition):
    return {"seen": context_of(officer, address("publish", edition))["seen"]}


def allow(officer, codename):
    account = User.objects.get(pk=officer.session["_auth_user_id"])
    account.user_permissions.add(Permission.objects.get(codename=codename))


def correct(edition, **figures):
    row = edition.rankings.get(unit__slug="tra-vinh", measure__kind="total")
    for field, figure in figures.items():
        setattr(row, field, figure)
    row.save()


def test_preview_shows_old_and_new_beside_each_other(officer, revision):
    correct(revision, value=Decimal("0.6177"), rank=24)

    answer = officer.get(address("publish", revision))

    [change] = answer.context["changes"]
    assert change == {
        "subject": "Trà Vinh",
        "measure": "DTI Chỉ số chuyển đổi số cấp tỉnh",
        "former": "0,6077 (25/63)",
        "new": "0,6177 (24/63)",
        "difference": "+0,0100",
        "besides": "giá trị, thứ hạng",
        "origin": None,
    }
    [row] = [row for row in answer.context["standings"] if row["unit"] == "Trà Vinh"]
    assert row == {
        "unit": "Trà Vinh",
        "former_value": "0,6077",
        "value": "0,6177",
        "difference": "+0,0100",
        "former_rank": "25/63",
        "rank": "24/63",
        "places": "tăng 1 bậc",
        "is_changed": True,
        "origin": None,
    }


def test_preview_shows_a_changed_average_and_list_of_leaders(officer, revision):
    leaders = revision.leader_lists.first()
    joined, left = Unit.objects.get(slug="tra-vinh"), leaders.units.first()
    leaders.units.remove(left)
    leaders.units.add(joined)
    Benchmark.objects.create(
        edition=revision, measure=leaders.measure, value=Decimal("0.1234"), source=leaders.source
    )

    average, members = officer.get(address("publish", revision)).context["changes"]

    assert (average["former"], average["new"]) == ("–", "0,1234")
    assert (members["former"], members["new"]) == (str(left), "Trà Vinh")


def test_preview_leads_from_a_figure_to_its_file_and_cell(officer, revision):
    correct(revision, value=Decimal("0.6177"))

    rows = {
        row["unit"]: row["origin"] for row in officer.get(address("publish", revision)).context["standings"]
    }

    assert rows["Trà Vinh"] is None
    assert "dti-cap-tinh.csv, ô E" in rows["Đà Nẵng"].text
    assert f'href="{rows["Đà Nẵng"].address}"' not in officer.get(address("publish", revision)).text
    allow(officer, "import_results")
    assert f'href="{rows["Đà Nẵng"].address}"' in officer.get(address("publish", revision)).text


def test_preview_calls_a_unit_as_it_was_called_then(officer, revision):
    row = revision.rankings.get(unit__names__name="Thừa Thiên Huế", measure__kind="total")
    row.note = "ghi chú"
    row.save()

    [change] = officer.get(address("publish", revision)).context["changes"]

    assert change["subject"] == "Thừa Thiên Huế"


@pytest.mark.parametrize("page", ["publish", "open_revision", "discard"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_page_of_an_edition_that_a_colleague_discarded_is_not_found(officer, revision, page, method):
    target = address(page, revision)
    discard_draft(revision)

    assert getattr(officer, method)(target).status_code == 404


def test_preview_warns_of_ranks_that_the_values_contradict(officer, revision):
    correct(revision, value=Decimal("0.7777"))

    warnings = officer.get(address("publish", revision)).context["warnings"]

    assert any("Trà Vinh (25/63)" in warning for warning in warnings)


def test_preview_of_what_was_published_finds_no_contradiction(officer, revision):
    assert officer.get(address("publish", revision)).context["warnings"] == []


def test_preview_of_an_untouched_revision_has_nothing_to_show(officer, revision):
    answer = officer.get(address("publish", revision))

    assert answer.context["changes"] == []
    assert not any(row["is_changed"] for row in answer.context["standings"])


def test_preview_publishes_nothing(officer, revision):
    before = published_rows()

    officer.get(address("publish", revision))

    assert published_rows() == before


def test_publish_puts_the_revision_in_place_of_the_former(officer, published, revision):
    correct(revision, value=Decimal("0.6177"), rank=24)

    answer = officer.post(address("publish", revision), seen(officer, revision))

    assert answer.url == address("change", revision)
    assert Edition.objects.get(pk=published.pk).state == Edition.State.SUPERSEDED
    shown = Ranking.objects.published().get(
        edition__slug="2022",
        edition__scorecard=published.scorecard,
        unit__slug="tra-vinh",
        measure__kind="total",
    )
    assert (shown.value, shown.rank) == (Decimal("0.6177"), 24)


def test_publish_without_having_looked_is_refused(officer, revision):
    before = published_rows()

    answer = officer.post(address("publish", revision))

    assert answer.url == address("publish", revision)
    assert published_rows() == before


def test_publish_of_a_draft_that_changed_meanwhile_is_refused(officer, revision):
    looked_at = seen(officer, revision)
    correct(revision, rank=24)
    before = published_rows()

    officer.post(address("publish", revision), looked_at)

    assert published_rows() == before


def test_publish_twice_is_refused_the_second_time(officer, draft):
    looked_at = seen(officer, draft)
    officer.post(address("publish", draft), looked_at)
    before = published_rows()

    second = officer.post(address("publish", draft), looked_at)

    assert second.status_code == 302
    assert published_rows() == before


@pytest.mark.parametrize(
    ("rows", "unit_count"), [("none", 63), ("one", None), ("one", 1), ("without a figure", 63)]
)
def test_publish_of_a_thin_edition_answers_in_words(officer, rows, unit_count):
    draft = DraftFactory(unit_count=unit_count)
    if rows != "none":
        given = {"rank": 1, "rank_basis": "published"} if rows == "one" else {"status": "not_published"}
        total = draft.methodology.measures.get(kind="total")
        unit = draft.unit_set.members.first().unit
        Ranking.objects.create(edition=draft, unit=unit, measure=total, **given)

    preview = officer.get(address("publish", draft))
    answer = officer.post(address("publish", draft), {"seen": preview.context["seen"]}, follow=True)

    assert preview.status_code == answer.status_code == 200
    assert [str(message) for message in answer.context["messages"]]
    assert Edition.objects.get(pk=draft.pk).is_open == (rows == "none")


def test_publish_of_an_empty_rule_book_answers_in_words(officer):
    from indicators.models import Methodology

    bare = Methodology.objects.create(
        scorecard=Methodology.objects.first().scorecard, code="trong", name="trống", value_form="points"
    )

    draft = DraftFactory(methodology=bare)

    assert officer.get(address("publish", draft)).status_code == 200


def test_open_revision_asks_then_leads_to_the_draft(officer, published):
    asked = officer.get(address("open_revision", published))
    before = Edition.objects.count()

    answer = officer.post(address("open_revision", published))

    draft = Edition.objects.get(replaces=published)
    assert asked.status_code == 200
    assert Edition.objects.count() == before + 1
    assert answer.url == address("change", draft)


def test_open_revision_twice_is_refused_in_words(officer, published, revision):
    answer = officer.post(address("open_revision", published), follow=True)

    assert Edition.objects.filter(replaces=published).count() == 1
    assert len(list(answer.context["messages"])) == 1


def test_discard_asks_then_deletes_the_draft_alone(officer, revision):
    before = published_rows()
    asked = officer.get(address("discard", revision))

    officer.post(address("discard", revision))

    assert asked.status_code == 200
    assert not Edition.objects.filter(pk=revision.pk).exists()
    assert published_rows() == before


@pytest.mark.parametrize("action", ["publish_action", "open_revision_action"])
@pytest.mark.parametrize("chosen", [1, 2])
def test_actions_lead_to_the_page_of_one_edition(officer, published, draft, action, chosen):
    selected = {"action": action, "_selected_action": [published.pk, draft.pk][:chosen]}
    before = published_rows()

    answer = officer.post(reverse("admin:indicators_edition_changelist"), selected)

    page = action.removesuffix("_action")
    assert answer.url.endswith(address(page, published) if chosen == 1 else "/indicators/edition/")
    assert published_rows() == before


def test_edition_page_leads_to_what_may_be_done(officer, published, draft):
    def tools(edition):
        return [target for _label, target in context_of(officer, address("change", edition))["edition_tools"]]

    def history_of(edition):
        return f"{reverse('history:history')}?ky={edition.pk}"

    assert tools(draft) == [address("publish", draft), address("discard", draft), history_of(draft)]
    assert tools(published) == [address("open_revision", published), history_of(published)]


def test_published_editions_stay_readable_after_a_revision(officer, published, revision):
    publish(revision)

    assert officer.get(address("change", published)).status_code == 200
