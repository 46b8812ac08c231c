"""The unit sets that a table may be about, and the names in each."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping

from indicators.imports.matching.unit_names import UnitNames
from indicators.models import Scorecard
from provinces import names
from provinces.models import UnitSet


def sets_of(scorecard: Scorecard) -> tuple[UnitSet, ...]:
    """Return the sets that a scorecard was measured on; those of its level where it was measured on none."""
    used = UnitSet.objects.none()
    if scorecard.pk is not None:
        used = UnitSet.objects.filter(editions__scorecard=scorecard).distinct()
    return tuple(used) or tuple(UnitSet.objects.filter(level=scorecard.level))


def in_force(unit_sets: Iterable[UnitSet], *, day: dt.date) -> tuple[UnitSet, ...]:
    """Keep the sets that are in force on a day."""
    return tuple(
        unit_set
        for unit_set in unit_sets
        if (unit_set.valid_from or day) <= day <= (unit_set.valid_to or day)
    )


def sets_named(text: str, *, unit_sets: Collection[UnitSet]) -> tuple[UnitSet, ...]:
    """Return the sets that a text names: by the code or its end (co_dvc), by the name or its beginning.

    One where the text tells; several, or none, where it does not.
    """
    words = names.search_key(text).split()
    if not words:
        return ()
    of_code = {unit_set: names.search_key(unit_set.code).split() for unit_set in unit_sets}
    of_name = {unit_set: names.search_key(unit_set.name).split() for unit_set in unit_sets}
    ways = (
        lambda unit_set: words in (of_code[unit_set], of_name[unit_set]),
        lambda unit_set: of_code[unit_set][-len(words) :] == words,
        lambda unit_set: of_name[unit_set][: len(words)] == words,
    )
    for way in ways:
        if found := tuple(unit_set for unit_set in unit_sets if way(unit_set)):
            return found
    return ()


class NamesOfSets:
    """The names of the units of several sets, gathered once for each.

    Args:
        answers: the slug of the unit that a person said a spelling means.
    """

    def __init__(self, unit_sets: Iterable[UnitSet] = (), *, answers: Mapping[str, str] | None = None):
        self._answers = answers
        self._names: dict[int, UnitNames] = {}
        for unit_set in unit_sets:
            self.of(unit_set)

    def of(self, unit_set: UnitSet) -> UnitNames:
        """Return the names of a set."""
        if unit_set.pk not in self._names:
            self._names[unit_set.pk] = UnitNames.of_set(unit_set, answers=self._answers)
        return self._names[unit_set.pk]

    def __iter__(self) -> Iterator[UnitNames]:
        return iter(self._names.values())

    def is_unit(self, text: str) -> bool:
        """Whether a text names a unit of any of the sets."""
        return any(known.is_unit(text) for known in self._names.values())

    def is_average(self, text: str) -> bool:
        """Whether a text names many units at once, and a unit of none of the sets."""
        return not self.is_unit(text) and any(known.is_average(text) for known in self._names.values())
