import datetime as dt

import pytest

from indicators import workflow
from indicators.models import Extension, Role, Stage, Submission
from indicators.workflow import NotAssignedError, WorkflowError
from indicators.workflow.deadlines import waiting_until
from tests.factories import publish_as_it_is
from tests.officers import moved, officer_with

NOON = dt.datetime(2026, 10, 31, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def test_deadline_of_an_edition_holds_for_all_and_is_moved_as_a_whole(submission, officers):
    by = officers[Role.ADMINISTRATION]
    assert workflow.deadline_of(submission, Stage.ENTRY) is None
    workflow.set_deadline(submission.edition, stage=Stage.ENTRY, until=NOON, by=by)
    workflow.set_deadline(submission.edition, stage=Stage.ENTRY, until=NOON + DAY, by=by)
    assert workflow.deadline_of(submission, Stage.ENTRY) == NOON + DAY
    assert submission.edition.deadlines.count() == 1


def test_last_extension_holds_for_its_unit_alone(opened, officers):
    mine, other = opened["tra-vinh"], opened["binh-phuoc"]
    by = officers[Role.ADMINISTRATION]
    workflow.set_deadline(mine.edition, stage=Stage.ENTRY, until=NOON, by=by)
    for days in (1, 2):
        workflow.extend(mine, stage=Stage.ENTRY, until=NOON + days * DAY, reason="Bão số 9.", by=by)
    assert workflow.deadline_of(mine, Stage.ENTRY) == NOON + 2 * DAY
    assert workflow.deadline_of(other, Stage.ENTRY) == NOON
    assert workflow.deadline_of(mine, Stage.APPRAISAL) is None
    event = mine.events.last()
    assert (event.act, event.reason, event.acted_by) == ("extend", "Bão số 9.", by)


@pytest.mark.parametrize(
    ("for_all", "for_mine"),
    [(NOON + 5 * DAY, NOON + 5 * DAY), (NOON - DAY, NOON + DAY)],
    ids=["later", "earlier"],
)
def test_deadline_moved_for_all_takes_no_time_from_a_unit_with_an_extension(
    opened, officers, for_all, for_mine
):
    mine, other = opened["tra-vinh"], opened["binh-phuoc"]
    by, edition = officers[Role.ADMINISTRATION], mine.edition
    workflow.set_deadline(edition, stage=Stage.ENTRY, until=NOON, by=by)
    workflow.extend(mine, stage=Stage.ENTRY, until=NOON + DAY, reason="Bão số 9.", by=by)
    workflow.set_deadline(edition, stage=Stage.ENTRY, until=for_all, by=by)

    assert workflow.deadline_of(mine, Stage.ENTRY) == for_mine
    assert waiting_until([mine, other]) == {mine.pk: for_mine, other.pk: for_all}
    late = workflow.late_submissions(edition, now=NOON + 9 * DAY)
    assert {one.submission: one.until for one in late} == {mine: for_mine, other: for_all}


@pytest.mark.parametrize(
    ("until", "reason", "sentence"),
    [
        (NOON, "Bão số 9.", "phải sau thời hạn hiện tại"),
        (NOON - DAY, "Bão số 9.", "phải sau thời hạn hiện tại"),
        (NOON + DAY, " ", "lý do"),
    ],
    ids=["the same", "earlier", "no reason"],
)
def test_extension_is_later_and_has_a_reason(submission, officers, until, reason, sentence):
    by = officers[Role.ADMINISTRATION]
    workflow.set_deadline(submission.edition, stage=Stage.ENTRY, until=NOON, by=by)
    with pytest.raises(WorkflowError, match=sentence):
        workflow.extend(submission, stage=Stage.ENTRY, until=until, reason=reason, by=by)
    assert not Extension.objects.exists()


def test_stage_without_a_deadline_cannot_be_extended(submission, officers):
    with pytest.raises(WorkflowError, match="chưa có thời hạn"):
        workflow.extend(
            submission, stage=Stage.ENTRY, until=NOON, reason="Bão.", by=officers[Role.ADMINISTRATION]
        )


def test_permission_for_deadlines_ends_where_the_assignment_does(opened, officers):
    mine, other = opened["tra-vinh"], opened["binh-phuoc"]
    workflow.set_deadline(mine.edition, stage=Stage.ENTRY, until=NOON, by=officers[Role.ADMINISTRATION])
    of_one_unit = officer_with(Role.ADMINISTRATION, unit="tra-vinh")
    workflow.extend(mine, stage=Stage.ENTRY, until=NOON + DAY, reason="Bão.", by=of_one_unit)
    with pytest.raises(NotAssignedError):
        workflow.extend(other, stage=Stage.ENTRY, until=NOON + DAY, reason="Bão.", by=of_one_unit)
    with pytest.raises(NotAssignedError):
        workflow.set_deadline(mine.edition, stage=Stage.ENTRY, until=NOON + DAY, by=of_one_unit)
    with pytest.raises(NotAssignedError):
        workflow.extend(mine, stage=Stage.ENTRY, until=NOON + 2 * DAY, reason="Bão.", by=officers[Role.ENTRY])


def test_published_edition_gets_no_deadline_any_more(submission, officers):
    by = officers[Role.ADMINISTRATION]
    workflow.set_deadline(submission.edition, stage=Stage.ENTRY, until=NOON, by=by)
    moved(submission, Submission.State.PUBLISHED)
    publish_as_it_is(submission.edition)
    with pytest.raises(WorkflowError, match="đã được công bố"):
        workflow.set_deadline(submission.edition, stage=Stage.ENTRY, until=NOON, by=by)
    with pytest.raises(WorkflowError, match="đã công bố"):
        workflow.extend(submission, stage=Stage.ENTRY, until=NOON + DAY, reason="Bão.", by=by)


def test_late_submissions_are_listed_by_the_stage_they_wait_in(
    opened, officers, django_assert_max_num_queries
):
    mine, other = opened["tra-vinh"], opened["binh-phuoc"]
    by = officers[Role.ADMINISTRATION]
    workflow.set_deadline(mine.edition, stage=Stage.ENTRY, until=NOON, by=by)
    workflow.set_deadline(mine.edition, stage=Stage.APPRAISAL, until=NOON + 5 * DAY, by=by)
    moved(other, Submission.State.UNDER_REVIEW)

    def late(now):
        with django_assert_max_num_queries(6):
            found = workflow.late_submissions(mine.edition, now=now)
        return [(one.submission, one.stage, one.until) for one in found]

    assert late(NOON) == []
    assert late(NOON + DAY) == [(mine, Stage.ENTRY, NOON)]
    assert late(NOON + 6 * DAY) == [(mine, Stage.ENTRY, NOON), (other, Stage.APPRAISAL, NOON + 5 * DAY)]
    workflow.extend(mine, stage=Stage.ENTRY, until=NOON + 7 * DAY, reason="Bão.", by=by)
    moved(other, Submission.State.APPROVED)
    assert late(NOON + 6 * DAY) == []
