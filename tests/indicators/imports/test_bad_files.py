"""Files that cannot be taken: each ends in one clear message with exit 1, and nothing is written."""

import io
import json
import zipfile

import pytest
from django.core.management import call_command

from tests.indicators.imports import made_files as made

# A file is refused before anything is sent to the database.
pytestmark = [pytest.mark.usefixtures("published_data"), pytest.mark.sqlite_alone]

OF_2022 = ["--scorecard", "dti-cap-tinh", "--edition", "2022"]
HEADER = ["Tỉnh", "DTI", "Xếp hạng"]
LARGEST = 100_000


def csv_of(*rows, header=HEADER):
    """Write a table; below the rows come some in order, so that the columns tell what they hold."""
    good = [["Hà Nội", "0,8", "1"], ["Hà Giang", "0,5", "3"], ["Cao Bằng", "0,4", "4"]]
    return made.as_csv([header, *rows, *[row[: len(header)] for row in good]])


def formulas_without_values():
    return made.as_xlsx([HEADER, ["Trà Vinh", "=0.6+0.0077", 25]])


def zip_bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return stream.getvalue()


def macros():
    stream = io.BytesIO(made.as_xlsx([HEADER, ["Trà Vinh", 0.6077, 25]]))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    return stream.getvalue()


def case(name, content, code, *, file="bang.csv", arguments=OF_2022):
    return pytest.param(file, content, code, arguments, id=name)


CASES = [
    case("empty", lambda: b"", "empty_file"),
    case("blank", lambda: b" \n \n", "empty_file"),
    case("too large", lambda: b"a" * (LARGEST + 1), "file_too_large"),
    case("document by another name", lambda: b"%PDF-1.7 \x00", "not_a_table", file="bang.xlsx"),
    case("bomb", zip_bomb, "zip_bomb", file="bang.xlsx"),
    case("damaged", lambda: made.as_xlsx([HEADER])[:900], "damaged_file", file="bang.xlsx"),
    case("formulas", formulas_without_values, "formula_without_value", file="bang.xlsx"),
    case("macros", macros, "macros", file="bang.xlsm"),
    case(
        "too many columns",
        lambda: csv_of([*["1"] * 5000], header=["Tỉnh", *["a"] * 4999]),
        "too_many_columns",
    ),
    case("no units", lambda: csv_of(["Sông Hồng", "0,6", "5"]), "unknown_unit"),
    case("nothing but words", lambda: made.as_csv([["a", "b"], ["c", "d"]]), "no_unit_column"),
    case("unit twice", lambda: csv_of(["Trà Vinh", "0,6", ""], ["Trà Vinh", "0,7", ""]), "duplicate_unit"),
    case("above the scale", lambda: csv_of(["Trà Vinh", "1,6", ""]), "out_of_scale"),
    case("no number", lambda: csv_of(["Trà Vinh", "NaN", ""]), "not_a_number"),
    case("endless", lambda: csv_of(["Trà Vinh", "Infinity", ""]), "not_a_number"),
    case("10^400", lambda: csv_of(["Trà Vinh", "1" + "0" * 400, ""]), "not_a_number"),
    case("no rank", lambda: csv_of(["Trà Vinh", "0,6", "đứng đầu"]), "not_a_rank"),
    case(
        "same header twice",
        lambda: csv_of(["Trà Vinh", "0,6", "0,7"], ["Bến Tre", "0,7", "0,8"], header=["Tỉnh", "DTI", "DTI"]),
        "duplicate_header",
    ),
    case(
        "no edition",
        lambda: csv_of(["Trà Vinh", "0,6", ""]),
        "missing_edition",
        arguments=["--scorecard", "dti-cap-tinh"],
    ),
    case(
        "edition of nobody",
        lambda: csv_of(["Trà Vinh", "0,6", ""]),
        "unknown_edition",
        arguments=["--scorecard", "dti-cap-tinh", "--edition", "quý mấy"],
    ),
    case(
        "no such sheet",
        lambda: csv_of(["Trà Vinh", "0,6", ""]),
        "unknown_sheet",
        arguments=[*OF_2022, "--sheet", "B"],
    ),
]


@pytest.mark.parametrize(("file", "content", "code", "arguments"), CASES)
def test_bad_file_is_refused_with_its_reason(
    tmp_path, settings, stored, capfd, file, content, code, arguments
):
    settings.KEPT_FILES = tmp_path / "media"
    settings.IMPORT_MAX_BYTES = LARGEST
    path = tmp_path / file
    path.write_bytes(content())
    before = stored()

    with pytest.raises(SystemExit) as end:
        call_command("import_results", str(path), *arguments, "--format", "json")

    written = capfd.readouterr()
    errors = json.loads(written.out)["errors"]
    assert (end.value.code, written.err) == (1, "")
    assert code in {error["code"] for error in errors}
    assert all(error["message"] for error in errors)
    assert stored() == before
    assert not settings.KEPT_FILES.exists()
