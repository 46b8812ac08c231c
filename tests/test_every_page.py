"""Every page in Chromium: it keeps the Content-Security-Policy, asks no other host, and has no axe violation.

The first two are watched by the ``open_page`` fixture itself.
"""

from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import reverse
from lxml import html

from tests.accessibility import Inspector

PAGES = {
    "overview": "/",
    "ranking": "/xep-hang/dti-cap-tinh/2022/",
    "ranking as a map": "/xep-hang/dti-cap-tinh/2024-34/?tab=ban-do",
    "ranking as a chart": "/xep-hang/dti-cap-tinh/2023/?tab=bieu-do",
    "ranking by movement": "/xep-hang/dti-cap-tinh/2024-63/?tab=bien-dong",
    "thin ranking": "/xep-hang/dti-cap-tinh/2020/",
    "ranking of the ministries": "/xep-hang/dti-cap-bo/2022-bo-co-dvc/",
    "ranking of the country": "/xep-hang/dti-quoc-gia/2024/",
    "province": "/dia-phuong/tra-vinh/2022/",
    "merged province": "/dia-phuong/da-nang/",
    "mergers": "/sap-nhap-2025/",
    "mergers from the old side": "/sap-nhap-2025/?tap=63",
    "ministry": "/bo-nganh/bo-xay-dung/",
    "comparison": "/so-sanh/?don-vi=tra-vinh&don-vi=binh-phuoc",
    "comparison over two unit sets": "/so-sanh/?don-vi=da-nang&don-vi=tra-vinh&don-vi=hue&tim=ha",
    "empty comparison": "/so-sanh/",
    "simulator": "/mo-phong/?don-vi=tra-vinh&ky=2022&nhom-chung=0.7&trong-so-CQS_HD=300",
    "group": "/nhom-chi-so/dti-cap-tinh/NL/2022/",
    "group of the country": "/nhom-chi-so/dti-quoc-gia/DTI/2022/",
    "methodology": "/phuong-phap/dti-cap-tinh/",
    "methodology of the communes": "/phuong-phap/dti-cap-xa-tay-ninh/",
    "data quality": "/chat-luong-du-lieu/",
}


def show_again(answer, page):
    """Go to an address with what another page was answered there: making it takes longer than showing it."""
    made = {"status": answer.status, "headers": answer.headers, "body": answer.body()}
    page.route(answer.url, lambda route: route.fulfill(**made))
    page.goto(answer.url)
    page.unroute(answer.url)


def test_pages_in_chromium_break_no_rule_and_are_read_on_a_phone_with_scripts_off(open_page):
    page = open_page()
    phone = open_page(javascript=False, width=360, height=740)
    inspector, broken, widths = Inspector(page), {}, {}
    for name, address in PAGES.items():
        answer = page.goto(address)
        assert answer.status == 200, name
        broken[name] = inspector.violations(dark=False)
        show_again(answer, phone)
        assert phone.locator("h1").is_visible(), name
        widths[name] = phone.evaluate("document.documentElement.scrollWidth")

    assert {name: found for name, found in broken.items() if found} == {}
    assert {name: width for name, width in widths.items() if width > 360} == {}


@pytest.fixture
def officers_page(open_page, client, site):
    """A page with an administrator signed in."""
    client.force_login(get_user_model().objects.create_superuser(username="quan-tri"))
    page = open_page()
    [session] = [cookie for cookie in client.cookies.values() if cookie.key == "sessionid"]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": site}])
    return page


FORBIDDEN = (
    "//@style | //style | //base | //object | //embed | //@*[starts-with(name(), 'on')]"
    " | //script[not(@src or @type='application/json')] | //*[starts-with(@href, 'javascript:')]"
)
ASKED = "//@src | //link/@href | //form/@action"


def test_admin_screens_in_chromium_break_no_rule(officers_page, client):
    """No markup breaks the policy; what scripts do is seen once for each set of them."""
    refused, forbidden, asked, opened = {}, {}, set(), {}
    for model in admin.site._registry:
        for screen in ("changelist", "add"):
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{screen}")
            answer = client.get(address)
            # Some rows are only ever imported, and have no form for a new one.
            if answer.status_code != 200 and (screen, answer.status_code) != ("add", 403):
                refused[address] = answer.status_code
            document = html.fromstring(answer.content)
            forbidden[address] = document.xpath(FORBIDDEN)
            asked |= set(document.xpath(ASKED))
            opened.setdefault((screen, *document.xpath("//script/@src")), address)

    assert refused == {}
    assert {address: found for address, found in forbidden.items() if found} == {}
    assert {urlsplit(place).netloc for place in asked} == {""}
    for address in [*opened.values(), reverse("imports:upload")]:
        assert officers_page.goto(address).status in {200, 403}
