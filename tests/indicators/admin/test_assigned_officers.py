"""What an officer with an assignment, and no permission of the account, sees and does in the admin."""

import pytest
from django.urls import reverse

from indicators.models import Edition, ImportBatch, Ranking, Role, Scorecard
from provinces.models import Unit
from tests.factories import OfficerFactory, publish_as_it_is
from tests.indicators.admin.imports.steps import sent_upload
from tests.officers import officer_with, scoring_edition
from tests.scenes import taken_back

NOT_THERE = 404
OWN, OTHER = "tra-vinh", "binh-phuoc"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.KEPT_FILES = tmp_path


@pytest.fixture
def rows(draft):
    """Total rows of a draft: of Trà Vinh (there already) and of Bình Phước."""
    own = draft.rankings.get()
    other = Ranking.objects.create(
        edition=draft,
        unit=Unit.objects.get(slug=OTHER),
        measure=own.measure,
        value="0.1234",
        value_basis="published",
    )
    return {OWN: own, OTHER: other}


def address(model, page, *args):
    return reverse(f"admin:indicators_{model}_{page}", args=args)


def listed(client, model, **query):
    answer = client.get(address(model, "changelist"), query)
    assert answer.status_code == 200
    return {row.pk for row in answer.context["cl"].queryset}


def of_another_scorecard():
    return Scorecard.objects.exclude(code="dti-cap-tinh").first()


@pytest.mark.each_database
def test_permission_to_list_drafts_ends_at_the_scorecard(client, draft):
    elsewhere = scoring_edition(scorecard=of_another_scorecard(), slug="1990")
    client.force_login(officer_with(Role.VIEWING, scorecard=draft.scorecard, unit=OWN))

    editions = listed(client, "edition")
    assert draft.pk in editions
    assert elsewhere.pk not in editions
    assert set(Edition.objects.once_published().values_list("pk", flat=True)) <= editions
    assert client.get(address("edition", "change", draft.pk)).status_code == 200
    for page in ("change", "history"):
        assert client.get(address("edition", page, elsewhere.pk)).status_code == NOT_THERE
    publish_as_it_is(elsewhere)
    assert elsewhere.pk in listed(client, "edition")


@pytest.mark.each_database
def test_permission_to_list_drafts_ends_at_the_unit_set(client, draft):
    client.force_login(officer_with(Role.ENTRY, unit="bo-xay-dung"))

    assert draft.pk not in listed(client, "edition")
    assert client.get(address("edition", "change", draft.pk)).status_code == NOT_THERE


@pytest.mark.each_database
@pytest.mark.parametrize("role", Role)
def test_permission_to_read_draft_figures_ends_at_the_unit(client, rows, role):
    client.force_login(officer_with(role, unit=OWN))

    shown = listed(client, "ranking", edition=rows[OWN].edition_id)
    assert shown == {rows[OWN].pk}
    assert client.get(address("ranking", "change", rows[OWN].pk)).status_code == 200
    for page in ("change", "history", "delete"):
        answer = client.get(address("ranking", page, rows[OTHER].pk))
        assert answer.status_code in {403, NOT_THERE}
        assert "0,1234" not in answer.content.decode()


def test_permission_to_read_published_figures_is_every_officers(client, rows):
    client.force_login(officer_with(Role.VIEWING, unit=OWN))
    publish_as_it_is(rows[OTHER].edition)

    assert client.get(address("ranking", "change", rows[OTHER].pk)).status_code == 200


@pytest.mark.each_database
def test_permission_to_export_reaches_the_same_rows(client, rows):
    officer = officer_with(Role.VIEWING, unit=OWN)
    officer.user_permissions.set(
        OfficerFactory(permissions=["provinces.export_tables"]).user_permissions.all()
    )
    client.force_login(officer)

    sent = {"format": "0"}
    query = f"?edition={rows[OWN].edition_id}"
    exported = client.post(address("ranking", "export") + query, sent).content.decode("utf-8-sig")
    assert OWN in exported
    assert OTHER not in exported


@pytest.mark.parametrize("permission", ["view", "change"])
def test_permission_of_the_account_keeps_all_rows(client, rows, permission):
    names = [f"indicators.{permission}_edition", f"indicators.{permission}_ranking"]
    client.force_login(OfficerFactory(permissions=names))

    assert {row.pk for row in rows.values()} <= listed(client, "ranking")
    assert rows[OWN].edition_id in listed(client, "edition")


def test_permission_of_a_superuser_keeps_all_rows(administrator, rows):
    assert {row.pk for row in rows.values()} <= listed(administrator, "ranking")


@pytest.mark.parametrize("model", ["leaderlist", "benchmark", "measure", "importlayout"])
def test_permission_by_assignment_opens_no_other_table(client, draft, model):
    client.force_login(officer_with(Role.ADMINISTRATION))

    assert client.get(address(model, "changelist")).status_code == 403


@pytest.mark.parametrize(
    ("assignment", "expected"),
    [
        ({"role": Role.PUBLICATION}, "allowed"),
        ({"role": Role.PUBLICATION, "scorecard": "dti-cap-tinh"}, "allowed"),
        ({"role": Role.PUBLICATION, "scorecard": "dti-cap-bo"}, NOT_THERE),
        ({"role": Role.PUBLICATION, "unit": OWN}, NOT_THERE),
        ({"role": Role.ADMINISTRATION}, 403),
        ({"role": Role.ENTRY, "unit": OWN}, 403),
        ({"role": Role.VIEWING}, 403),
    ],
    ids=["all", "its scorecard", "another scorecard", "one unit", "administration", "entry", "viewing"],
)
def test_permission_to_publish_by_assignment(client, draft, assignment, expected):
    given = dict(assignment)
    if code := given.pop("scorecard", None):
        given["scorecard"] = Scorecard.objects.get(code=code)
    client.force_login(officer_with(**given))

    for page in ("publish", "discard", "open_revision"):
        for ask in (client.get, client.post):
            with taken_back():
                answer = ask(address("edition", page, draft.pk))
            # An act on the wrong state leads back to the edition.
            assert answer.status_code in ({200, 302} if expected == "allowed" else {expected})


def test_permission_to_publish_shows_its_buttons_there_alone(client, draft):
    elsewhere = scoring_edition(scorecard=Scorecard.objects.get(code="dti-cap-bo"), slug="1990")
    officer = officer_with(Role.PUBLICATION, scorecard=draft.scorecard)
    officer.assignments.create(role=Role.VIEWING)
    client.force_login(officer)

    assert "cong-bo/" in client.get(address("edition", "change", draft.pk)).content.decode()
    assert "cong-bo/" not in client.get(address("edition", "change", elsewhere.pk)).content.decode()


def upload(client, **asked):
    sent = sent_upload(pasted="Tỉnh\tDTI\nTrà Vinh\t0,5\nBình Phước\t0,4\n", **asked)
    return client.post(reverse("imports:upload"), sent)


@pytest.mark.parametrize(
    ("assignment", "expected"),
    [
        ({}, "allowed"),
        ({"scorecard": "dti-cap-tinh"}, "allowed"),
        ({"scorecard": "dti-cap-bo"}, "not in the list"),
        ({"unit": OWN}, 403),
    ],
    ids=["all", "its scorecard", "another scorecard", "one unit"],
)
def test_permission_to_import_by_assignment(client, published_data, assignment, expected):
    given = dict(assignment)
    if code := given.pop("scorecard", None):
        given["scorecard"] = Scorecard.objects.get(code=code)
    client.force_login(officer_with(Role.ADMINISTRATION, **given))
    before = ImportBatch.objects.count()

    answer = upload(client)

    assert answer.status_code == {"allowed": 302, "not in the list": 200, 403: 403}[expected]
    assert ImportBatch.objects.count() - before == (expected == "allowed")


def test_permission_to_import_a_new_scorecard_takes_an_assignment_to_all(client, published_data):
    new = {"scorecard": "", "new_name": "Chỉ số thử", "new_scale": "1"}
    client.force_login(
        officer_with(Role.ADMINISTRATION, scorecard=Scorecard.objects.get(code="dti-cap-tinh"))
    )
    assert "không được phân công cho tất cả các bộ chỉ số" in upload(client, **new).content.decode()

    client.force_login(officer_with(Role.ADMINISTRATION))
    assert upload(client, **new).status_code == 302


STEPS = ["reading", "names", "preview", "discard", "undo", "download", "done", "progress"]


@pytest.mark.parametrize("is_new", [False, True], ids=["of another scorecard", "of a new scorecard"])
def test_permission_to_work_on_an_import_ends_at_its_scorecard(client, published_data, is_new):
    client.force_login(officer_with(Role.ADMINISTRATION))
    new = {"scorecard": "", "new_name": "Chỉ số thử", "new_scale": "1"} if is_new else {}
    assert upload(client, **new).status_code == 302
    batch = ImportBatch.objects.latest("pk")
    client.force_login(officer_with(Role.ADMINISTRATION, scorecard=Scorecard.objects.get(code="dti-cap-bo")))

    for page in STEPS:
        for ask in (client.get, client.post):
            answer = ask(reverse(f"imports:{page}", args=[batch.pk]))
            assert answer.status_code in {NOT_THERE, 405}, (page, ask.__name__)
    assert batch.pk not in listed(client, "importbatch")
    assert client.get(address("importbatch", "change", batch.pk)).status_code == NOT_THERE


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATION])
def test_permission_to_import_is_the_administrators(client, published_data, role):
    client.force_login(officer_with(role, unit=OWN))

    assert client.get(reverse("imports:upload")).status_code == 403
    assert client.get(address("importbatch", "changelist")).status_code == 403
