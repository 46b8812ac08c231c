"""The unit reads what the appraisers wrote once they have finished or returned it, on no page before."""

import pytest

from indicators import workflow
from indicators.models import Role, Submission
from tests.officers import moved, officer_with

pytestmark = pytest.mark.django_db
State = Submission.State
OF_THE_UNIT = [Role.ENTRY, Role.UNIT_APPROVAL, Role.VIEWING]
OF_THE_APPRAISAL = [Role.APPRAISAL, Role.PUBLICATION, Role.ADMINISTRATION]
REASON = "Văn bản chưa ký"


@pytest.fixture
def appraised(submission, scores):
    workflow.save_verification(
        scores[0].pk,
        by=officer_with(Role.APPRAISAL),
        version=0,
        verified_score="0.1234",
        verified_reason=REASON,
    )
    return submission


@pytest.fixture
def pages(appraised, scores):
    """The texts of all pages that show an appraised score, for a signed-in browser."""
    addresses = {
        "grid": f"/quan-tri/nhap-diem/{appraised.pk}/",
        "desk": f"/quan-tri/tham-dinh/{appraised.pk}/",
        "board": f"/quan-tri/tien-do/{appraised.edition_id}/",
        "table": "/quan-tri/indicators/assessment/?o=4",
        "row": f"/quan-tri/indicators/assessment/{scores[0].pk}/change/",
    }

    def read(client):
        return {name: client.get(address).content.decode() for name, address in addresses.items()}

    return read


def names_of(pages):
    return {name for name, text in pages.items() if "0,1234" in text or REASON in text}


@pytest.mark.parametrize("role", OF_THE_UNIT)
def test_unit_reads_no_appraisal_in_progress(signed_in, pages, role):
    assert names_of(pages(signed_in(role, unit="tra-vinh"))) == set()


@pytest.mark.parametrize(
    ("role", "state"), [*((role, State.VERIFIED) for role in OF_THE_UNIT), (Role.ENTRY, State.RETURNED)]
)
def test_unit_reads_an_appraisal_that_is_finished_or_returned(signed_in, appraised, pages, role, state):
    moved(appraised, state)

    assert {"grid", "desk", "board", "table", "row"} == names_of(pages(signed_in(role, unit="tra-vinh")))


@pytest.mark.parametrize("role", OF_THE_APPRAISAL)
def test_who_appraises_reads_an_appraisal_in_progress(signed_in, pages, role):
    assert {"desk", "board", "table", "row"} <= names_of(pages(signed_in(role)))


def test_superuser_reads_an_appraisal_in_progress(admin_client, pages):
    assert {"desk", "board", "table", "row"} <= names_of(pages(admin_client))


@pytest.mark.each_database
@pytest.mark.parametrize(("role", "verified"), [(Role.ENTRY, 0), (Role.APPRAISAL, 1)])
def test_board_and_queue_count_what_is_shown(signed_in, appraised, role, verified):
    client = signed_in(role, unit="tra-vinh")

    (line,) = client.get(f"/quan-tri/tien-do/{appraised.edition_id}/").context["page"]
    (waiting,) = client.get("/quan-tri/tham-dinh/").context["page"]

    assert (line.verified, waiting.progress.verified) == (verified, verified)
    assert bool(waiting.difference) is bool(verified)


def test_desk_says_why_the_unit_sees_no_appraised_scores(signed_in, address):
    text = signed_in(Role.ENTRY, unit="tra-vinh").get(address).content.decode()

    assert "khi việc thẩm định kết thúc hoặc hồ sơ được trả lại" in text
    assert "chưa thẩm định" not in text
