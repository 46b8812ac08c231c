import pytest


@pytest.fixture
def administrator(client, published_data):
    """A client with a superuser signed in."""
    from tests.factories import OfficerFactory

    client.force_login(OfficerFactory(is_superuser=True))
    return client


@pytest.fixture
def edition(published_data):
    from tests.officers import scoring_edition

    return scoring_edition(state="draft")


@pytest.fixture
def submission(edition):
    """The submission of Trà Vinh under appraisal: 62 self-scores of 0,5, each with an explanation."""
    from tests.officers import completed, moved, opened_for

    opened = opened_for(edition, "tra-vinh")["tra-vinh"]
    return moved(completed(opened), "under_review")


@pytest.fixture
def scores(submission):
    return list(submission.assessments.select_related("indicator__parent").in_order())


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
def officers_page(open_page, administrator, site):
    """A function that opens a page in the browser with an administrator signed in."""

    def open_signed_in(**options):
        page = open_page(**options)
        session = administrator.cookies["sessionid"]
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": site}])
        return page

    return open_signed_in
