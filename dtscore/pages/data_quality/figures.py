"""All published figures, read once for the whole data quality page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd
from django.db.models import Count, F, Q
from django.utils.translation import get_language

from dtscore.pages.editions import edition_label
from dtscore.pages.links import TextLink, profile_urls, ranking_url
from dtscore.pages.summaries import MeasureSummary, summaries_of
from indicators import frames
from indicators.models import Benchmark, Edition, LeaderList, Measure, Ranking, Scorecard
from indicators.notation import format_number
from provinces.models import Unit
from provinces.names import sort_key


@dataclass(frozen=True)
class Figures:
    """Published editions by key, oldest first inside a scorecard, and the standings of all of them.

    ``standings`` are the rows of ``frames.standings_frame`` in the order of editions, measures and names;
    ``measures`` go by edition key and code, ``units`` by key.
    """

    editions: dict[int, Edition]
    measures: dict[tuple[int, str], Measure] = field(repr=False)
    units: dict[int, Unit] = field(repr=False)
    standings: pd.DataFrame = field(repr=False)

    @cached_property
    def scorecards(self) -> dict[Scorecard, list[Edition]]:
        scorecards: dict[Scorecard, list[Edition]] = {}
        for edition in self.editions.values():
            scorecards.setdefault(edition.scorecard, []).append(edition)
        return scorecards

    @cached_property
    def _places(self) -> dict[tuple[int, str], list[int]]:
        return self.standings.groupby(["edition_id", "measure"], sort=False).indices

    @cached_property
    def _values(self) -> pd.Series:
        return self.standings.set_index("unit_id")["published_value"]

    def published_values(self, key: int, code: str) -> pd.Series:
        """Return the published values of an edition by one measure, indexed by unit."""
        return self._values.take(self._places.get((key, code), []))

    @cached_property
    def summaries(self) -> dict[int, dict[str, MeasureSummary]]:
        """The summaries of what has a published average or list of leaders, by edition key and code."""
        listed: dict[int, set[str]] = {}
        for model in (Benchmark, LeaderList):
            named = model.objects.filter(edition__in=self.editions)
            for key, code in named.values_list("edition_id", "measure__code"):
                listed.setdefault(key, set()).add(code)
        return {key: summaries_of(self.editions[key], measures=codes) for key, codes in listed.items()}

    @cached_property
    def _profile_urls(self) -> dict[int, Callable[[str], str]]:
        return {key: profile_urls(edition) for key, edition in self.editions.items()}

    @cached_property
    def _links(self) -> dict[int, TextLink]:
        return {
            key: TextLink(text=edition_label(edition), url=ranking_url(edition))
            for key, edition in self.editions.items()
        }

    def edition(self, key: int) -> TextLink:
        return self._links[key]

    def measure(self, key: int, code: str) -> Measure:
        return self.measures[key, code]

    def unit(self, unit_id: int, *, edition: int) -> TextLink:
        """Return a unit under the name it bore in an edition."""
        shown, unit = self.editions[edition], self.units[unit_id]
        name, _type = unit.called_on(shown.names_on)
        return TextLink(text=name, url=self._profile_urls[edition](unit.slug))

    def in_order(self, unit_ids: Iterable[int], *, edition: int) -> list[int]:
        """Return units in the order of the names that they bore in an edition."""
        return sorted(unit_ids, key=lambda unit_id: _place(self.units[unit_id], self.editions[edition]))


def load_figures() -> Figures:
    """Read every published edition and its standings."""
    published = Edition.objects.published().with_rules()
    editions = {
        edition.pk: edition
        for edition in published.annotate(member_count=Count("unit_set__members")).order_by(
            "scorecard__order",
            "scorecard__code",
            "period_end",
            F("unit_set__valid_from").asc(nulls_first=True),
            "slug",
        )
    }
    measures, units = _measures_of(editions), _units()
    standings = frames.standings_frame(Ranking.objects.published())
    return Figures(editions, measures, units, _ordered(standings, editions, measures, units))


def count_text(number: int) -> str:
    return format_number(int(number), decimals=0, language=get_language())


def _measures_of(editions: dict[int, Edition]) -> dict[tuple[int, str], Measure]:
    """Return the measures of each edition's rule book, in order, and others that it has rows of."""
    methodologies = {edition.methodology_id for edition in editions.values()}
    by_methodology: dict[int, list[Measure]] = {}
    for measure in Measure.objects.filter(methodology__in=methodologies).exclude(code="").in_order():
        by_methodology.setdefault(measure.methodology_id, []).append(measure)
    measures = {
        (key, measure.code): measure
        for key, edition in editions.items()
        for measure in by_methodology.get(edition.methodology_id, [])
    }
    # A measure may have been moved to another rule book since, or have lost its code.
    ranked = Ranking.objects.published().order_by("edition", "measure").distinct()
    known = {measure.pk: measure for measure in measures.values()}
    rows = list(ranked.values_list("edition", "measure"))
    others = Measure.objects.in_bulk({pk for _edition, pk in rows if pk not in known})
    for key, pk in rows:
        measure = known.get(pk) or others[pk]
        measures.setdefault((key, measure.code), measure)
    return measures


def _units() -> dict[int, Unit]:
    """Return the units that a published row or list of leaders names, with all their names."""
    lists = LeaderList.objects.filter(edition__in=Edition.objects.published())
    named = Q(pk__in=Ranking.objects.published().values("unit")) | Q(pk__in=lists.values("units"))
    return {unit.pk: unit for unit in Unit.objects.filter(named).with_names()}


def _place(unit: Unit, edition: Edition) -> tuple[str, str]:
    name = unit.name_on(edition.names_on)
    return name.sort_key if name else sort_key(unit.slug), unit.slug


def _ordered(
    standings: pd.DataFrame,
    editions: dict[int, Edition],
    measures: dict[tuple[int, str], Measure],
    units: dict[int, Unit],
) -> pd.DataFrame:
    """Put rows in the order of editions, measures and names."""
    keys = standings[["edition_id", "measure", "unit_id"]]
    places = {key: place for place, key in enumerate(measures)}
    rows = list(keys.itertuples(index=False, name=None))
    # A unit has a row for each measure of an edition, but one name.
    by_name = {(key, unit): _place(units[unit], editions[key]) for key, unit in {row[::2] for row in rows}}
    order = [(places[key, code], by_name[key, unit]) for key, code, unit in rows]
    return standings.take(sorted(range(len(order)), key=order.__getitem__))
