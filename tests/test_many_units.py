"""No page asks the database more often for 10,600 units than for three."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Edition
from provinces.models import Unit
from tests.made_country import SLUGS, make_country

EDITION = ["dti-cap-tinh", SLUGS[-1]]
PAGES = {
    "overview": reverse("overview"),
    "search": reverse("overview") + "?tim=tinh",
    "ranking": reverse("ranking", args=EDITION),
    "ranking in one region": reverse("ranking", args=EDITION) + "?vung=V1&sap-xep=-DTI&cua-toi=made-1",
    "ranking as a map": reverse("ranking", args=EDITION) + "?tab=ban-do",
    "ranking as a chart": reverse("ranking", args=EDITION) + "?tab=bieu-do",
    "ranking by movement": reverse("ranking", args=EDITION) + "?tab=bien-dong",
    "profile": reverse("province", args=["made-0"]),
    "profile of an edition": reverse("province_edition", args=["made-1", SLUGS[0]]),
    "profile of a commune": reverse("commune", args=["made-0"]) + "?bo=dti-cap-tinh",
    "comparison": reverse("comparison") + "?don-vi=made-0&don-vi=made-2&ky=" + SLUGS[-1],
    "comparison with a search": reverse("comparison") + "?don-vi=made-0&don-vi=made-2&tim=tinh",
    "simulator": reverse("simulator") + "?don-vi=made-0&HT=0.5&ky=" + SLUGS[-1],
    "group": reverse("group", args=["dti-cap-tinh", "HT", SLUGS[-1]]) + "?cua-toi=made-1",
    "composite": reverse("group", args=["dti-cap-tinh", "CQS", SLUGS[-1]]),
    "methodology": reverse("methodology", args=["dti-cap-tinh"]),
    "data quality": reverse("data_quality"),
}
# Each of them reads all units of an edition.
AT_FULL_SIZE = {"ranking", "composite", "data quality"}
OF_COMMUNES = {"search", "profile of a commune"}
# Data quality goes from edition to edition, too.
OF_EDITIONS = PAGES.keys() - {"ranking", "composite", "profile of a commune"}


def queries_of_pages(client, units, *, slugs, pages, level) -> dict[str, int]:
    """Count the queries of pages in a country of so many units, which is taken back."""
    counts = {}
    with transaction.atomic():
        # Each page would read the published editions beside the made ones, many units or few.
        Edition.objects.update(state=Edition.State.SUPERSEDED)
        make_country(units, slugs=slugs, level=level)
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(PAGES[page])
            assert answer.status_code == 200, page
            counts[page] = len(queries)
        transaction.set_rollback(True)
    return counts


@pytest.mark.sqlite_alone
@pytest.mark.django_db
# Django sends SQLite more than 999 values in several queries. Those that need one edition have one.
@pytest.mark.parametrize(
    ("units", "level", "slugs", "pages"),
    [
        (1_100, Unit.Level.PROVINCE, SLUGS, OF_EDITIONS),
        (1_100, Unit.Level.COMMUNE, SLUGS[-1:], OF_COMMUNES),
        (10_600, Unit.Level.PROVINCE, SLUGS[-1:], AT_FULL_SIZE),
    ],
    ids=["1100", "1100 communes", "10600"],
)
def test_pages_ask_as_often_for_many_units_as_for_three(client, units, level, slugs, pages):
    many = queries_of_pages(client, units, slugs=slugs, pages=pages, level=level)

    assert many == queries_of_pages(client, 3, slugs=slugs, pages=pages, level=level)
