"""The history in Chromium: its rules, a phone, the keyboard."""

from django.urls import reverse

from tests.accessibility import Inspector

ADDRESS = "/quan-tri/lich-su/"


def test_history_fits_a_phone(officers_page, published_data):
    page = officers_page(width=360, height=740)
    page.goto(reverse("history:history"))

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_history_breaks_no_rule_and_is_filtered_by_the_keyboard(officers_page, published_data):
    page = officers_page()
    inspector = Inspector(page)
    page.goto(ADDRESS)
    broken = inspector.violations()
    tops = page.locator(".history-filters .form-row").first.evaluate(
        """row => [...row.parentElement.querySelectorAll("input[id], select")].map(
          field => [row.getBoundingClientRect().top, field])
          .filter(([top, field]) => field.closest(".form-row").getBoundingClientRect().top === top)
          .map(([top, field]) => field.getBoundingClientRect().top)"""
    )

    page.locator("[name=don-vi]").focus()
    page.keyboard.type("tra vinh")
    page.keyboard.press("Enter")

    assert broken == []
    assert len(set(tops)) == 1
    page.wait_for_url("**don-vi=tra+vinh**")
    assert page.locator("[name=don-vi]").input_value() == "tra vinh"
