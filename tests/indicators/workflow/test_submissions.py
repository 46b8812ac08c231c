import datetime as dt

import pytest
from django.utils import timezone

from indicators import workflow
from indicators.models import (
    Deadline,
    Evidence,
    Role,
    ScoringException,
    ScoringRule,
    Stage,
    Submission,
    SubmissionEvent,
)
from indicators.models.assignments import RULES
from indicators.workflow import NotAssignedError, WorkflowError
from indicators.workflow.submissions import STEPS
from provinces.models import Unit
from tests.factories import OfficerFactory
from tests.officers import completed, moved, officer_with, scoring_edition

State = Submission.State
REASON = {"send_back": {"reason": "Thiếu báo cáo."}, "reopen": {"reason": "Cộng sai."}}
ACTS = {
    "send": workflow.send,
    "withdraw": workflow.withdraw,
    "approve": workflow.approve,
    "send_back": workflow.send_back,
    "verify": workflow.finish_verification,
    "accept": workflow.accept,
    "reopen": workflow.reopen,
}
ALLOWED = {
    (State.DRAFT, "send"): (State.SENT, Role.ENTRY),
    (State.RETURNED, "send"): (State.SENT, Role.ENTRY),
    (State.SENT, "withdraw"): (State.DRAFT, Role.ENTRY),
    (State.SENT, "approve"): (State.UNDER_REVIEW, Role.UNIT_APPROVAL),
    (State.SENT, "send_back"): (State.RETURNED, Role.UNIT_APPROVAL),
    (State.UNDER_REVIEW, "send_back"): (State.RETURNED, Role.APPRAISAL),
    (State.UNDER_REVIEW, "verify"): (State.VERIFIED, Role.APPRAISAL),
    (State.VERIFIED, "accept"): (State.APPROVED, Role.PUBLICATION),
    (State.VERIFIED, "reopen"): (State.UNDER_REVIEW, Role.PUBLICATION),
    (State.APPROVED, "reopen"): (State.UNDER_REVIEW, Role.PUBLICATION),
}


def do(act, submission, *, by):
    return ACTS[act](submission, by=by, **REASON.get(act, {}))


def appraised(submission):
    completed(submission).assessments.update(verified_score="0.5")
    return submission


def test_way_of_a_submission_leaves_a_record_of_every_act(submission, officers):
    appraised(submission)
    way = [
        ("send", Role.ENTRY),
        ("withdraw", Role.ENTRY),
        ("send", Role.ENTRY),
        ("send_back", Role.UNIT_APPROVAL),
        ("send", Role.ENTRY),
        ("approve", Role.UNIT_APPROVAL),
        ("verify", Role.APPRAISAL),
        ("reopen", Role.APPRAISAL),
        ("verify", Role.APPRAISAL),
        ("accept", Role.PUBLICATION),
    ]
    for act, role in way:
        submission = do(act, submission, by=officers[role])
    assert submission.state == Submission.objects.get(pk=submission.pk).state == State.APPROVED
    events = list(submission.events.all())
    assert [(event.act, event.acted_by) for event in events[1:]] == [
        (act, officers[role]) for act, role in way
    ]
    assert [event.from_state for event in events[1:]] == [event.to_state for event in events[:-1]]
    assert events[4].reason == "Thiếu báo cáo."


@pytest.mark.sqlite_alone
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", State)
def test_act_is_done_in_the_states_that_allow_it_and_refused_in_others(submission, officers, state, act):
    moved(appraised(submission), state)
    leads_to, role = ALLOWED.get((state, act), (None, None))
    if leads_to:
        assert do(act, submission, by=officers[role]).state == leads_to
        return
    boss = OfficerFactory(is_superuser=True)
    with pytest.raises(WorkflowError, match="Trà Vinh đang ở trạng thái"):
        do(act, submission, by=boss)
    assert Submission.objects.get(pk=submission.pk).state == state
    assert submission.events.count() == 1


@pytest.mark.sqlite_alone
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("state", "act"), ALLOWED)
def test_permission_of_an_act_is_asked_inside_it(submission, officers, state, act, role):
    moved(appraised(submission), state)
    permissions = STEPS[act][state].permissions
    may = any(role in RULES[permission] for permission in permissions)
    if may:
        do(act, submission, by=officers[role])
        return
    with pytest.raises(NotAssignedError, match="không được phân công"):
        do(act, submission, by=officers[role])
    assert Submission.objects.get(pk=submission.pk).state == state


@pytest.mark.sqlite_alone
@pytest.mark.parametrize(("state", "act"), ALLOWED)
def test_permission_for_another_unit_does_not_reach_an_act(submission, state, act):
    moved(appraised(submission), state)
    stranger = officer_with(ALLOWED[state, act][1], unit="binh-phuoc")
    with pytest.raises(NotAssignedError):
        do(act, submission, by=stranger)
    moved(submission, State.PUBLISHED)
    with pytest.raises(NotAssignedError):
        do(act, submission, by=stranger)


def test_appraiser_of_one_group_does_not_finish_the_whole(submission):
    moved(appraised(submission), State.UNDER_REVIEW)
    scorecard = submission.edition.scorecard
    appraiser = officer_with(Role.APPRAISAL, scorecard=scorecard, group_code="NL")
    with pytest.raises(NotAssignedError):
        workflow.finish_verification(submission, by=appraiser)


def test_acts_open_to_a_user_follow_state_and_role(submission, officers):
    assert workflow.acts_open_to(officers[Role.ENTRY], submission) == ("send",)
    assert workflow.acts_open_to(officers[Role.VIEWING], submission) == ()
    moved(submission, State.SENT)
    assert workflow.acts_open_to(officers[Role.ENTRY], submission) == ("withdraw",)
    assert workflow.acts_open_to(officers[Role.UNIT_APPROVAL], submission) == ("approve", "send_back")


@pytest.mark.parametrize("act", [workflow.send_back, workflow.reopen])
def test_returning_and_reopening_need_a_reason(submission, officers, act):
    moved(submission, State.SENT if act is workflow.send_back else State.APPROVED)
    by = officers[Role.UNIT_APPROVAL if act is workflow.send_back else Role.PUBLICATION]
    with pytest.raises(WorkflowError, match="lý do"):
        act(submission, by=by, reason="  ")


def test_incomplete_submission_is_not_sent_and_told_why(submission, officers):
    completed(submission)
    scores = submission.assessments.in_order()
    submission.assessments.filter(pk__in=scores.values("pk")[:7]).update(self_score=None)
    submission.assessments.filter(pk=scores.last().pk).update(explanation=" ")
    with pytest.raises(WorkflowError) as refused:
        workflow.send(submission, by=officers[Role.ENTRY])
    codes = [score.indicator.code for score in scores.select_related("indicator")]
    assert f"7 chỉ số chưa có điểm tự đánh giá ({', '.join(codes[:5])}, …)" in str(refused.value)
    assert f"1 chỉ số chưa có tài liệu kiểm chứng hoặc giải trình ({codes[-1]})" in str(refused.value)


def test_evidence_takes_the_place_of_an_explanation(submission, officers):
    completed(submission)
    score = submission.assessments.in_order().first()
    submission.assessments.filter(pk=score.pk).update(explanation="")
    Evidence.objects.create(
        assessment=score, title="Kế hoạch", number="12/KH-UBND", added_by=OfficerFactory()
    )
    assert workflow.send(submission, by=officers[Role.ENTRY]).state == State.SENT


def test_score_other_than_the_rules_needs_a_reason_before_sending(submission, officers):
    completed(submission)
    score = submission.assessments.select_related("indicator").in_order().first()
    ScoringRule.objects.update_or_create(indicator=score.indicator, defaults={"kind": ScoringRule.Kind.RATIO})
    submission.assessments.filter(pk=score.pk).update(raw_a=1, raw_b=1)
    with pytest.raises(WorkflowError, match=rf"cách tính.*\({score.indicator.code}\)"):
        workflow.send(submission, by=officers[Role.ENTRY])
    submission.assessments.filter(pk=score.pk).update(self_reason="Số liệu quý IV chưa chốt.")
    assert workflow.send(submission, by=officers[Role.ENTRY]).state == State.SENT


@pytest.mark.parametrize("whom", ["unit", "type", "another unit"])
def test_indicator_that_does_not_apply_is_not_asked_for(submission, officers, whom):
    completed(submission)
    score = submission.assessments.select_related("indicator").in_order().first()
    submission.assessments.filter(pk=score.pk).update(self_score=None, explanation="")
    other = Unit.objects.get(slug="binh-phuoc")
    of = {"unit": {"unit": submission.unit}, "type": {"unit_type": "tinh"}, "another unit": {"unit": other}}
    ScoringException.objects.create(indicator=score.indicator, reason="Không có tổ dân phố.", **of[whom])
    if whom == "another unit":
        with pytest.raises(WorkflowError):
            workflow.send(submission, by=officers[Role.ENTRY])
    else:
        assert workflow.send(submission, by=officers[Role.ENTRY]).state == State.SENT


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"verified_score": None}, "1 chỉ số chưa được thẩm định"),
        ({"verified_score": "0.25"}, "1 điểm thẩm định khác điểm tự đánh giá"),
    ],
    ids=["a score missing", "a reason missing"],
)
def test_appraisal_is_not_finished_while_something_is_lacking(submission, officers, changes, sentence):
    moved(appraised(submission), State.UNDER_REVIEW)
    score = submission.assessments.in_order().first()
    submission.assessments.filter(pk=score.pk).update(**changes)
    with pytest.raises(WorkflowError, match=sentence):
        workflow.finish_verification(submission, by=officers[Role.APPRAISAL])


@pytest.mark.parametrize("act", ["send", "withdraw"])
def test_unit_neither_sends_nor_takes_back_after_the_deadline(submission, officers, act):
    moved(completed(submission), State.DRAFT if act == "send" else State.SENT)
    until = timezone.now() - dt.timedelta(seconds=1)
    Deadline.objects.create(edition=submission.edition, stage=Stage.ENTRY, until=until)
    with pytest.raises(WorkflowError, match="kết thúc lúc"):
        do(act, submission, by=officers[Role.ENTRY])


def test_submission_without_ranking_needs_a_reason_until_it_is_published(submission, officers):
    publisher = officers[Role.PUBLICATION]
    with pytest.raises(WorkflowError, match="lý do"):
        workflow.set_ranked(submission, by=publisher, is_ranked=False)
    with pytest.raises(NotAssignedError):
        workflow.set_ranked(submission, by=officers[Role.ENTRY], is_ranked=False, reason="Mới thành lập.")
    unranked = workflow.set_ranked(submission, by=publisher, is_ranked=False, reason="Mới thành lập.")
    assert (unranked.is_ranked, unranked.unranked_reason) == (False, "Mới thành lập.")
    assert submission.events.last().reason == "Mới thành lập."
    ranked = workflow.set_ranked(submission, by=publisher, is_ranked=True)
    assert (ranked.is_ranked, ranked.unranked_reason) == (True, "")
    moved(submission, State.PUBLISHED)
    with pytest.raises(WorkflowError, match="đã công bố"):
        workflow.set_ranked(submission, by=publisher, is_ranked=False, reason="Mới thành lập.")


def test_opening_makes_a_submission_for_each_member_once(published_data, django_assert_max_num_queries):
    edition = scoring_edition(state="draft")
    by = officer_with(Role.ADMINISTRATION)
    with django_assert_max_num_queries(80):
        opened = workflow.open_submissions(edition, by=by)
    assert len(opened) == 63
    edition.refresh_from_db()
    assert edition.state == "scoring"
    assert {submission.assessments.count() for submission in opened[:3]} == {62}
    assert SubmissionEvent.objects.filter(submission__in=opened, act="open", acted_by=by).count() == 63
    assert workflow.open_submissions(edition, by=by) == ()
    assert edition.submissions.count() == 63


def test_opening_leaves_out_indicators_without_points(published_data):
    edition = scoring_edition(state="draft")
    unscored = edition.methodology.measures.assessed().in_order().first()
    edition.methodology.measures.filter(pk=unscored.pk).update(max_points=0)
    unit = Unit.objects.get(slug="tra-vinh")
    (opened,) = workflow.open_submissions(edition, by=officer_with(Role.ADMINISTRATION), units=[unit])
    assert opened.assessments.count() == 61
    assert not opened.assessments.filter(indicator=unscored).exists()


def test_opening_is_refused_for_strangers_and_without_the_role(published_data):
    edition = scoring_edition(state="draft")
    by = officer_with(Role.ADMINISTRATION)
    with pytest.raises(WorkflowError, match="không thuộc"):
        workflow.open_submissions(edition, by=by, units=[Unit.objects.get(slug="bo-xay-dung")])
    for other in (officer_with(Role.ADMINISTRATION, unit="tra-vinh"), officer_with(Role.PUBLICATION)):
        with pytest.raises(NotAssignedError):
            workflow.open_submissions(edition, by=other)
    assert not edition.submissions.exists()


def test_opening_is_refused_where_nothing_is_assessed(draft):
    with pytest.raises(WorkflowError, match="không có chỉ số"):
        workflow.open_submissions(draft, by=officer_with(Role.ADMINISTRATION))


def test_edition_with_submissions_is_neither_discarded_nor_published_beside_them(submission):
    with pytest.raises(WorkflowError, match="không thể hủy bỏ"):
        workflow.discard_draft(submission.edition)
    with pytest.raises(WorkflowError, match="công bố cùng quyết định"):
        workflow.publish(submission.edition)
