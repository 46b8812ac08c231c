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
    return f"/quan-tri/tham-dinh/{submission.pk}/"


@pytest.fixture
def signed_in(client):
    """A function that signs an officer with one assignment in: ``signed_in(role, unit=…)``."""
    from tests.officers import officer_with

    def sign_in(role, **place):
        officer = officer_with(role, **place)
        client.force_login(officer)
        return client

    return sign_in


@pytest.fixture
def sent_back(submission):
    """A function that returns what the desk sends: ``sent_back(page, {score: ("0,25", "…")})``."""

    def form(page, typed=(), **more):
        posted = {}
        for group in page.context["groups"]:
            for row in group.rows:
                if row.is_open:
                    posted |= {f"{row.key}-{name}": text for name, text in row.shown_texts.items()}
                    posted |= {f"{row.key}-version": row.assessment.version, f"{row.key}-stated": row.stated}
        for score, (points, reason) in dict(typed).items():
            posted |= {f"v{score.pk}-score": points, f"v{score.pk}-reason": reason}
        return posted | more

    return form
