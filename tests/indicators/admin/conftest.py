import pytest

from tests.scenes import YEAR, scene


@pytest.fixture(scope="module")
def administrator_once(django_db_setup, django_db_blocker):
    from tests.factories import OfficerFactory
    from tests.officers import cookies_of

    with scene(django_db_blocker, lambda: cookies_of(OfficerFactory(is_superuser=True))) as cookies:
        yield cookies


@pytest.fixture
def administrator(client, published_data, administrator_once):
    """A client with a superuser signed in."""
    client.cookies = administrator_once()
    return client


@pytest.fixture
def unwritten():
    """Leave pages unwritten, where their status and what they did to the database say all."""
    from tests.rendering import unwritten

    with unwritten():
        yield


@pytest.fixture(scope="module")
def under_review_once(django_db_setup, django_db_blocker):
    from tests.officers import completed, moved, opened_for, scoring_edition

    def make():
        opened = opened_for(scoring_edition(state="draft", slug=YEAR), "tra-vinh")["tra-vinh"]
        return moved(completed(opened), "under_review")

    with scene(django_db_blocker, make) as submission:
        yield submission


@pytest.fixture
def submission(under_review_once, published_data):
    """The submission of Trà Vinh under appraisal: 62 self-scores of 0,5, each with an explanation."""
    return under_review_once()


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
