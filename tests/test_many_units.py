"""No page asks the database more often for many units than for three, and the longest ranking is answered."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.made_country import SLUGS, make_country

EDITION = ["dti-cap-tinh", SLUGS[-1]]
PAGES = {
    "overview": reverse("overview"),
    "ranking": reverse("ranking", args=EDITION),
    "ranking in one region": reverse("ranking", args=EDITION) + "?vung=V1&sap-xep=-DTI&cua-toi=made-1",
    "ranking as a map": reverse("ranking", args=EDITION) + "?tab=ban-do",
    "ranking as a chart": reverse("ranking", args=EDITION) + "?tab=bieu-do",
    "profile": reverse("province", args=["made-0"]),
    "profile of an edition": reverse("province_edition", args=["made-1", SLUGS[0]]),
    "comparison": reverse("comparison") + "?don-vi=made-0&don-vi=made-2&ky=" + SLUGS[-1],
    "comparison with a search": reverse("comparison") + "?don-vi=made-0&don-vi=made-2&tim=tinh",
    "group": reverse("group", args=["dti-cap-tinh", "HT", SLUGS[-1]]),
    "composite": reverse("group", args=["dti-cap-tinh", "CQS", SLUGS[-1]]),
    "methodology": reverse("methodology", args=["dti-cap-tinh"]),
    "data quality": reverse("data_quality"),
}


def queries_of_pages(client) -> dict[str, int]:
    counts = {}
    for page, address in PAGES.items():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code == 200, page
        counts[page] = len(queries)
    return counts


@pytest.mark.sqlite_alone
@pytest.mark.django_db
def test_pages_ask_as_often_for_many_units_as_for_three(client):
    def counts_of(units: int) -> dict[str, int]:
        with transaction.atomic():
            make_country(units)
            counts = queries_of_pages(client)
            transaction.set_rollback(True)
        return counts

    # More than a page of a ranking, and more than one batch of the rows that are read together.
    assert counts_of(210) == counts_of(3)


@pytest.mark.sqlite_alone
@pytest.mark.django_db
def test_ranking_of_10600_units_is_answered(client):
    """A database takes so many values in a query and no more: a list of all units must not stand in one."""
    make_country(10_600, slugs=SLUGS[-1:])

    answer = client.get(PAGES["ranking"])

    assert answer.status_code == 200
    assert sum(len(part.rows) for part in answer.context["table"].parts) == 200
