import pytest


@pytest.fixture
def administrator(client, published_data):
    """A client with a superuser signed in."""
    from tests.factories import OfficerFactory

    client.force_login(OfficerFactory(is_superuser=True))
    return client
