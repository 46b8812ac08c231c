"""The grid as a plain form: shown, saved as a whole, with what is wrong told beside it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators.admin.submissions.cells import FIELDS
from indicators.admin.submissions.sheet import Grid
from indicators.models import (
    Assessment,
    Deadline,
    Edition,
    Evidence,
    ScoringException,
    ScoringRule,
    Stage,
    Submission,
)
from provinces.models import Unit
from tests.indicators.admin.submissions.typing import grid_address, typed
from tests.officers import assessment_of, completed, moved, officer_with, scoring_edition, submission_of


def test_grid_shows_every_indicator_with_the_sums(client, officer, submission, score):
    submission.assessments.filter(indicator__code__in=["1.1", "1.2"]).update(self_score="2.5")

    page = client.get(grid_address(submission)).text

    assert page.count("data-row=") == 62
    assert '<strong data-sum="total">5/960</strong>' in page
    group = score("1.1").indicator.parent_id
    assert f'data-sum="g{group}">5/80<' in page
    assert "2/62" in page


@pytest.mark.parametrize("written", ["0,5", "0.5", " 0,50 "])
def test_grid_reads_numbers_as_vietnamese_and_as_machines_write_them(
    client, officer, submission, score, written
):
    client.post(grid_address(submission), typed(score("2.1"), self_score=written))

    assert score("2.1").self_score == Decimal("0.5")


def test_grid_proposes_the_score_by_the_rule(client, officer, submission, score):
    posted = {
        **typed(score("1.1"), raw_a="45", raw_b="50"),
        **typed(score("1.4"), raw_a="4"),
        **typed(score("1.5"), raw_a="0,5"),
    }

    client.post(grid_address(submission), posted)

    assert [score(code).self_score for code in ("1.1", "1.4", "1.5")] == [9, 20, 5]


def test_grid_hints_at_a_part_that_is_larger_than_its_whole(client, officer, submission, score):
    posted = {**typed(score("1.1"), raw_a="150", raw_b="100"), "account": officer.pk}

    row = score("1.1")
    answer = client.post(reverse("submissions:cells", args=[submission.pk]), posted).json()
    client.post(grid_address(submission), typed(score("1.1"), raw_a="150", raw_b="200"))

    told = answer["rows"][f"r{row.pk}"]
    assert (told["problems"], told["lacks"]) == ({}, ["thiếu tài liệu hoặc giải trình"])
    assert told["hint"] == "a lớn hơn b, được tính bằng điểm tối đa. Hãy kiểm tra lại hai số này."
    assert told["hint"] not in client.get(grid_address(submission)).text


def test_grid_asks_for_the_reason_of_another_score_than_the_rules(client, officer, submission, score):
    client.post(grid_address(submission), typed(score("1.1"), raw_a="45", raw_b="50", self_score="8"))
    page = client.get(grid_address(submission)).text

    assert score("1.1").self_score == 8
    assert "ghi lý do điểm khác cách tính" in page


def test_grid_saves_what_is_right_and_keeps_what_is_wrong(client, officer, submission, score):
    posted = {
        **typed(score("2.1"), self_score="3"),
        **typed(score("2.2"), self_score="ba điểm", note="xem công văn"),
        **typed(score("2.3"), self_score="999"),
    }

    answer = client.post(grid_address(submission), posted)

    assert answer.status_code == 200
    assert score("2.1").self_score == 3
    assert (score("2.2").self_score, score("2.2").note) == (None, "xem công văn")
    assert 'value="ba điểm"' in answer.text
    assert 'value="999"' in answer.text
    assert "“ba điểm” không phải là số" in answer.text
    assert answer.text.count('aria-invalid="true"') == 2


def test_grid_leads_back_to_itself_once_all_is_saved(client, officer, submission, score):
    answer = client.post(grid_address(submission), typed(score("2.1"), self_score="3"))

    assert (answer.status_code, answer.url) == (302, grid_address(submission))


def test_grid_leaves_unchanged_rows_alone(client, officer, submission, score):
    client.post(grid_address(submission), typed(score("2.1")))

    assert score("2.1").version == 0


def test_grid_keeps_what_was_typed_when_the_deadline_has_passed(client, officer, submission, score):
    page_as_it_was = typed(score("2.1"), self_score="3")
    Deadline.objects.create(
        edition=submission.edition, stage=Stage.ENTRY, until=timezone.now() - timezone.timedelta(hours=1)
    )

    answer = client.post(grid_address(submission), page_as_it_was)

    assert score("2.1").self_score is None
    assert 'value="3"' in answer.text
    assert "Xin gia hạn" in answer.text or "gia hạn" in answer.text


def test_grid_closes_what_does_not_apply(client, officer, submission, score):
    ScoringException.objects.create(
        indicator=score("2.1").indicator, unit=submission.unit, reason="Không có bộ phận này."
    )

    page = client.get(grid_address(submission)).text

    assert f'name="r{score("2.1").pk}-self_score"' not in page
    assert "Không có bộ phận này." in page
    assert "0/61" in page


def submission_with(count, *, slug):
    """Return a submission of so many indicators, each scored by a ratio."""
    edition = scoring_edition(slug=slug)
    measures = edition.methodology.measures
    group = measures.get(code="HT")
    made = [
        measures.create(
            kind="indicator",
            code=f"{slug}.{number}",
            name="Chỉ số giả lập",
            parent=group,
            max_points=1,
            order=900 + number,
        )
        for number in range(count)
    ]
    for indicator in made:
        ScoringRule.objects.create(indicator=indicator, kind="ratio", label_a="Số đạt")
    submission = submission_of("tra-vinh", edition=edition)
    Assessment.objects.bulk_create([Assessment(submission=submission, indicator=one) for one in made])
    return submission


def test_grid_needs_the_same_number_of_queries_for_98_rows(client, published_data):
    submission_with(1, slug="1990")
    few = submission_with(5, slug="1995")
    many = submission_with(98, slug="1996")
    client.force_login(officer_with("entry", unit="tra-vinh"))
    client.get(grid_address(few))

    with CaptureQueriesContext(connection) as of_few:
        client.get(grid_address(few))
    with CaptureQueriesContext(connection) as of_many:
        page = client.get(grid_address(many)).text

    assert page.count("data-row=") == 98
    assert len(of_many) == len(of_few) <= 25


def test_grid_of_98_rows_is_sent_below_the_limit_of_fields(client, officer, submission, settings):
    fields_a_row = len(FIELDS) + 2

    assert 98 * fields_a_row + 10 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_grid_shows_the_score_of_the_edition_before(client, officer, opened, submission):
    before = submission_of("tra-vinh", edition=scoring_edition(slug="1994"))
    assessment_of(before, "1.1", self_score="7.5", raw_a=30, raw_b=40)

    page = client.get(grid_address(submission)).text

    assert "7,5 (30/40)" in page
    assert "Kỳ 1994" in page


def test_grid_names_the_predecessor_whose_score_it_shows(client, published_data):
    now = submission_of("vinh-long", edition=scoring_edition(slug="1997"))
    assessment_of(now, "1.1")
    before = submission_of("tra-vinh", edition=scoring_edition(slug="1994"))
    assessment_of(before, "1.1", self_score="7.5")
    Submission.objects.filter(pk=before.pk).update(state="published")
    client.force_login(officer_with("entry", unit="vinh-long"))

    page = client.get(grid_address(now)).text

    assert "Trà Vinh: 7,5" in page


def test_grid_hides_what_a_predecessor_has_not_published(client, published_data):
    now = submission_of("vinh-long", edition=scoring_edition(slug="1997"))
    assessment_of(now, "1.1")
    before = submission_of("tra-vinh", edition=scoring_edition(slug="1994"))
    assessment_of(before, "1.1", self_score="7.5")
    client.force_login(officer_with("entry", unit="vinh-long"))

    assert "7,5" not in client.get(grid_address(now)).text


def test_grid_counts_the_evidence_of_a_row(client, officer, submission, score):
    Evidence.objects.create(assessment=score("1.1"), number="12/QĐ", title="Quyết định", added_by=officer)

    page = client.get(grid_address(submission)).text

    assert reverse("submissions:evidence", args=[submission.pk, "1.1"]) in page
    assert "1 tài liệu" in page


@pytest.mark.each_database
def test_list_tells_state_deadline_and_how_far_it_is(client, officer, submission):
    Deadline.objects.create(
        edition=submission.edition,
        stage=Stage.ENTRY,
        until=timezone.now() + timezone.timedelta(days=3, hours=1),
    )
    submission.assessments.filter(indicator__code="1.1").update(self_score=1)

    page = client.get(reverse("submissions:list")).text

    assert "Trà Vinh" in page
    assert "Bình Phước" not in page
    assert "1/62" in page
    assert "còn 3 ngày" in page.replace("\xa0", " ")


def test_list_needs_the_same_number_of_queries_for_more_submissions(client, published_data):
    edition = scoring_edition(slug="1997")
    client.force_login(officer_with("viewing"))
    submission_of("tra-vinh", edition=edition)
    client.get(reverse("submissions:list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("submissions:list"))
    for unit in Unit.objects.filter(level="province").exclude(slug="tra-vinh")[:20]:
        submission_of(unit.slug, edition=edition)

    with CaptureQueriesContext(connection) as many:
        client.get(reverse("submissions:list"))

    assert len(many) == len(one)


@pytest.mark.parametrize("asked", ["?q=%00", "?trang-thai=x", "?p=999", "?q=zzz&trang-thai=draft"])
def test_list_answers_whatever_is_asked(client, officer, submission, asked):
    assert client.get(reverse("submissions:list") + asked).status_code == 200


def test_send_tells_what_is_lacking_and_where_it_starts(client, officer, submission, score):
    answer = client.post(grid_address(submission), {"act": "send"})

    assert "62" in answer.text
    assert f'href="#r{score("1.1").pk}"' in answer.text
    assert Submission.objects.get(pk=submission.pk).state == "draft"


def test_send_saves_first_what_was_typed(client, officer, submission, score):
    completed(submission, score="1")
    submission.assessments.filter(indicator__code="2.1").update(self_score=None)

    client.post(grid_address(submission), {**typed(score("2.1"), self_score="2"), "act": "send"})

    assert Submission.objects.get(pk=submission.pk).state == "sent"
    assert score("2.1").self_score == 2


def test_send_waits_while_a_row_is_wrong(client, officer, submission, score):
    completed(submission, score="1")

    client.post(grid_address(submission), {**typed(score("2.1"), self_score="hai"), "act": "send"})

    assert Submission.objects.get(pk=submission.pk).state == "draft"


@pytest.mark.parametrize(
    ("role", "act", "before", "after"),
    [
        ("entry", "withdraw", "sent", "draft"),
        ("unit_approval", "approve", "sent", "under_review"),
        ("unit_approval", "send_back", "sent", "returned"),
    ],
)
def test_button_moves_the_submission_on(client, submission, role, act, before, after):
    moved(submission, before)
    client.force_login(officer_with(role, unit="tra-vinh"))
    offered = f'value="{act}"' in client.get(grid_address(submission)).text

    client.post(grid_address(submission), {"act": act, "reason": "Thiếu số liệu."})

    assert offered
    assert Submission.objects.get(pk=submission.pk).state == after
    assert submission.events.last().act == act


def test_history_of_acts_stands_below_the_grid(client, officer, submission):
    completed(submission, score="1")
    client.post(grid_address(submission), {"act": "send"})

    page = client.get(grid_address(submission)).text

    assert "đã gửi" in page
    assert officer.username in page


def test_question_is_answered_at_its_row(client, officer, submission, score):
    completed(submission, score="1")
    moved(submission, "under_review")
    asked = score("2.1").questions.create(text="Văn bản nào?", asked_by=officer_with("appraisal"))
    page = client.get(grid_address(submission)).text

    empty = client.post(grid_address(submission), {"reply": str(asked.pk), f"q{asked.pk}-reply": " "})
    client.post(
        grid_address(submission),
        {
            **typed(score("2.1"), note="Công văn 12"),
            "reply": str(asked.pk),
            f"q{asked.pk}-reply": "Công văn 12.",
        },
    )

    assert "Văn bản nào?" in page
    assert f'name="r{score("2.2").pk}-self_score"' not in page
    assert empty.status_code == 200
    asked.refresh_from_db()
    assert asked.reply == "Công văn 12."
    assert score("2.1").note == "Công văn 12"


def test_grid_of_a_published_edition_is_read_alone(client, officer, submission):
    Edition.objects.filter(pk=submission.edition_id).update(state="published", published_at=timezone.now())

    assert "data-version" not in client.get(grid_address(submission)).text


@pytest.mark.each_database
def test_answer_to_a_saved_cell_brings_the_sums_of_the_page(client, officer, submission, score):
    other = score("1.2")
    ScoringException.objects.create(indicator=other.indicator, unit=submission.unit, reason="Không có")
    posted = {**typed(score("2.1"), self_score="0,5"), "account": officer.pk}

    answer = client.post(reverse("submissions:cells", args=[submission.pk]), posted).json()

    page = Grid(submission, user=officer)
    assert answer["sums"] == {group.key: group.sum_text for group in page.groups} | {"total": page.sum_text}
    assert "quy đổi từ" in answer["sums"][f"g{other.indicator.parent_id}"]
    assert answer["filled"] == page.filled_text == "1/61"
    assert list(answer["rows"]) == [f"r{score('2.1').pk}"]


def test_grid_tells_a_script_whether_the_account_is_signed_in(client, officer, submission):
    signed_in = client.head(grid_address(submission)).status_code
    client.logout()

    assert (signed_in, client.head(grid_address(submission)).status_code) == (200, 302)
