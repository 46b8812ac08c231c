"""Models are imported inside: pytest reads this file before Django is set up."""

import pytest


@pytest.fixture
def opened(published_data):
    """The submissions of Trà Vinh and Bình Phước, opened for an edition of 62 indicators."""
    from tests.officers import opened_for, scoring_edition

    return opened_for(scoring_edition(state="draft"), "tra-vinh", "binh-phuoc")


@pytest.fixture
def submission(opened):
    return opened["tra-vinh"]


@pytest.fixture
def officers(published_data):
    """An officer of each role for Trà Vinh; of the last three for all units."""
    from indicators.models import Role
    from tests.officers import officer_with

    return {role: officer_with(role, unit="tra-vinh") for role in Role} | {
        role: officer_with(role) for role in (Role.APPRAISAL, Role.PUBLICATION, Role.ADMINISTRATION)
    }
