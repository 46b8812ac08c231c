"""The whole wizard in Chromium, with scripts and without, and each of its screens by the rules."""

import pytest
from django.urls import reverse

from indicators.admin.imports.progress import progress_shown
from indicators.imports.watching import Stage
from indicators.models import Edition, Scorecard
from tests.accessibility import Inspector
from tests.factories import DraftFactory, OfficerFactory
from tests.indicators.admin.imports.steps import IMPORT, address, read, totals_of_2022, upload, write
from tests.indicators.imports.made_files import as_xlsx

RIGHTS = [IMPORT, "indicators.view_edition", "indicators.publish_edition"]
STEPS = ["upload", "reading", "names", "preview", "done", "undo", "discard"]


@pytest.fixture
def importers_page(open_page, client, site):
    """A function that opens a page in the browser with an officer signed in who may bring in results."""
    client.force_login(OfficerFactory(username="nhap", permissions=RIGHTS))

    def open_signed_in(**options):
        page = open_page(**options)
        session = client.cookies["sessionid"]
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": site}])
        return page

    return open_signed_in


def misspelled():
    """Return the totals of 2022 as an XLSX with a title, a corrected total and a misspelled name."""
    heading, *rows = totals_of_2022(tra_vinh=("0.6177", 24))
    rows = [["Trà Vjnh" if cell == "Trà Vinh" else cell for cell in row] for row in rows]
    figures = [[name, float(value), rank] for name, value, rank in rows]
    return as_xlsx([["KẾT QUẢ NĂM 2022"], [], heading, *figures], sheet="Bảng 1")


def choose_source_of_the_file(page, *, javascript):
    if not javascript:
        page.select_option("[name=source]", "file")
        return
    page.click(".field-source .select2-selection")
    page.get_by_role("option", name="Nguồn mới, lập từ chính tệp này").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts on", "scripts off"])
def test_officer_brings_a_table_in_and_takes_it_back(importers_page, javascript):
    page = importers_page(javascript=javascript)
    page.goto("/quan-tri/")
    page.get_by_role("link", name="Nhập kết quả từ tệp").click()
    page.set_input_files(
        "[name=file]",
        {"name": "dti.xlsx", "mimeType": "application/octet-stream", "buffer": misspelled()},
    )
    # What is forgotten is asked for before the form is sent: a browser would lose the file with it.
    page.click("input.default")
    assert page.locator("[name=file]").evaluate("field => field.files.length") == 1
    forgotten = page.locator("select:invalid").evaluate_all("fields => fields.map((field) => field.name)")
    assert forgotten == (["scorecard", "source"] if javascript else ["source"])
    page.select_option("[name=scorecard]", str(Scorecard.objects.get(code="dti-cap-tinh").pk))
    page.fill("[name=edition]", "2022")
    choose_source_of_the_file(page, javascript=javascript)
    page.click("input.default")

    assert page.locator("[aria-current=step]").inner_text() == "Cách đọc"
    page.click("[name=read]")
    assert page.locator("[aria-current=step]").inner_text() == "Tên đơn vị"
    page.check("[name=choice-0][value=tra-vinh]")
    page.click("input.default")
    assert page.locator("[aria-current=step]").inner_text() == "Xem trước"
    row = page.locator(".import-figures tbody tr")
    assert "0,6077" in row.inner_text()
    assert "0,6177" in row.inner_text()
    assert not Edition.objects.open().exists()
    page.click("[name=commit]")
    assert page.locator("[aria-current=step]").inner_text() == "Đã ghi"
    draft = Edition.objects.open().get()
    assert page.locator(f"a[href='{reverse('admin:indicators_edition_publish', args=[draft.pk])}']").count()

    page.get_by_role("link", name="Hoàn tác lần nhập …").click()
    page.click("form.confirm .deletelink")

    assert page.get_by_text("Đã hoàn tác lần nhập").count()
    assert not Edition.objects.open().exists()


def test_wizard_works_by_the_keyboard_alone(importers_page, client):
    batch = upload(client, totals_of_2022(tra_vinh=("0.6177", 24)))
    page = importers_page()
    page.goto(address("reading", batch))
    page.focus("[name=read]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/xem-truoc/")

    page.focus("[name=left_out]")
    page.keyboard.press("Space")
    page.focus("[name=save]")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.get_by_role("link", name="được bỏ qua (1)").count()


@pytest.fixture
def imports(client, importers_page):
    """One import a screen, each at its step."""
    open_names = [["Tỉnh", "DTI"], ["Trà Vjnh", "0.61"], ["Hà Nội", "0.71"]]
    draft = DraftFactory()
    at = {step: upload(client, open_names, edition=draft.slug) for step in ("reading", "names", "discard")}
    at["preview"] = upload(client, totals_of_2022(tra_vinh=("0.6177", 24), ha_noi=("7.5", 2)))
    at["done"] = at["undo"] = upload(client, [["Tỉnh", "DTI"], ["Huế", "0.61"]], edition=draft.slug)
    for step in ("names", "preview", "done"):
        read(client, at[step])
    write(client, at["done"])
    row = draft.rankings.get()
    row.note = "đã sửa"
    row.save()
    return at


def where(step, imports):
    return reverse("imports:upload") if step == "upload" else address(step, imports[step])


def test_screens_break_no_rule_fit_a_phone_and_keep_the_policy(importers_page, imports):
    page = importers_page()
    phone = importers_page(width=360, height=740)
    inspector, broken, widths = Inspector(page), {}, {}
    for step in STEPS:
        page.goto(where(step, imports))
        broken[step] = inspector.violations()
        phone.goto(where(step, imports))
        widths[step] = phone.evaluate("document.documentElement.scrollWidth")

    assert {step: found for step, found in broken.items() if found} == {}
    assert {step: width for step, width in widths.items() if width > 360} == {}


@pytest.mark.parametrize("width", [1440, 360])
def test_progress_page_breaks_no_rule_and_fits(importers_page, client, width):
    batch = upload(client, totals_of_2022(tra_vinh=("0.6177", 24)))
    page = importers_page(width=width, height=740)
    inspector = Inspector(page)
    with progress_shown(batch, user=OfficerFactory(username="dong-nghiep")) as watch:
        watch(Stage.READING, 12_000, 100_000)
        page.goto(address("progress", batch))

        assert inspector.violations() == []
        assert page.get_by_text("12.000").count()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
