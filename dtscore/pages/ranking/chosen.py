"""The units whose ranks a reader follows over the editions (``don-vi`` in the address)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dtscore.pages.links import TextLink
from dtscore.pages.notices import Notice
from dtscore.pages.ranking.filters import MOVEMENT, RankingState
from dtscore.pages.ranking.table import RankingTable
from dtscore.pages.search import nearest_units, resolve_unit, tidy

MOST_CHOSEN = 6


@dataclass(frozen=True, kw_only=True)
class ChosenUnits:
    """Slugs of members of the unit set, in the order of the address; ``notices`` tell what it misses."""

    slugs: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


def asked_units(params) -> tuple[str, ...]:
    """Return what the address names as ``don-vi``, each once."""
    values = params.getlist("don-vi") if hasattr(params, "getlist") else params.get("don-vi", [])
    return tuple(dict.fromkeys(filter(None, map(tidy, values))))


def chosen_units(asked: Sequence[str], *, state: RankingState, table: RankingTable) -> ChosenUnits:
    """Find the units of an address in the unit set; nothing is looked up for another view than movement."""
    if state.tab != MOVEMENT:
        return ChosenUnits(slugs=tuple(asked[:MOST_CHOSEN]))
    members = set(table.members["slug"])
    kept = asked[:MOST_CHOSEN]
    slugs = tuple(slug for slug in kept if slug in members)
    notices = [_not_here(slug, slugs=slugs, state=state, table=table) for slug in kept if slug not in members]
    if len(asked) > MOST_CHOSEN:
        text = _("At most %(most)d units can be followed; the page keeps the first %(most)d.")
        notices.append(Notice(text=text % {"most": MOST_CHOSEN}, kind="warning"))
    return ChosenUnits(slugs=slugs, notices=tuple(notices))


def _not_here(slug: str, *, slugs: tuple[str, ...], state: RankingState, table: RankingTable) -> Notice:
    """Say that a name means nobody, or nobody of this unit set, with links that put another in its place."""
    unit = resolve_unit(slug)
    if unit is not None and unit.pk in table.members.index:
        text = _("%(unit)s is meant by “%(slug)s”:") % {"unit": unit.dated_name(), "slug": slug}
        links = [TextLink(text=unit.dated_name(), url=state.query(units=(*slugs, unit.slug)))]
    elif unit is not None:
        text, links = _("%(unit)s is not in this unit set.") % {"unit": unit.dated_name()}, []
    else:
        text = _("No unit is called “%(slug)s”.") % {"slug": slug}
        links = [
            TextLink(text=near.dated_name(), url=state.query(units=(*slugs, near.slug)))
            for near in nearest_units(slug, unit_sets=[table.edition.unit_set])
        ]
        text = f"{text} {_('Did you mean:') if links else ''}".strip()
    return Notice(text=text, kind="warning", links=links)
