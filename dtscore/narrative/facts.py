"""What is known, frozen: figures with where they stand; a missing fact is None or empty, never zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

PUBLISHED, COMPUTED, DERIVED = "published", "computed", "derived"


@dataclass(frozen=True, kw_only=True)
class Period:
    """What an edition measured: a year, or any other period as it is printed."""

    text: str
    is_year: bool = True


@dataclass(frozen=True, kw_only=True)
class Name:
    """A unit, measure or region, and its page."""

    text: str
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Value:
    """A value or a difference without its sign, as it is printed."""

    text: str
    reference: str = ""
    basis: str = PUBLISHED


@dataclass(frozen=True, kw_only=True)
class Rank:
    """A rank out of the number of units, which may not have been published."""

    place: int
    count: int | None
    reference: str = ""
    basis: str = PUBLISHED


@dataclass(frozen=True, kw_only=True)
class Change:
    """Places gained (above zero) or lost since a period."""

    places: int
    since: Period | None = None
    reference: str = ""
    basis: str = PUBLISHED


@dataclass(frozen=True, kw_only=True)
class Placing:
    """Where one unit stands by one measure; ``takes_part`` without a rank tells why there is none."""

    name: Name
    value: Value | None = None
    rank: Rank | None = None
    change: Change | None = None
    takes_part: bool = False

    @property
    def is_placed(self) -> bool:
        return self.rank is not None or self.value is not None


@dataclass(frozen=True, kw_only=True)
class RegionalPlacing:
    """Where the unit stands in its region."""

    region: Name
    rank: Rank | None = None
    change: Change | None = None


@dataclass(frozen=True, kw_only=True)
class Lead:
    """A list of leaders that names the unit; ``members`` is what it calls them, where not localities."""

    measure: Name
    count: int
    members: str = ""
    basis: str = PUBLISHED


@dataclass(frozen=True, kw_only=True)
class AgainstMean:
    """How far a value lies from the average over all units; ``side`` is 1 above it, −1 below, 0 on it."""

    difference: Value
    mean: Value
    side: int


@dataclass(frozen=True, kw_only=True)
class NextPlace:
    """What is lacking to draw level with those on the next better value."""

    difference: Value
    units: tuple[Name, ...]


@dataclass(frozen=True, kw_only=True)
class GroupRank:
    """A unit's rank by an indicator group."""

    group: Name
    rank: Rank


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How many units of an edition are known; ``values`` and ``ranks`` where it is told of which kind."""

    known: int
    reference: str = ""
    count: int | None
    values: int | None = None
    ranks: int | None = None


@dataclass(frozen=True, kw_only=True)
class OtherSet:
    """An earlier edition that ranked other units, so that its ranks are no measure of this one's."""

    period: Period
    ranked: str
    ranked_before: str


@dataclass(frozen=True, kw_only=True)
class Merger:
    """The units that a unit was made of, or that it became part of, and the day."""

    units: tuple[Name, ...]
    on: date


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    """One unit in one edition.

    ``members`` are those ranked together (“63 tỉnh, thành phố”), ``unknown_before`` is the edition before if
    it has no rank of the unit, ``group_count`` counts the groups that are scored.
    """

    period: Period
    measure: Name
    members: str
    placing: Placing
    regional: RegionalPlacing | None = None
    leads: tuple[Lead, ...] = ()
    against_mean: AgainstMean | None = None
    next_place: NextPlace | None = None
    groups: tuple[GroupRank, ...] = ()
    group_count: int = 0
    coverage: Coverage | None = None
    unknown_before: Period | None = None
    other_set: OtherSet | None = None
    merged_from: Merger | None = None
    merged_into: tuple[Merger, ...] = ()

    @property
    def best_groups(self) -> tuple[GroupRank, ...]:
        return self._groups_at(min((group.rank.place for group in self.groups), default=0))

    @property
    def weakest_groups(self) -> tuple[GroupRank, ...]:
        return self._groups_at(max((group.rank.place for group in self.groups), default=0))

    def _groups_at(self, place: int) -> tuple[GroupRank, ...]:
        return tuple(group for group in self.groups if group.rank.place == place)


@dataclass(frozen=True, kw_only=True)
class Rise:
    """Who rose most; of ``known`` published changes only, where those of the others are missing.

    ``among`` says who was ranked, where that is another unit set than the one told of before.
    """

    units: tuple[Placing, ...]
    change: Change
    known: int
    is_complete: bool
    among: str = ""


@dataclass(frozen=True, kw_only=True)
class RegionFacts:
    """Who leads a region; nobody where too few of its units are known."""

    region: Name
    first: tuple[Placing, ...]
    coverage: Coverage


@dataclass(frozen=True, kw_only=True)
class EditionFacts:
    """One edition: ``first`` are the units of the best ranks known, else of the best values.

    ``ranked`` says who was ranked (“63 tỉnh, thành phố”); ``alone`` is the only unit of a set of one.
    """

    period: Period
    ranked: str
    first: tuple[Placing, ...] = ()
    alone: Placing | None = None
    mean: Value | None = None
    rise: Rise | None = None
    coverage: Coverage | None = None
    region: RegionFacts | None = None
    other_set: OtherSet | None = None


@dataclass(frozen=True, kw_only=True)
class GroupFacts:
    """One measure in one edition; ``named`` counts the leaders that a list without values names."""

    period: Period
    measure: Name
    is_scored: bool = True
    first: tuple[Placing, ...] = ()
    last: tuple[Placing, ...] = ()
    named: int = 0
    alone: Placing | None = None
    mean: Value | None = None
    own: Placing | None = None
    own_against_mean: AgainstMean | None = None
    coverage: Coverage | None = None


@dataclass(frozen=True, kw_only=True)
class WidestGap:
    """By which group a unit is furthest from the first one; ``side`` is 1 where it is above it."""

    measure: Name
    unit: Placing
    first: Placing
    difference: Value
    side: int


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """In how many of the groups that are known of all a unit has the best value."""

    unit: Name
    count: int


@dataclass(frozen=True, kw_only=True)
class ComparisonFacts:
    """Several units in one edition; ``group_count`` counts the groups known of them all."""

    period: Period
    measure: Name
    members: str
    units: tuple[Placing, ...] = ()
    widest: WidestGap | None = None
    ahead: tuple[Ahead, ...] = ()
    group_count: int = 0
    coverage: Coverage | None = None
    has_other_sets: bool = False


def is_computed(*figures: Value | Rank | Change | Lead | None) -> bool:
    """Tell whether all of some figures, as far as they are known, were computed."""
    known = [figure for figure in figures if figure is not None]
    return bool(known) and all(figure.basis == COMPUTED for figure in known)


def any_computed(figures: Iterable[Value | Rank | Change | Lead | None]) -> bool:
    return any(figure is not None and figure.basis == COMPUTED for figure in figures)
