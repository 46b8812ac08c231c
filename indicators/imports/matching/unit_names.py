"""Which unit of a unit set a printed name means."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.imports.matching import spellings
from indicators.imports.matching.spelled_units import MOST_REMEMBERED, MOST_SUGGESTIONS, SpelledUnits
from indicators.imports.problems import Problem, RefusedFileError
from indicators.notation import format_date
from provinces import names
from provinces.models import Region, Succession, Unit, UnitAlias, UnitName, UnitSet, User

REGION_LEADS = ("", "vung ", "khu vuc ")
LONGEST_SPELLING = UnitAlias._meta.get_field("spelling").max_length


class NamedUnit(NamedTuple):
    """A member of a unit set; ``name`` is the newest of its names."""

    id: int
    slug: str
    name: str
    code: str


class Match(NamedTuple):
    """What a printed name means: a unit, or why that cannot be told and who may be meant.

    The problem is one of ``missing_unit``, ``unknown_unit``, ``ambiguous_unit``, ``unknown_unit_code`` and
    ``code_contradicts_name``; it has no place yet.
    """

    unit: NamedUnit | None
    candidates: tuple[NamedUnit, ...] = ()
    problem: Problem | None = None

    @property
    def unit_id(self) -> int | None:
        return self.unit.id if self.unit else None


class UnitNames:
    """The names of the units of one set: official ones of any time, English ones, aliases and short forms.

    A name is told by its keys alone, which know no accents, capitals, dashes or spaces; of units whose keys
    are the same an accented spelling tells which is meant. Nothing is taken for its likeness.
    """

    def __init__(self, unit_set: UnitSet, *, units: Iterable[NamedUnit]):
        self.unit_set = unit_set
        self.units = {unit.id: unit for unit in units}
        self._ids_of_slugs = {unit.slug: unit.id for unit in self.units.values()}
        self._ids_of_codes = {_code_key(unit.code): unit.id for unit in self.units.values() if unit.code}
        self._spelled = SpelledUnits()
        self._merged_on: dict[int, dt.date] = {}
        self._regions: set[str] = set()
        self._matches: dict[tuple[str, str], Match] = {}

    @classmethod
    def of_set(cls, unit_set: UnitSet, *, answers: Mapping[str, str] | None = None) -> "UnitNames":
        """Gather the names of a set's members, with a fixed number of queries.

        Args:
            answers: the slug of the unit that a person said a spelling means.
        """
        unit_names = list(
            UnitName.objects.filter(unit__memberships__unit_set=unit_set)
            .order_by(F("valid_from").asc(nulls_first=True))
            .values_list("unit", "unit__level", "name", "name_en", "type")
        )
        newest = {unit: name for unit, _level, name, *_others in unit_names}
        members = unit_set.members.values_list("unit", "unit__slug", "gso_code")
        known = cls(
            unit_set,
            units=[NamedUnit(unit, slug, newest.get(unit, slug), code) for unit, slug, code in members],
        )
        known._add_names(unit_names)
        known._add_aliases()
        known._add_regions_and_predecessors()
        for spelling, slug in (answers or {}).items():
            if slug in known._ids_of_slugs:
                known._spelled.add_exact(spelling, known._ids_of_slugs[slug])
        return known

    def match(self, text: str, *, code: str = "") -> Match:
        """Tell which unit a printed name, the code beside it, or the code alone means."""
        match = self._matches.get((text, code))
        if match is None:
            if len(self._matches) >= MOST_REMEMBERED:
                self._matches.clear()
            match = self._matches[text, code] = self._match(text, code=code.strip())
        return match

    def is_unit(self, text: str) -> bool:
        """Whether a text names a unit of the set, or several; cheap for texts that are no names."""
        return bool(self._spelled.find(text))

    def is_average(self, text: str) -> bool:
        """Whether a text names many units at once and is no unit: an average, a total, a region."""
        if self.is_unit(text):
            return False
        is_region = bool(self._regions) and not self._regions.isdisjoint(spellings.readings(text))
        return is_region or spellings.is_average(text)

    def of_slug(self, slug: str) -> NamedUnit | None:
        """Return the member of an address name."""
        return self.units.get(self._ids_of_slugs.get(slug))

    def of_code(self, code: str) -> NamedUnit | None:
        """Return the member of a GSO code ("01", "1"), or of the address name that stands for one."""
        return self.units.get(self._ids_of_codes.get(_code_key(code))) or self.of_slug(code)

    def _match(self, text: str, *, code: str) -> Match:
        coded = self.of_code(code) if code else None
        if not text.strip():
            return self._match_nameless(code, coded)
        found = [self.units[unit_id] for unit_id in sorted(self._spelled.find(text))]
        if coded in found:
            return Match(coded)
        if len(found) == 1:
            return self._contradiction(text, code, coded, found[0]) if coded else Match(found[0])
        return self._ambiguous(text, found) if found else self._unknown(text, coded)

    def _match_nameless(self, code: str, coded: NamedUnit | None) -> Match:
        if coded:
            return Match(coded)
        if code:
            message = _("%(code)s is not the code of a unit of “%(unit_set)s”. Correct it, or name the unit.")
            values = {"code": code, "unit_set": self.unit_set}
            return _untold("unknown_unit_code", message % values)
        if len(self.units) == 1:
            return Match(*self.units.values())
        return _untold("missing_unit", _("The row names no unit. Name it, or leave the row out."))

    def _contradiction(self, text: str, code: str, coded: NamedUnit, named: NamedUnit) -> Match:
        message = _(
            "The code %(code)s is that of %(unit)s, but the row names “%(name)s”. Correct what is wrong."
        )
        values = {"code": code, "unit": coded.name, "name": text}
        return _untold("code_contradicts_name", message % values, (named, coded))

    def _ambiguous(self, text: str, found: list[NamedUnit]) -> Match:
        message = _("“%(name)s” may mean %(units)s. Say which of them is meant.")
        values = {"name": text, "units": ", ".join(unit.name for unit in found)}
        return _untold("ambiguous_unit", message % values, found)

    def _unknown(self, text: str, coded: NamedUnit | None) -> Match:
        message = _(
            "“%(name)s” is not known as a name in “%(unit_set)s”. Say which unit is meant, correct the file, "
            "or leave the row out."
        )
        values = {"name": text, "unit_set": self.unit_set}
        for unit_id in self._spelled.who_took_in(text):
            message = _(
                "“%(name)s” does not stand in “%(unit_set)s”: it has been part of %(unit)s since %(date)s. "
                "Choose the unit set of the table, or leave the row out."
            )
            values |= {"unit": self.units[unit_id].name, "date": format_date(self._merged_on[unit_id])}
        nearest = [self.units[unit_id] for unit_id in self._spelled.nearest(text)]
        candidates = dict.fromkeys([coded, *nearest] if coded else nearest)
        return _untold("unknown_unit", message % values, list(candidates)[:MOST_SUGGESTIONS])

    def _add_names(self, unit_names: Iterable[tuple[int, str, str, str, str]]) -> None:
        for unit in self.units.values():
            self._spelled.add_exact(unit.slug, unit.id)
        for unit_id, level, name, name_en, unit_type in unit_names:
            self._spelled.add(name, unit_id)
            self._spelled.add(name_en, unit_id)
            if unit_type == UnitName.Type.CITY:
                self._spelled.add_city(unit_id)
            if level == Unit.Level.MINISTRY:
                self._spelled.add_short_forms(name, unit_id)

    def _add_aliases(self) -> None:
        for alias in UnitAlias.objects.filter(unit_set=self.unit_set):
            if alias.unit_id in self.units:
                self._spelled.add(alias.spelling, alias.unit_id)
                if alias.confirmed_at:
                    self._spelled.add_exact(alias.spelling, alias.unit_id)

    def _add_regions_and_predecessors(self) -> None:
        regions = Region.objects.filter(unit_set=self.unit_set).values_list("name", flat=True)
        self._regions = {f"{lead}{names.match_key(region)}" for region in regions for lead in REGION_LEADS}
        successions = Succession.objects.filter(successor__unit_sets=self.unit_set)
        for succession in successions.prefetch_related("predecessor__names"):
            self._merged_on[succession.successor_id] = succession.effective_on
            for name in succession.predecessor.names.all():
                self._spelled.add_taken_in(name.name, succession.successor_id)


def checked_spelling(unit_set: UnitSet, *, unit: Unit, spelling: str) -> str:
    """Return a spelling as it is kept for a unit of a set.

    Raises:
        RefusedFileError: if the unit is no member of the set, or the spelling already means another one.
    """
    spelling = spellings.tidied(spelling)
    known = UnitNames.of_set(unit_set)
    if unit.pk not in known.units:
        message = _("“%(unit)s” is no member of “%(unit_set)s”. Choose one of its units.")
        raise RefusedFileError(Problem("not_a_member", message % {"unit": unit, "unit_set": unit_set}))
    if not spelling or len(spelling) > LONGEST_SPELLING:
        message = _("A spelling that is to be kept has 1 to %(longest)d characters.")
        raise RefusedFileError(Problem("unusable_spelling", message % {"longest": LONGEST_SPELLING}))
    meant = known.match(spelling).unit
    if meant and meant.id != unit.pk:
        raise _means_another(spelling, meant.name)
    return spelling


@transaction.atomic
def learn_alias(unit_set: UnitSet, *, unit: Unit, spelling: str, user: User | None) -> UnitAlias:
    """Keep a confirmed answer: within the set the spelling means the unit from now on.

    What was learned before stays as it is, with who confirmed it first.

    Raises:
        RefusedFileError: if the unit is no member of the set, or the spelling already means another one.
    """
    spelling = checked_spelling(unit_set, unit=unit, spelling=spelling)
    alias, _is_new = UnitAlias.objects.get_or_create(
        unit_set=unit_set,
        spelling=spelling,
        defaults={"unit": unit, "confirmed_by": user, "confirmed_at": timezone.now()},
    )
    if alias.unit_id != unit.pk:
        raise _means_another(spelling, str(alias.unit))
    return alias


def _means_another(spelling: str, name: str) -> RefusedFileError:
    message = _(
        "“%(spelling)s” already means %(unit)s. Change that under “Other spellings” if it is wrong."
    ) % {"spelling": spelling, "unit": name}
    return RefusedFileError(Problem("spelling_means_another", message, suggestions=(name,)))


def _untold(code: str, message: str, candidates: Iterable[NamedUnit] = ()) -> Match:
    candidates = tuple(candidates)
    suggestions = tuple(dict.fromkeys(unit.name for unit in candidates))
    return Match(None, candidates, Problem(code, message, suggestions=suggestions))


def _code_key(code: str) -> str:
    code = code.strip().removesuffix(".0")
    return str(int(code)) if code.isdecimal() else code.casefold()
