"""The grid in Chromium: by the keyboard, with a paste, without a connection, by two people at once."""

from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from indicators import workflow
from indicators.models import Submission
from tests.accessibility import Inspector
from tests.indicators.admin.submissions.typing import grid_address
from tests.indicators.admin.test_screens import paste
from tests.officers import completed, officer_with


@pytest.fixture
def field(score):
    """A function that finds a cell of the page: ``field(page, "1.1", "raw_a")``."""

    def found(page, code, name="self_score"):
        return page.locator(f"[name=r{score(code).pk}-{name}]")

    return found


@pytest.fixture
def row_state(score):
    def found(page, code):
        return page.locator(f"#r{score(code).pk} [data-row-state]")

    return found


@pytest.fixture
def opened_page(officers_page, submission):
    page = officers_page()
    page.goto(grid_address(submission))
    return page


def kept_in(page):
    """Count what the grid keeps in the browser; the admin keeps the chosen colours there, too."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('dtscore-scores')).length")


def is_focused(locator):
    return locator.evaluate("field => field === document.activeElement")


def test_officer_enters_pastes_and_sends_by_the_keyboard(opened_page, submission, score, field, row_state):
    page = opened_page
    completed(submission, score=None)
    field(page, "1.1", "raw_a").focus()
    page.keyboard.type("45")
    page.keyboard.press("Tab")
    page.keyboard.type("50")
    page.keyboard.press("Tab")
    expect(page.locator(f"#r{score('1.1').pk} [data-proposal]")).to_have_text("9")
    expect(field(page, "1.1")).to_have_value("9")
    assert is_focused(field(page, "1.1"))
    page.keyboard.press("Enter")
    page.keyboard.type("0.5")
    page.keyboard.press("Shift+Enter")
    expect(row_state(page, "1.2")).to_contain_text("đã lưu lúc")
    assert is_focused(field(page, "1.1"))
    assert (score("1.1").self_score, score("1.2").self_score) == (9, Decimal("0.5"))

    rest = list(submission.assessments.in_order().values_list("indicator__code", flat=True))[2:]
    paste(field(page, rest[0]), "\r\n".join("1,5" for _code in rest) + "\r\n")
    dialog = page.locator("[data-paste-dialog]")
    expect(dialog).to_be_visible()
    expect(dialog.locator("tr.changed")).to_have_count(60)
    assert score("2.1").self_score is None
    page.keyboard.press("Enter")
    expect(page.locator("[data-filled]")).to_have_text("62/62")
    submission.assessments.exclude(indicator__code__in=["1.1", "1.2"]).filter(
        indicator__scoring_rule__isnull=False
    ).update(self_reason="Số liệu của sở.")
    page.locator("button[value=send]").focus()
    page.keyboard.press("Enter")

    expect(page.locator(".messagelist")).to_contain_text("Đã gửi hồ sơ")
    assert Submission.objects.get(pk=submission.pk).state == "sent"
    assert score("2.1").self_score == Decimal("1.5")


def test_grid_moves_by_the_arrows_and_shows_what_is_refused_of_a_paste(opened_page, score, field):
    field(opened_page, "2.1").focus()

    opened_page.keyboard.press("ArrowDown")
    down = is_focused(field(opened_page, "2.2"))
    opened_page.keyboard.press("ArrowUp")
    up = is_focused(field(opened_page, "2.1"))

    assert (down, up) == (True, True)
    paste(field(opened_page, "2.1"), "1\r\nhai\r\n999\r\n")
    dialog = opened_page.locator("[data-paste-dialog]")
    expect(dialog.locator("tr.is-refused")).to_have_count(2)
    expect(dialog.locator("tr.changed")).to_have_count(1)
    dialog.locator("[data-paste-cancel]").click()
    expect(field(opened_page, "2.1")).to_have_value("")
    assert score("2.1").self_score is None


def test_bad_cell_keeps_what_was_typed_with_a_sentence(opened_page, score, field):
    field(opened_page, "2.1").fill("năm")
    field(opened_page, "2.1").press("Enter")

    told = opened_page.locator(f"#r{score('2.1').pk}-self_score-problem")
    expect(told).to_contain_text("“năm”")
    expect(field(opened_page, "2.1")).to_have_value("năm")
    expect(opened_page.locator("[data-state-text]")).to_contain_text("1 ô chưa lưu")


def test_cells_wait_for_the_connection(opened_page, watched_pages, submission, score, field, row_state):
    page = opened_page
    page.route("**/o/**", lambda route: route.abort("internetdisconnected"))
    field(page, "2.1").fill("3")
    field(page, "2.1").press("Enter")
    expect(page.locator("[data-state-text]")).to_contain_text("Mất kết nối: 1 ô chưa lưu")
    assert score("2.1").self_score is None

    page.unroute("**/o/**")
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(row_state(page, "2.1")).to_contain_text("đã lưu lúc")
    assert score("2.1").self_score == 3
    assert kept_in(page) == 0
    watched_pages.forgive("ERR_INTERNET_DISCONNECTED")


def test_unsaved_cells_survive_a_closed_window(opened_page, submission, score, field, row_state):
    page = opened_page
    page.on("dialog", lambda dialog: dialog.accept())
    field(page, "2.1").press_sequentially("3")

    page.reload()

    expect(row_state(page, "2.1")).to_contain_text("đã lưu lúc")
    assert score("2.1").self_score == 3


def test_leaving_asks_only_while_something_is_unsaved(opened_page, submission, field, row_state):
    page = opened_page
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    field(page, "2.1").press_sequentially("3")
    field(page, "2.1").press("Enter")
    expect(row_state(page, "2.1")).to_contain_text("đã lưu lúc")
    page.goto(reverse("submissions:list"))
    before = list(asked)
    page.goto(grid_address(submission))
    field(page, "2.2").press_sequentially("4")

    page.goto(reverse("submissions:list"))

    assert (before, asked) == ([], ["beforeunload"])


def test_session_that_expired_while_typing_loses_nothing_lost_update(
    opened_page, client, officer, site, submission, score, field, row_state
):
    page = opened_page
    Session.objects.all().delete()
    field(page, "2.1").fill("3")
    field(page, "2.1").press("Enter")
    expect(page.locator("[data-state-text]")).to_contain_text("Phiên đăng nhập đã hết: 1 ô chưa lưu")
    expect(page.locator("[data-sign-in-note] a")).to_have_attribute("target", "_blank")
    assert score("2.1").self_score is None

    client.force_login(officer)
    session = client.cookies["sessionid"]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": site}])
    page.evaluate("dispatchEvent(new Event('focus'))")

    expect(row_state(page, "2.1")).to_contain_text("đã lưu lúc")
    assert score("2.1").self_score == 3


def test_other_account_does_not_save_what_was_typed_before(
    opened_page, watched_pages, client, site, submission, score, field
):
    page = opened_page
    client.force_login(officer_with("entry", unit="tra-vinh"))
    session = client.cookies["sessionid"]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": site}])

    field(page, "2.1").fill("3")
    field(page, "2.1").press("Enter")

    expect(page.locator("[data-state-text]")).to_contain_text("tài khoản khác")
    assert score("2.1").self_score is None
    watched_pages.forgive("403")


def test_second_of_two_concurrent_writers_sees_the_other_and_chooses(
    opened_page, submission, score, field, row_state
):
    page = opened_page
    colleague = officer_with("entry", unit="tra-vinh")
    for code, choice, stays in (("2.1", "Giữ 7", 7), ("2.2", "Ghi 8", 8)):
        workflow.save_entry(score(code).pk, by=colleague, version=0, values={"self_score": Decimal(7)})
        field(page, code).fill("8")
        field(page, code).press("Enter")
        told = page.locator(f"#r{score(code).pk}-self_score-problem")
        expect(told).to_contain_text(f"{colleague.username} đã ghi 7")
        seen = score(code).self_score

        page.get_by_role("button", name=choice).click()

        expect(field(page, code)).to_have_value(str(stays))
        expect(page.locator("[data-state-text]")).not_to_contain_text("chưa lưu")
        expect(page.locator("[data-conflict]")).to_have_count(0)
        expect(page.locator("[data-unsaved]")).to_have_count(0)
        assert seen == 7
        assert score(code).self_score == stays


def test_fast_typist_is_in_no_conflict_with_the_score_of_the_rule(
    opened_page, submission, score, field, row_state
):
    """The score is typed while a and b, from which the rule fills it in, are still on their way."""
    page = opened_page
    page.route("**/o/**", lambda route: None)
    field(page, "1.1", "raw_b").fill("50")
    field(page, "1.1", "raw_b").press("Tab")
    field(page, "1.1", "raw_a").fill("45")
    field(page, "1.1", "raw_a").press("Tab")
    field(page, "1.1").fill("8")
    # What is held goes on its way with this.
    page.unroute("**/o/**")

    field(page, "1.1").press("Enter")

    expect(row_state(page, "1.1")).to_contain_text("đã lưu lúc")
    expect(page.locator("[data-state-text]")).not_to_contain_text("chưa lưu")
    expect(page.locator("[data-conflict]")).to_have_count(0)
    stored = score("1.1")
    assert (stored.raw_a, stored.raw_b, stored.self_score) == (45, 50, 8)


def test_two_concurrent_windows_merge_different_cells_of_a_row(
    officers_page, submission, score, field, row_state
):
    first, second = officers_page(), officers_page(by=officer_with("entry", unit="tra-vinh"))
    for page in (first, second):
        page.goto(grid_address(submission))
    field(first, "2.1").fill("3")
    field(first, "2.1").press("Enter")
    expect(row_state(first, "2.1")).to_contain_text("đã lưu lúc")
    second.locator(f"#r{score('2.1').pk} summary").click()
    field(second, "2.1", "note").fill("Công văn 12")
    field(second, "2.1", "note").press("Tab")

    expect(row_state(second, "2.1")).to_contain_text("đã lưu lúc")
    expect(field(second, "2.1")).to_have_value("3")
    assert (score("2.1").self_score, score("2.1").note) == (3, "Công văn 12")


def test_signing_out_takes_along_what_was_kept(opened_page, watched_pages, field):
    page = opened_page
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/o/**", lambda route: route.fulfill(status=503, body=""))
    field(page, "2.1").press_sequentially("3")
    kept = kept_in(page)

    page.locator("#logout-form button").click()

    assert kept == 1
    assert kept_in(page) == 0
    watched_pages.forgive("503")


def test_grid_works_without_scripts(officers_page, submission, score, field):
    page = officers_page(javascript=False)
    page.goto(grid_address(submission))
    field(page, "2.1").fill("0,5")
    field(page, "2.2").fill("hai")
    page.locator(".score-buttons input[type=submit]").click()
    refused = field(page, "2.2").input_value()
    field(page, "2.2").fill("2")
    page.locator(".score-buttons input[type=submit]").click()

    assert refused == "hai"
    assert (score("2.1").self_score, score("2.2").self_score) == (Decimal("0.5"), 2)


def test_paste_works_without_scripts(officers_page, submission, score):
    page = officers_page(javascript=False)
    page.goto(grid_address(submission))
    page.locator("[data-paste-link]").click()
    page.locator("[name=block]").fill("2.1\t3\n2.2\t4,5\n2.9\t1")
    page.select_option("[name=column]", "self_score")
    page.locator(".paste-form [type=submit]").click()
    assert page.locator("tr.is-refused").count() == 1
    assert score("2.1").self_score is None

    page.get_by_role("button", name="Áp dụng và lưu").click()

    assert (score("2.1").self_score, score("2.2").self_score) == (3, Decimal("4.5"))


def test_screens_break_no_rule_fit_a_phone_and_keep_the_policy(officers_page, submission):
    page = officers_page()
    phone = officers_page(width=360, height=740)
    inspector, broken, widths = Inspector(page), {}, {}
    for address in screens(submission):
        page.goto(address)
        broken[address] = inspector.violations()
        phone.goto(address)
        widths[address] = phone.evaluate("document.documentElement.scrollWidth")

    assert {address: found for address, found in broken.items() if found} == {}
    assert {address: width for address, width in widths.items() if width > 360} == {}


def test_first_column_stays_in_sight_on_a_phone(officers_page, submission, score):
    page = officers_page(width=360, height=740)
    page.goto(grid_address(submission))
    name = page.locator(f"#r{score('2.1').pk}-name")
    name.scroll_into_view_if_needed()

    page.locator(".score-region").evaluate("region => { region.scrollLeft = 400; }")

    assert 0 <= name.bounding_box()["x"] < 60


def screens(submission):
    return [
        reverse("submissions:list"),
        grid_address(submission),
        reverse("submissions:paste", args=[submission.pk]),
        reverse("submissions:evidence", args=[submission.pk, "1.1"]),
    ]
