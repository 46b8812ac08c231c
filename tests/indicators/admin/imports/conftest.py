import pytest


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep what is uploaded out of the project's folder."""
    settings.KEPT_FILES = tmp_path


@pytest.fixture
def importer(client, published_data):
    """A client with an officer signed in who may bring in results, and nothing else."""
    from tests.factories import OfficerFactory

    client.force_login(OfficerFactory(username="nhap", permissions=["indicators.import_results"]))
    return client
