import csv
import io

import pytest

from dtscore.pages.paging import ONE_PAGE
from dtscore.pages.ranking.shown import ShownRanking
from dtscore.pages.ranking.table import load_table
from indicators import frames
from indicators.models import Edition

pytestmark = pytest.mark.usefixtures("published_data")

TABLES = {
    "ranking": "/xep-hang/dti-cap-tinh/2022/",
    "movement": "/xep-hang/dti-cap-tinh/2023/?tab=bien-dong",
    "ranking-figures": "/xep-hang/dti-cap-tinh/2024-34/?tab=ban-do&loai=thanh-pho",
}


def blocks_of(text):
    """Return the lines of a file, in blocks that an empty line ends."""
    blocks = [[]]
    for line in csv.reader(io.StringIO(text.removeprefix("\ufeff"))):
        blocks[-1].append(line) if line else blocks.append([])
    return blocks


def csv_of(client, table):
    """Return the rows of a table by their headings, those of the averages, and the facts below."""
    address = TABLES[table]
    link = f"{address}{'&' if '?' in address else '?'}bang={table}&dinh-dang=csv"
    assert f'href="?{link.partition("?")[2].replace("&", "&amp;")}"' in client.get(address).text
    answer = client.get(link)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    (heads, *rows), *averages, facts = blocks_of(answer.content.decode())
    assert len(set(heads)) == len(heads)
    means = [dict(zip(heads, row, strict=True)) for block in averages for row in block]
    return [dict(zip(heads, row, strict=True)) for row in rows], means, dict(facts)


def test_table_as_a_file_holds_the_figures_that_were_published(client):
    records, [average], facts = csv_of(client, "ranking")

    known = frames.standings_by_unit(
        Edition.objects.get(slug="2022", scorecard__code="dti-cap-tinh"), measure="DTI"
    ).set_index("name")
    assert len(records) == 63
    for row in records:
        own = known.loc[row["Đơn vị"]]
        assert (float(row["Tổng điểm"]), int(row["Hạng"])) == (own["value"], own["rank"])
        assert row["Hạng: trên tổng số"] == "63"
    [tra_vinh] = [row for row in records if row["Đơn vị"] == "Trà Vinh"]
    assert tra_vinh["Khoảng nhạy"].startswith("25 (")
    assert tra_vinh["Thay đổi so với năm 2021"] == "1"
    assert (tra_vinh["Hạng trong vùng"], tra_vinh["Hạng trong vùng: trên tổng số"]) == ("5", "13")
    assert tra_vinh["Hạng trong vùng: ghi chú"] == "tăng 1 bậc"
    assert tra_vinh["Trụ cột kinh tế số: tính chất số liệu"] == "đã công bố"
    assert average["Đơn vị"] == "Trung bình"
    assert facts["Kỳ đánh giá"] == "Chỉ số chuyển đổi số cấp tỉnh (DTI), 2022"
    assert facts["Địa chỉ"] == "http://testserver/xep-hang/dti-cap-tinh/2022/"
    assert "BÁO CÁO XẾP HẠNG" in facts["Nguồn " + facts["Nguồn của cột “Hạng”"]]
    assert facts["Nguồn " + tra_vinh["Tổng điểm: nguồn"]]


def test_tables_of_other_views_are_files_too(client):
    records, averages, _facts = csv_of(client, "movement")
    assert (len(records), averages) == (63, [])
    changes = [int(row["Thay đổi so với năm 2022"]) for row in records if row["Thay đổi so với năm 2022"]]
    assert changes == sorted(changes, reverse=True)
    assert {row["Hạng: tính chất số liệu"] for row in records} == {"đã công bố", "theo thứ tự dòng"}
    assert all(row["Hạng: nguồn"] for row in records)

    records, _averages, facts = csv_of(client, "ranking-figures")
    assert {"Hà Nội", "Huế", "Cần Thơ"} <= {row["Đơn vị"] for row in records}
    assert len(records) < 34
    assert facts["Địa chỉ"].endswith("/2024-34/?tab=ban-do&loai=thanh-pho")


def test_a_file_holds_the_rows_of_all_pages():
    table = load_table(Edition.objects.get(slug="2022", scorecard__code="dti-cap-tinh"))

    rows = {
        size: ShownRanking.from_params({}, table=table, page_size=size).table_view.parts[0].rows
        for size in (10, ONE_PAGE)
    }

    assert {size: len(own) for size, own in rows.items()} == {10: 10, ONE_PAGE: 63}


def test_unknown_table_is_answered_with_the_page_and_a_sentence(client):
    answer = client.get(f"{TABLES['ranking']}?bang=khong-co&dinh-dang=csv")

    assert answer.status_code == 404
    assert "không có bảng “khong-co” để tải" in answer.text
    assert "25/63" in answer.text
