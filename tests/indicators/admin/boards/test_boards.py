import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators import workflow
from indicators.models import Deadline, Edition, Extension, Methodology, Role, Stage, Submission
from tests.factories import OfficerFactory
from tests.officers import officer_with, scoring_edition

pytestmark = pytest.mark.django_db
BOARDS = "/quan-tri/tien-do/"
LATER = "2030-01-31T17:00"


@pytest.fixture
def opened(submission):
    """All 63 submissions; that of Trà Vinh has scores."""
    administrator = officer_with(Role.ADMINISTRATION)
    workflow.open_submissions(submission.edition, by=administrator)
    return submission


@pytest.mark.each_database
def test_board_counts_the_completed_units_in_a_sentence(signed_in, opened, address):
    Methodology.objects.filter(pk=opened.edition.methodology_id).update(
        nearly_from="0.0001", completed_from="0.9"
    )

    page = signed_in(Role.VIEWING).get(address)

    assert "1/63 hoàn thành và cơ bản hoàn thành" in page.content.decode()
    assert [band.count for band in page.context["legend"]] == [0, 1, 0, 62]


def test_board_shows_the_cuts_as_they_are_set(signed_in, opened, address):
    Methodology.objects.filter(pk=opened.edition.methodology_id).update(
        nearly_from="0.55", completed_from="0.85"
    )

    text = signed_in(Role.VIEWING).get(address).content.decode()

    assert "từ 85 % số điểm trở lên" in text
    assert "từ 55 % đến dưới 85 %" in text


def test_board_says_each_band_by_word_and_sign(signed_in, opened, address):
    text = signed_in(Role.VIEWING).get(address).content.decode()

    assert "○ chưa thực hiện" in text


@pytest.mark.each_database
def test_board_lists_the_biggest_adjustments_with_their_reasons(signed_in, submission, scores, address):
    appraiser = officer_with(Role.APPRAISAL)
    for score, points in ((scores[0], "0.4"), (scores[1], "0.1")):
        workflow.save_verification(
            score.pk, by=appraiser, version=0, verified_score=points, verified_reason=f"Còn {points}"
        )

    page = signed_in(Role.APPRAISAL).get(address)

    assert [one.reason for one in page.context["adjustments"]] == ["Còn 0.1", "Còn 0.4"]
    assert page.context["adjustments"][0].difference == "−0,4 (hạ)"


@pytest.mark.each_database
def test_board_lists_missing_evidence(signed_in, submission, scores, address):
    page = signed_in(Role.VIEWING).get(address)

    assert [line.bare for line in page.context["bare"]] == [len(scores)]


@pytest.mark.each_database
def test_board_lists_late_units_and_extensions(signed_in, opened, address):
    past = timezone.now() - dt.timedelta(days=2)
    Deadline.objects.create(edition=opened.edition, stage=Stage.APPRAISAL, until=past)
    client = signed_in(Role.ADMINISTRATION)
    before = client.get(address).context["late"]

    client.post(f"{BOARDS}gia-han/{opened.pk}/", {"stage": "appraisal", "until": LATER, "reason": "Bão lũ"})

    page = client.get(address)
    assert [line.submission.pk for line in before] == [opened.pk]
    assert not page.context["late"]
    assert "Bão lũ" in page.content.decode()


@pytest.mark.each_database
def test_board_sets_a_deadline(signed_in, submission, address):
    signed_in(Role.ADMINISTRATION).post(f"{address}han/", {"stage": "entry", "until": LATER})

    deadline = Deadline.objects.get(edition=submission.edition)
    assert timezone.localtime(deadline.until).isoformat()[:16] == LATER


@pytest.mark.parametrize("typed", [{}, {"stage": "x", "until": LATER}, {"stage": "entry", "until": "mai"}])
def test_board_tells_what_is_wrong_with_a_deadline(signed_in, submission, address, typed):
    answer = signed_in(Role.ADMINISTRATION).post(f"{address}han/", typed)

    assert answer.context["form"].errors
    assert not Deadline.objects.exists()


def test_extension_without_a_deadline_is_refused_with_a_sentence(signed_in, submission):
    answer = signed_in(Role.ADMINISTRATION).post(
        f"{BOARDS}gia-han/{submission.pk}/", {"stage": "entry", "until": LATER, "reason": "Bão lũ"}
    )

    assert "thời hạn" in answer.content.decode()
    assert not Extension.objects.exists()


def test_board_opens_an_edition_for_all_units(signed_in):
    edition = scoring_edition(state=Edition.State.DRAFT)
    client = signed_in(Role.ADMINISTRATION)

    assert "chưa mở cho các đơn vị" in client.get(BOARDS).content.decode()
    client.post(f"{BOARDS}{edition.pk}/mo/")

    assert Submission.objects.filter(edition=edition).count() == 63


def test_board_asks_a_fixed_number_of_queries(signed_in, submission, address):
    client = signed_in(Role.ADMINISTRATION)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    workflow.open_submissions(submission.edition, by=officer_with(Role.ADMINISTRATION))

    with CaptureQueriesContext(connection) as more:
        client.get(address)

    assert len(more) <= len(few) + 1


@pytest.mark.each_database
def test_board_permission_shows_the_units_of_the_assignment_alone(signed_in, opened, address):
    page = signed_in(Role.ENTRY, unit="tra-vinh").get(address)

    assert [line.submission.pk for line in page.context["page"]] == [opened.pk]


def test_board_permission_hides_an_edition_without_a_submission_of_ones_own(signed_in, submission, address):
    client = signed_in(Role.ENTRY, unit="binh-phuoc")

    assert client.get(address).status_code == 404
    assert client.get(BOARDS).status_code == 200


def test_boards_permission_is_refused_without_any_assignment(client, submission, address):
    client.force_login(OfficerFactory())

    assert client.get(BOARDS).status_code == 403
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("role", Role, ids=str)
@pytest.mark.parametrize("act", ["mo", "han"])
def test_board_permission_of_the_acts_of_administration(client, submission, address, role, act):
    client.force_login(
        officer_with(role, unit="tra-vinh" if role in (Role.ENTRY, Role.UNIT_APPROVAL) else None)
    )

    answer = client.post(f"{address}{act}/", {"stage": "entry", "until": LATER})

    assert answer.status_code == (302 if role == Role.ADMINISTRATION else 403)


@pytest.mark.parametrize("role", Role, ids=str)
@pytest.mark.parametrize("method", ["get", "post"])
def test_extension_permission_is_for_administration_alone(client, submission, role, method):
    client.force_login(officer_with(role, unit="tra-vinh"))

    answer = getattr(client, method)(f"{BOARDS}gia-han/{submission.pk}/")

    assert answer.status_code == (200 if role == Role.ADMINISTRATION else 403)


@pytest.mark.parametrize("method", ["get", "post"])
def test_extension_permission_hides_the_submission_of_another_unit(client, submission, method):
    client.force_login(officer_with(Role.ADMINISTRATION, unit="binh-phuoc"))

    assert getattr(client, method)(f"{BOARDS}gia-han/{submission.pk}/").status_code == 404


@pytest.mark.parametrize("page", ["", "1/", "gia-han/1/"])
def test_boards_permission_leads_to_the_sign_in(client, page):
    assert "/quan-tri/login/" in client.get(BOARDS + page).url


@pytest.mark.parametrize("until", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_board_refuses_a_deadline_in_a_year_that_is_a_slip(signed_in, submission, address, until):
    client = signed_in(Role.ADMINISTRATION)

    pages = [
        client.post(f"{address}han/", {"stage": "entry", "until": until}),
        client.post(f"{BOARDS}gia-han/{submission.pk}/", {"stage": "entry", "until": until, "reason": "Bão"}),
    ]

    assert all("Năm phải nằm trong khoảng từ 2000 đến 2100" in page.content.decode() for page in pages)
    assert not Deadline.objects.exists()
    assert not Extension.objects.exists()
