import datetime as dt

import pytest

from indicators import workflow
from indicators.models import Deadline, Evidence, Role, Stage, Submission
from indicators.models.editions import PublishedRowError
from indicators.workflow import CheckedFile, NotAssignedError, WorkflowError
from tests.officers import moved

NOON = dt.datetime(2026, 10, 31, 12, tzinfo=dt.UTC)
FILE = CheckedFile("bao-cao.pdf", ".pdf", "application/pdf", b"%PDF-1.7")
DESCRIBED = {"number": "12/QĐ", "title": "Quyết định"}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.EVIDENCE_FILES = tmp_path
    return tmp_path


@pytest.fixture
def score(submission):
    return submission.assessments.in_order().first()


@pytest.fixture
def add(score, officers):
    """A function that adds a document as the unit's officer: ``add(file=FILE)``."""

    def added(*, by=officers[Role.ENTRY], file=None, now=lambda: NOON, **described):
        return workflow.add_evidence(
            score.pk, by=by, described={**DESCRIBED, **described}, file=file, now=now
        )

    return added


def test_evidence_keeps_who_added_it_and_when(add, officers):
    document = add()

    assert (document.added_by, document.added_at) == (officers[Role.ENTRY], NOON)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ENTRY])
def test_evidence_permission_is_that_of_data_entry(add, officers, role):
    with pytest.raises(NotAssignedError):
        add(by=officers[role])


@pytest.mark.parametrize("state", ["sent", "under_review", "verified", "approved"])
def test_evidence_is_closed_while_others_have_the_submission(add, submission, state):
    moved(submission, state)

    with pytest.raises(WorkflowError):
        add()


def test_evidence_is_refused_after_the_deadline(add, submission):
    Deadline.objects.create(edition=submission.edition, stage=Stage.ENTRY, until=NOON)

    add(number="in time")
    with pytest.raises(WorkflowError, match="gia hạn"):
        add(number="late", now=lambda: NOON + dt.timedelta(seconds=1))

    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    "described",
    [{"number": ""}, {"title": ""}, {"link": "ftp://example.vn"}, {"number": "x" * 121}],
    ids=["cannot be found", "no title", "a link elsewhere", "too long"],
)
def test_evidence_that_is_no_document_is_refused(add, files, described):
    with pytest.raises(WorkflowError):
        add(**described)

    assert not Evidence.objects.exists()
    assert list(files.rglob("*.*")) == []


def test_evidence_lost_update_same_document_stands_once(add):
    add()
    add(file=FILE)

    for file in (None, FILE):
        with pytest.raises(WorkflowError):
            add(file=file)

    assert Evidence.objects.count() == 2


def test_evidence_file_stays_while_a_revision_names_it(
    add, files, officers, django_capture_on_commit_callbacks
):
    document = add(file=FILE)
    other = add(number="13/QĐ")
    Evidence.objects.filter(pk=other.pk).update(
        file=document.file.name, sha256=document.sha256, size=document.size
    )

    with django_capture_on_commit_callbacks(execute=True):
        workflow.remove_evidence(document, by=officers[Role.ENTRY], now=lambda: NOON)

    assert (files / document.file.name).exists()


def test_evidence_taken_out_twice_is_told(add, officers):
    document = add()
    again = Evidence.objects.get(pk=document.pk)
    workflow.remove_evidence(document, by=officers[Role.ENTRY], now=lambda: NOON)

    with pytest.raises(WorkflowError):
        workflow.remove_evidence(again, by=officers[Role.ENTRY], now=lambda: NOON)


def test_evidence_of_a_published_submission_stays(add, submission):
    document = add()
    Submission.objects.filter(pk=submission.pk).update(state="published")

    with pytest.raises(PublishedRowError):
        document.delete()
