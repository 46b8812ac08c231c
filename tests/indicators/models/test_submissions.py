"""What is published is never written again, whatever an object in hand says."""

import datetime as dt

import pytest
from django.utils import timezone

from indicators.models import Evidence, Extension, Question, Submission, SubmissionEvent
from indicators.models.editions import PublishedRowError
from indicators.models.submissions import EventAlteredError
from tests.factories import OfficerFactory
from tests.officers import assessment_of, moved, scoring_edition, submission_of

MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def rows(published_data):
    """A row of each table that stands in a submission."""
    officer = OfficerFactory()
    submission = submission_of()
    assessment = assessment_of(submission)
    extension = {"stage": "entry", "until": MOMENT, "reason": "Bão.", "given_by": officer}
    return {
        "submission": submission,
        "assessment": assessment,
        "question": Question.objects.create(assessment=assessment, text="Vì sao?", asked_by=officer),
        "evidence": Evidence.objects.create(assessment=assessment, title="a", number="1", added_by=officer),
        "extension": Extension.objects.create(submission=submission, **extension),
    }


@pytest.mark.parametrize("name", ["submission", "assessment", "question", "evidence", "extension"])
def test_row_of_a_published_submission_is_not_written(rows, name):
    row = rows[name]
    row.save()
    Submission.objects.filter(pk=rows["submission"].pk).update(state=Submission.State.PUBLISHED)
    with pytest.raises(PublishedRowError):
        row.save()
    with pytest.raises(PublishedRowError):
        row.delete()


@pytest.mark.parametrize("name", ["assessment", "question", "evidence", "extension"])
def test_row_is_neither_added_to_a_published_submission_nor_moved_out_of_it(rows, name):
    row = rows[name]
    own = rows["submission"]
    other = submission_of("binh-phuoc", edition=own.edition)
    stands_in = "submission" if name in ("assessment", "extension") else "assessment"
    elsewhere = other if stands_in == "submission" else assessment_of(other)
    moved(own, Submission.State.PUBLISHED)
    setattr(row, stands_in, elsewhere)
    with pytest.raises(PublishedRowError):
        row.save()
    moved(own, Submission.State.APPROVED)
    moved(other, Submission.State.PUBLISHED)
    row.pk = None
    row._state.adding = True
    with pytest.raises(PublishedRowError):
        row.save()


def test_record_of_acts_is_only_added_to(published_data):
    submission = submission_of(edition=scoring_edition())
    event = SubmissionEvent.objects.create(
        submission=submission, act="send", to_state="sent", acted_at=timezone.now()
    )
    with pytest.raises(EventAlteredError):
        event.save()
    with pytest.raises(EventAlteredError):
        event.delete()
