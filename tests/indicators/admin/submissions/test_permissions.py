"""Who may open and do what on the units' pages: each role, address and method."""

import pytest
from django.urls import reverse

from indicators.models import Evidence, Submission
from tests.factories import OfficerFactory
from tests.indicators.admin.submissions.typing import cells_address, grid_address, typed
from tests.officers import completed, moved, officer_with

ROLES = ["entry", "unit_approval", "appraisal", "publication", "administration", "viewing"]
PAGES = ["list", "grid", "paste", "evidence", "remove_evidence", "evidence_file"]


@pytest.fixture
def document(score, files):
    """A document of 1.1, with a file."""
    from django.core.files.base import ContentFile

    document = Evidence(
        assessment=score("1.1"),
        title="Báo cáo",
        name="bao-cao.pdf",
        size=8,
        sha256="0" * 64,
        added_by=OfficerFactory(),
    )
    document.file.save("x.pdf", ContentFile(b"%PDF-1.7"))
    return document


def address(page, document):
    submission = document.assessment.submission_id
    arguments = {
        "list": [],
        "grid": [submission],
        "paste": [submission],
        "evidence": [submission, "1.1"],
        "remove_evidence": [submission, "1.1", document.pk],
        "evidence_file": [document.pk],
    }
    return reverse(f"submissions:{page}", args=arguments[page])


def status(client, method, address, posted=None):
    answer = getattr(client, method)(address, posted or {})
    answer.close()
    return answer.status_code


@pytest.mark.parametrize("page", PAGES)
def test_permission_signed_out_leads_to_the_sign_in(client, document, page):
    for ask in (client.get, client.post):
        answer = ask(address(page, document))
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("admin:login"))


@pytest.mark.parametrize("role", [*ROLES, None])
def test_permission_elsewhere_finds_nothing(client, document, role):
    other = officer_with(role, unit="binh-phuoc") if role else OfficerFactory()
    client.force_login(other)

    for page in PAGES:
        for method in ("get", "post") if page != "list" else ():
            # Only reading is done by a download: a POST is refused before anything is looked for.
            expected = 405 if (page, method) == ("evidence_file", "post") else 404
            assert status(client, method, address(page, document)) == expected, (page, method)


def test_permission_elsewhere_finds_no_cell(client, submission, score):
    client.force_login(officer_with("entry", unit="binh-phuoc"))

    assert status(client, "post", cells_address(score("1.1")), typed(score("1.1"), self_score="1")) == 404


def test_permission_cell_of_another_submission_is_left_alone(client, opened, officer, score):
    strange = score("2.1", of=opened["binh-phuoc"])
    address = reverse("submissions:cells", args=[opened["tra-vinh"].pk])

    assert client.post(address, typed(strange, self_score="1")).json()["rows"] == {}
    assert score("2.1", of=opened["binh-phuoc"]).self_score is None


@pytest.mark.parametrize("role", ROLES)
def test_permission_everybody_assigned_reads(client, document, role):
    client.force_login(officer_with(role, unit="tra-vinh"))

    for page in PAGES:
        expected = 403 if page == "paste" and role != "entry" else 200
        assert status(client, "get", address(page, document)) == expected, page


@pytest.mark.parametrize("role", ROLES)
def test_permission_only_entry_writes_the_grid(client, submission, score, role):
    client.force_login(officer_with(role, unit="tra-vinh"))

    answer = client.post(grid_address(submission), typed(score("2.1"), self_score="3"))

    may = role == "entry"
    assert answer.status_code == (302 if may else 403)
    assert (score("2.1").self_score is not None) is may
    assert may or "không được phân công" in answer.text


@pytest.mark.parametrize("role", ROLES)
def test_permission_only_entry_writes_a_cell(client, submission, score, role):
    client.force_login(officer_with(role, unit="tra-vinh"))

    answer = client.post(cells_address(score("2.1")), typed(score("2.1"), self_score="3"))

    may = role == "entry"
    assert answer.status_code == (200 if may else 403)
    assert (score("2.1").self_score is not None) is may


@pytest.mark.parametrize(
    ("act", "before", "doer"),
    [
        ("send", "draft", "entry"),
        ("withdraw", "sent", "entry"),
        ("approve", "sent", "unit_approval"),
        ("send_back", "sent", "unit_approval"),
    ],
)
@pytest.mark.parametrize("role", ["entry", "unit_approval", "viewing"])
def test_permission_of_each_act(client, submission, act, before, doer, role):
    """Of each role it is asked inside the acts; here, that the page says so."""
    moved(completed(submission, score="1"), before)
    submission.assessments.update(self_reason="Số liệu của sở.")
    client.force_login(officer_with(role, unit="tra-vinh"))

    answer = client.post(grid_address(submission), {"act": act, "reason": "Thiếu số liệu."})

    may = role == doer
    assert answer.status_code == (302 if may else 403)
    assert (Submission.objects.get(pk=submission.pk).state != before) is may
    assert may or "không được phân công" in answer.text


@pytest.mark.parametrize("role", ROLES)
def test_permission_only_entry_adds_evidence(client, submission, role):
    client.force_login(officer_with(role, unit="tra-vinh"))
    address = reverse("submissions:evidence", args=[submission.pk, "1.1"])

    answer = client.post(address, {"number": "12/QĐ", "title": "Quyết định"})

    may = role == "entry"
    assert answer.status_code == (302 if may else 403)
    assert Evidence.objects.exists() is may


@pytest.mark.parametrize("role", ROLES)
def test_permission_only_entry_takes_evidence_out(client, document, role):
    client.force_login(officer_with(role, unit="tra-vinh"))

    answer = client.post(address("remove_evidence", document))

    may = role == "entry"
    assert answer.status_code == (302 if may else 403)
    assert Evidence.objects.exists() is not may


@pytest.mark.parametrize("role", ROLES)
def test_permission_only_entry_replies(client, submission, score, role):
    moved(completed(submission, score="1"), "under_review")
    asked = score("2.1").questions.create(text="Văn bản nào?", asked_by=OfficerFactory())
    client.force_login(officer_with(role, unit="tra-vinh"))

    answer = client.post(grid_address(submission), {"reply": asked.pk, f"q{asked.pk}-reply": "Số 12."})

    asked.refresh_from_db()
    may = role == "entry"
    assert answer.status_code == (302 if may else 403)
    assert asked.is_open is not may


def test_permission_question_of_another_submission_is_not_answered(client, opened, officer, score):
    moved(completed(opened["binh-phuoc"], score="1"), "under_review")
    strange = score("2.1", of=opened["binh-phuoc"])
    asked = strange.questions.create(text="Văn bản nào?", asked_by=OfficerFactory())

    client.post(grid_address(opened["tra-vinh"]), {"reply": asked.pk, f"q{asked.pk}-reply": "Số 12."})

    asked.refresh_from_db()
    assert asked.is_open


def test_permission_of_the_account_holds_everywhere(client, submission, score):
    client.force_login(OfficerFactory(permissions=["indicators.enter_scores", "indicators.view_submission"]))

    client.post(cells_address(score("2.1")), typed(score("2.1"), self_score="3"))

    assert score("2.1").self_score == 3


@pytest.mark.parametrize("number", [0, 999_999])
@pytest.mark.parametrize("method", ["get", "post"])
def test_permission_guessed_numbers_find_nothing(client, officer, submission, number, method):
    found = [
        status(client, method, reverse("submissions:grid", args=[number])),
        status(client, method, reverse("submissions:evidence", args=[submission.pk, "9.99"])),
        status(client, "get", reverse("submissions:evidence_file", args=[number])),
    ]

    assert found == [404, 404, 404]
