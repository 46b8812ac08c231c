"""Shapes of published tables that were once read wrong or refused without need; all figures are made up."""

import io
import json
from contextlib import suppress
from decimal import Decimal

import pytest
from django.core.management import call_command

from indicators.imports.grids import column_index, column_letters
from indicators.models import Ranking
from provinces.models import UnitSet
from tests.indicators.imports import made_files as made

pytestmark = [pytest.mark.usefixtures("published_data"), pytest.mark.sqlite_alone]


@pytest.fixture
def run(tmp_path, settings):
    """A function that brings rows in as a workbook and returns the report."""
    settings.KEPT_FILES = tmp_path / "media"

    def bring_in(rows, *arguments, merged=()):
        path, output = tmp_path / "table.xlsx", io.StringIO()
        path.write_bytes(made.as_xlsx(rows, merged=merged))
        with suppress(SystemExit):
            call_command("import_results", str(path), *arguments, "--format", "json", stdout=output)
        return json.loads(output.getvalue())

    return bring_in


def members():
    found = UnitSet.objects.get(code="63").members.select_related("unit", "region").order_by("order")
    return [(member.unit.called_on(member.unit_set.valid_to)[0], member) for member in found]


@pytest.mark.parametrize("is_first", [False, True])
def test_percentages_beside_points_are_left_out(run, is_first):
    turn = (lambda pair: pair[::-1]) if is_first else tuple
    below = turn(("Điểm đạt được", "Tỷ lệ (%)"))
    rows = [
        ["STT", "Tỉnh", "Điểm thẩm định", None, "Điểm điều tra XHH", None, "PAR INDEX 2022 (%)", "Xếp hạng"],
        [None, None, *below, *below, None, None],
    ]
    for place, (name, _member) in enumerate(members(), start=1):
        appraised, asked = 66 - place / 8, 22 + place * 7 % 13 / 2
        pairs = [(appraised, round(appraised / 68 * 100, 2)), (asked, round(asked / 32 * 100, 2))]
        rows.append([place, name, *turn(pairs[0]), *turn(pairs[1]), 92 - place / 4, place])
    merged = ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2", "H1:H2"]

    report = run(rows, "--new-scorecard", "PAR INDEX", "--scale", "100", merged=merged)

    assert [column["role"] for column in report["layout"]["columns"][2:]] == [
        *turn(("value", "ignored")),
        *turn(("value", "ignored")),
        *("value", "rank"),
    ]
    assert report["counts"]["new"] == 63 * 3
    first = [(row["value"], row["rank"]) for row in report["rows"] if row["cell"][1:] == "3"]
    assert sorted(first) == [(25.5, None), (65.875, None), (91.75, 1)]
    left_out = [row["message"] for row in report["findings"] if row["code"] == "unread_column"]
    assert [message.split()[1] for message in left_out] == (["C", "E"] if is_first else ["D", "F"])


def test_rank_in_the_region_gets_the_number_of_its_units(run):
    rows = [["TT", "Vùng/Tỉnh", "DTI", "Hạng trong vùng"]]
    regions = {}
    for place, (name, member) in enumerate(members(), start=1):
        regions.setdefault(member.region.pk, []).append(member.unit)
        rows.append([place, name, 0.9 - place / 200, len(regions[member.region.pk])])

    run(rows, "--scorecard", "dti-cap-tinh", "--edition", "2013")

    for units in regions.values():
        written = Ranking.objects.filter(edition__slug="2013", unit__in=units).order_by("regional_rank")
        found = written.values_list("regional_rank", "regional_count")
        assert list(found) == [(place, len(units)) for place in range(1, len(units) + 1)]


def test_units_that_share_places_share_the_first(run):
    rows = [["Tỉnh", "DTI", "Hạng"]]
    for place, (name, _member) in enumerate(members()):
        first = place // 2 * 2 + 1
        rows.append([name, 0.9 - first / 100, f"{first}-{first + 1}" if place < 62 else str(first)])

    report = run(rows, "--scorecard", "dti-cap-tinh", "--edition", "2016")

    assert [row["rank"] for row in report["rows"]] == [place // 2 * 2 + 1 for place in range(63)]
    assert Decimal(str(report["rows"][0]["value"])) == Decimal("0.89")


def test_table_on_its_side_reads_as_the_upright_one_and_names_its_own_cells(run):
    title = ["Chỉ số chuyển đổi số năm 2022"]
    upright = [["Chỉ số", "DTI", "Xếp hạng", "Nhận thức số"]]
    for place, (name, _member) in enumerate(members(), start=1):
        upright.append([name, 0.9 - place / 200, place, 0.3 + place / 200])
    upright[3][3], upright[5][0], upright[8][0] = "0,5x", "Chưa rõ", upright[7][0]
    arguments = ["--scorecard", "dti-cap-tinh", "--dry-run"]

    straight = run([title, [], *upright], *arguments)
    turned = run([title, [], *zip(*upright, strict=True)], *arguments)

    def as_turned(column, row):
        return column_letters(row - 3), column_index(column) + 3

    for row in straight["rows"]:
        row["cell"] = "{}{}".format(*as_turned(row["cell"][0], int(row["cell"][1:])))
    for error in straight["errors"]:
        error["column"], error["row"] = as_turned(error["column"], error["row"])
    assert turned["counts"] == straight["counts"]
    assert turned["counts"]["refused"] == 5
    assert turned["rows"] == straight["rows"]
    told = [error.pop("message") for error in turned["errors"] if error["code"] == "duplicate_unit"]
    assert [message.split("ô ")[1][:2] for message in told] == ["H4", "H6"]
    for error in straight["errors"]:
        if error["code"] == "duplicate_unit":
            del error["message"]
    assert turned["errors"] == straight["errors"]


@pytest.mark.parametrize("is_numbered", [False, True])
def test_bands_above_the_names_of_a_table_on_its_side_belong_to_it(run, is_numbered):
    found = members()
    bands = [["Vùng", *(member.region.name for _name, member in found)]]
    bands += [["STT", *range(1, 64)]] if is_numbered else []
    table = [
        ["Tỉnh", *(name for name, _member in found)],
        ["DTI", *(0.9 - place / 200 for place in range(63))],
        ["Xếp hạng", *range(1, 64)],
    ]

    report = run([["Kết quả năm 2022"], *bands, *table], "--scorecard", "dti-cap-tinh", "--edition", "2013")

    assert [(row["rank"], row["value"]) for row in report["rows"][:2]] == [(1, 0.9), (2, 0.895)]
    assert [row["cell"] for row in report["rows"][:2]] == (["B5", "C5"] if is_numbered else ["B4", "C4"])
    assert {row["measure"] for row in report["rows"]} == {"DTI"}
    assert [row["code"] for row in report["findings"]] == ["turned"]
