"""The history in Chromium: its rules, a phone, the keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

ADDRESS = "/quan-tri/lich-su/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_history_breaks_no_rule(officers_page, published_data, scheme):
    # axe itself writes style attributes here.
    page = officers_page(color_scheme=scheme, bypass_csp=True)
    page.goto(ADDRESS)

    broken = Axe().run(page, options={"preload": False}).response["violations"]

    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in broken] == []


def test_history_fits_a_phone(officers_page, published_data):
    page = officers_page(width=360, height=740)
    page.goto(reverse("history:history"))

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_history_is_filtered_by_the_keyboard_and_its_fields_stand_in_line(officers_page, published_data):
    page = officers_page()
    page.goto(ADDRESS)
    tops = page.locator(".history-filters .form-row").first.evaluate(
        """row => [...row.parentElement.querySelectorAll("input[id], select")].map(
          field => [row.getBoundingClientRect().top, field])
          .filter(([top, field]) => field.closest(".form-row").getBoundingClientRect().top === top)
          .map(([top, field]) => field.getBoundingClientRect().top)"""
    )

    page.locator("[name=don-vi]").focus()
    page.keyboard.type("tra vinh")
    page.keyboard.press("Enter")

    assert len(set(tops)) == 1
    page.wait_for_url("**don-vi=tra+vinh**")
    assert page.locator("[name=don-vi]").input_value() == "tra vinh"
