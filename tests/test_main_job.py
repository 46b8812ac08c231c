"""The main job from end to end: an officer corrects a score, publishes it, and the public sees it."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from indicators.models import Edition, Measure
from provinces.models import Source
from tests.factories import OfficerFactory

PASSWORD = "mật khẩu dài để thử"
RIGHTS = [
    "indicators.view_edition",
    "indicators.change_edition",
    "indicators.change_ranking",
    "indicators.publish_edition",
]


@pytest.fixture
def officer(published_data):
    officer = OfficerFactory(username="can-bo", permissions=RIGHTS)
    officer.set_password(PASSWORD)
    officer.save()
    return officer


def sign_in(page):
    page.goto(reverse("admin:login"))
    page.fill("[name=username]", "can-bo")
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_url("**" + reverse("admin:index"))


def edition_number(page) -> int:
    return int(re.search(r"/edition/(\d+)/", page.url).group(1))


def choose_source(page, source, *, javascript):
    """Choose the source of a changed figure as an officer does: by typing a part of its name, or by list."""
    if not javascript:
        page.select_option("[name=source]", str(source.pk))
        return
    page.click(".sheet-source .select2-selection")
    page.fill(".select2-search__field", str(source)[:40])
    page.get_by_role("option", name=str(source), exact=True).first.click()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts on", "scripts off"])
def test_officer_corrects_a_score_and_the_public_sees_it(open_page, officer, javascript):
    published = Edition.objects.published().get(scorecard__code="dti-cap-tinh", slug="2022")
    infrastructure = Measure.objects.get(methodology=published.methodology, code="HT")
    correction = Source.objects.create(
        code="cong-van-dinh-chinh", title="Công văn đính chính (dùng để thử)", issued_on=dt.date(2024, 1, 2)
    )
    public = open_page(javascript=javascript)
    office = open_page(javascript=javascript)
    profile = reverse("province_edition", args=["tra-vinh", "2022"])
    group = reverse("group", args=["dti-cap-tinh", "HT", "2022"])
    public.goto(profile)
    assert public.get_by_text("0,6540", exact=True).count() >= 1

    sign_in(office)
    office.goto(reverse("admin:indicators_edition_open_revision", args=[published.pk]))
    office.click("form.confirm [type=submit]")
    draft = edition_number(office)
    assert draft != published.pk
    office.goto(reverse("admin:indicators_edition_entry_form", args=[draft, "tra-vinh"]))
    office.fill(f"[name=m{infrastructure.pk}-value]", "0,9999")
    office.click(".submit-row [type=submit] >> nth=0")
    assert "Hãy chọn nguồn của số liệu được nhập" in office.locator("[data-problems]").inner_text()
    choose_source(office, correction, javascript=javascript)
    office.click(".submit-row [type=submit] >> nth=0")
    public.goto(profile)
    assert public.get_by_text("0,9999", exact=True).count() == 0
    office.goto(reverse("admin:indicators_edition_publish", args=[draft]))
    assert office.get_by_role("cell", name="0,9999").count() == 1
    office.click("form.confirm [type=submit]")

    public.goto(profile)
    assert public.get_by_text("0,9999", exact=True).count() >= 1
    public.goto(group)
    first = public.locator("tbody tr").first
    assert "1/63" in first.inner_text()
    assert "Trà Vinh" in first.inner_text()
    assert "0,9999" in first.inner_text()
    assert str(correction) in public.locator(".sources").inner_text()
    published.refresh_from_db()
    assert published.state == Edition.State.SUPERSEDED
    assert published.rankings.get(unit__slug="tra-vinh", measure=infrastructure).value_text == "0.6540"
