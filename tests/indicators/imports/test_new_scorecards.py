"""An index that the site does not know comes in from its own table; all figures here are made up."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from indicators.imports.new_measures import abbreviation, measure_code, measure_name
from indicators.models import Edition, Measure, Scorecard
from indicators.workflow import WorkflowError, publish
from provinces.models import UnitSet
from tests.factories import publish_as_it_is
from tests.indicators.imports import made_files as made

NAME = "Chỉ số thử nghiệm của tỉnh (CSTN)"
GROUPS = ["Gia nhập thị trường", "Tính năng động của chính quyền", "Công khai, minh bạch"]


@pytest.fixture
def table(published_data, tmp_path, settings):
    """A workbook with a title, a rank, a total and three groups for the 63."""
    settings.KEPT_FILES = tmp_path / "media"
    members = UnitSet.objects.get(code="63").members.select_related("unit").order_by("order")
    names = [member.unit.called_on(member.unit_set.valid_to)[0] for member in members]
    rows = [["CHỈ SỐ THỬ NGHIỆM NĂM 2023"], [], ["Xếp hạng", "Tỉnh, thành phố", "CSTN 2023", *GROUPS]]
    rows += [
        [place, name, round(70 - place / 10, 2), *(round(9 - place / 100 - part, 2) for part in range(3))]
        for place, name in enumerate(names, start=1)
    ]
    path = tmp_path / "cstn.xlsx"
    path.write_bytes(made.as_xlsx(rows, merged=["A1:F1"]))
    return path


def bring_in(path, *arguments):
    output = io.StringIO()
    call_command("import_results", str(path), *arguments, "--format", "json", stdout=output)
    return json.loads(output.getvalue())


def test_new_index_comes_with_its_rule_book_and_measures(table):
    report = bring_in(table, "--new-scorecard", NAME, "--scale", "100")

    scorecard = Scorecard.objects.get(code=report["scorecard"])
    methodology = scorecard.methodologies.get()
    measures = methodology.measures.order_by("order").values_list("kind", "code", "name")
    assert (scorecard.name, scorecard.level) == (NAME, "province")
    assert (methodology.value_form, methodology.scale_max, methodology.decimals) == ("points", 100, 2)
    assert list(measures) == [
        (Measure.Kind.TOTAL, "CSTN", NAME),
        (Measure.Kind.GROUP, "GNTT", "Gia nhập thị trường"),
        (Measure.Kind.GROUP, "TNDCQ", "Tính năng động của chính quyền"),
        (Measure.Kind.GROUP, "CKMB", "Công khai, minh bạch"),
    ]
    assert (report["edition"], report["unit_set"]) == ("2023", "63")
    assert report["counts"]["new"] == 63 * 4


@pytest.mark.sqlite_alone
def test_public_pages_show_a_new_index_once_it_is_published(table, client):
    report = bring_in(table, "--new-scorecard", NAME, "--scale", "100")
    publish(Edition.objects.get(scorecard__code=report["scorecard"]))
    code = report["scorecard"]

    pages = [
        (f"/xep-hang/{code}/2023/", {}),
        (f"/?bo={code}&ky=2023", {}),
        (f"/nhom-chi-so/{code}/GNTT/2023/", {}),
        (f"/phuong-phap/{code}/", {}),
        ("/dia-phuong/tra-vinh/2023/", {"bo": code}),
        ("/so-sanh/", {"bo": code, "ky": "2023", "don-vi": ["tra-vinh", "ben-tre"]}),
        ("/chat-luong-du-lieu/", {}),
    ]
    answers = [client.get(address, parameters) for address, parameters in pages]

    assert [answer.status_code for answer in answers] == [200] * len(pages)
    assert "69,9" in answers[0].content.decode()


@pytest.mark.sqlite_alone
def test_edition_without_a_total_is_not_published_and_breaks_no_page(table, client):
    code = bring_in(table, "--new-scorecard", NAME, "--scale", "100")["scorecard"]
    edition = Edition.objects.get(scorecard__code=code)
    edition.methodology.measures.filter(kind=Measure.Kind.TOTAL).update(kind=Measure.Kind.GROUP)

    with pytest.raises(WorkflowError, match="không có điểm tổng"):
        publish(edition)

    publish_as_it_is(edition)
    ranking, group = f"/xep-hang/{code}/2023/", f"/nhom-chi-so/{code}/GNTT/2023/"
    pages = [
        (ranking, {}),
        *((ranking, {"tab": tab}) for tab in ("ban-do", "bieu-do", "bien-dong", "tham-dinh")),
        (ranking, {"bang": "ranking", "dinh-dang": "csv"}),
        (ranking, {"sap-xep": "GNTT", "cua-toi": "tra-vinh", "vung": "dong-bang-song-cuu-long"}),
        (f"/?bo={code}&ky=2023", {}),
        (group, {}),
        (f"/phuong-phap/{code}/", {}),
        ("/dia-phuong/tra-vinh/2023/", {"bo": code}),
        ("/so-sanh/", {"bo": code, "ky": "2023", "don-vi": ["tra-vinh", "ben-tre"]}),
        ("/mo-phong/", {"bo": code, "ky": "2023", "don-vi": "tra-vinh"}),
        ("/sap-nhap-2025/", {}),
        ("/chat-luong-du-lieu/", {}),
    ]
    answers = [client.get(address, parameters) for address, parameters in pages]
    assert [answer.status_code for answer in answers] == [200] * len(pages)
    shown = answers[0].content.decode()
    assert "không có thứ hạng chung" in shown
    assert f'<li><a href="{group}">Gia nhập thị trường</a></li>' in shown


def test_long_table_of_a_new_index_keeps_its_names_and_asks_for_the_total(published_data, tmp_path):
    units = ["Hà Nội", "Hà Giang", "Cao Bằng"]
    parts = ["Tỷ lệ hồ sơ trực tuyến", "Mức độ hài lòng", "Kết quả năm nay về dữ liệu"]
    rows = [f"{unit},{part},2022,{50 + place}" for place, part in enumerate(parts) for unit in units]
    path = tmp_path / "dai.csv"
    path.write_text("\n".join(["Đơn vị,Chỉ tiêu,Năm,Giá trị", *rows]), encoding="utf-8")
    asked = [str(path), "--new-scorecard", NAME, "--scale", "100", "--unit-set", "63", "--format", "json"]

    refused = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("import_results", *asked, stdout=refused)
    assert "total=TLHSTT" in json.loads(refused.getvalue())["errors"][0]["message"]
    assert not Scorecard.objects.filter(name=NAME).exists()

    report = bring_in(path, *asked[1:], "--layout", "total=MDHL")
    measures = Measure.objects.filter(methodology__scorecard__code=report["scorecard"]).order_by("order")
    assert report["counts"]["new"] == 9
    assert [measure.name for measure in measures.exclude(kind=Measure.Kind.TOTAL)] == [parts[0], parts[2]]
    assert measures[0].kind == Measure.Kind.TOTAL


def test_wide_table_without_a_total_is_told_how_to_name_it(published_data, tmp_path):
    path = tmp_path / "rong.csv"
    path.write_text("Đơn vị;Mức độ hài lòng;Tỷ lệ hồ sơ\nHà Nội;57,1;40\nHà Giang;50;41,5", encoding="utf-8")
    asked = ["--new-scorecard", NAME, "--scale", "100", "--unit-set", "63", "--edition", "2022"]

    with pytest.raises(SystemExit):
        call_command("import_results", str(path), *asked, stdout=(refused := io.StringIO()))

    code = refused.getvalue().partition("--layout total=")[2].split(".")[0]
    report = bring_in(path, *asked, "--layout", f"total={code}")
    measures = Measure.objects.filter(methodology__scorecard__code=report["scorecard"])
    assert set(measures.values_list("name", flat=True)) == {NAME, "Tỷ lệ hồ sơ"}


def test_undone_import_of_a_new_index_leaves_no_scorecard_behind(table, stored):
    before = stored()
    report = bring_in(table, "--new-scorecard", NAME, "--scale", "100")

    output = io.StringIO()
    call_command("undo_import", str(report["import"]), stdout=output)

    after = stored()
    assert f"“{NAME}” do lần nhập này tạo ra cũng đã được xóa" in output.getvalue()
    for label in ("indicators.Scorecard", "indicators.Measure", "indicators.Edition", "indicators.Ranking"):
        assert after[label] == before[label]
    assert after["provinces.Source"] == before["provinces.Source"]


def test_dry_run_of_a_new_index_writes_nothing(table, stored):
    before = stored()

    report = bring_in(table, "--new-scorecard", NAME, "--scale", "100", "--dry-run")

    assert report["counts"]["new"] == 63 * 4
    assert {row["unit_code"] for row in report["rows"]} >= {"01", "84"}
    assert stored() == before


def test_name_of_a_known_index_is_wrong_usage_that_tells_its_code(table):
    bring_in(table, "--new-scorecard", NAME, "--scale", "100")

    with pytest.raises(CommandError, match="chi-so-thu-nghiem-cua-tinh-cstn") as error:
        call_command("import_results", str(table), "--new-scorecard", NAME, "--scale", "100")

    assert error.value.returncode == 2


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Xếp hạng", ""),
        ("CSTN 2023", "CSTN"),
        ("Chỉ số thành phần / HTKT", "HTKT"),
        ("Điểm Công khai, minh bạch", "Công khai, minh bạch"),
        ("Tính năng động của chính quyền", "Tính năng động của chính quyền"),
        ("Hạ tầng số / Xếp hạng", "Hạ tầng số"),
        ("Tỷ lệ hồ sơ trực tuyến năm 2022", "Tỷ lệ hồ sơ trực tuyến"),
        ("Mức độ hài lòng / Xếp hạng", "Mức độ hài lòng"),
        ("Kỹ năng số", "Kỹ năng số"),
        ("Kết quả", ""),
    ],
)
def test_header_names_its_measure(header, name):
    assert measure_name(header) == name


@pytest.mark.parametrize(
    ("name", "code"),
    [("Gia nhập thị trường", "GNTT"), ("ƯDCNTT", "UDCNTT"), ("cong_khai", "CONG_KHAI"), ("Trục 1", "T1")],
)
def test_measure_gets_a_short_code(name, code):
    assert measure_code(name) == code


@pytest.mark.parametrize(
    ("name", "short"),
    [(NAME, "CSTN"), ("PAPI", "PAPI"), ("ICT Index", "ICT_INDEX"), ("Chỉ số hài lòng về phục vụ", "CSHLVPV")],
)
def test_total_bears_the_short_name_of_its_index(name, short):
    assert abbreviation(name) == short
