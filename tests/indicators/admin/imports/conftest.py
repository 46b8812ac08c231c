"""Models are imported inside: pytest reads this file before Django is set up."""

import shutil
from contextlib import ExitStack

import pytest

from tests.scenes import scene


@pytest.fixture(scope="module")
def kept_once(tmp_path_factory):
    """The folder of the files that were uploaded once for a module."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(autouse=True)
def media(settings, tmp_path, kept_once):
    """Keep what is uploaded out of the project's folder."""
    settings.KEPT_FILES = shutil.copytree(kept_once, tmp_path / "kept")


@pytest.fixture(scope="module")
def officer_once(django_db_setup, django_db_blocker):
    from tests.factories import OfficerFactory

    def make():
        return OfficerFactory(username="nhap", permissions=["indicators.import_results"])

    with scene(django_db_blocker, make) as officer:
        yield officer


@pytest.fixture(scope="module")
def signed_in_once(officer_once, django_db_blocker):
    from tests.officers import cookies_of

    with scene(django_db_blocker, lambda: cookies_of(officer_once())) as cookies:
        yield cookies


@pytest.fixture
def importer(client, published_data, signed_in_once):
    """A client with an officer signed in who may bring in results, and nothing else."""
    client.cookies = signed_in_once()
    return client


@pytest.fixture(scope="module")
def once(signed_in_once, kept_once, django_db_blocker):
    """A function that goes steps of the wizard once for a module: ``once(steps)``, with ``steps(client)``.

    It returns a function that gives what the steps returned, as it was then.
    """
    from django.test import Client, override_settings

    with ExitStack() as scenes:

        def begin(steps):
            def make():
                client = Client()
                client.cookies = signed_in_once()
                with override_settings(KEPT_FILES=kept_once):
                    return steps(client)

            return scenes.enter_context(scene(django_db_blocker, make))

        yield begin
