"""The real tables of 2022 and 2024 in every shape that ministries send them, each read back exactly."""

import io
import json
from decimal import Decimal
from typing import NamedTuple

import pytest
from django.core.management import call_command

from indicators.models import Ranking
from tests.indicators.imports import made_files as made

# How a file is read does not depend on the database.
pytestmark = [pytest.mark.usefixtures("published_data"), pytest.mark.sqlite_alone]

GROUPS = {
    "NT": "Nhận thức số",
    "TC": "Thể chế số",
    "HT": "Hạ tầng số",
    "NL": "Nhân lực số",
    "AT": "An toàn thông tin mạng",
    "CQS_HD": "Hoạt động chính quyền số",
    "KTS_HD": "Hoạt động kinh tế số",
    "XHS_HD": "Hoạt động xã hội số",
}
OF_2022 = ["--scorecard", "dti-cap-tinh", "--edition", "2022"]
OF_2024_34 = ["--scorecard", "dti-cap-tinh", "--edition", "2024", "--unit-set", "34"]
OF_2024_63 = ["--scorecard", "dti-cap-tinh", "--edition", "2024", "--unit-set", "63"]
IN_MANY_PERIODS = ["--scorecard", "dti-cap-tinh"]


class Printed(NamedTuple):
    """One unit of a real table: its name, its code, its region and what was published, as text."""

    name: str
    code: str
    region: str
    total: str
    rank: int | None
    groups: dict[str, str]


class Asked(NamedTuple):
    """A file, what the command is told about it, and the figures to be read: (code, edition, measure)."""

    name: str
    content: bytes
    arguments: list[str]
    figures: dict[tuple[str, str, str], tuple[str | None, int | None]]


def real_table(slug):
    """Return the units of a published edition in the order of their ranks."""
    rankings = Ranking.objects.published().filter(edition__scorecard__code="dti-cap-tinh", edition__slug=slug)
    edition = rankings.first().edition
    rows = {}
    for member in edition.unit_set.members.select_related("unit", "region"):
        of_unit = {
            row.measure.code: row for row in rankings.filter(unit=member.unit).select_related("measure")
        }
        groups = {code: of_unit[code].value_text for code in GROUPS if code in of_unit}
        name = member.unit.called_on(edition.names_on)[0]
        region = member.region.name if member.region else ""
        total = of_unit["DTI"]
        rows[name] = Printed(name, member.gso_code, region, total.value_text, total.rank, groups)
    return sorted(rows.values(), key=lambda row: (-Decimal(row.total), row.name))


def totals(table, edition, *, ranks=True, values=True):
    """Return the figures of the totals alone."""
    return {
        (row.code, edition, "DTI"): (row.total if values else None, row.rank if ranks else None)
        for row in table
    }


def with_groups(table, edition, codes, **kept):
    """Return the figures of the totals and of some groups, whose ranks were not published."""
    groups = {(row.code, edition, code): (row.groups.get(code), None) for row in table for code in codes}
    return totals(table, edition, **kept) | groups


def comma(text):
    return (text or "").replace(".", ",")


def xlsx_with_title_and_merged_headers():
    table = real_table("2024-34")
    rows = [
        ["KẾT QUẢ ĐÁNH GIÁ MỨC ĐỘ CHUYỂN ĐỔI SỐ CẤP TỈNH NĂM 2024"],
        ["(Kèm theo Báo cáo của Bộ Khoa học và Công nghệ)"],
        [],
        ["STT", "Tỉnh, thành phố", "DTI", None, "Chỉ số chính"],
        [None, None, "Giá trị", "Xếp\nhạng", *GROUPS.values()],
        [f"({number})" for number in range(1, 13)],
    ]
    rows += [
        [number, row.name, float(row.total), row.rank, *(float(row.groups[code]) for code in GROUPS)]
        for number, row in enumerate(table, start=1)
    ]
    rows += [[None, "Trung bình cả nước", 0.7, None], [], ["Ghi chú: số liệu tính theo 34 tỉnh, thành phố."]]
    merged = ["A1:L1", "A2:L2", "A4:A5", "B4:B5", "C4:D4", "E4:L4"]
    content = made.as_xlsx(rows, merged=merged, sheet="Biểu 01")
    return Asked("bieu-01.xlsx", content, OF_2024_34, with_groups(table, "2024-34", GROUPS))


def xlsx_rank_with_value_in_brackets():
    table = real_table("2022")
    rows = [["TT", "Địa phương", "DTI 2022\nXếp hạng\n(giá trị)"]]
    for number, row in enumerate(table, start=1):
        mark = "\n" if number % 2 else " "
        rows.append([number, row.name, f"{row.rank:02}{mark}({comma(row.total)})"])
    return Asked("dti.xlsx", made.as_xlsx(rows), OF_2022, totals(table, "2022"))


def csv_in_tcvn3():
    table = real_table("2022")
    rows = [["STT", "Tỉnh/Thành phố", "Giá trị DTI", "Xếp hạng"]]
    rows += [[n, row.name, comma(row.total), row.rank] for n, row in enumerate(table, start=1)]
    content = made.as_csv(made.with_font(rows, made.in_tcvn3), delimiter=";", encoding="cp1252")
    return Asked("abc.csv", content, OF_2022, totals(table, "2022"))


def xlsx_in_vni():
    table = real_table("2022")
    rows = [["STT", "Tỉnh, thành phố", "Điểm số", "Thứ hạng"]]
    rows += [[n, row.name, comma(row.total), row.rank] for n, row in enumerate(table, start=1)]
    content = made.as_xlsx(made.with_font(rows, made.in_vni))
    return Asked("vni.xlsx", content, OF_2022, totals(table, "2022"))


def tsv_in_utf_16():
    table = real_table("2024-63")
    kept = ("HT", "CQS_HD", "KTS_HD", "XHS_HD")
    rows = [["Mã", "Tên tỉnh", "DTI", "Hạng", *kept]]
    rows += [[row.code, row.name, row.total, row.rank, *map(row.groups.get, kept)] for row in table]
    content = made.as_csv(rows, delimiter="\t", encoding="utf-16")
    return Asked("dti.tsv", content, OF_2024_63, with_groups(table, "2024-63", kept))


def csv_in_cp1258():
    table = real_table("2022")
    rows = [["Tỉnh", "Hạ tầng số", "DTI"]]
    rows += [[row.name, comma(row.groups["HT"]), comma(row.total)] for row in table]
    text = "\r\n".join(";".join(row) for row in rows)
    content = in_cp1258(text)
    return Asked("cp1258.csv", content, OF_2022, with_groups(table, "2022", ["HT"], ranks=False))


def csv_with_decomposed_names():
    table = real_table("2022")
    rows = [["Tỉnh, thành phố", "DTI", "Xếp hạng"]]
    rows += [[f"Tỉnh {row.name}" if row.region else row.name, row.total, row.rank] for row in table]
    return Asked(
        "mac.csv", made.as_csv(made.decomposed(rows), encoding="utf-8"), OF_2022, totals(table, "2022")
    )


def csv_in_capitals_without_accents():
    table = real_table("2022")
    rows = [["TINH", "DIEM DTI", "XEP HANG"]]
    rows += [[made.without_accents(row.name).upper(), row.total, f"{row.rank}/63"] for row in table]
    return Asked("khong-dau.csv", made.as_csv(rows), OF_2022, totals(table, "2022"))


def xls_of_old_excel():
    table = real_table("2022")
    rows = [["Bảng xếp hạng"], [None], ["STT", "Mã", "Tên tỉnh", "Vùng", "DTI", "Xếp hạng", "Ghi chú"]]
    rows += [
        [n, row.code, row.name, row.region, float(row.total), row.rank, "" if n % 9 else "Đã rà soát"]
        for n, row in enumerate(table, start=1)
    ]
    return Asked("cu.xls", made.as_xls(rows), OF_2022, totals(table, "2022"))


def ods_with_missing_marks():
    table = real_table("2022")
    rows = [["Kết quả năm 2022", None, None, None], ["STT", "Địa phương", "Nhận thức số", "DTI"]]
    rows += [
        [n, row.name, comma(row.groups.get("NT")) or "N/A", float(row.total)]
        for n, row in enumerate(table, 1)
    ]
    figures = with_groups(table, "2022", ["NT"], ranks=False)
    content = made.as_ods(rows, wide_first_cells={1: 4})
    return Asked("libre.ods", content, OF_2022, figures)


def html_with_spanning_headers():
    table = real_table("2024-34")
    head = (
        "<tr><th rowspan=2>STT</th><th rowspan=2>Tỉnh, thành&nbsp;phố</th><th colspan=2>DTI</th>"
        f"<th colspan={len(GROUPS)}>Các chỉ số chính</th></tr><tr><th>Xếp hạng</th><th>Giá trị</th>"
        + "".join(f"<th>{name}</th>" for name in GROUPS.values())
        + "</tr>"
    )
    body = [
        [n, row.name, row.rank, comma(row.total), *(comma(row.groups[code]) for code in GROUPS)]
        for n, row in enumerate(table, start=1)
    ]
    content = made.as_html(head, body, before="<table><tr><td>Trang chủ</td><td>Liên hệ</td></tr></table>")
    return Asked("trang.html", content, OF_2024_34, with_groups(table, "2024-34", GROUPS))


def long_csv_of_two_years():
    years = {"2022": real_table("2022"), "2023": real_table("2023")}
    rows = [["Năm", "Tỉnh", "Chỉ số", "Giá trị"]]
    figures = {}
    for year, table in years.items():
        for row in table:
            rows.append([year, row.name, "DTI", row.total])
            rows.append([year, row.name, "Hạ tầng số", row.groups["HT"]])
        figures |= with_groups(table, year, ["HT"], ranks=False)
    return Asked("hai-nam.csv", made.as_csv(rows), IN_MANY_PERIODS, figures)


def wide_xlsx_of_two_years():
    now, before = real_table("2023"), {row.code: row for row in real_table("2022")}
    rows = [["TT", "Tỉnh, thành phố", "Năm 2022", None, "Năm 2023", None]]
    rows += [[None, None, "DTI", "Xếp hạng", "DTI", "Xếp hạng"]]
    for number, row in enumerate(now, start=1):
        old = before[row.code]
        rows.append([number, row.name, comma(old.total), old.rank, comma(row.total), row.rank])
    merged = ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]
    figures = totals(before.values(), "2022") | totals(now, "2023")
    return Asked("so-sanh.xlsx", made.as_xlsx(rows, merged=merged), IN_MANY_PERIODS, figures)


def csv_with_both_unit_sets():
    sets = {"63": real_table("2024-63"), "34": real_table("2024-34")}
    rows = [["Năm", "Tập đơn vị", "Tỉnh", "DTI"]]
    rows += [["2024", code, row.name, row.total] for code, table in sets.items() for row in table]
    figures = {}
    for code, table in sets.items():
        figures |= {(row.code, f"2024-{code}", "DTI"): (row.total, None) for row in table}
    return Asked("hai-tap.csv", made.as_csv(rows), IN_MANY_PERIODS, figures)


def csv_with_abbreviated_names():
    short = {
        "Bà Rịa - Vũng Tàu": "BRVT",
        "Thừa Thiên Huế": "TT-Huế",
        "Hồ Chí Minh": "TP.HCM",
        "Hòa Bình": "Hoà Bình",
        "Khánh Hòa": "Khánh Hoà",
        "Hà Nội": "TP. Hà Nội",
        "Trà Vinh": "UBND tỉnh Trà Vinh",
    }
    table = real_table("2022")
    rows = [["Đơn vị", "Điểm"], *([short.get(row.name, row.name), comma(row.total)] for row in table)]
    return Asked("ten-tat.csv", made.as_csv(rows), OF_2022, totals(table, "2022", ranks=False))


def xlsx_side_by_side():
    table = real_table("2022")
    left, right = table[:32], [*table[32:], None]
    rows = [["Hạng", "Tỉnh", "DTI", None, "Hạng", "Tỉnh", "DTI"]]
    for one, two in zip(left, right, strict=True):
        rows.append([one.rank, one.name, comma(one.total), None])
        rows[-1] += [two.rank, two.name, comma(two.total)] if two else [None, None, None]
    return Asked("hai-cot.xlsx", made.as_xlsx(rows), OF_2022, totals(table, "2022"))


def csv_with_sections_and_repeated_headers():
    table = real_table("2022")
    header = ["STT", "Tỉnh, thành phố", "DTI", "Xếp hạng"]
    rows = []
    for number, region in enumerate(sorted({row.region for row in table})):
        rows += [[f"{'I' * (number + 1)}", region, "", ""]] if number else [header, ["I", region, "", ""]]
        rows += [header] if number == 3 else []
        of_region = [row for row in table if row.region == region]
        rows += [[n, row.name, comma(row.total), row.rank] for n, row in enumerate(of_region, 1)]
        rows.append([""] * 4)
    rows.append(["Nguồn: Bộ Thông tin và Truyền thông", "", "", ""])
    return Asked("theo-vung.csv", made.as_csv(rows, delimiter=";"), OF_2022, totals(table, "2022"))


def csv_of_ranks_alone():
    table = real_table("2022")
    rows = [["Tỉnh", "Xếp hạng DTI"], *([row.name, f"{row.rank}/63"] for row in table)]
    return Asked("hang.csv", made.as_csv(rows), OF_2022, totals(table, "2022", values=False))


def in_cp1258(text):
    """Write letters as Windows did for Vietnamese: a base letter and, where it has none ready, its tone."""
    import unicodedata

    pieces = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            pieces.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", parts.replace(tone, ""))
            pieces.append(base.encode("cp1258") + tone.encode("cp1258"))
    return b"".join(pieces)


FILES = [
    xlsx_with_title_and_merged_headers,
    xlsx_rank_with_value_in_brackets,
    csv_in_tcvn3,
    xlsx_in_vni,
    tsv_in_utf_16,
    csv_in_cp1258,
    csv_with_decomposed_names,
    csv_in_capitals_without_accents,
    xls_of_old_excel,
    ods_with_missing_marks,
    html_with_spanning_headers,
    long_csv_of_two_years,
    wide_xlsx_of_two_years,
    csv_with_both_unit_sets,
    csv_with_abbreviated_names,
    xlsx_side_by_side,
    csv_with_sections_and_repeated_headers,
    csv_of_ranks_alone,
]


def run(path, *arguments):
    """Run the command; return its exit code and what it wrote, read as JSON."""
    output = io.StringIO()
    try:
        call_command("import_results", str(path), *arguments, "--format", "json", stdout=output)
        code = 0
    except SystemExit as end:
        code = end.code
    return code, json.loads(output.getvalue())


@pytest.mark.parametrize("make", FILES, ids=lambda make: make.__name__)
def test_awkward_file_is_read_exactly(make, tmp_path):
    asked = make()
    path = tmp_path / asked.name
    path.write_bytes(asked.content)

    code, report = run(path, *asked.arguments, "--dry-run")

    assert report["errors"] == []
    assert code == 0
    read = {
        (row["unit_code"], row["edition"], row["measure"]): (row["value"], row["rank"])
        for row in report["rows"]
        if row["state"] != "removed"
    }
    expected = {
        key: (None if value is None else float(value), rank) for key, (value, rank) in asked.figures.items()
    }
    assert read == expected
    assert {row["state"] for row in report["rows"]} <= {"unchanged", "new"}
