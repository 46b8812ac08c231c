"""What is refused before it is opened, or as soon as it shows what it is; each with what to do."""

import io
import re
import struct
import zipfile
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.imports.problems import RefusedFileError
from indicators.imports.readers import guards, read_book
from tests.indicators.imports.readers.writers import (
    as_csv,
    as_html,
    as_ods,
    as_xls,
    as_xlsx,
    ods_of,
    parts_of,
    xlsx_of,
    zipped,
)

TABLE = [["TT", "Tỉnh", "Điểm"], ["1", "Hà Nội", "0,6419"], ["2", "Thừa Thiên Huế", "1\n(0,5)"]]


def refusal_of(data, name="a.xlsx"):
    with pytest.raises(RefusedFileError) as refusal:
        read_book(data, name=name)
    return refusal.value.problems[0]


def compound(*names):
    """Return a compound file with empty streams of the given names."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<IIIII", header, 56, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = b""
    for number, (name, kind) in enumerate([("Root Entry", 5), *((name, 2) for name in names)], start=1):
        text = name.encode("utf-16-le")
        entry = bytearray(128)
        entry[: len(text)] = text
        struct.pack_into("<HB", entry, 64, len(text) + 2, kind)
        # Each stream has the next one at its right; the root has the first one below it.
        following = number if number <= len(names) else 0xFFFFFFFF
        right, below = (0xFFFFFFFF, following) if kind == 5 else (following, 0xFFFFFFFF)
        struct.pack_into("<III", entry, 68, 0xFFFFFFFF, right, below)
        struct.pack_into("<II", entry, 116, 0xFFFFFFFE, 0)
        directory += bytes(entry)
    return bytes(header) + table + directory.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \n\t", "empty_file"),
        (b"%PDF-1.7\n...", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "not_a_table"),
        (b"MZ\x90\x00" + bytes(60), "not_a_table"),
        (b"{\\rtf1 Hu\\'e9}", "not_a_table"),
        (zipped({"word/document.xml": b"<x/>"}), "not_a_table"),
        (zipped({"số liệu.csv": b"a;b"}), "not_a_table"),
        (zipped({}), "not_a_table"),
        (compound("WordDocument"), "not_a_table"),
        (compound("Anything"), "not_a_table"),
        (compound("EncryptedPackage", "EncryptionInfo"), "password"),
        (compound("Workbook", "_VBA_PROJECT_CUR"), "macros"),
        (zipped({**parts_of(as_xlsx(TABLE)), "xl/vbaProject.bin": b"x"}), "macros"),
        (as_xlsx(TABLE)[:-30], "damaged_file"),
        (as_xls(TABLE)[:1500], "damaged_file"),
        (as_ods(TABLE)[: len(as_ods(TABLE)) // 2], "damaged_file"),
        (as_xlsx([[None]]), "empty_file"),
    ],
    ids=[
        "nothing", "blanks", "PDF", "PNG", "program", "RTF", "DOCX", "ZIP", "empty ZIP", "DOC", "other OLE",
        "locked xlsx", "xls with macros", "xlsm", "cut xlsx", "cut xls", "cut ods", "blank sheet",
    ],
)  # fmt: skip
def test_read_book_refuses(data, code):
    assert refusal_of(data).code == code


def test_read_book_takes_text_that_begins_like_another_kind():
    assert read_book(b"BM;x\n", name="a.csv").form == "csv"


def test_read_book_refuses_a_file_over_the_limit(settings):
    settings.IMPORT_MAX_BYTES = 1_000_000

    problem = refusal_of(b"a;b\n" * 300_000, "a.csv")

    assert (problem.code, "1 MB" in problem.message) == ("file_too_large", True)


def test_refusals_are_written_in_vietnamese():
    assert refusal_of(zipped({"xl/vbaProject.bin": b""})).message == (
        "Tệp có chứa macro nên không được mở. Hãy lưu lại thành .xlsx rồi tải lên lần nữa."
    )


def test_read_book_refuses_a_zip_bomb_by_its_directory():
    parts = parts_of(as_xlsx(TABLE))
    sheet = next(name for name in parts if "worksheets/" in name)

    assert refusal_of(zipped({**parts, sheet: bytes(20_000_000)})).code == "zip_bomb"
    assert refusal_of(zipped({**parts, **{f"xl/{n}.xml": b"" for n in range(2_001)}})).code == "zip_bomb"
    assert (
        refusal_of(zipped({**parts_of(as_ods(TABLE)), "content.xml": bytes(20_000_000)})).code == "zip_bomb"
    )


def test_read_book_refuses_a_zip_that_lies_about_its_sizes():
    parts = parts_of(as_xlsx(TABLE))
    data = bytearray(zipped(parts))
    directory = data.index(b"PK\x01\x02")
    place = data.index(b"xl/worksheets/", directory) - 46
    honest = struct.unpack_from("<I", data, place + 24)[0]
    struct.pack_into("<I", data, place + 24, honest // 2)

    assert refusal_of(bytes(data)).code == "damaged_file"


def test_read_book_refuses_a_part_that_stands_twice():
    file = io.BytesIO(as_xlsx(TABLE))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/Workbook.xml", b"<x/>")

    assert refusal_of(file.getvalue()).code == "damaged_file"


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"])
def test_read_book_refuses_xml_with_entities_in_xlsx(part):
    parts = parts_of(as_xlsx(TABLE))

    assert refusal_of(zipped({**parts, part: BOMB + parts[part]})).code == "xml_entities"


def test_read_book_refuses_xml_with_entities_in_ods_and_spreadsheetml():
    parts = parts_of(as_ods(TABLE))
    workbook = b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&b;</Workbook>'

    assert refusal_of(zipped({**parts, "content.xml": BOMB + parts["content.xml"]})).code == "xml_entities"
    assert refusal_of(BOMB + workbook).code == "xml_entities"


def cell(place):
    return f'<row r="{re.sub("[A-Z]", "", place)}"><c r="{place}"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (xlsx_of(cell("SG1")), "too_many_columns"),
        (xlsx_of(cell("XFD1048576")), "too_many_columns"),
        (xlsx_of(cell("A200001")), "too_many_rows"),
        (xlsx_of(cell("A18446744073709551615")), "too_many_rows"),
        (xlsx_of(cell("A1") + cell("SF100000")), "too_many_cells"),
        (xlsx_of("<row>" + "<c><v>1</v></c>" * 501 + "</row>"), "too_many_columns"),
        (xlsx_of('<row r="1048576"><c><v>1</v></c></row>'), "too_many_rows"),
        (xlsx_of('<row r="1"><c s="1" r="ZZZ1"><v>1</v></c></row>'), "too_many_columns"),
        (xlsx_of('<row r="1"><c r="1"><v>1</v></c></row>'), "damaged_file"),
        (xlsx_of(cell("A1"), **{"xl/styles.xml": b'<cellXfs count="9999999999"/>'}), "damaged_file"),
        (xlsx_of(cell("A1"), **{"xl/sharedStrings.xml": b'<sst uniqueCount="99999"/>'}), "damaged_file"),
    ],
    ids=[
        "column", "corner", "row", "beyond numbers", "two corners", "no places", "row alone", "place last",
        "half a place", "styles", "texts",
    ],
)  # fmt: skip
def test_read_xlsx_refuses_what_would_fill_the_memory(data, code):
    assert refusal_of(data).code == code


def test_read_xlsx_takes_coloured_blank_cells_far_out():
    far = '<c r="XFD1" s="1"/></row><row r="1048576" s="1" customFormat="1"><c r="A1048576" s="1"/></row>'

    sheet = read_book(xlsx_of(f'<row r="1"><c r="A1"><v>1</v></c>{far}'), name="a.xlsx").sheets[0]

    assert list(sheet) == [(1,)]


def ods_row(cells, repeated=1):
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def ods_cell(attribute="columns-repeated", number=1):
    more = f'table:number-{attribute}="{number}"'
    return f'<table:table-cell office:value-type="float" office:value="1" {more}/>'


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (ods_row(ods_cell("columns-repeated", 2_000_000_000)), "too_many_columns"),
        (ods_row(ods_cell(), 2_000_000_000), "too_many_rows"),
        (ods_row(ods_cell("columns-repeated", 500), 99_999), "too_many_cells"),
        (ods_row("<table:table-cell/>", 999_999) + ods_row(ods_cell()), "too_many_rows"),
        (ods_row(ods_cell("columns-spanned", 9) * 9), "damaged_file"),
    ],
    ids=["columns", "rows", "cells", "blank rows", "ranges that overlap"],
)  # fmt: skip
def test_read_ods_refuses_what_would_fill_the_memory(rows, code):
    data = ods_of(f"<table:table table:name='a'>{rows}</table:table>")

    assert refusal_of(data, "a.ods").code == code


def test_read_ods_refuses_a_locked_file():
    manifest = b'<manifest><encryption-data checksum="x"/></manifest>'

    problem = refusal_of(zipped({**parts_of(as_ods(TABLE)), "META-INF/manifest.xml": manifest}))

    assert problem.code == "password"


def test_read_xls_refuses_a_locked_file():
    data = bytearray(as_xls(TABLE))
    # The record of the code page becomes one that tells of a password.
    struct.pack_into("<H", data, data.index(struct.pack("<HHH", 0x42, 2, 1200)), 0x2F)

    assert refusal_of(bytes(data), "a.xls").code == "password"


def test_read_xlsx_refuses_merged_ranges_that_overlap():
    workbook = openpyxl.Workbook()
    workbook.active["A1"], workbook.active["B2"] = "a", "b"
    file = io.BytesIO()
    workbook.save(file)
    parts = parts_of(file.getvalue())
    sheet = "xl/worksheets/sheet1.xml"
    ranges = b'<mergeCells count="9">' + b'<mergeCell ref="A1:B2"/>' * 9 + b"</mergeCells>"
    parts[sheet] = parts[sheet].replace(b"</sheetData>", b"</sheetData>" + ranges)

    assert refusal_of(zipped(parts)).code == "damaged_file"


WHOLE = {
    "xlsx": as_xlsx(TABLE),
    "stored xlsx": zipped(parts_of(as_xlsx(TABLE)), compression=zipfile.ZIP_STORED),
    "xls": as_xls(TABLE),
    "ods": as_ods(TABLE),
    "html": as_html(TABLE),
    "csv": as_csv(TABLE, delimiter=";").encode(),
    "utf-16": as_csv(TABLE, delimiter="\t").encode("utf-16"),
}
fuzzed = settings(max_examples=25, deadline=None)


def read_or_refuse(data):
    """Read all that a file gives; the only error it may end in is the one for people."""
    with suppress(RefusedFileError):
        for sheet in read_book(data, name="a").sheets:
            for _row in sheet:
                pass


@fuzzed
@given(st.binary(max_size=300))
def test_read_book_reads_or_refuses_any_bytes(data):
    read_or_refuse(data)


@fuzzed
@given(st.sampled_from([guards.ZIP, guards.COMPOUND, b"<table>", b"<?xml "]), st.binary(max_size=600))
def test_read_book_reads_or_refuses_bytes_that_begin_like_a_table(mark, data):
    read_or_refuse(mark + data)


@pytest.mark.parametrize("kind", WHOLE)
@fuzzed
@given(share=st.floats(0, 1))
def test_read_book_reads_or_refuses_a_file_cut_off(kind, share):
    read_or_refuse(WHOLE[kind][: int(share * len(WHOLE[kind]))])


@pytest.mark.parametrize("kind", WHOLE)
@fuzzed
@given(
    changes=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8
    )
)
def test_read_book_reads_or_refuses_a_file_with_changed_bytes(kind, changes):
    data = bytearray(WHOLE[kind])
    for share, byte in changes:
        data[int(share * len(data))] = byte

    read_or_refuse(bytes(data))


@fuzzed
@given(
    part=st.sampled_from(["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"]),
    share=st.floats(0, 1),
    number=st.sampled_from([b"0", b"-1", b"99999", b"4294967295", b"18446744073709551615", b"1e308", b""]),
)
def test_read_book_reads_or_refuses_xlsx_with_changed_numbers(part, share, number):
    parts = parts_of(WHOLE["xlsx"])
    numbers = list(re.finditer(rb"\d+", parts[part]))
    chosen = numbers[min(int(share * len(numbers)), len(numbers) - 1)]
    parts[part] = parts[part][: chosen.start()] + number + parts[part][chosen.end() :]

    read_or_refuse(zipped(parts))
