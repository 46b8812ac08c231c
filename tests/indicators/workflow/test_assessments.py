import datetime as dt
from decimal import Decimal

import pytest

from indicators import workflow
from indicators.models import (
    Assessment,
    Deadline,
    Question,
    Role,
    ScoringException,
    ScoringRule,
    Stage,
    Submission,
)
from indicators.workflow import NotAssignedError, StaleVersionError, WorkflowError
from tests.officers import completed, moved, officer_with

State = Submission.State
NOON = dt.datetime(2026, 10, 31, 12, tzinfo=dt.UTC)


@pytest.fixture
def score(submission):
    """The first indicator of Trà Vinh, out of its maximum, by a ratio."""
    score = submission.assessments.select_related("indicator").in_order().first()
    ScoringRule.objects.update_or_create(indicator=score.indicator, defaults={"kind": ScoringRule.Kind.RATIO})
    return score


@pytest.fixture
def enter(score, officers):
    """A function that saves values of the score as the unit's officer: ``enter(0, note="…")``."""

    def save(version, *, by=officers[Role.ENTRY], now=lambda: NOON, **values):
        return workflow.save_entry(score.pk, by=by, version=version, values=values, now=now)

    return save


@pytest.fixture
def verify(score, officers):
    """A function that appraises the score: ``verify(1, "0.5", "…")``."""

    def save(version, points, reason="", *, by=officers[Role.APPRAISAL]):
        return workflow.save_verification(
            score.pk, by=by, version=version, verified_score=points, verified_reason=reason
        )

    return save


def under_review(score):
    moved(completed(score.submission, score="1"), State.UNDER_REVIEW)
    score.refresh_from_db()
    return score


def test_save_takes_few_statements_whatever_it_has_to_ask(enter, submission, django_assert_num_queries):
    """Two of them are the savepoint; then lock, score with all about it, roles, and two writes."""
    Deadline.objects.create(edition=submission.edition, stage=Stage.ENTRY, until=NOON)

    with django_assert_num_queries(7):
        enter(0, note="Công văn 12", raw_a="1")


def test_entry_is_saved_with_who_and_when(enter, score, officers):
    saved = enter(0, note=" Theo báo cáo 12. ", self_score=Decimal("0.5"))
    stored = Assessment.objects.get(pk=score.pk)
    assert (stored.note, stored.self_score, stored.version) == ("Theo báo cáo 12.", Decimal("0.5"), 1)
    assert (stored.changed_by, stored.changed_at) == (officers[Role.ENTRY], NOON)
    assert saved.version == 1


def test_rule_proposes_the_score_until_the_unit_chooses_its_own(enter, score):
    top = score.indicator.max_points
    assert enter(0, raw_a=1).self_score is None
    assert enter(1, raw_b=2).self_score == top / 2
    assert enter(2, raw_b=4).self_score == top / 4
    assert enter(3, self_score=0, self_reason="Chưa có quyết định.").self_score == 0
    assert enter(4, raw_b=1).self_score == 0
    assert enter(5, self_score=None).self_score is None
    assert enter(6, raw_b=2).self_score == top / 2


def test_same_values_sent_twice_are_one_save(enter):
    enter(0, note="Xong.")
    assert enter(0, note="Xong.").version == 1


def test_lost_update_of_the_same_field_is_refused_with_what_stands_there(enter, score):
    enter(0, note="của Lan")
    with pytest.raises(StaleVersionError) as refused:
        enter(0, note="của Hà", explanation="của Hà")
    assert (refused.value.current.note, refused.value.current.version) == ("của Lan", 1)
    assert refused.value.fields == {"note"}
    assert Assessment.objects.get(pk=score.pk).explanation == ""
    assert enter(1, note="của Hà").note == "của Hà"


def test_lost_update_of_another_field_does_not_happen(enter, score):
    enter(0, note="của Lan")
    enter(0, explanation="của Hà")
    stored = Assessment.objects.get(pk=score.pk)
    assert (stored.note, stored.explanation, stored.version) == ("của Lan", "của Hà", 2)


def test_lost_update_by_a_version_that_never_was_is_refused(enter):
    enter(0, note="của Lan")
    with pytest.raises(StaleVersionError):
        enter(99, note="của Hà")


def test_lost_update_after_the_back_button_is_refused(enter):
    """The page that comes back shows the first version; what was typed since is not undone by it."""
    enter(0, self_score=Decimal("0.5"))
    enter(1, self_score=Decimal("0.25"))
    with pytest.raises(StaleVersionError) as refused:
        enter(1, self_score=Decimal("0.75"))
    assert refused.value.current.self_score == Decimal("0.25")


def test_score_that_the_rule_set_counts_as_changed(enter):
    enter(0, raw_a=1, raw_b=2)
    with pytest.raises(StaleVersionError):
        enter(0, self_score=0)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"self_score": Decimal("-0.1")}, "Điểm phải nằm trong khoảng"),
        ({"self_score": Decimal(1000)}, "Điểm phải nằm trong khoảng từ 0 đến"),
        ({"raw_a": Decimal(-1)}, "a không được âm"),
        ({"raw_b": Decimal(0)}, "a không được âm, b phải lớn hơn 0"),
        ({"raw_a": Decimal("NaN")}, "1.1: "),
        ({"raw_a": Decimal("0.00001")}, "1.1: "),
        ({"raw_a": "mười"}, "1.1: "),
    ],
    ids=["negative score", "too many points", "negative a", "no b", "nan", "decimals", "a word"],
)
def test_value_that_is_none_is_refused(enter, score, values, sentence):
    with pytest.raises(WorkflowError, match=sentence):
        enter(0, **values)
    assert Assessment.objects.get(pk=score.pk).version == 0


def test_entry_knows_no_other_field(enter):
    with pytest.raises(KeyError, match="verified_score"):
        enter(0, verified_score=1)


def test_indicator_that_does_not_apply_is_not_scored(enter, score):
    ScoringException.objects.create(
        indicator=score.indicator, unit=score.submission.unit, reason="Không có hộ nghèo."
    )
    with pytest.raises(WorkflowError, match="không áp dụng đối với Trà Vinh: Không có hộ nghèo"):
        enter(0, self_score=0)


@pytest.mark.parametrize("state", [state for state in State if state not in Submission.ENTRY_STATES])
def test_entry_is_closed_while_others_hold_the_submission(enter, score, state):
    moved(score.submission, state)
    with pytest.raises(WorkflowError, match="đang ở trạng thái"):
        enter(0, note="muộn")


def test_entry_ends_after_the_deadline_and_not_at_it(enter, score):
    Deadline.objects.create(edition=score.submission.edition, stage=Stage.ENTRY, until=NOON)
    enter(0, note="kịp", now=lambda: NOON)
    with pytest.raises(WorkflowError, match="kết thúc lúc 19:00 31/10/2026"):
        enter(1, note="muộn", now=lambda: NOON + dt.timedelta(microseconds=1))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ENTRY])
def test_permission_to_enter_is_the_entry_officers(enter, officers, role):
    with pytest.raises(NotAssignedError):
        enter(0, by=officers[role], note="của ai")


def test_permission_to_enter_ends_at_the_unit(enter):
    with pytest.raises(NotAssignedError):
        enter(0, by=officer_with(Role.ENTRY, unit="binh-phuoc"), note="của ai")


def test_appraised_score_needs_a_reason_where_it_differs(verify, score):
    under_review(score)
    with pytest.raises(WorkflowError, match="lý do"):
        verify(0, Decimal("0.5"))
    lowered = verify(0, Decimal("0.5"), "Thiếu quyết định.")
    assert (lowered.verified_score, lowered.version) == (Decimal("0.5"), 1)
    assert verify(1, Decimal(1)).verified_reason == ""
    assert verify(2, None).verified_score is None
    with pytest.raises(WorkflowError, match="điểm thẩm định"):
        verify(3, None, "Thiếu quyết định.")


def test_appraising_waits_for_its_state_and_role(verify, score, officers):
    with pytest.raises(WorkflowError, match="đang ở trạng thái"):
        verify(0, Decimal(1))
    under_review(score)
    for role in Role:
        if role != Role.APPRAISAL:
            with pytest.raises(NotAssignedError):
                verify(0, Decimal(1), by=officers[role])


def accepted(submission, **how):
    """Take over what stands there now, and count it."""
    versions = dict(submission.assessments.values_list("pk", "version"))
    taken = workflow.accept_all_unchanged(submission, versions=versions, **how)
    assert taken.left_out == 0
    return taken.count


def test_appraiser_of_a_group_appraises_it_alone(verify, score):
    under_review(score)
    scorecard = score.submission.edition.scorecard
    other = officer_with(Role.APPRAISAL, scorecard=scorecard, group_code="NL")
    own = officer_with(Role.APPRAISAL, scorecard=scorecard, group_code=score.indicator.parent.code)
    with pytest.raises(NotAssignedError):
        verify(0, Decimal(1), by=other)
    assert verify(0, Decimal(1), by=own).verified_score == 1
    in_group = score.indicator.parent.children.count()
    assert accepted(score.submission, by=own) == in_group - 1


def test_lost_update_between_appraisers_is_refused(verify, score):
    under_review(score)
    verify(0, Decimal("0.5"), "Thiếu quyết định.")
    with pytest.raises(StaleVersionError) as refused:
        verify(0, Decimal("0.25"), "Thiếu báo cáo.")
    assert refused.value.current.verified_reason == "Thiếu quyết định."


def test_lost_update_of_what_is_appraised_is_refused(enter, verify, score, officers):
    """The unit changed its score while the appraiser looked at the former one."""
    under_review(score)
    workflow.ask_back(score, by=officers[Role.APPRAISAL], text="Số liệu nào?")
    enter(0, self_score=Decimal("0.75"))
    with pytest.raises(StaleVersionError) as refused:
        verify(0, Decimal(1))
    assert refused.value.fields == {"self_score"}


def test_accepting_all_leaves_what_was_judged_or_asked_about(score, officers):
    by = officers[Role.APPRAISAL]
    submission = under_review(score).submission
    first, second, third = submission.assessments.in_order()[:3]
    workflow.save_verification(first.pk, by=by, version=0, verified_score=0, verified_reason="Thiếu.")
    workflow.ask_back(second, by=by, text="Số liệu nào?")
    ScoringException.objects.create(indicator=third.indicator, unit=submission.unit, reason="Không có.")
    assert accepted(submission, by=by) == 59
    scores = {one.pk: one.verified_score for one in submission.assessments.all()}
    assert (scores.pop(first.pk), scores.pop(second.pk), scores.pop(third.pk)) == (0, None, None)
    assert set(scores.values()) == {1}
    assert accepted(submission, by=by) == 0


def test_accepting_a_group_leaves_the_others(score, officers):
    submission = under_review(score).submission
    code = score.indicator.parent.code
    count = accepted(submission, by=officers[Role.APPRAISAL], group_code=code)
    assert count == score.indicator.parent.children.count() < 62
    with pytest.raises(NotAssignedError):
        accepted(submission, by=officers[Role.ENTRY])


def test_question_opens_one_score_to_the_unit_until_it_replies(enter, score, officers):
    submission = under_review(score).submission
    unit, appraiser = officers[Role.ENTRY], officers[Role.APPRAISAL]
    Deadline.objects.create(edition=submission.edition, stage=Stage.ENTRY, until=NOON - dt.timedelta(days=30))
    question = workflow.ask_back(score, by=appraiser, text=" Số liệu nào? ")
    assert (question.text, question.is_open) == ("Số liệu nào?", True)
    enter(0, note="Số liệu quý IV.")
    other = submission.assessments.in_order()[1]
    with pytest.raises(WorkflowError, match="đang ở trạng thái"):
        workflow.save_entry(other.pk, by=unit, version=0, values={"note": "khác"})
    with pytest.raises(WorkflowError, match="1 câu hỏi chờ đơn vị giải trình"):
        workflow.finish_verification(submission, by=appraiser)
    answered = workflow.reply(question, by=unit, text="Theo báo cáo 12.")
    assert (answered.reply, answered.replied_by) == ("Theo báo cáo 12.", unit)
    assert Submission.objects.get(pk=submission.pk).state == State.UNDER_REVIEW
    with pytest.raises(WorkflowError, match="đang ở trạng thái"):
        enter(1, note="muộn")


def test_question_is_asked_once_and_answered_once(score, officers):
    under_review(score)
    unit, appraiser = officers[Role.ENTRY], officers[Role.APPRAISAL]
    with pytest.raises(WorkflowError, match="nội dung"):
        workflow.ask_back(score, by=appraiser, text=" ")
    question = workflow.ask_back(score, by=appraiser, text="Số liệu nào?")
    with pytest.raises(WorkflowError, match="chưa"):
        workflow.ask_back(score, by=appraiser, text="Số liệu nào?")
    with pytest.raises(WorkflowError, match="Hãy viết"):
        workflow.reply(question, by=unit, text=" ")
    workflow.reply(question, by=unit, text="Quý IV.")
    with pytest.raises(WorkflowError, match="đã được giải trình"):
        workflow.reply(question, by=unit, text="Quý III.")
    assert Question.objects.get(pk=question.pk).reply == "Quý IV."
    assert workflow.ask_back(score, by=appraiser, text="Còn quý III?").is_open


def test_reply_is_refused_while_its_score_lacks_what_sending_asks_for(enter, score, officers):
    under_review(score)
    question = workflow.ask_back(score, by=officers[Role.APPRAISAL], text="Số liệu nào?")
    enter(0, explanation="")
    with pytest.raises(WorkflowError, match="tài liệu kiểm chứng hoặc giải trình"):
        workflow.reply(question, by=officers[Role.ENTRY], text="Quý IV.")


@pytest.mark.parametrize("role", Role)
def test_permission_to_ask_and_to_reply_is_the_appraisers_and_the_units(score, officers, role):
    under_review(score)
    if role != Role.APPRAISAL:
        with pytest.raises(NotAssignedError):
            workflow.ask_back(score, by=officers[role], text="Số liệu nào?")
    question = workflow.ask_back(score, by=officers[Role.APPRAISAL], text="Số liệu nào?")
    if role != Role.ENTRY:
        with pytest.raises(NotAssignedError):
            workflow.reply(question, by=officers[role], text="Quý IV.")
