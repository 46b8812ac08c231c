"""“My province” on the overview: a name typed in any way leads to its profile, or to a choice."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dtscore.pages.editions import SCORECARDS
from dtscore.pages.links import TextLink, unit_url
from dtscore.pages.notices import Notice
from dtscore.pages.search import find_units, nearest_units, tidy
from provinces import names
from provinces.models import Unit, UnitName, UnitSet

MOST_OFFERED = 500


@dataclass(frozen=True, kw_only=True)
class Jump:
    """What was typed, the address it leads to, or else a sentence with the units that it may mean."""

    text: str = ""
    url: str = ""
    notice: Notice | None = None


def jump_to(text: str, *, unit_sets: Sequence[UnitSet], lacking: str = "") -> Jump:
    """Find the unit that a text names; of namesakes in time the one that still exists is meant.

    Args:
        lacking: a sentence about what the site does not hold, for who asks for somebody unknown.
    """
    text = tidy(text)
    if not text:
        return Jump()
    found = find_units(text, unit_sets=unit_sets)
    meant = _meant(text, found)
    if meant is not None:
        return Jump(text=text, url=_profile(meant))
    if found:
        return Jump(text=text, notice=_notice(_("“%(text)s” may mean:") % {"text": text}, found))
    nearest = nearest_units(text, unit_sets=few(unit_sets))
    unknown = _("No province or agency is called “%(text)s”.") % {"text": text}
    unknown = f"{unknown} {lacking}".strip()
    if not nearest:
        return Jump(text=text, notice=Notice(text=unknown))
    offer = _("The nearest names:")
    return Jump(text=text, notice=_notice(f"{unknown} {offer}", nearest))


def few(unit_sets: Sequence[UnitSet]) -> list[UnitSet]:
    """Leave out the sets of districts and communes: thousands of names are found, not looked through."""
    return [unit_set for unit_set in unit_sets if unit_set.level in SCORECARDS]


def offered_names(unit_sets: Sequence[UnitSet]) -> list[str]:
    """Return the names that the field offers while one types, in Vietnamese order."""
    offered = UnitName.objects.filter(unit__memberships__unit_set__in=few(unit_sets)).in_order()
    return list(dict.fromkeys(offered.values_list("name", flat=True)[:MOST_OFFERED]))


def _meant(text: str, found: Sequence[Unit]) -> Unit | None:
    """Return the one unit that is meant; None where several may be."""
    if len(found) == 1:
        return found[0]
    key = names.match_key(text)
    called = [unit for unit in found if any(names.match_key(name.name) == key for name in unit.names.all())]
    are_namesakes = len({str(unit) for unit in found}) == 1
    candidates = found if are_namesakes else called
    living = [unit for unit in candidates if unit.valid_to is None]
    only = living or candidates
    return only[0] if len(only) == 1 else None


def _notice(text: str, units: Sequence[Unit]) -> Notice:
    return Notice(text=text, links=[TextLink(text=unit.dated_name(), url=_profile(unit)) for unit in units])


def _profile(unit: Unit) -> str:
    return unit_url(unit.slug, level=unit.level)
