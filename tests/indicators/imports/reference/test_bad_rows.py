"""A bad row stops the load, says where it stands, and leaves the database as it was."""

from typing import NamedTuple

import pytest
from django.core.management import CommandError, call_command

from indicators.imports.reference.errors import RejectedFileError
from indicators.imports.reference.published import load_published
from indicators.models import Measure

pytestmark = pytest.mark.usefixtures("published_data")

TINH = "indicators/rankings/dti-cap-tinh"
TRA_VINH = {"edition": "2022", "unit": "tra-vinh", "measure": "DTI"}
BEN_TRE = TRA_VINH | {"unit": "ben-tre"}
LANG_SON = {"measure": "NL", "unit": "lang-son"}
OTHER_SOURCE = "dti-gov-vn--bao-cao-xep-hang-danh-gia-muc-do-chuyen-doi-so-nam-2022"
NEW_SOURCE = {"code": "nguon-moi", "title": "Nguồn mới", "issued_on": "2026-01-01"}


class Case(NamedTuple):
    """A bad cell: how it is bad, in which table, in a copy of which row, in which column it is told."""

    name: str
    table: str
    where: dict[str, str]
    cells: dict[str, str]
    column: str


CASES = [
    Case("unknown unit", TINH, TRA_VINH, {"unit": "tra-vin"}, "unit"),
    Case("unit of another set", TINH, TRA_VINH, {"unit": "da-nang"}, "unit"),
    Case("no unit", TINH, TRA_VINH, {"unit": ""}, "unit"),
    Case("unit that stands there already", TINH, BEN_TRE, {"unit": "tra-vinh"}, "unit"),
    Case("unknown measure", TINH, TRA_VINH, {"measure": "DTTTM"}, "measure"),
    Case("measure of another scorecard", TINH, TRA_VINH, {"measure": "HDCDS"}, "measure"),
    Case("unknown edition", TINH, TRA_VINH, {"edition": "1066"}, "edition"),
    Case("value above the scale", TINH, TRA_VINH, {"value": "1.0001"}, "value"),
    Case("negative value", TINH, TRA_VINH, {"value": "-0.1"}, "value"),
    Case("value with a comma", TINH, TRA_VINH, {"value": "0,6077"}, "value"),
    Case("value that is no number", TINH, TRA_VINH, {"value": "NaN"}, "value"),
    Case("endless value", TINH, TRA_VINH, {"value": "Infinity"}, "value"),
    Case("value with more decimals than are kept", TINH, TRA_VINH, {"value": "0.60771234"}, "value"),
    Case("value with a bar", TINH, TRA_VINH, {"value": "0.4_874"}, "value"),
    Case("value in Arabic digits", TINH, TRA_VINH, {"value": "٠.٤٨٧٤"}, "value"),
    Case("value with an exponent", TINH, TRA_VINH, {"value": "4874e-4"}, "value"),
    Case("negative nothing", TINH, TRA_VINH, {"value": "-0.0"}, "value"),
    Case("value longer than is kept", TINH, TRA_VINH, {"value": "0" * 40 + ".6077"}, "value"),
    Case("nothing said", TINH, TRA_VINH, {"value": "", "rank": ""}, "value"),
    Case("value without basis", TINH, TRA_VINH, {"value_basis": ""}, "value_basis"),
    Case("value without source", TINH, TRA_VINH, {"value_source": ""}, "value_source"),
    Case("rank without source", TINH, TRA_VINH, {"rank_source": ""}, "rank_source"),
    Case("unknown source", TINH, TRA_VINH, {"value_source": "bao-nao-do"}, "value_source"),
    Case("rank behind the last", TINH, TRA_VINH, {"rank": "64"}, "rank"),
    Case("rank before the first", TINH, TRA_VINH, {"rank": "0"}, "rank"),
    Case("rank with its number", TINH, TRA_VINH, {"rank": "25/63"}, "rank"),
    Case("rank in Arabic digits", TINH, TRA_VINH, {"rank": "١"}, "rank"),
    Case("change beyond any", TINH, TRA_VINH, {"change": "40000"}, "change"),
    Case("title that is no text", "sources", {"code": OTHER_SOURCE}, {"title": "a\0b"}, "title"),
    Case("unknown basis", TINH, TRA_VINH, {"rank_basis": "computed"}, "rank_basis"),
    Case("unknown status", TINH, TRA_VINH, {"status": "first"}, "status"),
    Case("regional rank behind the last", TINH, TRA_VINH, {"regional_rank": "14"}, "regional_rank"),
    Case("regional rank without its number", TINH, TRA_VINH, {"regional_count": ""}, "regional_count"),
    Case(
        "region of nobody",
        TINH,
        TRA_VINH,
        {"regional_rank": "", "regional_count": "-1"},
        "regional_count",
    ),
    Case("average of nothing", "indicators/benchmarks", {"measure": "KTS"}, {"measure": "KTX"}, "measure"),
    Case("average off the scale", "indicators/benchmarks", {"measure": "KTS"}, {"value": "7.7"}, "value"),
    Case("no average", "indicators/benchmarks", {"measure": "KTS"}, {"value": ""}, "value"),
    Case(
        "average that comes twice", "indicators/benchmarks", {"measure": "KTS"}, {"measure": "CQS"}, "measure"
    ),
    Case("mean of no region", "indicators/benchmarks", {"measure": "KTS"}, {"scope": "region"}, "region"),
    Case("leader of another set", "indicators/leader_lists", {"measure": "NL"}, {"unit": "da-nang"}, "unit"),
    Case(
        "leader that comes twice",
        "indicators/leader_lists",
        LANG_SON,
        {"unit": "ha-nam"},
        "unit",
    ),
    Case("list of two sources", "indicators/leader_lists", LANG_SON, {"source": OTHER_SOURCE}, "source"),
    Case("edition that comes twice", "indicators/editions", {"slug": "2023"}, {"slug": "2022"}, "slug"),
    Case("edition of nobody", "indicators/editions", {"slug": "2022"}, {"unit_count": "0"}, "unit_count"),
    Case(
        "date of a week",
        "indicators/editions",
        {"slug": "2022"},
        {"published_on": "2023-W28-3"},
        "published_on",
    ),
    Case("no set", "indicators/editions", {"slug": "2022"}, {"slug": "2022a", "unit_set": "62"}, "unit_set"),
    Case(
        "date the Vietnamese way",
        "indicators/editions",
        {"slug": "2022"},
        {"slug": "2022a", "period_start": "01/01/2022"},
        "period_start",
    ),
    Case(
        "edition that ends before it starts",
        "indicators/editions",
        {"slug": "2022"},
        {"slug": "2022a", "period_end": "2021-12-31"},
        "period_end",
    ),
    Case("measure of no block", "indicators/measures", {"code": "HT"}, {"parent": "IX"}, "parent"),
    Case("points in words", "indicators/measures", {"code": "HT"}, {"max_points": "trăm"}, "max_points"),
    Case("part of no group", "indicators/composite_parts", {"group": "HT"}, {"group": "HTT"}, "group"),
    Case("unknown lineage", "indicators/measure_links", {"measure": "HT"}, {"kind": "gone"}, "kind"),
    Case("no scorecard", "indicators/methodologies", {"code": "qd-922"}, {"scorecard": "dti"}, "scorecard"),
    Case("unknown level", "provinces/units", {"slug": "ben-tre"}, {"level": "tỉnh"}, "level"),
    Case("unit that comes twice", "provinces/units", {"slug": "da-nang"}, {"slug": "ben-tre"}, "slug"),
    Case("slug longer than is kept", "provinces/units", {"slug": "ben-tre"}, {"slug": "b" * 121}, "slug"),
    Case("name of nobody", "provinces/unit_names", {"unit": "ben-tre"}, {"unit": "bentre"}, "unit"),
    Case("half a place", "provinces/unit_set_members", {"unit": "ben-tre"}, {"order": "1.5"}, "order"),
    Case("place beyond any", "provinces/unit_set_members", {"unit": "ben-tre"}, {"order": "9" * 12}, "order"),
    Case("unknown region", "provinces/unit_set_members", {"unit": "ben-tre"}, {"region": "MT"}, "region"),
    Case("no heir", "provinces/successions", {"predecessor": "ben-tre"}, {"successor": "vl"}, "successor"),
    Case("script for an address", "sources", {"code": OTHER_SOURCE}, {"url": "javascript:alert(1)"}, "url"),
    Case(
        "address of another kind",
        "sources",
        {"code": OTHER_SOURCE},
        {"origin_url": "ftp://dti.gov.vn/"},
        "origin_url",
    ),
    Case("address without a host", "sources", {"code": OTHER_SOURCE}, {"url": "https://"}, "url"),
    Case("unknown kind of square", "provinces/tiles", {"unit": "ben-tre"}, {"kind": "sea"}, "kind"),
]


@pytest.mark.sqlite_alone  # a cell is checked before its row is sent to the database
@pytest.mark.parametrize("table", sorted({case.table for case in CASES}))
def test_bad_cells_stop_the_load_with_their_places(tables, stored, table):
    """Each case is a copy of a good row with a bad cell, below the good rows of the file."""
    tables.append("sources", **NEW_SOURCE)
    cases = [case for case in CASES if case.table == table]
    last = tables.extend(table, [tables.first(table, case.where) | case.cells for case in cases])
    before = stored()

    with pytest.raises(RejectedFileError) as rejected:
        load_published(tables.directory)

    errors = rejected.value.errors
    assert {error.file for error in errors} == {f"fixtures/{table}.csv"}
    lines = range(last - len(cases) + 1, last + 1)
    told = {error.line: error.column for error in errors}
    assert {case.name: told.get(line) for case, line in zip(cases, lines, strict=True)} == {
        case.name: case.column for case in cases
    }
    assert sorted(error.line for error in errors) == list(lines)
    assert all(error.message for error in errors)
    assert stored() == before


def test_rule_of_the_database_that_a_new_row_breaks_stops_the_load_with_its_place(tables, stored):
    tables.append("sources", **NEW_SOURCE)
    backwards = {"valid_from": "2025-07-01", "valid_to": "2025-06-30"}
    line = tables.append("provinces/unit_sets", code="lui", name="Lùi", level="province", **backwards)
    before = stored()

    with pytest.raises(RejectedFileError) as rejected:
        load_published(tables.directory)

    [error] = rejected.value.errors
    assert (error.file, error.line, error.column) == ("fixtures/provinces/unit_sets.csv", line, "valid_to")
    assert stored() == before


def test_new_figure_of_a_measure_that_officers_renamed_stops_the_load_with_its_place(tables, stored):
    source = {"value_source": OTHER_SOURCE, "value_basis": "published"}
    tables.append(
        "indicators/editions",
        scorecard="dti-cap-tinh",
        slug="2025",
        period_kind="year",
        period="2025",
        period_start="2025-01-01",
        period_end="2025-12-31",
        methodology="qd-405",
        unit_set="34",
    )
    line = tables.append(
        TINH, edition="2025", unit="ha-noi", measure="DTI", status="ranked", value="0.8", **source
    )
    Measure.objects.filter(methodology__code="qd-405", code="DTI").update(code="TONG")
    before = stored()

    with pytest.raises(RejectedFileError) as rejected:
        load_published(tables.directory)

    [error] = rejected.value.errors
    assert (error.file, error.line, error.column) == (f"fixtures/{TINH}.csv", line, "measure")
    assert stored() == before


@pytest.mark.sqlite_alone  # so is a file
@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        pytest.param(lambda text: text.replace(b",unit,", b",don-vi,", 1), 2, id="no such column"),
        pytest.param(lambda text: text + b"2022,tra-vinh,HT\n", 1478, id="cells are missing"),
        pytest.param(lambda text: text + b"," * 20 + b"\n", 1478, id="too many cells"),
        pytest.param(lambda text: text.decode().encode("cp1258", "replace"), 0, id="not UTF-8"),
        pytest.param(lambda text: text.replace(b"\n", b"\0\n", 2), 0, id="no text"),
    ],
)
def test_bad_file_stops_the_load(tables, stored, spoil, line):
    tables.append("sources", **NEW_SOURCE)
    path = tables.path(TINH)
    path.write_bytes(spoil(path.read_bytes()))
    before = stored()

    with pytest.raises(RejectedFileError) as rejected:
        load_published(tables.directory)

    error = rejected.value.errors[0]
    assert (error.file, error.line) == (f"fixtures/{TINH}.csv", line)
    assert stored() == before


def test_missing_file_stops_the_load(tables, stored):
    tables.append("sources", **NEW_SOURCE)
    tables.path("indicators/measures").unlink()
    before = stored()

    with pytest.raises(RejectedFileError, match=r"fixtures/indicators/measures\.csv"):
        load_published(tables.directory)

    assert stored() == before


def test_edition_without_figures_stops_the_load_with_its_file_and_name(tables, stored):
    known = next(row for row in tables.rows("indicators/editions") if row["slug"] == "2023")
    tables.append("indicators/editions", **{**known, "slug": "2019", "period": "2019"})
    before = stored()

    with pytest.raises(RejectedFileError, match=r"fixtures/indicators/editions\.csv, dti-cap-\w+ 2019: "):
        load_published(tables.directory)

    assert stored() == before


def test_bad_row_leaves_an_empty_database_empty(tables, stored, empty_database):
    tables.change("indicators/leader_lists", {"measure": "NL"}, unit="da-nang")
    before = stored()

    with pytest.raises(RejectedFileError):
        load_published(tables.directory)

    assert not any(rows for label, rows in stored().items() if label != "provinces.User")
    assert stored() == before


def test_command_tells_the_place_and_fails(tables, stored):
    line = tables.change(TINH, TRA_VINH, value="1.2")
    before = stored()

    with pytest.raises(CommandError) as failure:
        call_command("load_published", directory=tables.directory)

    assert failure.value.returncode != 0
    assert f"fixtures/{TINH}.csv" in str(failure.value)
    assert str(line) in str(failure.value)
    assert "value" in str(failure.value)
    assert stored() == before


def test_command_says_when_everything_is_loaded_already(capsys):
    call_command("load_published")

    assert len(capsys.readouterr().out.splitlines()) == 1
