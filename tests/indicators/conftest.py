"""Models are imported inside: pytest reads this file before Django is set up."""

import pytest

from tests.scenes import scene


@pytest.fixture
def published(published_data):
    """DTI cấp tỉnh 2022 as published: complete, with lists of leaders."""
    from indicators.models import Edition

    return Edition.objects.published().with_rules().get(scorecard__code="dti-cap-tinh", slug="2022")


@pytest.fixture
def revision(published):
    """A draft that corrects DTI cấp tỉnh 2022."""
    from indicators.workflow import open_revision

    return open_revision(published)


@pytest.fixture
def draft(published_data):
    """A draft on the 63 by the rules of 2022, with a total of Trà Vinh, a list of leaders and an average."""
    from indicators.models import Benchmark, LeaderList, Ranking
    from provinces.models import Source, Unit
    from tests.factories import DraftFactory

    draft = DraftFactory(source=Source.objects.in_order().first())
    unit = Unit.objects.get(slug="tra-vinh")
    total = draft.methodology.measures.get(kind="total")
    given = {
        "value": "0.6077",
        "value_text": "0.6077",
        "value_basis": "published",
        "rank": 25,
        "rank_basis": "published",
    }
    Ranking.objects.create(edition=draft, unit=unit, measure=total, **given)
    LeaderList.objects.create(edition=draft, measure=total, source=draft.source).units.add(unit)
    Benchmark.objects.create(edition=draft, measure=total, value="0.5", source=draft.source)
    return draft


@pytest.fixture(scope="module")
def small_edition_once(django_db_setup, django_db_blocker):
    """A function that gives the small country's edition, appraised; it is made once for a module."""
    from tests.scored_country import small_edition

    with scene(django_db_blocker, small_edition) as edition:
        yield edition
