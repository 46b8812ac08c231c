"""What a file may be before anything opens it: its size, its kind, the directory of a zip."""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _

from indicators.imports.problems import Problem, RefusedFileError

ROWS_MAX = 200_000
COLUMNS_MAX = 500
# A sheet stands in memory as a full rectangle, so a single cell far out costs what a full one does.
CELLS_MAX = 5_000_000

ZIP_ENTRIES_MAX = 2_000
ZIP_BYTES_MAX = 300_000_000
# Text of spreadsheets packs to a tenth, repetitive text to a fortieth; bombs to a thousandth.
ZIP_RATIO_MAX = 150
ZIP_RATIO_FROM = 5_000_000

CHUNK = 1 << 20

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# First bytes of what people send by mistake, and what to call it.
_OTHER_KINDS = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"RIFF": "WEBP",
    b"MZ": "EXE",
    b"\x7fELF": "ELF",
    b"PK\x05\x06": "ZIP",
    b"PK\x07\x08": "ZIP",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7Z",
    b"\x1f\x8b": "GZIP",
    b"BZh": "BZIP2",
    b"\xfd7zXZ": "XZ",
    b"SQLite format 3": "SQLITE",
    b"PAR1": "PARQUET",
}
# Two letters that may begin a text as well count only with bytes that no text has.
_SHORT_MARKS = {b"BM", b"MZ", b"BZh"}


def refused(code: str, message: str, *, sheet: str = "", row: int | None = None, column: str = ""):
    """Return the error that refuses a file for one reason, to be raised."""
    return RefusedFileError(Problem(code=code, message=message, sheet=sheet, row=row, column=column))


def damaged() -> RefusedFileError:
    return refused(
        "damaged_file",
        _("The file is damaged or cut off. Open it in a spreadsheet program, save it anew and try again."),
    )


def check_size(data: bytes) -> None:
    """Refuse an empty or too large file."""
    if not data.strip():
        raise refused("empty_file", _("The file is empty. Choose the file that holds the table."))
    limit = settings.IMPORT_MAX_BYTES
    if len(data) > limit:
        raise refused(
            "file_too_large",
            _("The file has more than %(limit)d MB, the most that is taken. Keep the table alone.")
            % {"limit": limit // 1_000_000},
        )


def check_kind(data: bytes, *, name: str) -> None:
    """Refuse what is plainly no table: documents, pictures, programs, archives."""
    for mark, kind in _OTHER_KINDS.items():
        if data.startswith(mark) and (mark not in _SHORT_MARKS or b"\0" in data[:512]):
            raise not_a_table(kind, name=name)


def not_a_table(kind: str, *, name: str) -> RefusedFileError:
    return refused(
        "not_a_table",
        _("“%(name)s” is a %(kind)s file. Choose a table: XLSX, XLS, ODS, CSV or a saved web page.")
        % {"name": name, "kind": kind},
    )


def no_text(name: str) -> RefusedFileError:
    return refused(
        "empty_file", _("“%(name)s” holds no text at all. Choose the file with the table.") % {"name": name}
    )


def too_many_rows(*, sheet: str) -> RefusedFileError:
    return refused(
        "too_many_rows",
        _("The sheet has more than %(limit)s rows. Delete what is no part of the table, or split the file.")
        % {"limit": f"{ROWS_MAX:_}".replace("_", ".")},
        sheet=sheet,
    )


def too_many_columns(*, sheet: str, row: int | None = None) -> RefusedFileError:
    return refused(
        "too_many_columns",
        _("The sheet has more than %(limit)d columns. Delete what stands to the right of the table.")
        % {"limit": COLUMNS_MAX},
        sheet=sheet,
        row=row,
    )


def check_extent(rows: int, *, columns: int, sheet: str) -> None:
    """Refuse a sheet that is too long, too wide, or holds a few cells far apart."""
    if columns > COLUMNS_MAX:
        raise too_many_columns(sheet=sheet)
    if rows > ROWS_MAX:
        raise too_many_rows(sheet=sheet)
    check_cells(rows * columns, sheet=sheet)


def check_cells(count: int, *, sheet: str) -> None:
    """Refuse sheets that together span too many cells."""
    if count > CELLS_MAX:
        raise refused(
            "too_many_cells",
            _("The file spans more than %(limit)d million cells. Delete the cells outside the table.")
            % {"limit": CELLS_MAX // 1_000_000},
            sheet=sheet,
        )


@contextmanager
def opened_zip(data: bytes) -> Iterator[zipfile.ZipFile]:
    """Open a zip whose directory promises nothing too large; whatever is broken in it is refused."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            check_directory(archive.infolist())
            yield archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        ValueError,
        KeyError,
    ) as error:
        raise damaged() from error
    except RuntimeError as error:  # an entry that is encrypted
        raise locked() from error


def check_directory(entries: Iterable[zipfile.ZipInfo]) -> None:
    """Refuse a zip that would unpack to too much, before any of it is unpacked."""
    entries = list(entries)
    total = sum(entry.file_size for entry in entries)
    packed_much = any(
        entry.file_size > ZIP_RATIO_FROM and entry.file_size > ZIP_RATIO_MAX * max(1, entry.compress_size)
        for entry in entries
    )
    if len(entries) > ZIP_ENTRIES_MAX or total > ZIP_BYTES_MAX or packed_much:
        raise refused(
            "zip_bomb",
            _("The file would unpack to far more than a table needs. Copy the table into a new file."),
        )
    if len({part_key(entry.filename) for entry in entries}) < len(entries):
        raise damaged()


def part_key(name: str) -> str:
    """Return the name of a part as programs compare it: capitals and the kind of slash don't count."""
    return name.replace("\\", "/").lower()


def unpacked(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a part of a zip piece by piece; refuse it when it is not as large as the directory says."""
    entry = archive.getinfo(name)
    promised = entry.file_size
    # The module stops reading at the promised size; other readers don't, so look for what lies behind it.
    entry.file_size = promised + 1
    try:
        with archive.open(entry) as part:
            size = 0
            while piece := part.read(CHUNK):
                size += len(piece)
                if size > promised:
                    raise damaged()
                yield piece
    finally:
        entry.file_size = promised
    if size != promised:
        raise damaged()


def check_markup(piece: bytes) -> None:
    """Refuse XML that is not plainly written, or that declares entities: a few lines of them fill a disk."""
    if b"\0" in piece:
        raise damaged()
    if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
        raise refused(
            "xml_entities",
            _("The file declares XML entities, which no spreadsheet program writes. Save it anew as .xlsx."),
        )


def locked() -> RefusedFileError:
    return refused(
        "password",
        _("The file is locked with a password. Open it, take the password off, save it and try again."),
    )


def with_macros() -> RefusedFileError:
    return refused(
        "macros",
        _("The file holds macros, which are not opened here. Save it as .xlsx and try again."),
    )
