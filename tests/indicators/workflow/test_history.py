"""What the acts leave in the history of the rows that they write."""

import datetime as dt

import pytest
from django.utils import timezone

from indicators import workflow
from indicators.models import Edition, Evidence, Role, Submission
from provinces.models import Unit
from tests.officers import completed, moved, officer_with, scoring_edition

pytestmark = pytest.mark.django_db
State = Submission.State


def kept(row, *names):
    return list(row.history.order_by("history_id").values_list("history_user", *names))


def test_opening_begins_the_history_of_every_submission():
    officer = officer_with(Role.ADMINISTRATION)
    edition = scoring_edition(state=Edition.State.DRAFT)

    opened = workflow.open_submissions(edition, by=officer, units=[Unit.objects.get(slug="tra-vinh")])

    assert kept(opened[0], "history_type", "state") == [(officer.pk, "+", "draft")]
    assert kept(edition, "state")[-1] == (officer.pk, "scoring")


def test_appraising_keeps_the_score_with_its_reason_and_whose_it_is(submission, officers):
    moved(completed(submission, score="0.5"), State.UNDER_REVIEW)
    score = submission.assessments.in_order().first()
    appraiser = officers[Role.APPRAISAL]

    workflow.save_verification(
        score.pk, by=appraiser, version=0, verified_score="0.25", verified_reason="Thiếu văn bản"
    )

    user, points, reason = kept(score, "verified_score", "verified_reason")[-1]
    assert (user, f"{points:.2f}", reason) == (appraiser.pk, "0.25", "Thiếu văn bản")


def test_accepting_all_keeps_every_score_that_it_wrote(submission, officers):
    moved(completed(submission, score="0.5"), State.UNDER_REVIEW)

    versions = dict(submission.assessments.values_list("pk", "version"))
    taken = workflow.accept_all_unchanged(submission, by=officers[Role.APPRAISAL], versions=versions)

    assert submission.assessments.model.history.filter(submission=submission.pk).count() == taken.count > 0


def test_acts_without_a_request_say_whose_they_are(submission, officers):
    score = submission.assessments.in_order().first()
    administrator, entry = officers[Role.ADMINISTRATION], officers[Role.ENTRY]
    until = timezone.now() + dt.timedelta(days=2)

    deadline = workflow.set_deadline(submission.edition, stage="entry", until=until, by=administrator)
    workflow.set_deadline(submission.edition, stage="entry", until=until - dt.timedelta(1), by=administrator)
    later = until + dt.timedelta(days=1)
    given = workflow.extend(submission, stage="entry", until=later, reason="Bão lũ", by=administrator)
    document = workflow.add_evidence(score.pk, by=entry, described={"number": "1/BC", "title": "Báo cáo"})
    key = document.pk
    workflow.remove_evidence(document, by=entry)

    assert kept(deadline, "history_type") == [(administrator.pk, "+"), (administrator.pk, "~")]
    assert kept(given, "history_change_reason") == [(administrator.pk, "Bão lũ")]
    documents = Evidence.history.filter(id=key).values_list("history_user", "history_type")
    assert sorted(documents) == [(entry.pk, "+"), (entry.pk, "-")]


def test_sending_back_keeps_the_reason(submission, officers):
    moved(submission, State.SENT)

    workflow.send_back(submission, by=officers[Role.UNIT_APPROVAL], reason="Thiếu tài liệu")

    found = kept(submission, "state", "history_change_reason")[-1]
    assert found == (officers[Role.UNIT_APPROVAL].pk, "returned", "Thiếu tài liệu")
