"""Two at once in a cell, forms sent twice, pages that the browser kept, the clock at the deadline."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from indicators.models import Deadline, Stage, Submission
from tests.indicators.admin.submissions.typing import answered, cells_address, grid_address, typed
from tests.officers import completed, officer_with

pytestmark = pytest.mark.each_database


@pytest.fixture
def colleague(published_data):
    """A client with another officer of Trà Vinh signed in."""
    colleague = Client()
    colleague.officer = officer_with("entry", unit="tra-vinh")
    colleague.force_login(colleague.officer)
    return colleague


def test_concurrent_cell_is_not_overwritten_unseen(client, officer, colleague, submission, score):
    mine, theirs = typed(score("2.1"), self_score="8"), typed(score("2.1"), self_score="7")

    colleague.post(cells_address(score("2.1")), theirs)
    answer = answered(client, score("2.1"), mine)

    assert score("2.1").self_score == 7
    assert answer["theirs"] == {"self_score": "7"}
    assert colleague.officer.username in answer["problems"]["self_score"]
    assert answer["version"] == 1


def test_concurrent_cell_names_who_wrote_it_not_who_wrote_beside_it(
    client, officer, colleague, submission, score
):
    mine = typed(score("2.1"), self_score="8")
    third = Client()
    third.force_login(officer_with("entry", unit="tra-vinh"))
    colleague.post(cells_address(score("2.1")), typed(score("2.1"), self_score="7"))
    third.post(cells_address(score("2.1")), typed(score("2.1"), note="Công văn 12"))

    answer = answered(client, score("2.1"), mine)

    assert colleague.officer.username in answer["problems"]["self_score"]


def test_concurrent_cells_of_a_row_are_both_kept(client, officer, colleague, submission, score):
    mine, theirs = typed(score("2.1"), note="Công văn 12"), typed(score("2.1"), self_score="7")

    colleague.post(cells_address(score("2.1")), theirs)
    answer = answered(client, score("2.1"), mine)

    assert (score("2.1").self_score, score("2.1").note) == (7, "Công văn 12")
    assert (answer["texts"]["self_score"], answer["theirs"]) == ("7", {})


@pytest.mark.parametrize(("choice", "stays"), [("theirs", 7), ("mine", 8)])
def test_concurrent_form_asks_whose_value_stays_without_scripts(
    client, officer, colleague, submission, score, choice, stays
):
    mine, theirs = typed(score("2.1"), self_score="8"), typed(score("2.1"), self_score="7")
    name = f"r{score('2.1').pk}-self_score"
    colleague.post(grid_address(submission), theirs)
    asked = client.post(grid_address(submission), mine)
    again = {**typed(score("2.1"), self_score="8"), f"{name}-asked": "1"}
    unchosen = client.post(grid_address(submission), again)
    seen = score("2.1").self_score

    client.post(grid_address(submission), {**again, f"{name}-choice": choice})

    assert f'name="{name}-choice"' in asked.text
    assert 'value="8"' in asked.text
    assert "Hãy chọn giữ giá trị nào" in unchosen.text
    assert seen == 7
    assert score("2.1").self_score == stays


def test_lost_update_third_writer_is_asked_again(client, officer, colleague, submission, score):
    """Whoever chose his own value saw 7; the 9 that came since was not seen."""
    name = f"r{score('2.1').pk}-self_score"
    colleague.post(cells_address(score("2.1")), typed(score("2.1"), self_score="7"))
    chosen = {**typed(score("2.1"), self_score="8"), f"{name}-asked": "1", f"{name}-choice": "mine"}
    colleague.post(cells_address(score("2.1")), typed(score("2.1"), self_score="9"))

    answer = answered(client, score("2.1"), chosen)

    assert score("2.1").self_score == 9
    assert answer["theirs"] == {"self_score": "9"}


def test_lost_update_form_sent_twice_writes_once(client, officer, submission, score):
    posted = typed(score("2.1"), self_score="3")

    answers = [client.post(grid_address(submission), posted).status_code for _time in range(2)]

    assert answers == [302, 302]
    assert score("2.1").version == 1


def test_lost_update_submission_sent_twice_is_sent_once(client, officer, submission):
    completed(submission, score="1")
    submission.assessments.update(self_reason="Số liệu của sở.")

    answers = [client.post(grid_address(submission), {"act": "send"}) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 200]
    assert "đã gửi" in answers[1].text
    assert submission.events.filter(act="send").count() == 1


def test_lost_update_page_from_the_back_button_asks(client, officer, submission, score):
    old_page = typed(score("2.1"), self_score="3")
    client.post(grid_address(submission), old_page)
    client.post(grid_address(submission), typed(score("2.1"), self_score="5"))

    answer = client.post(grid_address(submission), old_page)

    assert score("2.1").self_score == 5
    assert "Chính bạn đã ghi 5" in answer.text
    assert 'value="3"' in answer.text


def test_page_is_never_kept_for_the_back_button_lost_update(client, officer, submission):
    assert "no-store" in client.get(grid_address(submission))["Cache-Control"]


def test_lost_update_session_that_expired_is_told_to_the_script(client, officer, submission, score):
    Session.objects.all().delete()

    answer = client.post(cells_address(score("2.1")), typed(score("2.1"), self_score="3"))

    assert answer.status_code == 302
    assert score("2.1").self_score is None


def test_lost_update_other_account_in_the_same_browser(client, officer, submission, score):
    posted = {**typed(score("2.1"), self_score="3"), "account": officer.pk + 1}

    answers = [
        client.post(cells_address(score("2.1")), posted),
        client.post(grid_address(submission), posted),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert score("2.1").self_score is None


def test_concurrent_sending_closes_the_cells_of_a_colleague(client, officer, colleague, submission, score):
    completed(submission, score="1")
    submission.assessments.update(self_reason="Số liệu của sở.")
    mine = typed(score("2.1"), self_score="3")
    colleague.post(grid_address(submission), {"act": "send"})

    answer = answered(client, score("2.1"), mine)

    assert Submission.objects.get(pk=submission.pk).state == "sent"
    assert score("2.1").self_score == 1
    assert "đã gửi" in answer["problems"][""]


def test_lost_update_at_the_deadline_is_told(client, officer, submission, score):
    Deadline.objects.create(edition=submission.edition, stage=Stage.ENTRY, until=timezone.now())

    answer = answered(client, score("2.1"), typed(score("2.1"), self_score="3"))

    assert score("2.1").self_score is None
    assert "gia hạn" in answer["problems"][""]
