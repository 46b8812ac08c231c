"""What the texts beside a figure say: its basis, a movement, a rank in the region."""

from indicators.imports.layouts.numbers import LARGEST_RANK, UnreadableCellError, read_change
from indicators.models.basis import Basis
from indicators.models.rankings import MOST_PLACES


def basis_of(text: str | None) -> str:
    """Return a basis by its own name; empty for any other text."""
    return text if text in Basis.values else ""


def places_of(text: str | None) -> int | None:
    """Read a movement in places; a text that is none says nothing."""
    if not text:
        return None
    try:
        places = read_change(text)
    except UnreadableCellError:
        return None
    return places if abs(places) <= MOST_PLACES else None


def whole_of(text: str | None) -> int | None:
    """Read a rank or a number of units; a text that is none says nothing."""
    return int(text) if text and text.isdecimal() and 0 < int(text) <= LARGEST_RANK else None
