"""What a crafted XLS would have xlrd do: read in circles, fill the memory."""

import struct

import pytest

from indicators.imports.problems import RefusedFileError
from indicators.imports.readers import xls

BEGIN = struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 1996, 0, 6)
BEGIN_SHEET = struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 1996, 0, 6)


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def workbook(*definitions, sheets=1, cells=b""):
    """Return a workbook stream whose sheets all begin at the same place."""
    globals_size = sum(map(len, definitions)) + sheets * (4 + 9) + len(BEGIN) + 8
    named = record(0x85, struct.pack("<IBB", globals_size, 0, 0) + b"\x01\0A") * sheets
    sheet = record(0x809, BEGIN_SHEET) + cells + record(0x0A)
    return record(0x809, BEGIN) + b"".join(definitions) + named + record(0x0A) + sheet


def cell(row, column):
    return record(0x203, struct.pack("<HHHd", row, column, 0, 1))


def shared_texts(text):
    return record(0xFC, struct.pack("<II", 2**31 - 1, 2**31 - 1) + text)


def code_of(stream):
    with pytest.raises(RefusedFileError) as refusal:
        xls.read_sheets(stream)
    return refusal.value.problems[0].code


def test_read_sheets_reads_a_workbook_of_the_least():
    assert xls.read_sheets(workbook(cells=cell(1, 1)))[0].rows == [(None, None), (None, 1)]


@pytest.mark.parametrize(
    ("stream", "code"),
    [
        (workbook(shared_texts(struct.pack("<HBi", 0, 4, -7))), "damaged_file"),
        (workbook(shared_texts(struct.pack("<HBi", 0, 4, -9))), "damaged_file"),
        (workbook(sheets=9, cells=cell(0, 0)), "damaged_file"),
        (workbook(record(0x41E, bytes(5)) * 20_001), "damaged_file"),
        (workbook(cells=cell(65_535, 255)), "too_many_cells"),
        (workbook(cells=cell(0, 65_535)), "too_many_columns"),
        (workbook(cells=cell(0, 0) + record(0x06, bytes(6) + bytes(6) + b"\xff\xff" + bytes(8))),
         "formula_without_value"),
    ],
    ids=["text that leads back", "further back", "sheets in one", "endless formats", "corner", "column",
         "formula without its text"],
)  # fmt: skip
def test_read_sheets_refuses(stream, code):
    assert code_of(stream) == code


def test_read_sheets_withholds_names_and_links():
    endless_link = record(0x1B8, struct.pack("<4H", 0, 65_535, 0, 65_535) + bytes(24))
    name = record(0x18, b"\xff" * 14)

    assert xls.read_sheets(workbook(name, cells=cell(0, 0) + endless_link))[0].rows == [(1,)]


def test_read_sheets_cuts_merged_ranges_to_the_cells():
    merged = record(0xE5, struct.pack("<5H", 1, 0, 65_535, 0, 65_535))

    assert xls.read_sheets(workbook(cells=cell(0, 0) + merged))[0].rows == [(1,)]
