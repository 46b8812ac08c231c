"""Which edition each figure of a file is of: one that exists, or one that is yet to be made."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators.imports.matching.edition_finder import EditionFinder, PrintedEdition, Target
from indicators.imports.matching.spelled_units import MOST_SUGGESTIONS
from indicators.imports.matching.unit_names import Match
from indicators.imports.matching.unit_sets import NamesOfSets
from indicators.imports.problems import Problem, RefusedFileError
from indicators.models import Methodology, Scorecard
from provinces.models import UnitSet


class Placed(NamedTuple):
    """Where a figure belongs; where ``target`` is None the problem of the match says why."""

    target: Target | None
    match: Match


class Targets:
    """The editions that a file is about, by what its rows and headers say of them.

    Attributes:
        problems: why the edition of some rows is not told.
        by_slug: the editions found so far.
    """

    def __init__(self, finder: EditionFinder, *, asked_set: UnitSet | None):
        self.problems: dict[PrintedEdition, Problem] = {}
        self.by_slug: dict[str, Target] = {}
        self._finder = finder
        self._asked_set = asked_set
        self._found: dict[PrintedEdition, tuple[Target, ...]] = {}

    def of(self, printed: PrintedEdition) -> tuple[Target, ...]:
        """Return the edition of such rows, several where the unit decides, none where there is a problem."""
        if printed not in self._found:
            try:
                found = self._finder.targets_of(printed, asked_set=self._asked_set)
            except RefusedFileError as refused:
                found, self.problems[printed] = (), refused.problems[0]
            self._found[printed] = found
            self.by_slug |= {target.slug: target for target in found}
        return self._found[printed]

    def place(self, printed: PrintedEdition, *, unit: str, code: str = "") -> Placed:
        """Tell the edition and the unit of a figure.

        Of several editions (ministries with and without public services) it is the one whose set holds the
        unit, if only one does.
        """
        targets = self.of(printed)
        if not targets:
            return Placed(None, Match(None, problem=self.problems[printed]))
        if len(targets) == 1:
            return Placed(targets[0], targets[0].names.match(unit, code=code))
        tried = [Placed(target, target.names.match(unit, code=code)) for target in targets]
        told = [placed for placed in tried if placed.match.unit]
        if len(told) == 1:
            return told[0]
        return Placed(None, _untold(unit, told or tried))


def resolve_targets(
    scorecard: Scorecard,
    *,
    printed: Mapping[PrintedEdition, Collection[tuple[str, str]]],
    edition: str | None = None,
    unit_set: str | None = None,
    names: NamesOfSets | None = None,
    methodologies: Iterable[Methodology] = (),
    needs_edition: bool = True,
) -> Targets:
    """Find the editions that the figures of a file are of.

    Args:
        printed: under each thing that the file says of editions, the units printed there (name, code).
        edition: the edition or period that was asked for; without it the rows or headers name it.
        unit_set: the set that was asked for.
        names: of the sets, where they were gathered before.
        methodologies: of a scorecard that is not saved yet.
        needs_edition: whether the file is refused if no edition is found at all; else its rows may be.

    Raises:
        RefusedFileError: if what was asked for is not known, or no edition is found at all.
    """
    finder = EditionFinder(
        scorecard, printed=printed, names=names or NamesOfSets(), methodologies=methodologies, edition=edition
    )
    targets = Targets(finder, asked_set=finder.set_of(unit_set) if unit_set else None)
    found = [targets.of(key) for key in printed or ([PrintedEdition()] if edition else ())]
    if needs_edition and found and not any(found):
        raise RefusedFileError(*dict.fromkeys(targets.problems.values()))
    return targets


def _untold(unit: str, tried: list[Placed]) -> Match:
    """Join what several sets say of a name that none, or more than one of them, holds."""
    candidates = [placed.match.unit for placed in tried if placed.match.unit]
    candidates += [unit for placed in tried for unit in placed.match.candidates]
    candidates = tuple(dict.fromkeys(candidates))[:MOST_SUGGESTIONS]
    problem = next((placed.match.problem for placed in tried if placed.match.problem), None)
    if problem is None:
        message = _("“%(name)s” stands in several unit sets. Name the unit set.") % {"name": unit}
        problem = Problem("unit_set_ambiguous", message)
    names = tuple(dict.fromkeys(candidate.name for candidate in candidates))
    return Match(None, candidates, replace(problem, suggestions=names))
