"""The officers' way from end to end: scores entered, sent, approved, appraised, published and read."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from indicators.models import Assignment, Edition, Role, Scorecard, ScoringRule
from provinces.models import Unit
from tests import small_country
from tests.factories import OfficerFactory
from tests.indicators.admin.submissions.documents import PDF
from tests.indicators.admin.test_screens import paste
from tests.scored_country import edition_without_scores

OWN = "bien-xanh"
OTHERS = ("doi-gio", "nui-da")
# What Biển Xanh claims; the appraisal and its answer bring it to the scores of the small country.
CLAIMED = {"1.1": "60", "1.2": "30", "2.1": "60", "3.1": "150", "4.1": "80"}
LOWERED = {"1.1": ("50", "Thiếu hai văn bản"), "3.1": ("140", "Số liệu chưa đối chiếu")}
PROFILE = reverse("province_edition", args=[OWN, "2031"])


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.EVIDENCE_FILES = tmp_path


@pytest.fixture
def edition(published_data):
    """A draft of the small country; 1.1 is scored as a/b × 60."""
    scorecard = Scorecard.objects.get(code="dti-cap-tinh")
    edition = edition_without_scores(state=Edition.State.DRAFT, slug="2031", scorecard=scorecard)
    ratio = ScoringRule.Kind.RATIO
    ScoringRule.objects.create(indicator=edition.methodology.measures.get(code="1.1"), kind=ratio)
    return edition


@pytest.fixture
def signed_in(open_page, edition, site):
    """A function that signs an account with roles, and no other right, in on a page of its own."""

    def sign_in(username, *roles, units=(None,)):
        officer = OfficerFactory(username=username)
        for slug in units:
            unit = Unit.objects.get(slug=slug) if slug else None
            for role in roles:
                Assignment.objects.create(user=officer, role=role, unit=unit, scorecard=edition.scorecard)
        client = Client()
        client.force_login(officer)
        page = open_page()
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
        page.context.add_cookies([session])
        return page

    return sign_in


def told(page, text):
    expect(page.locator(".messagelist")).to_contain_text(text)


def row(page, code):
    """Return the row of an indicator, on the grid or on the desk."""
    return page.locator("tr", has=page.get_by_role("rowheader", name=re.compile(rf"^{re.escape(code)}\b")))


def open_unit(page, address, slug):
    page.goto(reverse(address))
    with page.expect_navigation():  # the script that saves what is typed comes with the page
        page.get_by_role("link", name=small_country.UNIT_NAMES[slug]).click()


def paste_by_code(page, scores):
    """Paste codes and scores as they stand beside each other in Excel, and apply what the preview shows."""
    paste(page.locator("[name$=-self_score]").first, "\r\n".join("\t".join(line) for line in scores.items()))
    dialog = page.locator("[data-paste-dialog]")
    expect(dialog.locator("tr.changed")).to_have_count(len(scores))
    dialog.get_by_role("button", name="Áp dụng").click()
    expect(page.locator("[data-state-text]")).not_to_contain_text("chưa lưu")


def explain(page, codes):
    for code in codes:
        row(page, code).locator("summary").click()
        row(page, code).locator("[name$=-explanation]").fill("Xem báo cáo năm của tỉnh.")


def send(page):
    page.get_by_role("button", name="Lưu và gửi").click()
    told(page, "Đã gửi hồ sơ")


def approve(page, slug):
    open_unit(page, "submissions:list", slug)
    page.get_by_role("button", name="Duyệt và chuyển thẩm định").click()
    told(page, "Đã duyệt hồ sơ")


def open_scoring(page, edition):
    page.goto(reverse("boards:boards"))
    page.get_by_role("link", name=str(edition)).click()
    page.get_by_role("button", name="Mở nhập điểm").click()
    told(page, "Đã mở 3 hồ sơ")


def enter_and_send(page):
    """Type a and b of 1.1, which a file proves; paste the other scores and explain them."""
    open_unit(page, "submissions:list", OWN)
    for part in ("a", "b"):
        row(page, "1.1").locator(f"[name$=-raw_{part}]").fill("12")
    page.keyboard.press("Enter")
    expect(row(page, "1.1").locator("[name$=-self_score]")).to_have_value("60")
    pasted = {code: score for code, score in CLAIMED.items() if code != "1.1"}
    paste_by_code(page, pasted)
    expect(page.locator("[data-sum=total]")).to_have_text("380/500")
    row(page, "1.1").get_by_role("link", name="Tài liệu kiểm chứng").click()
    page.fill("[name=number]", "15/BC-UBND")
    page.fill("[name=title]", "Báo cáo kết quả năm")
    page.set_input_files("[name=file]", {"name": "bao-cao.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Thêm").click()
    told(page, "Báo cáo kết quả năm")
    page.get_by_role("link", name="Về bảng nhập điểm").click()
    explain(page, pasted)
    send(page)


def enter_others(page, slug):
    """Hand in what the appraisal leaves as it is."""
    open_unit(page, "submissions:list", slug)
    scores = {code: str(score) for code, score in small_country.SCORES[slug].items() if score is not None}
    paste_by_code(page, scores)
    explain(page, scores)
    if "1.1" in scores:
        row(page, "1.1").locator("[name$=-self_reason]").fill("Không có số liệu a, b.")
    send(page)
    approve(page, slug)


def lower_and_ask_back(page):
    """Lower two scores with reasons, and ask the unit about a third."""
    open_unit(page, "appraisal:queue", OWN)
    row(page, "1.1").get_by_role("link", name="bao-cao.pdf").wait_for()
    for code, (score, reason) in LOWERED.items():
        row(page, code).locator("[name$=-score]").fill(score)
        row(page, code).locator("[name$=-reason]").fill(reason)
    row(page, "4.1").locator("summary").click()
    row(page, "4.1").locator("[name$=-question]").fill("Số liệu tháng 12 đã có chưa?")
    row(page, "4.1").get_by_role("button", name="Gửi câu hỏi").click()
    told(page, "Đã lưu 2 điểm")
    page.get_by_role("button", name="Lưu và hoàn thành thẩm định").click()
    told(page, "Chưa kết thúc thẩm định được")


def answer(page):
    """Mend the score that was asked about, and reply."""
    open_unit(page, "submissions:list", OWN)
    row(page, "4.1").get_by_text("Số liệu tháng 12 đã có chưa?").wait_for()
    row(page, "4.1").locator("[name$=-self_score]").fill("90")
    row(page, "4.1").get_by_label("Trả lời").fill("Đã có, tăng 10 điểm.")
    row(page, "4.1").get_by_role("button", name="Gửi trả lời").click()
    told(page, "Đã gửi trả lời")


def finish(page, slug):
    open_unit(page, "appraisal:queue", slug)
    page.locator("button[value=accept_all]").click()
    page.get_by_role("button", name="Lưu và hoàn thành thẩm định").click()
    told(page, "Đã hoàn thành thẩm định")


def accept_and_publish(page, edition):
    for slug in (OWN, *OTHERS):
        open_unit(page, "appraisal:queue", slug)
        page.get_by_role("button", name="Duyệt kết quả").click()
        told(page, "Đã duyệt kết quả")
    page.goto(reverse("admin:indicators_edition_change", args=[edition.pk]))
    page.get_by_role("link", name="Công bố điểm …").click()
    page.get_by_role("button", name="Công bố điểm").click()
    assert "bắt buộc" in page.locator(".errornote").inner_text()
    page.fill("[name=decision_number]", "12/QĐ-UBND")
    page.fill("[name=decision_date]", "02/03/2026")
    page.get_by_role("button", name="Công bố điểm").click()
    told(page, "Đã công bố")


def lines_of(page, heading):
    """Return the cells of a table of the page, line by line."""
    table = page.get_by_role("table").filter(has=page.get_by_role("columnheader", name=heading))
    lines = table.locator("tbody tr").all()
    return [line.locator("th, td").all_inner_texts() for line in lines]


def test_scores_go_from_the_officer_to_the_public(open_page, edition, signed_in):
    open_scoring(signed_in("quan-tri", Role.ADMINISTRATION), edition)
    officer = signed_in("nhap-lieu", Role.ENTRY, units=[OWN])
    enter_and_send(officer)
    approve(signed_in("duyet", Role.UNIT_APPROVAL, units=[OWN]), OWN)
    colleague = signed_in("don-vi-khac", Role.ENTRY, Role.UNIT_APPROVAL, units=OTHERS)
    for slug in OTHERS:
        enter_others(colleague, slug)
    appraiser = signed_in("tham-dinh", Role.APPRAISAL)
    lower_and_ask_back(appraiser)
    answer(officer)
    for slug in (OWN, *OTHERS):
        finish(appraiser, slug)
    public = open_page()
    public.goto(PROFILE)
    before = public.locator("main").inner_text()
    accept_and_publish(signed_in("cong-bo", Role.PUBLICATION), edition)

    public.goto(PROFILE)
    shown = public.locator("main").inner_text()
    stages = lines_of(public, "Điểm thẩm định")
    adjusted = lines_of(public, "Lý do điều chỉnh")
    assert "Biển Xanh" not in before
    assert "Năm 2031, Biển Xanh xếp hạng 1/3" in shown
    assert "Tự đánh giá 390 điểm, công bố 370/500 điểm. Thẩm định điều chỉnh 2 chỉ số." in shown
    assert "Quyết định số 12/QĐ-UBND ngày 02/03/2026" in shown
    assert [line[:4] for line in stages] == [
        ["NT", "90", "80", "80"],
        ["HT", "60", "60", "60"],
        ["CQS_HD", "150", "140", "140"],
        ["XHS_HD", "90", "90", "90"],
        ["Tất cả các nhóm", "390", "370", "370"],
    ]
    assert adjusted == [
        ["1.1", "60", "50", "−10 (hạ)", "Thiếu hai văn bản"],
        ["3.1", "150", "140", "−10 (hạ)", "Số liệu chưa đối chiếu"],
    ]
    totals = {row.unit.slug: float(row.value) for row in edition.rankings.filter(measure__code="DTI")}
    assert totals == pytest.approx(small_country.EXPECTED_ASSESSED_TOTALS)
