"""What only scripts and printers show: the copied paragraph, the saved picture, one sheet of paper."""

import re

import pytest

PNG = b"\x89PNG\r\n\x1a\n"
CAPTURE = """
navigator.clipboard.writeText = async (text) => { window.copied = text; };
"""


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def test_profile_gives_its_paragraph_its_picture_and_one_sheet(open_page):
    page = open_page()
    page.add_init_script(CAPTURE)
    page.goto("/dia-phuong/tra-vinh/2022/")

    page.get_by_role("button", name="Chép đoạn này").click()
    page.get_by_role("status").filter(has_text="Đã chép").wait_for()
    copied = page.evaluate("window.copied").split("\n")
    with page.expect_download() as download:
        page.locator("#groups-chart").get_by_role("button", name="Tải hình (PNG)").click()
    sheet = page.pdf()

    assert copied[0].startswith("Năm 2022, Trà Vinh xếp hạng 25/63 (tăng 1 bậc so với năm 2021), hạng 5/13 ")
    assert copied[-1].endswith("/dia-phuong/tra-vinh/2022/")
    assert download.value.suggested_filename == "groups-chart.png"
    assert download.value.path().read_bytes().startswith(PNG)
    assert pages_of(sheet) == 1


def test_ranking_of_63_prints_on_one_sheet_and_has_short_rows_on_a_phone(open_page):
    page = open_page()
    page.goto("/xep-hang/dti-cap-tinh/2022/")
    page.emulate_media(media="print")

    assert pages_of(page.pdf()) == 1
    assert page.get_by_text("63/63", exact=True).is_visible()
    assert page.locator("#nguon-1").is_visible()
    assert "/xep-hang/dti-cap-tinh/2022/" in page.locator(".print-address").inner_text()
    assert not page.get_by_role("navigation").first.is_visible()

    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 360, "height": 740})
    heights = page.locator("#ranking tbody tr").evaluate_all("rows => rows.map((row) => row.offsetHeight)")
    assert max(heights) < 80
    assert sum(heights) / len(heights) < 60


def test_longest_profiles_print_on_one_sheet(open_page):
    page = open_page()
    for address in ("/dia-phuong/ho-chi-minh/", "/dia-phuong/quang-ninh/2024-63/", "/dia-phuong/hue/2023/"):
        page.goto(address)

        assert pages_of(page.pdf()) == 1, address


@pytest.mark.parametrize("address", ["/dia-phuong/tra-vinh/2022/"])
def test_page_without_scripts_offers_figures_and_no_dead_button(open_page, address):
    page = open_page(javascript=False)
    page.goto(address)

    assert page.get_by_role("button").count() == 0
    assert page.locator("#groups-chart").get_by_role("link", name="Tải số liệu (CSV)").is_visible()
