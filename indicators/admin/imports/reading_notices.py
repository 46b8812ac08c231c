"""What is told beside the guess of how a table is read: its fonts, who confirmed such a layout before."""

from django.utils.translation import gettext as _

from indicators.imports.grids import Book
from indicators.imports.layouts.layout import Layout
from indicators.models import ImportBatch, ImportLayout
from indicators.notation import format_date

FONTS = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}


def notices_of(batch: ImportBatch, book: Book, layout: Layout) -> list[str]:
    """Return what is worth knowing before the guess is looked through."""
    return [*_fonts(book), *_remembered(batch, layout)]


def header_note(layout: Layout) -> str:
    """Say in which rows the headers stand."""
    if layout.turned_after is not None:
        return _("The table lies on its side: rows and columns are named here as if it were turned over.")
    if not layout.header_rows:
        return _("No row of headers was found.")
    rows = ", ".join(map(str, layout.header_rows))
    return _("Headers stand in row %(rows)s.") % {"rows": rows}


def _fonts(book: Book) -> list[str]:
    if not book.font:
        return []
    text = _("The text of the file is written for a %(font)s font; it is converted to Unicode here.")
    return [text % {"font": FONTS.get(book.font, book.font)}]


def _remembered(batch: ImportBatch, layout: Layout) -> list[str]:
    known = (
        ImportLayout.objects.filter(scorecard=batch.scorecard_id, signature=layout.signature)
        .select_related("confirmed_by")
        .first()
    )
    if known is None:
        return []
    text = _("A table of this shape was read this way before: confirmed by %(user)s on %(day)s.")
    return [text % {"user": known.confirmed_by or "–", "day": format_date(known.confirmed_at.date())}]
