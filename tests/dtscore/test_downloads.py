import pytest

from indicators.models import Scorecard
from indicators.models.scorecards import MADE_UP_CODE
from provinces.models import Unit

pytestmark = [pytest.mark.usefixtures("published_data"), pytest.mark.sqlite_alone]
ADDRESSES = {
    "chart": "/chat-luong-du-lieu/?bieu-do=coverage-chart&dinh-dang=csv",
    "history": "/quan-tri/lich-su/lich-su.csv",
}


@pytest.fixture
def made_up():
    return Scorecard.objects.create(code=MADE_UP_CODE, name="Dữ liệu giả lập", level=Unit.Level.COMMUNE)


def names(client):
    exported = client.post("/quan-tri/provinces/unit/export/", {"format": "0", "unitresource_slug": "on"})
    answers = [client.get(address) for address in ADDRESSES.values()] + [exported]
    return [answer.headers.get("Content-Disposition", "") for answer in answers]


def test_files_of_made_up_data_say_so_in_their_names(admin_client, made_up):
    assert [name.startswith('attachment; filename="du-lieu-gia-lap-') for name in names(admin_client)] == [
        True, True, True,
    ]  # fmt: skip


def test_files_of_published_data_bear_their_own_names(admin_client):
    assert ["gia-lap" in name or not name for name in names(admin_client)] == [False] * 3
