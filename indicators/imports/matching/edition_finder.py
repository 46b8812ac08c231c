"""Finds the edition that a row or a header speaks of, or describes the one that is yet to be made."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators.imports.matching.known_editions import KnownEditions
from indicators.imports.matching.spelled_units import MOST_SUGGESTIONS
from indicators.imports.matching.unit_names import UnitNames
from indicators.imports.matching.unit_sets import NamesOfSets, in_force, sets_named, sets_of
from indicators.imports.periods import Period, month_ending_quarter, read_period
from indicators.imports.problems import Problem, RefusedFileError
from indicators.models import Edition, Methodology, Scorecard
from indicators.workflow.entry import refusal_beside_scores
from provinces.models import Unit, UnitSet

# Sets of these levels are complete: who is ranked are all of their units.
COMPLETE_LEVELS = frozenset({Unit.Level.PROVINCE, Unit.Level.COUNTRY})


class PrintedEdition(NamedTuple):
    """What a row or a header says of the edition of its figures; each empty where it is silent."""

    period: str = ""
    period_kind: str = ""
    unit_set: str = ""


@dataclass(frozen=True)
class Target:
    """An edition that figures of a file are of; ``edition`` is None for one that is yet to be made."""

    slug: str
    period: Period
    unit_set: UnitSet
    methodology: Methodology
    edition: Edition | None
    names: UnitNames

    def columns(self) -> dict:
        """Return what ``ImportTarget`` keeps of it, by column."""
        is_complete = self.unit_set.level in COMPLETE_LEVELS
        return {
            "period_kind": self.period.kind,
            "period": self.period.period,
            "period_start": self.period.start,
            "period_end": self.period.end,
            "unit_set": self.unit_set,
            "methodology": self.methodology,
            "unit_count": len(self.names.units) if is_complete else None,
            "edition": self.edition,
        }


class EditionFinder:
    """Finds the editions of one file."""

    def __init__(
        self,
        scorecard: Scorecard,
        *,
        printed: Mapping[PrintedEdition, Collection[tuple[str, str]]],
        names: NamesOfSets,
        methodologies: Iterable[Methodology],
        edition: str | None,
    ):
        self.known = KnownEditions(scorecard, methodologies=methodologies)
        self.sets = sets_of(scorecard)
        self.level_sets = tuple(UnitSet.objects.filter(level=scorecard.level))
        self.names = names
        self.printed = printed
        self.asked = (edition or "").strip()

    def set_of(self, text: str) -> UnitSet:
        """Return the set that a text names; those that the scorecard knows come before others."""
        for unit_sets in (self.sets, self.level_sets):
            if len(found := sets_named(text, unit_sets=unit_sets)) == 1:
                return found[0]
        message = _("“%(text)s” is not known as a unit set. Name one of %(codes)s.")
        codes = tuple(dict.fromkeys(unit_set.code for unit_set in (*self.sets, *self.level_sets)))
        raise _refused(
            "unknown_unit_set", message % {"text": text, "codes": ", ".join(codes)}, suggestions=codes
        )

    def targets_of(self, printed: PrintedEdition, *, asked_set: UnitSet | None) -> tuple[Target, ...]:
        """Return the edition that a row is of, or several where its unit decides."""
        unit_set = self.set_of(printed.unit_set) if printed.unit_set.strip() else asked_set
        if asked_set and unit_set != asked_set:
            message = _("The row is about “%(printed)s”, but “%(asked)s” was asked for. Leave the row out.")
            raise _refused("unit_set_contradicts", message % {"printed": unit_set, "asked": asked_set})
        if not self.asked:
            return self._find(printed.period, kind=printed.period_kind, unit_set=unit_set, printed=printed)
        found = self._find(self.asked, kind="", unit_set=unit_set, printed=printed)
        if printed.period.strip():
            self._refuse_other_period(printed, found)
        return found

    def _refuse_other_period(self, printed: PrintedEdition, found: tuple[Target, ...]) -> None:
        if printed.period.strip() in {target.slug for target in found}:
            return
        period = read_period(printed.period, kind=printed.period_kind)
        if period is None or not all(period.overlaps(*target.period[2:4]) for target in found):
            message = _(
                "The row is about %(printed)s, but the edition %(asked)s was asked for. Leave the row out, "
                "or let the rows name the edition."
            )
            raise _refused(
                "period_contradicts", message % {"printed": printed.period, "asked": found[0].slug}
            )

    def _find(
        self, text: str, *, kind: str, unit_set: UnitSet | None, printed: PrintedEdition
    ) -> tuple[Target, ...]:
        period = read_period(text, kind=kind)
        exact = self.known.current.get(text.strip())
        is_of_kind = exact and (period is None or period.kind == exact.period_kind)
        if is_of_kind and unit_set in (None, exact.unit_set):
            return (self._existing(exact),)
        if period is None:
            named = self.known.current.get(f"{text.strip()}-{unit_set.code}") if unit_set else None
            return (self._existing(named),) if named else self._refuse_unknown(text)
        same = self.known.of_period(period)
        if unit_set:
            on_set = [edition for edition in same if edition.unit_set == unit_set]
            return (self._existing(on_set[0]) if on_set else self._new(period, unit_set, is_named=True),)
        if same:
            chosen = self._choose([edition.unit_set for edition in same], printed=printed)
            if chosen:
                return tuple(self._existing(edition) for edition in same if edition.unit_set in chosen)
            message = _("%(period)s was measured on several unit sets. Name the edition: %(slugs)s.")
            slugs = tuple(edition.slug for edition in same)
            values = {"period": period.period, "slugs": ", ".join(slugs)}
            raise _refused("edition_ambiguous", message % values, suggestions=slugs)
        return self._on_sets_in_force(period, printed=printed)

    def _on_sets_in_force(self, period: Period, *, printed: PrintedEdition) -> tuple[Target, ...]:
        candidates = in_force(self.sets, day=period.end) or in_force(self.level_sets, day=period.end)
        if chosen := self._choose(candidates, printed=printed):
            return tuple(self._new(period, unit_set, is_named=False, among=chosen) for unit_set in chosen)
        codes = tuple(unit_set.code for unit_set in candidates or self.level_sets)
        message = _("The file does not tell the unit set of %(period)s. Name one: %(codes)s.")
        values = {"period": period.period, "codes": ", ".join(codes)}
        raise _refused("unit_set_ambiguous", message % values, suggestions=codes)

    def _choose(self, unit_sets: Iterable[UnitSet], *, printed: PrintedEdition) -> tuple[UnitSet, ...]:
        """Return the only set that the printed units leave, or all where no two share a unit.

        A set is ruled out by a name that another one holds and it does not; names that nobody knows rule
        out none. Nothing is returned where more than one is left.
        """
        unit_sets = tuple(dict.fromkeys(unit_sets))
        members = [self.names.of(unit_set).units.keys() for unit_set in unit_sets]
        if len(unit_sets) == 1 or len(set().union(*members)) == sum(map(len, members)):
            return unit_sets
        held = {
            unit_set: {
                pair
                for pair in self.printed[printed]
                if self.names.of(unit_set).match(pair[0], code=pair[1]).unit
            }
            for unit_set in unit_sets
        }
        of_any = set().union(*held.values())
        left = [unit_set for unit_set in unit_sets if of_any and held[unit_set] == of_any]
        return tuple(left) if len(left) == 1 else ()

    def _units_beside(self, printed: PrintedEdition) -> set[tuple[str, str]]:
        """Return the units printed under the same edition; all of the file where one was asked for."""
        alike = [key for key in self.printed if key == printed or (self.asked and not key.unit_set)]
        return {unit for key in alike for unit in self.printed[key]}

    def _existing(self, edition: Edition) -> Target:
        if refusal := refusal_beside_scores(edition):
            raise _refused("scored_edition", refusal)
        period = Period(
            edition.period_kind, edition.period, edition.period_start, edition.period_end, edition.slug
        )
        return Target(
            slug=edition.slug,
            period=period,
            unit_set=edition.unit_set,
            methodology=edition.methodology,
            edition=edition,
            names=self.names.of(edition.unit_set),
        )

    def _new(
        self, period: Period, unit_set: UnitSet, *, is_named: bool, among: tuple[UnitSet, ...] = ()
    ) -> Target:
        """Describe an edition that is yet to be made; one whose set was asked for by name bears it."""
        methodology = self.known.methodology_for(period)
        if methodology is None:
            message = _("The scorecard has no rule book yet. Enter one first.")
            raise _refused("missing_methodology", message)
        is_told_apart = is_named and self.asked and self.known.current
        set_count = 2 if is_told_apart else max(len(among), self._set_count(period))
        return Target(
            slug=self.known.new_slug(period, unit_set, set_count=set_count),
            period=period,
            unit_set=unit_set,
            methodology=methodology,
            edition=None,
            names=self.names.of(unit_set),
        )

    def _set_count(self, period: Period) -> int:
        """Return the number of sets that the rows of the file name for a period."""
        return len(
            {
                printed.unit_set
                for printed in self.printed
                if printed.unit_set and read_period(printed.period, kind=printed.period_kind) == period
            }
        )

    def _refuse_unknown(self, text: str) -> tuple[Target, ...]:
        suggestions = tuple(self.known.overlapping(text)[:MOST_SUGGESTIONS])
        if not text.strip():
            message = _("The file does not say which edition it is about. Name the edition or its period.")
            raise _refused("missing_edition", message, suggestions=suggestions)
        if last_month := month_ending_quarter(text):
            message = _("“%(text)s” is a quarter, which no edition is of. Name its last month: %(month)s.")
            values = {"text": text, "month": last_month}
            raise _refused("unknown_edition", message % values, suggestions=(last_month,))
        message = _(
            "“%(text)s” is neither an edition nor a period. Name one like 2024, 11/2024 or 08/11/2024."
        )
        raise _refused("unknown_edition", message % {"text": text}, suggestions=suggestions)


def _refused(code: str, message: str, *, suggestions: tuple[str, ...] = ()) -> RefusedFileError:
    return RefusedFileError(Problem(code, message, suggestions=suggestions))
