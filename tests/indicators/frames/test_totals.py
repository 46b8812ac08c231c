import pytest

from indicators import frames
from indicators.models import Edition
from provinces.models import Unit

pytestmark = pytest.mark.usefixtures("published_data")


def test_totals_frame_holds_published_totals_in_the_order_of_the_editions():
    editions = list(
        Edition.objects.of_scorecard("dti-cap-tinh").filter(slug__in=["2021", "2023"]).order_by("-slug")
    )
    tra_vinh = Unit.objects.get(slug="tra-vinh").pk

    totals = frames.totals_frame(editions)

    assert list(totals.columns) == [edition.pk for edition in editions]
    assert totals.notna().sum().tolist() == [63, 22]
    assert totals.at[tra_vinh, editions[0].pk] == 0.7068
    assert frames.totals_frame([]).empty
