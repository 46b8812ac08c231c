"""Which pictures the guide has: who is signed in, what that person does, what is to be seen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dtscore.management.guide_pictures.made_site import APPRAISED, ENTERING, READY, UNITS, YEAR

WIDTH = 1280
# What the made-up units are called, the first ones.
NAMES = {ENTERING: "Giả lập 0", APPRAISED: "Giả lập 4"}
# A block as it is copied from Excel: scores of the first group, one of them mistyped.
BLOCK = "1.4\t\t\t15\n1.5\t\t\t8,5\n1.6\t\t\tmười\n1.7\t\t\t10"
PASTE = """(field, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text", text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


@dataclass(frozen=True)
class Picture:
    """A picture of the guide: the file without its ending, the account, the way to the screen."""

    name: str
    account: str
    height: int
    go: Callable


def _unit(page, address: str, slug: str) -> None:
    page.goto(address)
    page.get_by_role("link", name=NAMES[slug], exact=True).first.click()


def _list(page):
    page.goto("/quan-tri/nhap-diem/")


def _grid(page):
    _unit(page, "/quan-tri/nhap-diem/", ENTERING)
    row = page.locator("tbody tr[data-row]").first
    row.locator("[name$=-raw_a]").fill("86")
    row.locator("[name$=-raw_b]").fill("100")
    page.keyboard.press("Enter")
    page.get_by_text("đã lưu lúc").first.wait_for()


def _paste(page):
    _unit(page, "/quan-tri/nhap-diem/", ENTERING)
    page.locator("[name$=-raw_a]").first.evaluate(PASTE, BLOCK)
    page.locator("[data-paste-dialog] table").wait_for()


def _evidence(page):
    _unit(page, "/quan-tri/nhap-diem/", ENTERING)
    page.locator("tbody tr[data-row]").nth(1).locator("a[href$='tai-lieu/']").click()
    page.fill("[name=number]", "15/BC-UBND")
    page.fill("[name=title]", "Báo cáo kết quả phủ sóng 5G")
    page.fill("[name=issued_on]", f"15/12/{YEAR - 1}")


def _question(page):
    _unit(page, "/quan-tri/nhap-diem/", APPRAISED)
    page.locator(".question textarea").first.fill("Số liệu lấy từ báo cáo quý IV, đã bổ sung văn bản.")


def _queue(page):
    page.goto("/quan-tri/tham-dinh/")


def _desk(page):
    _unit(page, "/quan-tri/tham-dinh/", APPRAISED)
    row = page.locator("tbody tr:not(.group)").nth(1)
    row.locator("[name$=-score]").fill("2")
    row.locator("[name$=-reason]").fill("Báo cáo chưa có số liệu tháng 12.")
    page.locator("button[value=save]").click()
    page.locator(".messagelist .success").wait_for()


def _board(page):
    page.goto("/quan-tri/tien-do/")
    page.locator("#content li a").first.click()


def _publish(page):
    page.goto("/quan-tri/indicators/edition/")
    page.locator("#result_list tbody tr").filter(has_text=str(READY)).locator("th a").click()
    page.get_by_role("link", name="Công bố điểm …").click()
    page.fill("[name=decision_number]", "12/QĐ-UBND")
    page.fill("[name=decision_date]", f"{date(YEAR, 3, 2):%d/%m/%Y}")


def _import(page):
    """Upload a table of an earlier year, and look at what it would bring."""
    lines = [f"Giả lập {number}\t{900 - 23 * number}\t{number + 1}" for number in range(UNITS)]
    page.goto("/quan-tri/nhap-ket-qua/")
    page.fill("[name=pasted]", "\n".join(["Đơn vị\tDTI\tXếp hạng", *lines]))
    page.select_option("[name=scorecard]", label="Chuyển đổi số cấp xã (giả lập)")
    page.fill("[name=edition]", str(READY - 1))
    page.select_option("[name=source]", "file")
    page.locator("[type=submit].default").click()
    page.locator("[name=read]").click()
    page.get_by_role("heading", name="Xem trước").wait_for()


PICTURES = (
    Picture("danh-sach-ho-so", "nhap-lieu", 420, _list),
    Picture("bang-nhap-diem", "nhap-lieu", 860, _grid),
    Picture("dan-tu-excel", "nhap-lieu", 720, _paste),
    Picture("tai-lieu-kiem-chung", "nhap-lieu", 760, _evidence),
    Picture("tra-loi-cau-hoi", "nhap-lieu", 960, _question),
    Picture("hang-doi-tham-dinh", "tham-dinh", 760, _queue),
    Picture("ban-tham-dinh", "tham-dinh", 860, _desk),
    Picture("tien-do", "quan-tri", 860, _board),
    Picture("cong-bo-diem", "cong-bo", 760, _publish),
    Picture("xem-truoc-tep", "quan-tri", 860, _import),
)
