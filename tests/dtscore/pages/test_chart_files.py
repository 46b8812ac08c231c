import csv
import io

import pytest

from dtscore.charts.rows import figure_points

pytestmark = [pytest.mark.usefixtures("published_data"), pytest.mark.sqlite_alone]

CHARTS = {
    "mergers": ("/sap-nhap-2025/", "averaging-chart"),
    "overview": ("/", "ranking-chart"),
    "national series": ("/", "national-chart"),
    "ranking": ("/xep-hang/dti-cap-tinh/2022/?tab=bieu-do&vung=DBSCL", "ranking-chart"),
    "movement": ("/xep-hang/dti-cap-tinh/2023/?tab=bien-dong&don-vi=tra-vinh&don-vi=hue", "movement-chart"),
    "profile": ("/dia-phuong/tra-vinh/2022/", "groups-chart"),
    "profile over the years": ("/dia-phuong/da-nang/", "trend-chart"),
    "group": ("/nhom-chi-so/dti-cap-tinh/HT/2022/?cua-toi=tra-vinh", "distribution-chart"),
    "comparison": ("/so-sanh/?don-vi=tra-vinh&don-vi=binh-phuoc", "group-chart"),
    "gaps": ("/so-sanh/?don-vi=tra-vinh&don-vi=binh-phuoc", "gap-chart"),
    "methodology": ("/phuong-phap/dti-cap-tinh/", "points-chart"),
    "data quality": ("/chat-luong-du-lieu/", "coverage-chart"),
}


def csv_of(client, address):
    answer = client.get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(("address", "chart"), CHARTS.values(), ids=CHARTS.keys())
def test_every_chart_offers_the_rows_that_it_shows(client, address, chart):
    path, _mark, state = address.partition("?")
    query = f"{state}&bieu-do={chart}&dinh-dang=csv".lstrip("&")
    assert f'href="?{query.replace("&", "&amp;")}"' in client.get(address).text

    rows = csv_of(client, f"{path}?{query}")

    facts = {row[0]: row[1] for row in rows[rows.index([]) + 1 :]}
    assert facts["Biểu đồ"]
    assert facts["Địa chỉ"] == f"http://testserver{address}"
    assert all(len(row) == len(rows[0]) for row in rows[: rows.index([])])


def test_rows_are_the_points_of_the_very_figure(client):
    address = "/xep-hang/dti-cap-tinh/2022/?tab=bieu-do"
    card = client.get(address).context["chart"]

    rows = csv_of(client, f"{address}&bieu-do=ranking-chart&dinh-dang=csv")

    points = rows[1 : rows.index([])]
    assert [(name, float(value)) for name, value, _text in points] == [
        (point.name, point.value) for point in figure_points(card.figure)
    ]
    assert points[0] == ["Đà Nẵng", "0.8002", "Đà Nẵng: 0,8002, xếp hạng 1/63"]
    assert len(points) == 63
    facts = {row[0]: row[1] for row in rows[rows.index([]) + 1 :]}
    assert facts["Kỳ đánh giá"] == "Chỉ số chuyển đổi số cấp tỉnh (DTI), 2022"
    assert facts["Đơn vị ban hành công bố ngày"] == "12/07/2023"
    assert "BÁO CÁO XẾP HẠNG" in facts["Nguồn"]


@pytest.mark.parametrize(
    "query", ["bieu-do=khong-co&dinh-dang=csv", "bieu-do=groups-chart&dinh-dang=pdf", "dinh-dang=csv"]
)
def test_unknown_file_is_answered_with_the_page(client, query):
    answer = client.get(f"/dia-phuong/tra-vinh/2022/?{query}")

    assert answer.status_code == 200
    assert "25/63" in answer.text
