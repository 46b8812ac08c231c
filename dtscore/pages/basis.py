"""How a figure is known, in words: as a cell, or behind the figure."""

from django.utils.translation import gettext as _

from dtscore.pages.marks import COMPUTED, Badge
from indicators.models.basis import Basis


def basis_text(badge: Badge | None) -> str:
    """Return how a figure is known as the cell of a column."""
    return badge.text if badge else _("published")


def marked_text(text: str, badge: Badge | None) -> str:
    """Return “60/63 (derived)” for a figure that nobody published as it stands, else the text alone.

    A rank by the order of the rows was published, in that order.
    """
    if badge is None or badge.kind not in (COMPUTED, Basis.DERIVED):
        return text
    return f"{text} ({badge.text})"
