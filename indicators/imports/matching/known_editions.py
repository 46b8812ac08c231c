"""The editions that a scorecard has, and how the next one continues them."""

import re
from collections.abc import Iterable

from indicators.imports.periods import Period
from indicators.models import Edition, Methodology, Scorecard
from provinces.models import UnitSet

YEARS = re.compile(r"(?P<first>[12][0-9]{3})(?:\s*[-–—]\s*(?P<last>[12][0-9]{3}))?")


class KnownEditions:
    """The editions of a scorecard: of each slug the open draft, else the published one."""

    def __init__(self, scorecard: Scorecard, *, methodologies: Iterable[Methodology] = ()):
        self.current: dict[str, Edition] = {}
        if scorecard.pk is not None:
            rows = Edition.objects.filter(scorecard=scorecard).with_rules()
            rows = rows.exclude(state=Edition.State.SUPERSEDED).order_by("period_end", "slug", "pk")
            for edition in rows:
                if edition.slug not in self.current or edition.is_open:
                    self.current[edition.slug] = edition
            methodologies = methodologies or scorecard.methodologies.order_by("order", "pk")
        self._methodologies = tuple(methodologies)

    def of_period(self, period: Period) -> list[Edition]:
        """Return the editions of the very period, one for each set that it was measured on."""
        return [
            edition for edition in self.current.values() if _period_of(edition) == period[:1] + period[2:4]
        ]

    def overlapping(self, text: str) -> list[str]:
        """Return the slugs that begin as a text does, else all: what may have been meant by it."""
        alike = [slug for slug in self.current if slug.startswith(text.strip()) and text.strip()]
        return sorted(alike or self.current, reverse=True)

    def new_slug(self, period: Period, unit_set: UnitSet, *, set_count: int) -> str:
        """Return the slug of a new edition: the period, with the set where there are several.

        Args:
            set_count: the number of sets that the file measures the period on.
        """
        neighbours = self._nearest_period(period)
        sets = {edition.unit_set_id for edition in self.of_period(period)} | {unit_set.pk}
        is_plain = set_count < 2 and len(sets) < 2 and len(neighbours) < 2 and period.slug not in self.current
        return period.slug if is_plain else f"{period.slug}-{unit_set.code}"

    def methodology_for(self, period: Period) -> Methodology | None:
        """Return the rule book of a new edition: that of the same period, else the one whose printed periods
        hold its year, else that of the edition nearest in time, else the last one."""
        same = self.of_period(period)
        if same:
            return same[0].methodology
        for methodology in reversed(self._methodologies):
            if _names_year(methodology.periods, period.end.year):
                return methodology
        if self.current:
            return self._nearest(period).methodology
        return self._methodologies[-1] if self._methodologies else None

    def _nearest(self, period: Period) -> Edition:
        return min(
            self.current.values(),
            key=lambda edition: (abs(edition.period_end - period.end), -edition.period_end.toordinal()),
        )

    def _nearest_period(self, period: Period) -> set[int]:
        """Return the sets that the period nearest in time was measured on."""
        if not self.current:
            return set()
        nearest = _period_of(self._nearest(period))
        return {edition.unit_set_id for edition in self.current.values() if _period_of(edition) == nearest}


def _period_of(edition: Edition) -> tuple:
    return edition.period_kind, edition.period_start, edition.period_end


def _names_year(periods: str, year: int) -> bool:
    return any(
        int(match["first"]) <= year <= int(match["last"] or match["first"])
        for match in YEARS.finditer(periods)
    )
