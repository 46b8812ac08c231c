import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators import workflow
from indicators.admin.appraisal.rows import groups_of, sums_of
from indicators.models import Question, Role, ScoringException, ScoringRule, Submission
from tests.officers import moved, officer_with
from tests.rendering import context_of
from tests.scored_country import small_edition, submission_in

pytestmark = pytest.mark.django_db
State = Submission.State


@pytest.fixture
def desk(signed_in):
    """The browser of an appraiser of all units."""
    return signed_in(Role.APPRAISAL)


def test_desk_shows_the_self_score_beside_the_appraised_one(desk, address, scores, sent_back):
    typed = {scores[0]: ("0,25", "Thiếu văn bản")}
    desk.post(address, sent_back(context_of(desk, address), typed, act="save"))

    text = desk.get(address).content.decode()

    assert "−0,25 (hạ)" in text
    assert "Thiếu văn bản" in text
    scores[0].refresh_from_db()
    assert scores[0].verified_score * 4 == 1


def test_desk_hints_at_a_part_that_is_larger_than_its_whole(desk, address, scores):
    ScoringRule.objects.update_or_create(indicator=scores[0].indicator, defaults={"kind": "ratio"})
    type(scores[0]).objects.filter(pk=scores[0].pk).update(raw_a=150, raw_b=100)

    assert desk.get(address).text.count("a lớn hơn b, được tính bằng điểm tối đa.") == 1


def test_desk_tells_a_raised_score_by_sign_and_word(desk, address, scores, sent_back):
    typed = {scores[0]: ("1", "Có thêm văn bản")}

    desk.post(address, sent_back(context_of(desk, address), typed, act="save"))

    assert "+0,5 (nâng)" in desk.get(address).content.decode()


def test_desk_wants_a_reason_and_keeps_what_was_typed(desk, address, scores, sent_back):
    page = desk.post(address, sent_back(context_of(desk, address), {scores[0]: ("0,25", " ")}, act="verify"))

    text = page.content.decode()
    assert page.context["groups"][0].rows[0].problem == "Hãy nêu lý do điểm thẩm định khác điểm tự đánh giá."
    assert 'value="0,25"' in text
    scores[0].refresh_from_db()
    assert scores[0].verified_score is None


def test_desk_saves_the_good_rows_beside_a_bad_one(desk, address, scores, sent_back):
    typed = {scores[0]: ("0,5", ""), scores[1]: ("nhiều", "")}

    page = desk.post(address, sent_back(context_of(desk, address), typed, act="save"))

    assert "không phải là số" in page.content.decode()
    scores[0].refresh_from_db()
    assert (scores[0].verified_score, scores[1].verified_score) == (scores[0].self_score, None)


def test_desk_shows_the_second_person_what_the_first_wrote_lost_update(desk, address, scores, sent_back):
    stale = sent_back(context_of(desk, address), {scores[0]: ("0,3", "Ý kiến khác")}, act="save")
    colleague = officer_with(Role.APPRAISAL)
    workflow.save_verification(
        scores[0].pk, by=colleague, version=0, verified_score="0.25", verified_reason="Thiếu số liệu"
    )

    page = desk.post(address, stale)

    text = page.content.decode()
    assert colleague.username in text
    assert "0,25" in text
    assert 'value="0,30"' in text or 'value="0,3"' in text
    scores[0].refresh_from_db()
    assert scores[0].verified_reason == "Thiếu số liệu"


def test_desk_replaces_the_colleagues_value_when_it_is_saved_again(desk, address, scores, sent_back):
    stale = sent_back(context_of(desk, address), {scores[0]: ("0,3", "Ý kiến khác")}, act="save")
    workflow.save_verification(
        scores[0].pk,
        by=officer_with(Role.APPRAISAL),
        version=0,
        verified_score="0.25",
        verified_reason="Thiếu số liệu",
    )
    shown = desk.post(address, stale)

    desk.post(address, sent_back(shown.context, act="save"))

    scores[0].refresh_from_db()
    assert scores[0].verified_reason == "Ý kiến khác"


def test_desk_takes_all_scores_over_unchanged(desk, address, submission, sent_back):
    desk.post(address, sent_back(context_of(desk, address), act="accept_all"))

    assert not submission.assessments.filter(verified_score=None).exists()


def test_desk_leaves_out_what_the_unit_changed_meanwhile_and_says_so(desk, address, scores, sent_back):
    """The page shows 0,5; the unit is asked, changes it to 0,75 and replies before the button is pressed."""
    stale = sent_back(context_of(desk, address), act="accept_all")
    question = workflow.ask_back(scores[0], by=officer_with(Role.APPRAISAL), text="Văn bản số nào?")
    unit = officer_with(Role.ENTRY, unit="tra-vinh")
    workflow.save_entry(
        scores[0].pk, by=unit, version=0, values={"self_score": "0.75", "self_reason": "Có thêm văn bản."}
    )
    workflow.reply(question, by=unit, text="Số 12/KH-UBND")

    page = desk.post(address, stale, follow=True)

    verified = {score.pk: score.verified_score for score in scores[0].submission.assessments.all()}
    assert verified.pop(scores[0].pk) is None
    assert None not in verified.values()
    assert "1 điểm bị để lại vì đã thay đổi" in page.content.decode()

    desk.post(address, sent_back(context_of(desk, address), act="accept_all"))

    scores[0].refresh_from_db()
    assert scores[0].verified_score == scores[0].self_score


def test_desk_takes_the_scores_of_one_group_over(desk, address, submission, scores, sent_back):
    group = scores[0].indicator.parent

    desk.post(address, sent_back(context_of(desk, address), act=f"accept_group:{group.code}"))

    taken = submission.assessments.exclude(verified_score=None)
    assert set(taken.values_list("indicator__parent__code", flat=True)) == {group.code}


def test_desk_asks_back_and_shows_the_reply(desk, address, scores, sent_back):
    question = {f"v{scores[0].pk}-question": "Văn bản số nào?", "act": f"ask:{scores[0].pk}"}
    desk.post(address, sent_back(context_of(desk, address)) | question)

    asked = Question.objects.get()
    workflow.reply(asked, by=officer_with(Role.ENTRY, unit="tra-vinh"), text="Số 12/KH-UBND")

    assert asked.text == "Văn bản số nào?"
    assert "Số 12/KH-UBND" in desk.get(address).content.decode()


def test_desk_finishes_only_what_is_complete(desk, address, submission, scores, sent_back):
    page = desk.post(address, sent_back(context_of(desk, address), act="verify"))

    (sentence,) = [str(message) for message in page.context["messages"]]
    assert "62" in sentence
    assert scores[0].indicator.code in sentence
    submission.refresh_from_db()
    assert submission.state == State.UNDER_REVIEW


def test_desk_finishes_the_appraisal(desk, address, submission, sent_back):
    versions = dict(submission.assessments.values_list("pk", "version"))
    workflow.accept_all_unchanged(submission, by=officer_with(Role.APPRAISAL), versions=versions)

    answer = desk.post(address, sent_back(context_of(desk, address), act="verify"))

    submission.refresh_from_db()
    assert (answer.status_code, submission.state) == (302, State.VERIFIED)


def test_desk_returns_to_the_unit_with_a_reason(desk, address, submission, sent_back):
    desk.post(address, sent_back(context_of(desk, address), act="send_back", reason=" "))
    submission.refresh_from_db()
    assert submission.state == State.UNDER_REVIEW

    desk.post(address, sent_back(context_of(desk, address), act="send_back", reason="Thiếu tài liệu"))
    submission.refresh_from_db()
    assert submission.state == State.RETURNED


def test_desk_lets_publication_accept_and_open_again(signed_in, address, submission, sent_back):
    publisher = signed_in(Role.PUBLICATION)
    moved(submission, State.VERIFIED)

    publisher.post(address, sent_back(context_of(publisher, address), act="accept"))
    submission.refresh_from_db()
    accepted = submission.state
    publisher.post(address, sent_back(context_of(publisher, address), act="reopen", reason="Sai điểm"))

    submission.refresh_from_db()
    assert (accepted, submission.state) == (State.APPROVED, State.UNDER_REVIEW)


def test_desk_of_an_appraiser_of_one_group_edits_that_group_alone(signed_in, address, submission, scores):
    group = scores[0].indicator.parent
    client = signed_in(Role.APPRAISAL, scorecard=submission.edition.scorecard, group_code=group.code)

    groups = context_of(client, address)["groups"]

    assert {one.code for one in groups if one.is_open} == {group.code}
    assert sum(len(one.rows) for one in groups) == len(scores)


def test_desk_permission_refuses_a_forged_row_of_another_group(signed_in, address, submission, scores):
    own, other = scores[0], next(one for one in scores if one.indicator.parent != scores[0].indicator.parent)
    group = own.indicator.parent.code
    client = signed_in(Role.APPRAISAL, scorecard=submission.edition.scorecard, group_code=group)

    key = f"v{other.pk}"
    answer = client.post(address, {f"{key}-version": "0", f"{key}-stated": "{}", f"{key}-score": "0,1"})

    other.refresh_from_db()
    assert (answer.status_code, other.verified_score) == (403, None)


def test_desk_tells_what_does_not_apply(desk, address, submission, scores):
    ScoringException.objects.create(
        indicator=scores[0].indicator, unit=submission.unit, reason="Không có thủ tục này"
    )

    page = desk.get(address).context

    row = page["groups"][0].rows[0]
    assert (row.is_open, row.exception) == (False, "Không có thủ tục này")
    assert page["row_count"] == len(scores) - 1


def test_desk_adds_up_as_publishing_does(published_data):
    submission = submission_in(small_edition(), "doi-gio")

    groups = groups_of(submission, user=officer_with(Role.APPRAISAL))

    assert groups[0].sums.texts == ("100", "50", "50", "không đổi")
    assert groups[0].sums.scaling == "quy đổi từ 60 điểm của các chỉ số áp dụng"
    assert sums_of(groups).texts == ("500", "330", "330", "không đổi")


ANSWERS = {
    "": 302,
    "boom": 302,
    "ask:999999": 302,
    "ask:": 302,
    "accept_group:": 403,
    "verify:x": 200,
    "accept_group:\0": 400,
    "ask:\0": 400,
}


@pytest.mark.parametrize(("act", "status"), ANSWERS.items())
def test_desk_answers_whatever_act_is_sent(desk, address, submission, act, status):
    assert desk.post(address, {"act": act}).status_code == status
    assert not submission.assessments.exclude(verified_score=None).exists()
    assert not Question.objects.exists()


def test_desk_asks_a_fixed_number_of_queries(desk, address, submission, scores):
    with CaptureQueriesContext(
        connection,
    ) as few:
        desk.get(address)
    submission.assessments.filter(pk__in=[score.pk for score in scores[40:]]).delete()
    asker = officer_with(Role.APPRAISAL)
    for score in scores[:5]:
        workflow.ask_back(score, by=asker, text="Văn bản nào?")

    with CaptureQueriesContext(connection) as more:
        desk.get(address)

    assert abs(len(more) - len(few)) <= 1
    assert len(few) <= 25


ROLES = [*Role, None]
ALLOWED = {Role.APPRAISAL}


@pytest.mark.usefixtures("unwritten")
@pytest.mark.parametrize("role", ROLES, ids=str)
@pytest.mark.parametrize("act", ["accept_all", "verify", "send_back"])
def test_desk_permission_of_the_acts_of_appraisal(client, address, submission, role, act):
    officer = officer_with(role, unit="tra-vinh") if role else officer_with(Role.VIEWING, unit="binh-phuoc")
    client.force_login(officer)

    answer = client.post(address, {"act": act, "reason": "Thiếu"})

    if role is None:
        assert answer.status_code == 404
    else:
        assert (answer.status_code == 403) == (role not in ALLOWED)


@pytest.mark.usefixtures("unwritten")
@pytest.mark.parametrize("role", ROLES, ids=str)
@pytest.mark.parametrize("act", ["accept", "reopen"])
def test_desk_permission_of_the_acts_of_publication(client, address, submission, role, act):
    moved(submission, State.VERIFIED if act == "accept" else State.APPROVED)
    officer = officer_with(role, unit="tra-vinh") if role else officer_with(Role.VIEWING, unit="binh-phuoc")
    client.force_login(officer)

    answer = client.post(address, {"act": act, "reason": "Sai điểm"})

    expected = 404 if role is None else 302 if role == Role.PUBLICATION else 403
    assert answer.status_code == expected


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", Role, ids=str)
def test_desk_permission_hides_the_submission_of_another_unit(client, address, role, method):
    client.force_login(officer_with(role, unit="binh-phuoc"))

    assert getattr(client, method)(address).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_desk_permission_leads_to_the_sign_in(client, address, method):
    answer = getattr(client, method)(address)

    assert answer.status_code == 302
    assert "/quan-tri/login/" in answer.url
