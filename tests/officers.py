"""Officers at work: an edition opened for provinces by the commune rule book of Tây Ninh, 62 indicators."""

from django.test import Client

from indicators.models import Assessment, Assignment, Edition, Methodology, Submission
from indicators.workflow import open_submissions
from provinces.models import Unit
from tests.factories import DraftFactory, OfficerFactory


def scoring_edition(**fields) -> Edition:
    """Return an edition that is being scored, on the 63, without submissions."""
    methodology = Methodology.objects.get(scorecard__code="dti-cap-xa-tay-ninh")
    return DraftFactory(methodology=methodology, **{"state": Edition.State.SCORING, **fields})


def opened_for(edition: Edition, *slugs: str) -> dict[str, Submission]:
    """Open a draft edition for some units; return their submissions by the unit's slug."""
    units = Unit.objects.filter(slug__in=slugs)
    opened = open_submissions(edition, by=officer_with("administration"), units=units)
    return {submission.unit.slug: submission for submission in opened}


def submission_of(slug: str = "tra-vinh", *, edition: Edition | None = None, **fields) -> Submission:
    """Return the submission of a unit, without scores."""
    unit = Unit.objects.get(slug=slug)
    return Submission.objects.create(edition=edition or scoring_edition(), unit=unit, **fields)


def assessment_of(submission: Submission, code: str = "2.1", **fields) -> Assessment:
    """Return the score of an indicator of a submission."""
    indicator = submission.edition.methodology.measures.get(code=code)
    return Assessment.objects.create(submission=submission, indicator=indicator, **fields)


def officer_with(role: str, *, unit: str | None = None, scorecard=None, group_code: str = ""):
    """Return a signed-in officer with one assignment."""
    officer = OfficerFactory()
    Assignment.objects.create(
        user=officer,
        role=role,
        unit=Unit.objects.get(slug=unit) if unit else None,
        scorecard=scorecard,
        group_code=group_code,
    )
    return officer


def cookies_of(officer):
    """Sign an officer in; return the cookies of the browser."""
    client = Client()
    client.force_login(officer)
    return client.cookies


def completed(submission: Submission, *, score="0.5") -> Submission:
    """Give every indicator of a submission what sending asks for."""
    submission.assessments.update(self_score=score, explanation="Đang số hóa tài liệu.")
    return submission


def moved(submission: Submission, state: str) -> Submission:
    """Put a submission into a state, by no act."""
    Submission.objects.filter(pk=submission.pk).update(state=state)
    submission.refresh_from_db()
    return submission
