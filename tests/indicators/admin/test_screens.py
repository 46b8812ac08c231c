"""The pages of an edition in Chromium, with scripts and without."""

from decimal import Decimal

from django.urls import reverse

from tests.accessibility import Inspector

SCREENS = ["entry_units", "entry_form", "publish", "discard", "open_revision"]


def address(screen, edition):
    unit = ["tra-vinh"] if screen == "entry_form" else []
    return reverse(f"admin:indicators_edition_{screen}", args=[edition.pk, *unit])


def cell(page, edition, code, field):
    measure = edition.methodology.measures.get(code=code)
    return page.locator(f"[name=m{measure.pk}-{field}]")


def paste(locator, text):
    """Paste as a spreadsheet does: cells apart by tabs, rows by line ends."""
    locator.page.wait_for_load_state("load")  # the script that takes what is pasted comes with the page
    locator.focus()
    locator.evaluate(
        """(field, text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text", text);
          const options = { clipboardData, bubbles: true, cancelable: true };
          field.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        text,
    )


def test_screens_break_no_rule_and_fit_a_phone(officers_page, published, draft):
    page = officers_page()
    phone = officers_page(width=360, height=740)
    inspector, broken, widths = Inspector(page), {}, {}
    for screen in SCREENS:
        place = address(screen, published if screen == "open_revision" else draft)
        page.goto(place)
        broken[screen] = inspector.violations()
        phone.goto(place)
        widths[screen] = phone.evaluate("document.documentElement.scrollWidth")

    assert {screen: found for screen, found in broken.items() if found} == {}
    assert {screen: width for screen, width in widths.items() if width > 360} == {}


def test_entry_form_is_filled_and_saved_without_scripts(officers_page, draft):
    page = officers_page(javascript=False)
    page.goto(address("entry_form", draft))
    cell(page, draft, "HT", "value").fill("0,7123")

    page.locator("[name=save]").click()

    assert draft.rankings.get(measure__code="HT").value == Decimal("0.7123")


def test_entry_grid_moves_by_the_keyboard_and_takes_blocks_that_fit(officers_page, draft):
    page = officers_page()
    page.goto(address("entry_form", draft))
    cell(page, draft, "NT", "value").focus()

    page.keyboard.press("Enter")
    down = cell(page, draft, "TC", "value").evaluate("field => field === document.activeElement")
    page.keyboard.press("ArrowUp")
    up = cell(page, draft, "NT", "value").evaluate("field => field === document.activeElement")
    refused = {
        "too many rows": "0,1\n0,2\n0,3",
        "too many columns": "0,1\t2\tranked\tx\ty",
        "a line break in a cell": '"0,1\n0,2"',
        "unknown status": "0,1\t2\tkhông rõ",
    }
    assert (down, up) == (True, True)
    for why, copied in refused.items():
        paste(cell(page, draft, "NT", "value"), "0,5\t7\r\n0,6\t\r\n0,7\t9\r\n")
        assert page.locator("[data-paste-refused]").is_hidden(), why
        paste(cell(page, draft, "XHS", "value"), copied)
        assert page.locator("[data-paste-refused]").is_visible(), why
        assert cell(page, draft, "XHS", "value").input_value() == "", why

    filled = [
        cell(page, draft, code, field).input_value()
        for code in ["NT", "TC", "HT"]
        for field in ["value", "rank"]
    ]
    assert filled == ["0,5", "7", "0,6", "", "0,7", "9"]
    page.locator(".sheet-source .select2-selection").click()
    assert page.locator(".select2-search__field").is_visible()


def test_measures_and_rule_books_are_found_by_a_part_of_their_names(officers_page):
    page = officers_page()
    for table in ("compositepart", "measurelink", "measure", "edition", "ranking"):
        page.goto(reverse(f"admin:indicators_{table}_add"))

        searched = page.locator("select[data-searched] + .select2")

        assert searched.count() == page.locator("select[data-searched]").count() > 0, table


def test_entry_form_leads_to_the_bad_cell_and_asks_before_leaving_it(officers_page, draft):
    page = officers_page()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(address("entry_form", draft))
    cell(page, draft, "HT", "value").fill("abc")
    page.locator("[name=save]").click()

    page.locator("[data-problems] a").click()

    bad = cell(page, draft, "HT", "value")
    assert bad.input_value() == "abc"
    assert bad.get_attribute("aria-invalid") == "true"
    assert page.url.endswith(f"#{bad.get_attribute('id')}")
    assert asked == []
    page.locator(".neighbours [rel=next]").click()
    assert asked == ["beforeunload"]
