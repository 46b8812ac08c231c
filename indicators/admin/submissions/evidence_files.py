"""Which files may prove a score, told by what they hold and not by what they are called."""

from collections.abc import Callable
from pathlib import PurePath
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.imports.problems import RefusedFileError
from indicators.imports.readers.guards import ZIP, opened_zip, part_key
from indicators.workflow import CheckedFile

_OFFICE = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES = "[content_types].xml"
# Programs stand in these parts of a document; one that is called DOCX has no business with them.
MACROS = "vbaproject.bin"


class Kind(NamedTuple):
    """A kind of file: its endings, and how its content is known."""

    endings: tuple[str, ...]
    content_type: str
    is_of: Callable[[bytes], bool]


def _starts(mark: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(mark)


def _office(part: str) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(ZIP) and part in _parts(content)


def _parts(content: bytes) -> frozenset[str]:
    """Return the parts of an office document, as long as it is one and holds no programs."""
    with opened_zip(content) as archive:
        parts = frozenset(part_key(entry.filename) for entry in archive.infolist())
    if any(part.rpartition("/")[2] == MACROS for part in parts):
        raise ValidationError(_("The file holds macros, which are not kept here. Save it without them."))
    return parts if CONTENT_TYPES in parts else frozenset()


KINDS = (
    Kind((".pdf",), "application/pdf", _starts(b"%PDF-")),
    Kind((".png",), "image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    Kind((".jpg", ".jpeg"), "image/jpeg", _starts(b"\xff\xd8\xff")),
    Kind((".docx",), f"{_OFFICE}wordprocessingml.document", _office("word/document.xml")),
    Kind((".xlsx",), f"{_OFFICE}spreadsheetml.sheet", _office("xl/workbook.xml")),
)
ENDINGS = tuple(ending for kind in KINDS for ending in kind.endings)


def checked_file(name: str, content: bytes) -> CheckedFile:
    """Return a file as it may be kept.

    Raises:
        ValidationError: if it is of no kind that is taken, not what its name says, broken, or unpacks to
            far too much.
    """
    ending = PurePath(name).suffix.lower()
    kind = next((kind for kind in KINDS if ending in kind.endings), None)
    if kind is None:
        raise ValidationError(_("Only PDF, DOCX, XLSX, PNG and JPG files are taken."))
    try:
        is_of_kind = kind.is_of(content)
    except RefusedFileError as refusal:
        raise ValidationError(_why(refusal)) from None
    if not is_of_kind:
        text = _("The file is not what its name says (%(ending)s). Save it anew and try again.")
        raise ValidationError(text % {"ending": ending})
    return CheckedFile(name=name, ending=ending, content_type=kind.content_type, content=content)


def _why(refusal: RefusedFileError) -> str:
    codes = {problem.code for problem in refusal.problems}
    if "zip_bomb" in codes:
        return _("The file would unpack to far more than a document needs.")
    if "password" in codes:
        return _("The file is locked with a password. Take it off, save the file and try again.")
    return _("The file is damaged or cut off. Save it anew and try again.")
