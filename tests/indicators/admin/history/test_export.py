"""The history as CSV."""

import csv
import io

import pytest

from tests.factories import OfficerFactory
from tests.indicators.admin.history.conftest import HISTORY

pytestmark = pytest.mark.django_db


@pytest.mark.each_database
def test_export_gives_a_line_for_every_change_that_the_filters_keep(page, submissions, officers):
    auditor = OfficerFactory(permissions=["indicators.view_history"])
    answer = page(auditor, address=f"{HISTORY}lich-su.csv", ma="2.1", loai="assessment")
    content = b"".join(answer.streaming_content)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="lich-su-')
    assert content.startswith(b"\xef\xbb\xbf")
    told = [(row["Tài khoản"], row["Trường"], row["Trước"], row["Sau"], row["Lý do"]) for row in rows]
    assert (officers["appraisal"].username, "điểm thẩm định", "–", "0,25", "Thiếu văn bản") in told
    # A note that a spreadsheet would compute.
    assert (officers["entry"].username, "ghi chú", "–", "'=1+1", "") in told
    assert {(row["Đơn vị"], row["Loại dữ liệu"]) for row in rows} == {("Trà Vinh", "Điểm chỉ số thành phần")}


def test_export_of_a_unit_that_no_name_can_be_has_the_head_alone(page, submissions):
    auditor = OfficerFactory(permissions=["indicators.view_history"])
    answer = page(auditor, address=f"{HISTORY}lich-su.csv", don_vi="?")

    assert len(b"".join(answer.streaming_content).splitlines()) == 1


def test_export_is_not_made_where_only_the_headers_are_asked(client, submissions, officers):
    client.force_login(officers["entry"])
    answer = client.head(f"{HISTORY}lich-su.csv")

    assert (answer.status_code, answer.streaming) == (200, False)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "lich-su-" in answer.headers["Content-Disposition"]
