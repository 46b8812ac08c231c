"""An index from keys of names to units: exact keys decide, likeness only suggests. No database."""

import difflib
import re
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import chain, pairwise

from indicators.imports.matching import spellings
from provinces import names

MOST_SUGGESTIONS = 5
LIKENESS = 0.6
# A file with more unknown names than this is about other units; comparing each would take long.
MOST_COMPARED = 200
# Of the spellings that share most pairs of letters with a text so many are compared letter by letter.
MOST_LIKELY = 100
LONGEST_COMPARED = 80
LONGEST_NAME = 300
MOST_REMEMBERED = 50_000


# The names of a set are gathered for every step of an import, and hardly ever change.
@lru_cache(maxsize=8192)
def _keys_of(name: str) -> frozenset[str]:
    """Return the keys of a name, with and without blanks; none of a text without letters."""
    if not (key := names.match_key(name)):
        return frozenset()
    return frozenset((key, spellings.compact(key), spellings.compact(names.search_key(name))))


class SpelledUnits:
    """The ids of units by every spelling that is known for them."""

    def __init__(self):
        self._ids: dict[str, set[int]] = defaultdict(set)
        self._names: dict[int, set[str]] = defaultdict(set)
        self._exact: dict[str, int] = {}
        self._short_forms: list[tuple[re.Pattern, int]] = []
        self._cities: set[int] = set()
        self._taken_in: dict[str, set[int]] = defaultdict(set)
        self._found: dict[str, frozenset[int]] = {}
        self._compared = 0
        self._spellings_with: dict[tuple[str, str], list[str]] = defaultdict(list)

    def add(self, name: str, unit_id: int) -> None:
        """Know a unit by a name."""
        for key in _keys_of(name):
            self._ids[key].add(unit_id)
        self._names[unit_id].add(name)

    def add_exact(self, spelling: str, unit_id: int) -> None:
        """Know a unit by a spelling that a person confirmed, whatever else its key may mean."""
        self._exact[spellings.spelling_key(spelling)] = unit_id

    def add_short_forms(self, name: str, unit_id: int) -> None:
        """Know a ministry by the short forms of its official name."""
        self._short_forms.append((spellings.short_form(name), unit_id))

    def add_city(self, unit_id: int) -> None:
        """Know that a unit is, or was, a city: "TP. Bắc Ninh" is none of the provinces."""
        self._cities.add(unit_id)

    def add_taken_in(self, name: str, unit_id: int) -> None:
        """Know the name of a unit that became part of another; brackets behind that one may list it."""
        self._taken_in[names.match_key(name)].add(unit_id)

    def find(self, text: str) -> frozenset[int]:
        """Return the units that a text names: none, one, or several where it does not tell."""
        found = self._found.get(text)
        if found is None:
            if len(text) > LONGEST_NAME:
                return frozenset()
            if len(self._found) >= MOST_REMEMBERED:
                self._found.clear()
            found = self._found[text] = frozenset(self._search(text))
        return found

    def who_took_in(self, text: str) -> set[int]:
        """Return the units that one of this name became part of."""
        if not self._taken_in or len(text) > LONGEST_NAME:
            return set()
        return next((ids for key in spellings.readings(text) if (ids := self._taken_in.get(key))), set())

    def nearest(self, text: str) -> list[int]:
        """Return the units whose names look most like a text, the nearest first, for a person to choose."""
        if self._compared >= MOST_COMPARED or len(text) > LONGEST_COMPARED:
            return []
        self._compared += 1
        *_others, key = spellings.readings(text)
        outside = self._bearers(spellings.take_apart(text).outside)
        likely = self._sharing_letters(key)
        alike = difflib.get_close_matches(key, likely, n=3 * MOST_SUGGESTIONS, cutoff=LIKENESS)
        ids = [*sorted(outside), *(unit_id for spelling in alike for unit_id in sorted(self._ids[spelling]))]
        return list(dict.fromkeys(ids))[:MOST_SUGGESTIONS]

    def _sharing_letters(self, key: str) -> list[str]:
        """Return the spellings that share the most pairs of letters with a key."""
        if not self._spellings_with:
            for spelling in self._ids:
                for pair in set(pairwise(spelling)):
                    self._spellings_with[pair].append(spelling)
        pairs = set(pairwise(key))
        shared = Counter(chain.from_iterable(self._spellings_with.get(pair, ()) for pair in pairs))
        return [spelling for spelling, _count in shared.most_common(MOST_LIKELY)]

    def _search(self, text: str) -> set[int]:
        exact = self._exact.get(spellings.spelling_key(text))
        if exact is not None:
            return {exact}
        found = self._search_parts(text)
        return found & self._cities if self._cities and found and spellings.says_city(text) else found

    def _search_parts(self, text: str) -> set[int]:
        printed = spellings.take_apart(text)
        if (whole := self._bearers(printed.whole)) or not printed.inside:
            return whole or self._bearers(printed.outside)
        found = self._bearers(printed.outside)
        for inside in printed.inside if found else ():
            if named := self._bearers(inside):
                found = found & named or found | named
            elif not self._lists_parts(inside, found):
                return set()
        return found

    def _bearers(self, text: str) -> set[int]:
        for key in spellings.each_reading(text):
            form = spellings.compact(key)
            if ids := self._ids.get(key) or self._ids.get(form) or self._abbreviated(form):
                return self._told_by_accents(text, ids) if len(ids) > 1 else ids
        return set()

    def _abbreviated(self, form: str) -> set[int]:
        return {unit_id for short_form, unit_id in self._short_forms if short_form.fullmatch(form)}

    def _told_by_accents(self, text: str, ids: set[int]) -> set[int]:
        """Narrow down units of the same key, where the text is written with accents."""
        if text.isascii():
            return ids
        spelled = names.sort_key(text)
        return {unit_id for unit_id in ids if spelled in map(names.sort_key, self._names[unit_id])} or ids

    def _lists_parts(self, inside: str, found: set[int]) -> bool:
        """Whether brackets list nothing but units that one of those found took in, or itself."""
        listed = [
            self._ids.get(key, set()) | self._taken_in.get(key, set())
            for key in spellings.listed_names(inside)
        ]
        return bool(found.intersection(*listed))
