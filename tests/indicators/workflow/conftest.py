"""Models are imported inside: pytest reads this file before Django is set up."""

import pytest

from tests.scenes import YEAR, scene


@pytest.fixture(scope="module")
def opened_once(django_db_setup, django_db_blocker):
    from tests.officers import opened_for, scoring_edition

    def make():
        return opened_for(scoring_edition(state="draft", slug=YEAR), "tra-vinh", "binh-phuoc")

    with scene(django_db_blocker, make) as opened:
        yield opened


@pytest.fixture
def opened(opened_once, published_data):
    """The submissions of Trà Vinh and Bình Phước, opened for an edition of 62 indicators."""
    return opened_once()


@pytest.fixture
def submission(opened):
    return opened["tra-vinh"]


@pytest.fixture(scope="module")
def officers_once(django_db_setup, django_db_blocker):
    from indicators.models import Role
    from tests.officers import officer_with

    def make():
        return {role: officer_with(role, unit="tra-vinh") for role in Role} | {
            role: officer_with(role) for role in (Role.APPRAISAL, Role.PUBLICATION, Role.ADMINISTRATION)
        }

    with scene(django_db_blocker, make) as officers:
        yield officers


@pytest.fixture
def officers(officers_once, published_data):
    """An officer of each role for Trà Vinh; of the last three for all units."""
    return officers_once()
