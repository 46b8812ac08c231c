import pytest


@pytest.fixture
def administrator(client, published_data):
    """A client with a superuser signed in."""
    from tests.factories import OfficerFactory

    client.force_login(OfficerFactory(is_superuser=True))
    return client


@pytest.fixture
def officers_page(open_page, administrator, site):
    """A function that opens a page in the browser with an administrator signed in."""

    def open_signed_in(**options):
        page = open_page(**options)
        session = administrator.cookies["sessionid"]
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": site}])
        return page

    return open_signed_in
