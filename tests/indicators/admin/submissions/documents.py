"""Small files of the kinds that prove a score, and some that only say so."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 32
PAGE = b"<!DOCTYPE html><script>alert(1)</script>"


def office(part, *more, filling=b"<x/>"):
    """Return an office document with the part that makes it one."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", part, *more):
            archive.writestr(name, filling)
    return packed.getvalue()


DOCX = office("word/document.xml")
XLSX = office("xl/workbook.xml")
