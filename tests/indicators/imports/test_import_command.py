"""The command line of the door: what it asks for, what it answers, what it leaves behind."""

import io
import json
import os

import pytest
from django.core.management import CommandError, call_command

from indicators.imports import door, report
from indicators.imports.problems import Problem
from indicators.models import Edition, ImportBatch, Ranking
from indicators.workflow import publish
from tests.indicators.imports import made_files as made

pytestmark = pytest.mark.usefixtures("published_data", "kept_files")

KEYS = ["import", "scorecard", "edition", "unit_set", "layout", "counts", "rows", "errors", "findings"]
ROW_KEYS = [
    "unit_code",
    "unit",
    "as_printed",
    "edition",
    "measure",
    "value",
    "rank",
    "old_value",
    "old_rank",
    "cell",
    "state",
]
OF_2022 = ["--scorecard", "dti-cap-tinh", "--edition", "2022"]


@pytest.fixture
def kept_files(tmp_path, settings):
    """The directory that imported files are kept in."""
    settings.KEPT_FILES = tmp_path / "media"
    return settings.KEPT_FILES


@pytest.fixture
def table(tmp_path):
    """A function that writes a table as CSV and returns its path."""

    def write(*rows, name="bang.csv"):
        path = tmp_path / name
        path.write_bytes(made.as_csv(rows))
        return path

    return write


def run(path, *arguments):
    """Run the command; return its exit code and what it wrote, read as JSON."""
    output = io.StringIO()
    try:
        call_command("import_results", str(path), *arguments, "--format", "json", stdout=output)
        code = 0
    except SystemExit as end:
        code = end.code
    return code, json.loads(output.getvalue())


def undo(number, *arguments):
    output = io.StringIO()
    call_command("undo_import", str(number), *arguments, "--format", "json", stdout=output)
    return json.loads(output.getvalue())


HEADER = ("Tỉnh", "DTI", "Xếp hạng")


def test_dry_run_lists_every_figure_and_writes_nothing(table, stored, kept_files):
    path = table(HEADER, ("Trà Vinh", "0,6100", "24"), ("Bến Tre", "0,6", ""))
    before = stored()

    code, report = run(path, *OF_2022, "--dry-run")

    assert code == 0
    assert sorted(report) == sorted(KEYS)
    assert (report["scorecard"], report["edition"], report["unit_set"]) == ("dti-cap-tinh", "2022", "63")
    first = report["rows"][0]
    assert list(first) == ROW_KEYS
    assert first == {
        "unit_code": "84",
        "unit": "Trà Vinh",
        "as_printed": "Trà Vinh",
        "edition": "2022",
        "measure": "DTI",
        "value": 0.61,
        "rank": 24,
        "old_value": 0.6077,
        "old_rank": 25,
        "cell": "B2",
        "state": "changed",
    }
    assert report["import"] is None
    assert report["layout"]["kind"] == "wide"
    assert [column["role"] for column in report["layout"]["columns"]] == ["unit", "value", "rank"]
    assert stored() == before
    assert not kept_files.exists()


@pytest.mark.sqlite_alone
@pytest.mark.parametrize("form", ["json", "text"])
def test_report_whose_reader_stops_early_ends_without_a_word(table, form):
    path = table(HEADER, ("Trà Vinh", "0,6100", "24"))
    reader, writer = os.pipe()
    os.close(reader)

    with open(writer, "w") as stopped:
        call_command("import_results", str(path), *OF_2022, "--dry-run", "--format", form, stdout=stopped)


def test_periods_that_are_not_read_are_told_with_what_to_do(table):
    years = [
        HEADER,
        ("Năm 2022", "", ""),
        ("Hà Nội", "0,6", "5"),
        ("Năm 2023", "", ""),
        ("Hà Nội", "0,7", "4"),
    ]
    quarters = [("Tỉnh", "Kỳ", "DTI"), ("Hà Nội", "Quý I/2024", "0,6"), ("Huế", "Quý I/2024", "0,7")]

    _code, of_years = run(table(*years), *OF_2022)
    code, of_quarters = run(table(*quarters), "--scorecard", "dti-cap-tinh")

    told = [found for found in of_years["findings"] if found["code"] == "period_in_row"]
    assert [found["row"] for found in told] == [4]
    assert "thêm một cột ghi kỳ cho từng dòng" in told[0]["message"]
    assert code == 1
    assert "tháng cuối của quý: 03/2024" in of_quarters["errors"][0]["message"]


def test_refused_row_stands_with_its_figures_and_a_suggestion(table, stored):
    path = table(HEADER, ("Trà Vin", "0,6077", "25"), ("Bến Tre", "1,6", "30"))
    before = stored()

    code, report = run(path, *OF_2022)

    assert code == 1
    row = report["rows"][0]
    assert (row["unit_code"], row["unit"], row["as_printed"]) == (None, None, "Trà Vin")
    assert (row["value"], row["rank"], row["state"]) == (0.6077, 25, "refused")
    unknown, beyond = report["errors"]
    assert (unknown["row"], unknown["column"], unknown["code"]) == (2, "A", "unknown_unit")
    assert unknown["suggestions"][0] == "Trà Vinh"
    assert (beyond["row"], beyond["column"], beyond["code"]) == (3, "B", "out_of_scale")
    assert report["counts"]["refused"] == 2
    assert stored() == before


def test_long_list_of_refusals_is_cut_and_counted(table, monkeypatch):
    monkeypatch.setattr(door, "MOST_ERRORS", 2)
    names = ["Trà Vinh", "Bến Tre", "Hà Giang", "Hậu Giang", "Cà Mau"]
    path = table(HEADER, *((name, f"1,{rank}7", str(rank)) for rank, name in enumerate(names, start=1)))

    _code, told = run(path, *OF_2022)

    assert [(error["row"], error["code"]) for error in told["errors"]] == [
        (2, "out_of_scale"),
        (3, "out_of_scale"),
        (None, "more_errors"),
    ]
    assert told["errors"][-1]["message"] == "… và 3 mục nữa"


def test_text_report_counts_what_it_does_not_list(monkeypatch):
    monkeypatch.setattr(report, "MOST_LINES", 1)
    errors = tuple(Problem("unknown_unit", name) for name in "AB")

    lines = list(report.text_lines(report.Report(errors=errors, more_errors=3)))

    assert lines[1:3] == ["A", "… và 4 mục nữa"]


def test_long_list_of_findings_is_cut_and_counted(table, monkeypatch):
    path = table(HEADER, ("Bến Tre", "0,9", "63"), ("Trà Vinh", "0,1", "1"))
    monkeypatch.setattr(door, "MOST_FINDINGS", 0)

    _code, told = run(path, *OF_2022, "--dry-run")

    assert [finding["code"] for finding in told["findings"]] == ["more_findings"]


def test_import_goes_to_a_revision_and_undo_brings_back_the_exact_rows(table, stored):
    path = table(HEADER, ("Trà Vinh", "0,6100", "24"), ("Bến Tre", "N/A", ""))
    before = stored()

    code, report = run(path, *OF_2022)

    assert code == 0
    revision = Edition.objects.open().get(scorecard__code="dti-cap-tinh", slug="2022")
    written = Ranking.objects.get(edition=revision, unit__slug="tra-vinh", measure__code="DTI")
    assert (str(written.value), written.value_text, written.rank) == ("0.610000", "0,6100", 24)
    assert Edition.objects.published().get(scorecard__code="dti-cap-tinh", slug="2022").revision == 1
    batch = ImportBatch.objects.get(pk=report["import"])
    with batch.file.open() as kept:
        assert kept.read() == path.read_bytes()

    undo(report["import"])

    after = stored()
    for label in ("indicators.Ranking", "indicators.Edition"):
        assert after[label] == before[label]


def test_committed_figures_are_published_by_publishing(table):
    path = table(HEADER, ("Trà Vinh", "0,6100", "24"))
    run(path, *OF_2022)

    publish(Edition.objects.open().get(scorecard__code="dti-cap-tinh", slug="2022"))

    row = Ranking.objects.published().get(
        edition__scorecard__code="dti-cap-tinh",
        edition__slug="2022",
        unit__slug="tra-vinh",
        measure__code="DTI",
    )
    assert (str(row.value), row.rank) == ("0.610000", 24)


def test_same_file_twice_changes_nothing_and_says_so(table, stored):
    path = table(HEADER, ("Trà Vinh", "0,6100", "24"))
    run(path, *OF_2022)
    before = stored()

    code, report = run(path, *OF_2022)

    assert code == 0
    assert report["counts"] == {"new": 0, "changed": 0, "unchanged": 1, "removed": 0, "refused": 0}
    assert "same_file" in {finding["code"] for finding in report["findings"]}
    after = stored()
    for label in ("indicators.Ranking", "indicators.Edition", "provinces.Source"):
        assert after[label] == before[label]


def test_text_report_names_what_changes(table, capsys):
    path = table(HEADER, ("Trà Vinh", "0,6100", "24"), ("Bến Tre", "0,5927", "35"))

    call_command("import_results", str(path), *OF_2022, "--dry-run")

    written = capsys.readouterr().out
    assert "Trà Vinh" in written
    assert "0,6077" in written
    assert "+0,0023" in written


USAGES = {
    "no scorecard": [],
    "both scorecards": ["--scorecard", "dti-cap-tinh", "--new-scorecard", "PCI", "--scale", "100"],
    "unknown scorecard": ["--scorecard", "dti"],
    "unknown unit set": [*OF_2022, "--unit-set", "62"],
    "unknown unit": [*OF_2022, "--unit", "tra-vin"],
    "unknown source": [*OF_2022, "--source", "bao-nao-do"],
    "new scorecard without scale": ["--new-scorecard", "PCI"],
    "scale of a known scorecard": [*OF_2022, "--scale", "1"],
    "scale that is none": ["--new-scorecard", "PCI", "--scale", "NaN"],
    "new scorecard that is known": [
        "--new-scorecard",
        "Chỉ số chuyển đổi số cấp tỉnh (DTI)",
        "--scale",
        "1",
    ],
    "layout that is none": [*OF_2022, "--layout", "B2"],
    "unknown format": [*OF_2022, "--format", "xml"],
}


@pytest.mark.parametrize("arguments", USAGES.values(), ids=USAGES)
def test_wrong_usage_is_told_apart_from_a_refused_file(table, arguments):
    path = table(HEADER, ("Trà Vinh", "0,6077", "25"))

    with pytest.raises(CommandError) as error:
        call_command("import_results", str(path), *arguments)

    # Those that the parser of arguments refuses end the process with 2 as well, but not in a test.
    assert error.value.returncode == 2 or "Error: " in str(error.value)


def test_missing_file_is_wrong_usage(tmp_path):
    with pytest.raises(CommandError, match=r"khong-co\.csv") as error:
        call_command("import_results", str(tmp_path / "khong-co.csv"), *OF_2022)

    assert error.value.returncode == 2


def test_title_dates_what_stands_beside_a_rank_of_an_earlier_year(table):
    path = table(
        ("Kết quả năm 2022",),
        ("Hạng", "Tỉnh", "DTI", "Hạng 2021"),
        (25, "Trà Vinh", "0,6077", 24),
        (19, "Cần Thơ", "0,6176", 30),
    )

    code, report = run(path, "--scorecard", "dti-cap-tinh", "--dry-run")

    figures = {(row["unit"], row["edition"]): (row["value"], row["rank"]) for row in report["rows"]}
    assert code == 0
    assert figures["Trà Vinh", "2022"] == (0.6077, 25)
    assert figures["Trà Vinh", "2021"] == (None, 24)


def test_remark_or_movement_beside_a_figure_that_stands_changes_nothing(table):
    header = ("Tỉnh", "DTI", "Xếp hạng", "Tăng/giảm", "Ghi chú")
    path = table(header, ("Bến Tre", "0,5077", "51", "+2", "Đã rà soát"))

    _code, report = run(path, *OF_2022, "--dry-run")

    assert report["counts"] == {"new": 0, "changed": 0, "unchanged": 1, "removed": 0, "refused": 0}


def test_indicators_of_one_unit_come_in_under_their_codes(table):
    header = ("Mã", "Chỉ số thành phần", "Điểm tối đa", "Tự đánh giá", "Thẩm định")
    path = table(header, ("1.1", "Kế hoạch", "10", "8", "7,5"), ("1.10", "Báo cáo", "5", "5", ""))
    arguments = ["--new-scorecard", "Bộ chỉ số thử", "--scale", "1000", "--unit", "tra-vinh"]

    code, report = run(path, *arguments, "--edition", "2024", "--unit-set", "63", "--dry-run")

    assert code == 0
    read = [(row["unit_code"], row["measure"], row["value"], row["cell"]) for row in report["rows"]]
    assert read == [("84", "1.1", 7.5, "E2"), ("84", "1.10", 5.0, "D3")]
