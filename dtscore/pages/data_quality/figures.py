"""All published figures, read once for the whole data quality page."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd
from django.db.models import F

from dtscore.pages.editions import edition_label
from dtscore.pages.links import ranking_url, unit_url
from indicators import frames
from indicators.models import Edition, Measure, Ranking, Scorecard
from provinces.models import UnitName

VALUE_COLUMNS = ["published_value", "value", "status"]


@dataclass(frozen=True)
class Link:
    """A name and its address; the address may be empty."""

    text: str
    url: str


@dataclass(frozen=True)
class Figures:
    """Published editions by key, oldest first inside a scorecard, and the standings of all of them.

    ``standings`` are the rows of ``frames.standings_frame`` in the order of editions, measures and slugs;
    ``measures`` go by edition key and code.
    """

    editions: dict[int, Edition]
    measures: dict[tuple[int, str], Measure] = field(repr=False)
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
    def _values(self) -> pd.DataFrame:
        return self.standings.set_index("unit_id")[VALUE_COLUMNS]

    def values_of(self, key: int, code: str) -> pd.DataFrame:
        """Return the values of an edition by one measure: the columns ``VALUE_COLUMNS``, indexed by unit."""
        return self._values.take(self._places.get((key, code), []))

    @cached_property
    def _names(self) -> dict[int, list[tuple[dt.date | None, dt.date | None, str]]]:
        rows = (
            UnitName.objects.filter(unit__in=Ranking.objects.published().values("unit"))
            .order_by(F("valid_from").asc(nulls_first=True))
            .values_list("unit_id", "valid_from", "valid_to", "name")
        )
        names: dict[int, list] = {}
        for unit_id, first, last, name in rows:
            names.setdefault(unit_id, []).append((first, last, name))
        return names

    @cached_property
    def _slugs(self) -> dict[int, str]:
        return dict(zip(self.standings["unit_id"], self.standings["slug"], strict=True))

    def edition(self, key: int) -> Link:
        edition = self.editions[key]
        return Link(edition_label(edition), ranking_url(edition))

    def measure(self, key: int, code: str) -> Measure:
        return self.measures[key, code]

    def unit(self, unit_id: int, *, edition: int) -> Link:
        """Return a unit under the name it bore in an edition."""
        shown = self.editions[edition]
        day = shown.names_on
        names = self._names.get(unit_id, [])
        in_force = [name for first, last, name in names if (first or day) <= day <= (last or day)]
        newest = [name for _first, _last, name in names[-1:]]
        name = (in_force or newest or [self._slugs[unit_id]])[0]
        return Link(name, unit_url(self._slugs[unit_id], level=shown.scorecard.level, edition=shown.slug))


def load_figures() -> Figures:
    """Read every published edition and its standings."""
    published = Edition.objects.published().with_rules()
    editions = {
        edition.pk: edition
        for edition in published.order_by(
            "scorecard__order",
            "scorecard__code",
            "period_end",
            F("unit_set__valid_from").asc(nulls_first=True),
            "slug",
        )
    }
    measures = _measures_of(editions)
    standings = frames.standings_frame(Ranking.objects.published().order_by("unit__slug"))
    places = {key: place for place, key in enumerate(measures)}
    keys = zip(standings["edition_id"], standings["measure"], strict=True)
    in_order = pd.Series([places[key] for key in keys], dtype="int64").sort_values(kind="stable").index
    return Figures(editions, measures, standings.take(in_order))


def _measures_of(editions: dict[int, Edition]) -> dict[tuple[int, str], Measure]:
    """Return the measures of each edition's rule book, in order."""
    methodologies = {edition.methodology_id for edition in editions.values()}
    by_methodology: dict[int, list[Measure]] = {}
    for measure in Measure.objects.filter(methodology__in=methodologies).exclude(code="").in_order():
        by_methodology.setdefault(measure.methodology_id, []).append(measure)
    return {
        (key, measure.code): measure
        for key, edition in editions.items()
        for measure in by_methodology.get(edition.methodology_id, [])
    }
