import csv
import io

import pytest

from indicators import frames
from indicators.models import Edition, Measure

pytestmark = pytest.mark.usefixtures("published_data")

CHARTS = {
    "mergers": ("/sap-nhap-2025/", "averaging-chart"),
    "overview": ("/", "ranking-chart"),
    "national series": ("/", "national-chart"),
    "ranking": ("/xep-hang/dti-cap-tinh/2022/?tab=bieu-do&vung=DBSCL", "ranking-chart"),
    "movement": ("/xep-hang/dti-cap-tinh/2023/?tab=bien-dong&don-vi=tra-vinh&don-vi=hue", "movement-chart"),
    "profile": ("/dia-phuong/tra-vinh/2022/", "groups-chart"),
    "ranges": (
        "/xep-hang/dti-cap-tinh/2022/?tab=bieu-do&vung=DBSCL&cua-toi=tra-vinh",
        "range-chart",
    ),
    "points missing": ("/dia-phuong/tra-vinh/2022/", "gains-chart"),
    "simulator": ("/mo-phong/?don-vi=tra-vinh&ky=2022&XHS_HD=0.5", "simulation-chart"),
    "profile over the years": ("/dia-phuong/da-nang/", "trend-chart"),
    "group": ("/nhom-chi-so/dti-cap-tinh/HT/2022/?cua-toi=tra-vinh", "distribution-chart"),
    "comparison": ("/so-sanh/?don-vi=tra-vinh&don-vi=binh-phuoc", "group-chart"),
    "gaps": ("/so-sanh/?don-vi=tra-vinh&don-vi=binh-phuoc", "gap-chart"),
    "comparison over the years": ("/so-sanh/?don-vi=tra-vinh&don-vi=binh-phuoc", "trend-chart"),
    "methodology": ("/phuong-phap/dti-cap-tinh/", "points-chart"),
    "data quality": ("/chat-luong-du-lieu/", "coverage-chart"),
}


def csv_of(client, address):
    answer = client.get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("address", dict.fromkeys(address for address, _chart in CHARTS.values()))
def test_every_chart_offers_the_rows_that_it_shows(client, address):
    path, _mark, state = address.partition("?")
    page = client.get(address).text

    for chart in [chart for where, chart in CHARTS.values() if where == address]:
        query = f"{state}&bieu-do={chart}&dinh-dang=csv".lstrip("&")
        assert f'href="?{query.replace("&", "&amp;")}"' in page
        rows = csv_of(client, f"{path}?{query}")
        facts = {row[0]: row[1] for row in rows[rows.index([]) + 1 :]}
        assert facts["Biểu đồ"]
        assert facts["Địa chỉ"] == f"http://testserver{address}"
        assert all(len(row) == len(rows[0]) for row in rows[: rows.index([])])


def records_of(client, page):
    """Return the rows of a chart by their headings."""
    address, chart = CHARTS[page]
    rows = csv_of(client, f"{address}{'&' if '?' in address else '?'}bieu-do={chart}&dinh-dang=csv")
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1 : rows.index([])]]


def standings(edition, measure="DTI", level="dti-cap-tinh"):
    """Return what the database holds of one edition, by the names of the units then."""
    found = Edition.objects.get(slug=edition, scorecard__code=level)
    total = found.methodology.measures.of_kind(Measure.Kind.TOTAL).get().code
    return frames.standings_by_unit(found, measure=total if measure == "DTI" else measure).set_index("name")


def pairs_of(records, value, *names):
    """Return the values of a file by what it says they are of; each is told once."""
    told = [(tuple(record[name] for name in names), float(record[value])) for record in records]
    assert len(dict(told)) == len(told)
    return dict(told)


def test_rows_of_units_bear_the_values_of_the_units_that_they_name(client):
    ranked = records_of(client, "ranking")
    own = standings("2022")
    assert len(ranked) == 13
    assert all(float(row["Tổng điểm"]) == own.at[row["Tên"], "value"] for row in ranked)
    assert ranked[0]["Như hiện trên biểu đồ"] == "Cần Thơ: 0,6924, xếp hạng 5/63"

    by_group, dots = standings("2022", measure="HT"), records_of(client, "group")
    assert len(dots) == 63
    assert all(float(row["Giá trị"]) == by_group.at[row["Tên"], "value"] for row in dots)

    ranges = records_of(client, "ranges")
    ends = [row["Hạng"] for row in ranges if (row["Tên"], row["Chuỗi số liệu"]) == ("Long An", "Khoảng nhạy")]
    assert ends == ["9", "17"]
    ranks = [row for row in ranges if row["Chuỗi số liệu"] == "Hạng"]
    assert len(ranks) == 13
    assert all(row["Hạng"] == str(own.at[row["Tên"], "rank"]) for row in ranks)
    assert {row["Tính chất số liệu"] for row in ranges} == {"tính toán", "đã công bố"}


def test_rows_of_a_merger_bear_the_names_of_the_old_units(client):
    rows = records_of(client, "mergers")

    old = [row for row in rows if row["Chuỗi số liệu"].startswith("đơn vị cũ")]
    new = [row for row in rows if row["Chuỗi số liệu"].startswith("đơn vị mới")]
    assert (len(old), len(new)) == (52, 23)
    before, after = standings("2024-63"), standings("2024-34")
    for row in old:
        name = row["Tên"].removesuffix(" (trước 01/07/2025)")
        assert float(row["Tổng điểm"]) == before.at[name, "value"]
    assert all(float(row["Tổng điểm"]) == after.at[row["Tên"], "value"] for row in new)
    merged = ("Quảng Nam", "Đà Nẵng (trước 01/07/2025)")
    assert {row["Đơn vị mới"] for row in old if row["Tên"] in merged} == {"Đà Nẵng"}
    assert all(row["Tên"] == row["Đơn vị mới"] for row in new)


def test_rows_over_periods_have_a_unit_a_period_and_how_the_figure_is_known(client):
    rows = records_of(client, "movement")
    ranks = pairs_of(rows, "Hạng", "Tên", "Kỳ")
    for period, edition in {"2021": "2021", "2022": "2022", "2023": "2023", "2024": "2024-63"}.items():
        known = standings(edition)["rank"].dropna()
        assert {name: rank for (name, at), rank in ranks.items() if at == period} == dict(known)
    assert all(row["Hạng"].isdecimal() for row in rows)
    derived = [row for row in rows if row["Tính chất số liệu"] == "suy ra"]
    assert {row["Tên"]: row["Như hiện trên biểu đồ"] for row in derived if row["Kỳ"] == "2021"} == {
        "Tiền Giang": "Tiền Giang, 2021: 23/63 (suy ra)",
        "Trà Vinh": "Trà Vinh, 2021: 26/63 (suy ra)",
        "Quảng Ngãi": "Quảng Ngãi, 2021: 60/63 (suy ra)",
    }

    over_years = [row for row in records_of(client, "comparison over the years") if row["Giá trị"]]
    values = pairs_of(over_years, "Giá trị", "Tên", "Kỳ")
    assert values["Bình Phước", "2022"] == standings("2022").at["Bình Phước", "value"]
    assert values["Trà Vinh", "2023"] == standings("2023").at["Trà Vinh", "value"]

    own = records_of(client, "profile over the years")
    estimated = [row["Kỳ"] for row in own if row["Tính chất số liệu"] == "ước tính"]
    assert estimated == ["2022", "2023"]
    total = next(key for key in own[0] if key.startswith("Chỉ số"))
    told = {(row["Tên"], row["Kỳ"]): row[total] for row in own if row["Tính chất số liệu"] == "đã công bố"}
    assert float(told["Quảng Nam", "2023"]) == standings("2023").at["Quảng Nam", "value"]
    assert float(told["Đà Nẵng", "2024 (34)"]) == standings("2024-34").at["Đà Nẵng", "value"]

    national = {row["Kỳ"]: float(row["Giá trị"]) for row in records_of(client, "national series")}
    assert national["2022"] == 0.71


def test_rows_of_groups_bear_the_values_of_the_units_that_they_name(client):
    groups = Measure.objects.filter(methodology__editions__slug="2022", kind=Measure.Kind.GROUP)
    codes = dict(groups.values_list("name", "code"))
    own = [row for row in records_of(client, "profile") if row["Chuỗi số liệu"] == "Trà Vinh"]
    for row in own:
        known = standings("2022", measure=codes[row["Tên"]])
        assert float(row["Giá trị"]) == known.at["Trà Vinh", "value"]
    assert len(own) == 4

    for page in ("comparison", "gaps"):
        for row in records_of(client, page):
            known = standings("2024-63", measure=codes[row["Tên"]])
            assert float(row["Giá trị"]) == known.at[row["Chuỗi số liệu"], "value"]


def test_rows_of_points_are_called_points_and_show_their_own_values(client):
    for page, series in (("points missing", "Điểm đạt được"), ("simulator", "Với giá trị công bố")):
        rows = records_of(client, page)
        points = pairs_of(rows, "Điểm", "Tên", "Chuỗi số liệu")
        assert points["Hoạt động kinh tế số", series] == 91.2
        assert points["5 nhóm nền tảng chung", series] == 340.9
        assert {row["Tính chất số liệu"] for row in rows if row["Chuỗi số liệu"] == series} == {"tính toán"}
        shown = {row["Như hiện trên biểu đồ"] for row in rows if float(row["Điểm"]) == 500}
        assert shown == {"500"}
    supposed = {row["Tên"]: row["Điểm"] for row in rows if row["Tính chất số liệu"] == "mô phỏng"}
    assert supposed["Hoạt động xã hội số"] == "75.0"


def test_file_says_of_when_and_where_its_rows_are(client):
    address, chart = CHARTS["ranking"]
    rows = csv_of(client, f"{address}&bieu-do={chart}&dinh-dang=csv")

    facts = {row[0]: row[1] for row in rows[rows.index([]) + 1 :]}
    assert facts["Kỳ đánh giá"] == "Chỉ số chuyển đổi số cấp tỉnh (DTI), 2022"
    assert facts["Đơn vị ban hành công bố ngày"] == "12/07/2023"
    assert "BÁO CÁO XẾP HẠNG" in facts["Nguồn của số liệu"]


def test_file_names_the_sources_of_its_own_figures_alone(client):
    rows = csv_of(client, "/dia-phuong/tra-vinh/2022/?bieu-do=groups-chart&dinh-dang=csv")

    [sources] = [row[1] for row in rows if row and row[0] == "Nguồn của số liệu"]
    assert "Bảng xếp hạng DTI cấp tỉnh năm 2022" in sources
    assert "2023" not in sources
    assert "diện tích, dân số" not in sources


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("bieu-do=khong-co%3Cb%3E&dinh-dang=csv", "không có biểu đồ “khong-co&lt;b&gt;”"),
        ("bieu-do=groups-chart&dinh-dang=pdf", "chỉ có ở định dạng CSV"),
        ("dinh-dang=csv", "không nêu biểu đồ nào"),
    ],
)
def test_unknown_file_is_answered_with_the_page_and_a_sentence(client, query, sentence):
    answer = client.get(f"/dia-phuong/tra-vinh/2022/?{query}")

    assert answer.status_code == (404 if "=csv" in query else 200)
    assert "25/63" in answer.text
    assert sentence in answer.text
