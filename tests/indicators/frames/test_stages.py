import pytest

from indicators.frames.stages import stages_frame
from indicators.models import ScoringException, Submission
from indicators.workflow.scores import publish_scores
from tests.officers import officer_with
from tests.scored_country import DECISION, REASON, submission_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(small_edition_once, db):
    return small_edition_once()


def publish(edition):
    return publish_scores(edition, by=officer_with("publication", scorecard=edition.scorecard), **DECISION)


def stages_of(edition, slug):
    return stages_frame(edition, unit_id=submission_in(edition, slug).unit_id)


@pytest.mark.parametrize("state", ["draft", "under_review", "verified"])
def test_stages_frame_withholds_scores_that_nobody_approved(edition, state):
    unranked = Submission.objects.filter(pk=submission_in(edition, "nui-da").pk)
    unranked.update(state=state, is_ranked=False, unranked_reason="Mới thành lập.")
    unranked.get().assessments.update(verified_reason="Nhận xét chưa duyệt")
    publish(edition)

    assert stages_of(edition, "nui-da").empty


def test_stages_frame_of_a_published_edition_outlives_later_exceptions(edition):
    publish(edition)
    before = stages_of(edition, "bien-xanh")
    submission = submission_in(edition, "bien-xanh")
    indicator = submission.assessments.first().indicator
    ScoringException.objects.create(indicator=indicator, unit=submission.unit, reason=REASON)

    assert stages_of(edition, "bien-xanh").equals(before)
