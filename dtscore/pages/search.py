"""Units found by a name typed without accents, and those nearest to a name that means none."""

import difflib
import re
from collections.abc import Iterable

from django.db.models import Case, Min, Q, QuerySet, Value, When

from provinces import names
from provinces.models import Unit, UnitAlias, UnitName, UnitSet, UnitSetMember

LONGEST_QUERY = 120
MOST_FOUND = 12
MOST_SUGGESTED = 3
LIKENESS = 0.6
# Fewer letters stand in too many names to mean one.
SHORTEST_NAME = 3
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}")


def tidy(text: str) -> str:
    """Drop what no address or name of ours holds: control characters, spaces at the ends, undue length."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:LONGEST_QUERY]


def resolve_unit(text: str) -> Unit | None:
    """Return the unit of an address name, else the only one that had this name before: “thua-thien-hue”."""
    if units := units_of([text]):
        return units[0]
    named = UnitName.objects.filter(search_key=names.search_key(text), valid_to__isnull=False)
    former = list(Unit.objects.filter(pk__in=named.values("unit")).with_names()[:2])
    return former[0] if len(former) == 1 else None


def find_units(text: str, *, unit_sets: Iterable[UnitSet], most: int = MOST_FOUND) -> list[Unit]:
    """Return the units of some unit sets whose name holds the text, or whose other spelling starts with it.

    Accents, capitals and a leading word for the type (“TP.”, “tỉnh”) make no difference. Names that start
    with the text come first, each part in Vietnamese order.
    """
    key = names.match_key(text[:LONGEST_QUERY])
    if not key:
        return []
    unit_sets = list(unit_sets)
    named = UnitName.objects.filter(search_key__contains=key)
    spelled = UnitAlias.objects.filter(unit_set__in=unit_sets, match_key__startswith=key)
    leads = Case(When(names__search_key__startswith=key, then=Value(0)), default=Value(1))
    found = (
        members_of(unit_sets)
        .filter(Q(pk__in=named.values("unit")) | Q(pk__in=spelled.values("unit")))
        .annotate(leads=Min(leads), place=Min("names__sort_key"))
        .order_by("leads", "place", "slug")
    )
    return list(found.with_names()[:most])


def nearest_units(text: str, *, unit_sets: Iterable[UnitSet], most: int = MOST_SUGGESTED) -> list[Unit]:
    """Return the units that may be meant by an address name that is none: “thua-thien-hue”, “tra-vih”."""
    unit_sets = list(unit_sets)
    words = text.replace("-", " ")
    if len(words) >= SHORTEST_NAME and (found := find_units(words, unit_sets=unit_sets, most=most)):
        return found
    slugs = members_of(unit_sets).values_list("slug", flat=True)
    meant = names.slug(text[:LONGEST_QUERY])
    close = difflib.get_close_matches(meant, slugs, n=most, cutoff=LIKENESS)
    units = {unit.slug: unit for unit in Unit.objects.filter(slug__in=close).with_names()}
    return [units[slug] for slug in close]


def units_of(slugs: Iterable[str]) -> list[Unit]:
    """Return the units of some address names, in their order; an address name of none is left out."""
    asked = [slug for slug in slugs if SLUG.fullmatch(slug)]
    units = Unit.objects.filter(slug__in=asked).with_names().prefetch_related("memberships")
    by_slug = {unit.slug: unit for unit in units}
    return [by_slug[slug] for slug in asked if slug in by_slug]


def members_of(unit_sets: Iterable[UnitSet]) -> QuerySet[Unit]:
    members = UnitSetMember.objects.filter(unit_set__in=list(unit_sets))
    return Unit.objects.filter(pk__in=members.values("unit"))
