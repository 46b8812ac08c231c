"""Whose page it is: the unit, those it came from or went into, and the editions of each."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from django.http import Http404
from django.utils.translation import gettext as _

from dtscore.pages.editions import editions_of, find_edition
from dtscore.pages.standings import Standing, standings_of
from indicators import frames
from indicators.models import Edition, Measure, Ranking
from provinces.models import Succession, Unit, UnitName, UnitSetMember

ROW_KEY = ["edition", "unit_id", "measure"]


@dataclass(frozen=True, kw_only=True)
class Lineage:
    """A unit among its relatives, with the published standings of them all in one scorecard.

    ``editions`` are all those of the scorecard, newest first; ``members`` are pairs (unit set id, unit id);
    ``measures`` are those that an edition may hold, by methodology id, in the order of the rule book.
    """

    unit: Unit
    scorecard: str
    editions: tuple[Edition, ...]
    members: frozenset[tuple[Hashable, Hashable]]
    measures: dict[Hashable, list[Measure]]
    from_units: tuple[Succession, ...]
    into_units: tuple[Succession, ...]
    history: pd.DataFrame

    @property
    def kin(self) -> list[Unit]:
        """The unit itself, then its predecessors and successors."""
        olds = [succession.predecessor for succession in self.from_units]
        return [self.unit, *olds, *(succession.successor for succession in self.into_units)]

    def editions_with(self, *units: Unit) -> list[Edition]:
        """Return the editions whose unit set holds all of the units, newest first."""
        return [
            edition
            for edition in self.editions
            if all((edition.unit_set_id, unit.pk) in self.members for unit in units)
        ]

    def latest_edition(self) -> Edition | None:
        """Return the newest edition that holds a figure of the unit, else the newest of its unit set."""
        own = self.editions_with(self.unit)
        with_figures = set(self.history.loc[self.history["unit_id"] == self.unit.pk, "edition"])
        return next((edition for edition in own if edition.slug in with_figures), own[0] if own else None)

    def edition(self, slug: str) -> Edition:
        """Return a published edition of the scorecard, the unit's or not, or answer 404."""
        return find_edition(self.editions, slug=slug)

    def only_edition_of(self, period: str) -> Edition | None:
        """Return the edition of the unit that an address means by a period alone, if it is one.

        Where a period was measured on several unit sets, their editions add the set to their address names.
        """
        if any(edition.slug == period for edition in self.editions):
            return None
        meant = [edition for edition in self.editions_with(self.unit) if edition.period == period]
        return meant[0] if len(meant) == 1 else None

    def relatives_in(self, edition: Edition) -> list[Unit]:
        """Return the predecessors and successors that the edition's unit set holds."""
        return [unit for unit in self.kin[1:] if (edition.unit_set_id, unit.pk) in self.members]

    def total_of(self, edition: Edition) -> Measure | None:
        """Return the total of the edition's rule book."""
        measures = self.measures.get(edition.methodology_id, [])
        return next((measure for measure in measures if measure.kind == Measure.Kind.TOTAL), None)

    def rows(self, unit: Unit, edition: Edition) -> pd.DataFrame:
        """Return a unit's rows of an edition, indexed by measure code, one for each measure known or not."""
        codes = [measure.code for measure in self.measures.get(edition.methodology_id, [])]
        return self._rows([(edition.slug, unit.pk, code) for code in codes]).set_axis(codes)

    def standings(
        self, unit: Unit, edition: Edition, *, region: str | None = None, region_name: str | None = None
    ) -> dict[str, Standing]:
        """Return a unit's standing in an edition by each measure, under the name that it had then."""
        name, type_ = unit.called_on(edition.names_on)
        rows = self.rows(unit, edition).assign(
            slug=unit.slug, name=name, type=type_, region=region, region_name=region_name
        )
        by_unit = rows.set_axis([unit.pk] * len(rows))
        return dict(zip(rows.index, standings_of(by_unit, edition=edition), strict=True))

    def total_standing(self, unit: Unit, edition: Edition | None) -> Standing | None:
        """Return a unit's standing by the total; None where there is no such edition, unit or total."""
        return self._totals.get((edition.slug, unit.pk)) if edition else None

    @cached_property
    def _totals(self) -> dict[tuple[str, Hashable], Standing]:
        """The total of every unit in every edition that holds it, by (edition slug, unit id)."""
        held = [
            (edition, unit, total.code)
            for edition in self.editions
            for unit in self.kin
            if (edition.unit_set_id, unit.pk) in self.members and (total := self.total_of(edition))
        ]
        if not held:
            return {}
        names, types = zip(*(unit.called_on(edition.names_on) for edition, unit, _total in held), strict=True)
        rows = self._rows([(edition.slug, unit.pk, total) for edition, unit, total in held]).assign(
            slug=[unit.slug for _edition, unit, _total in held],
            name=names,
            type=types,
            region=None,
            region_name=None,
        )
        rows = rows.set_axis([unit.pk for _edition, unit, _total in held])
        places = defaultdict(list)
        for place, (edition, _unit, _total) in enumerate(held):
            places[edition].append(place)
        return {
            (edition.slug, standing.unit_id): standing
            for edition, own in places.items()
            for standing in standings_of(rows.take(own), edition=edition)
        }

    @cached_property
    def _by_key(self) -> pd.DataFrame:
        return self.history.set_index(ROW_KEY)

    def _rows(self, keys: list[tuple[str, Hashable, str]]) -> pd.DataFrame:
        """Return a row a key, its figures missing where nothing is known."""
        rows = self._by_key.reindex(pd.MultiIndex.from_tuples(keys, names=ROW_KEY))
        return rows.assign(status=rows["status"].fillna(Ranking.Status.NOT_PUBLISHED.value))


def find_unit(slug: str, *, level: str) -> Unit:
    """Return the unit of an address, or the one that had this name before; else answer 404."""
    units = Unit.objects.filter(level=level).with_names()
    unit = units.filter(slug=slug).first()
    if unit is not None:
        return unit
    named = UnitName.objects.filter(search_key=slug.replace("-", " "), valid_to__isnull=False)
    former = list(units.filter(pk__in=named.values("unit"))[:2])
    if len(former) != 1:
        raise Http404(_("There is no such unit."))
    return former[0]


def load_lineage(unit: Unit, *, scorecard: str) -> Lineage:
    """Load what the pages of a unit show; as many queries for many relatives as for none."""
    successions = Succession.objects.select_related("predecessor", "successor", "source").prefetch_related(
        "predecessor__names", "successor__names"
    )
    from_units = tuple(successions.filter(successor=unit).order_by("effective_on", "predecessor__slug"))
    into_units = tuple(successions.filter(predecessor=unit).order_by("effective_on", "successor__slug"))
    kin = [unit.pk, *(s.predecessor_id for s in from_units), *(s.successor_id for s in into_units)]
    editions = editions_of(scorecard)
    measures = Measure.objects.valued().filter(methodology__scorecard__code=scorecard).in_order()
    by_methodology: dict[Hashable, list[Measure]] = {}
    for measure in measures:
        by_methodology.setdefault(measure.methodology_id, []).append(measure)
    return Lineage(
        unit=unit,
        scorecard=scorecard,
        editions=tuple(editions),
        members=_memberships(kin),
        measures=by_methodology,
        from_units=from_units,
        into_units=into_units,
        history=frames.history_frame(
            Unit.objects.filter(pk__in=kin),
            measures=sorted({measure.code for measure in measures}),
            scorecard=scorecard,
        ),
    )


def namesake(unit: Unit, *, among: Iterable[Unit]) -> Unit | None:
    """Return the first unit that ever bore a name of this one."""
    names = {name.search_key for name in unit.names.all()}
    return next((other for other in among if names & {name.search_key for name in other.names.all()}), None)


def _memberships(unit_ids: list[Hashable]) -> frozenset[tuple[Hashable, Hashable]]:
    members = UnitSetMember.objects.filter(unit__in=unit_ids)
    return frozenset(members.values_list("unit_set_id", "unit_id"))
