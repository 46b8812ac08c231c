"""How the pages of the appraisal write points and differences."""

from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.notation import format_difference, format_points

# Scores are kept with so many decimals.
SMALLEST = Decimal("0.0001")


def points(value: Decimal | None) -> str:
    """Write points for reading."""
    return format_points(value)


def difference_words(before: Decimal | None, after: Decimal | None) -> str:
    """Say by how much an appraised score differs from the unit's own, by sign and by word."""
    if before is None or after is None:
        return ""
    return changed_by(after - before)


def changed_by(change: Decimal) -> str:
    """Say a difference by sign and by word; scaling to the points of a group makes no more decimals."""
    change = change.quantize(SMALLEST)
    if not change:
        return _("unchanged")
    needed = max(0, -change.normalize().as_tuple().exponent)
    shown = format_difference(change, decimals=needed)
    text = _("%(difference)s (raised)") if change > 0 else _("%(difference)s (lowered)")
    return text % {"difference": shown}
