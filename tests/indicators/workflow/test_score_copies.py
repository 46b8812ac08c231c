import pytest

from indicators.models import Assessment, Edition, Evidence, Submission, SubmissionEvent
from indicators.workflow import (
    WorkflowError,
    accept,
    discard_draft,
    finish_verification,
    open_revision,
    publish,
    publish_scores,
    reopen,
    save_verification,
)
from indicators.workflow.changed_scores import changed_scores
from tests.factories import OfficerFactory
from tests.officers import officer_with
from tests.scenes import scene
from tests.scored_country import DECISION, small_edition, submission_in

pytestmark = pytest.mark.django_db

COLUMNS = ["submission__unit", "indicator", "raw_a", "self_score", "verified_score", "note", "explanation"]


@pytest.fixture
def publisher(db):
    return officer_with("publication")


@pytest.fixture(scope="module")
def published_once(django_db_setup, django_db_blocker):
    def make():
        edition, publisher = small_edition(), officer_with("publication")
        score = submission_in(edition, "bien-xanh").assessments.get(indicator__code="2.1")
        for number in ("1/BC", "2/BC"):
            Evidence.objects.create(assessment=score, number=number, title="Báo cáo", added_by=publisher)
        return publish_scores(edition, by=publisher, **DECISION)

    with scene(django_db_blocker, make) as edition:
        yield edition


@pytest.fixture
def published(published_once, db):
    """The small country's edition, published; Biển Xanh proves one score by two documents."""
    return published_once()


@pytest.fixture
def revision(published, publisher):
    return open_revision(published, by=publisher)


def scores_of(edition):
    return Assessment.objects.filter(submission__edition=edition)


def rows_of(edition, *columns):
    return sorted(scores_of(edition).values_list(*columns), key=str)


def correct(revision, publisher, *, score):
    """Take the appraised score of one indicator of Đồi Gió through the whole way once more."""
    appraiser = officer_with("appraisal")
    submission = reopen(submission_in(revision, "doi-gio"), by=publisher, reason="Tính sai.")
    assessment = submission.assessments.get(indicator__code="2.1")
    values = {"verified_score": score, "verified_reason": "Số liệu đính chính."}
    save_verification(assessment.pk, by=appraiser, version=assessment.version, **values)
    accept(finish_verification(submission, by=appraiser), by=publisher)


def test_open_revision_copies_scores_and_evidence_as_approved(published, revision, publisher):
    assert revision.state == Edition.State.SCORING
    assert set(revision.submissions.values_list("state", flat=True)) == {Submission.State.APPROVED}
    assert rows_of(revision, *COLUMNS) == rows_of(published, *COLUMNS)
    assert not scores_of(revision).exclude(final_score=None).exists()
    evidence = Evidence.objects.filter(assessment__in=scores_of(revision))
    assert list(evidence.values_list("number", "assessment__indicator__code")) == [
        ("1/BC", "2.1"),
        ("2/BC", "2.1"),
    ]
    events = SubmissionEvent.objects.filter(submission__edition=revision)
    assert set(events.values_list("act", "acted_by")) == {("open", publisher.pk)}


def test_open_revision_keeps_who_is_not_ranked(published, publisher):
    Submission.objects.filter(edition=published, unit__slug="nui-da").update(
        is_ranked=False, unranked_reason="Mới thành lập."
    )

    revision = open_revision(published)

    assert submission_in(revision, "nui-da").unranked_reason == "Mới thành lập."


def test_open_revision_of_an_edition_that_was_brought_in_is_a_draft(db):
    published = Edition.objects.published().first()

    assert open_revision(published).state == Edition.State.DRAFT


def test_revision_is_corrected_the_same_way_and_the_former_stays(published, revision, publisher):
    before = rows_of(published, *COLUMNS, "final_score")

    correct(revision, publisher, score=80)
    publish_scores(
        revision, by=publisher, decision_number="15/QĐ-UBND", decision_date=DECISION["decision_date"]
    )

    assert rows_of(published, *COLUMNS, "final_score") == before
    published.refresh_from_db()
    assert published.state == Edition.State.SUPERSEDED
    for edition in (published, revision):
        kept = edition.history.first()
        assert (kept.history_user, kept.history_change_reason) == (publisher, "15/QĐ-UBND")
    assert published.decision_number == DECISION["decision_number"]
    total = {row.unit.slug: row for row in revision.rankings.filter(measure__code="DTI")}
    assert float(total["doi-gio"].value) == 0.64
    assert published.rankings.get(measure__code="DTI", unit__slug="doi-gio").value_text == "0.6600"
    revision.refresh_from_db()
    assert revision.computed_corrections > 0


def test_revision_of_a_revision_copies_what_was_corrected(revision, publisher):
    correct(revision, publisher, score=80)
    publish_scores(revision, by=publisher, **DECISION)

    third = open_revision(Edition.objects.get(pk=revision.pk))

    score = scores_of(third).get(submission__unit__slug="doi-gio", indicator__code="2.1")
    assert (score.verified_score, score.verified_reason) == (80, "Số liệu đính chính.")


def test_changed_scores_tell_what_a_revision_changes_and_why(published, revision, publisher):
    correct(revision, publisher, score=80)

    for _stage in ("being scored", "published"):
        [change] = changed_scores(revision)
        assert (change.assessment.submission.unit.slug, change.assessment.indicator.code) == (
            "doi-gio",
            "2.1",
        )
        assert (change.former, change.new, change.reason) == (90, 80, "Số liệu đính chính.")
        if revision.is_open:
            revision = publish_scores(revision, by=publisher, **DECISION)


def test_officers_read_what_a_revision_changes_before_and_after_publishing(
    client, published, revision, publisher
):
    correct(revision, publisher, score=80)
    client.force_login(publisher)
    before = f"/quan-tri/indicators/edition/{revision.pk}/"
    preview = client.get(f"{before}cong-bo-diem/")
    publish_scores(revision, by=publisher, **DECISION)
    page = client.get(f"{before}diem-sua-doi/")
    client.force_login(officer_with("entry", unit="nui-da"))

    for shown in (preview.context["changes"], page.context["page"].object_list):
        [row] = shown
        assert (row["former"], row["new"], row["reason"]) == ("90", "80", "Số liệu đính chính.")
    assert "Số liệu đính chính." in page.content.decode()
    foreign = client.get(f"{before}diem-sua-doi/")
    assert not foreign.context["page"].object_list


def test_changed_scores_of_a_first_edition_are_none(published):
    assert changed_scores(published) == []


def test_publish_alone_refuses_a_revision_that_is_scored(revision):
    with pytest.raises(WorkflowError):
        publish(revision)


def test_discard_draft_takes_the_copies_of_a_revision_and_leaves_the_published_ones(
    published, revision, publisher
):
    correct(revision, publisher, score=80)
    before = rows_of(published, *COLUMNS, "final_score")
    reopened = submission_in(revision, "doi-gio").pk

    discard_draft(revision, by=publisher)

    assert not Edition.objects.filter(pk=revision.pk).exists()
    assert rows_of(published, *COLUMNS, "final_score") == before
    assert Evidence.objects.filter(assessment__in=scores_of(published)).count() == 2
    # Its events are gone with it; what they told stands in the history of the submission.
    steps = Submission.history.filter(id=reopened).order_by("history_id")
    assert [(step.state, step.history_type) for step in steps] == [
        ("approved", "+"),
        ("under_review", "~"),
        ("verified", "~"),
        ("approved", "~"),
        ("approved", "-"),
    ]
    assert (steps[1].history_user, steps[1].history_change_reason) == (publisher, "Tính sai.")
    assert (steps[4].history_user, Edition.history.filter(id=revision.pk).first().history_user) == (
        publisher,
        publisher,
    )


def test_discard_draft_refuses_what_units_hand_in_first(db):
    edition = small_edition(slug="2024")

    with pytest.raises(WorkflowError):
        discard_draft(edition)

    assert scores_of(edition).exists()


def test_open_revision_asks_as_often_for_three_units_as_for_sixty(published, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        open_revision(published, by=OfficerFactory())
