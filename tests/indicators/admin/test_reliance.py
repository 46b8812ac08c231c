import pytest

from indicators.models import Assessment, CompositePart
from provinces.admin.reliance import is_relied_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(small_edition_once, db):
    return small_edition_once()


def rows_of(edition):
    """Return a row of each table that the figures of an edition follow from."""
    return {
        "methodology": edition.methodology,
        "measure": edition.methodology.measures.get(code="3.1"),
        "part": CompositePart.objects.filter(composite__methodology=edition.methodology).first(),
        "member": edition.unit_set.members.first(),
    }


TABLES = ["methodology", "measure", "part", "member"]


@pytest.mark.each_database
@pytest.mark.parametrize("table", TABLES)
def test_edition_that_is_scored_relies_on_its_rules(edition, table):
    assert is_relied_on(rows_of(edition)[table])


@pytest.mark.parametrize("table", TABLES)
def test_edition_that_nobody_hands_in_for_relies_on_nothing(edition, table):
    Assessment.objects.all().delete()
    edition.submissions.all().delete()

    assert not is_relied_on(rows_of(edition)[table])


def test_maximum_that_nobody_knew_is_given_while_units_score(edition):
    indicator = edition.methodology.measures.get(code="3.1")
    indicator.max_points = None
    indicator.save()

    assert not is_relied_on(indicator)
