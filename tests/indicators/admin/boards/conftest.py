"""Models are imported inside: pytest reads this file before Django is set up."""

import pytest


@pytest.fixture
def edition(published_data):
    from tests.officers import scoring_edition

    return scoring_edition(state="draft")


@pytest.fixture
def submission(edition):
    """The submission of Trà Vinh under appraisal: 62 self-scores of 0,5, each with an explanation."""
    from indicators.models import Submission
    from indicators.workflow import open_submissions
    from provinces.models import Unit
    from tests.officers import completed, moved, officer_with

    units = Unit.objects.filter(slug="tra-vinh")
    (opened,) = open_submissions(edition, by=officer_with("administration"), units=units)
    return moved(completed(opened), Submission.State.UNDER_REVIEW)


@pytest.fixture
def scores(submission):
    return list(submission.assessments.select_related("indicator__parent").in_order())


@pytest.fixture
def address(submission):
    return f"/quan-tri/tien-do/{submission.edition_id}/"


@pytest.fixture
def signed_in(client):
    """A function that signs an officer with one assignment in: ``signed_in(role, unit=…)``."""
    from tests.officers import officer_with

    def sign_in(role, **place):
        officer = officer_with(role, **place)
        client.force_login(officer)
        return client

    return sign_in
