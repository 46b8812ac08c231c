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


@dataclass(frozen=True)
class Link:
    """A name and its address; the address may be empty."""

    text: str
    url: str


@dataclass(frozen=True)
class Figures:
    """Published editions by key, oldest first inside a scorecard, and the standings of all of them."""

    editions: dict[int, Edition]
    standings: pd.DataFrame = field(repr=False)

    @cached_property
    def scorecards(self) -> dict[Scorecard, list[Edition]]:
        scorecards: dict[Scorecard, list[Edition]] = {}
        for edition in self.editions.values():
            scorecards.setdefault(edition.scorecard, []).append(edition)
        return scorecards

    @cached_property
    def measures(self) -> dict[tuple[int, str], Measure]:
        """The measures of the editions' rule books, in order, by methodology key and code."""
        methodologies = {edition.methodology_id for edition in self.editions.values()}
        measures = Measure.objects.valued().filter(methodology__in=methodologies).in_order()
        return {(measure.methodology_id, measure.code): measure for measure in measures}

    @cached_property
    def total_codes(self) -> dict[int, str]:
        """The code of the total by methodology key."""
        kinds = self.measures.values()
        return {m.methodology_id: m.code for m in kinds if m.kind == Measure.Kind.TOTAL}

    @cached_property
    def by_measure(self) -> dict[tuple[int, str], pd.DataFrame]:
        """The rows of each edition and measure, in the order of editions and of their measures."""
        found = dict(list(self.standings.groupby(["edition_id", "measure"], sort=False)))
        return {
            (edition.pk, code): found[edition.pk, code].set_index("unit_id")
            for edition in self.editions.values()
            for methodology, code in self.measures
            if methodology == edition.methodology_id and (edition.pk, code) in found
        }

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
        return self.measures[self.editions[key].methodology_id, code]

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
    editions = (
        Edition.objects.published()
        .with_rules()
        .order_by("scorecard__order", "scorecard__code", "period_end", "unit_set__valid_from", "slug")
    )
    return Figures(
        editions={edition.pk: edition for edition in editions},
        standings=frames.standings_frame(Ranking.objects.published().order_by("unit__slug")),
    )
