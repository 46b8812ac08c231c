"""Estimates of years before a merger for the units after it, by the plain mean of their predecessors."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from django.urls import reverse
from django.utils.translation import gettext as _

from dtscore.pages.editions import period_text
from dtscore.pages.marks import Badge
from dtscore.pages.standings import rank_text, value_text
from indicators import frames
from indicators.models import Edition
from indicators.scoring.mergers import back_cast, with_unchanged
from provinces.models import Succession, UnitSetMember

ESTIMATED = "estimated"
RULE_ID = "rule-heading"


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A unit of the newer set in one period before it: its value, and its rank or why it has none."""

    edition: Edition
    value: float
    value_text: str
    rank_text: str
    coverage_text: str

    @property
    def period(self) -> str:
        return self.edition.period


@dataclass(frozen=True, kw_only=True)
class Estimates:
    """What the units of ``after`` would have had in ``editions`` of the older set, the oldest first.

    ``standings`` holds value and rank by edition id, indexed by the units of the newer set.
    """

    after: Edition
    editions: tuple[Edition, ...]
    standings: dict[Hashable, pd.DataFrame]

    def of(self, unit_id: Hashable) -> list[Estimate]:
        """Return the estimates of one unit, the oldest first, without the years that allow none."""
        return [
            estimate
            for edition in self.editions
            if not pd.isna((estimate := self.estimate(unit_id, edition)).value)
        ]

    def estimate(self, unit_id: Hashable, edition: Edition) -> Estimate:
        frame = self.standings[edition.pk]
        value, rank = (
            (frame.at[unit_id, "value"], frame.at[unit_id, "rank"])
            if unit_id in frame.index
            else (float("nan"), pd.NA)
        )
        return Estimate(
            edition=edition,
            value=value,
            value_text=value_text(value, edition=edition),
            rank_text="" if pd.isna(rank) else rank_text(rank, self.after.unit_count),
            coverage_text=self.coverage_text(edition),
        )

    @cached_property
    def _known(self) -> dict[Hashable, int]:
        return {key: int(frame["value"].notna().sum()) for key, frame in self.standings.items()}

    @cached_property
    def _ranked(self) -> frozenset[Hashable]:
        return frozenset(key for key, frame in self.standings.items() if frame["rank"].notna().any())

    def known(self, edition: Edition) -> int:
        """Count the units of the newer set that a value can be estimated for."""
        return self._known[edition.pk]

    def is_ranked(self, edition: Edition) -> bool:
        return edition.pk in self._ranked

    def coverage_text(self, edition: Edition) -> str:
        """Return “mới có 5/34” for a period in which too few can be estimated to rank them."""
        if self.is_ranked(edition):
            return ""
        count = self.after.unit_count
        known = self.known(edition)
        return _("only %(known)s so far") % {"known": f"{known}/{count}" if count else known}

    @property
    def coverage_sentences(self) -> list[str]:
        """Say of each period how many units it gives an estimate for."""
        whole = _("%(period)s: all %(known)s units can be estimated, so they are ranked too.")
        thin = _(
            "%(period)s: %(known)s units can be estimated, for the others a value of a merged unit is not "
            "published; no rank is estimated."
        )
        count = self.after.unit_count
        return [
            (whole if self.is_ranked(edition) else thin)
            % {
                "period": period_text(edition).capitalize(),
                "known": f"{self.known(edition)}/{count}" if count else self.known(edition),
            }
            for edition in self.editions
        ]


def estimated_badge() -> Badge:
    """Return the mark of every estimate; it leads to the rule and its limits."""
    return Badge(
        ESTIMATED,
        _("estimated"),
        f"{reverse('mergers')}#{RULE_ID}",
        _("the plain mean of the units that were merged; nobody published it"),
    )


def measured_twice(editions: Sequence[Edition]) -> tuple[Edition, Edition] | tuple[None, None]:
    """Return the newest two editions of one period of which one ranks the units of an ended set.

    Args:
        editions: those of one scorecard, newest first.
    """
    for after in editions:
        for before in editions:
            ends, starts = before.unit_set.valid_to, after.unit_set.valid_from
            is_one_period = (before.period_start, before.period_end) == (after.period_start, after.period_end)
            if is_one_period and ends is not None and starts is not None and ends < starts:
                return before, after
    return None, None


def load_estimates(editions: Sequence[Edition], *, before: Edition, after: Edition) -> Estimates:
    """Estimate every earlier period of the older unit set that the newer one was not measured in.

    Args:
        editions: those of the scorecard, newest first.
        before: an edition of the older unit set, ``after`` of the newer one.
    """
    measured = {(other.period_start, other.period_end) for other in editions if _of_set(other, after)}
    earlier = tuple(
        other
        for other in reversed(editions)
        if _of_set(other, before) and (other.period_start, other.period_end) not in measured
    )
    members = UnitSetMember.objects.filter(unit_set=after.unit_set_id).values_list("unit_id", flat=True)
    pairs = pd.DataFrame(
        Succession.objects.filter(successor__in=members).values_list("predecessor_id", "successor_id"),
        columns=["predecessor", "successor"],
    )
    successions = with_unchanged(pairs, units=members)
    totals = frames.totals_frame(earlier)
    return Estimates(
        after=after,
        editions=earlier,
        standings={
            edition.pk: back_cast(
                totals[edition.pk],
                successions=successions,
                unit_count=after.unit_count,
                higher_is_better=edition.methodology.higher_is_better,
            )
            for edition in earlier
        },
    )


def _of_set(edition: Edition, other: Edition) -> bool:
    return (edition.unit_set_id, edition.period_kind) == (other.unit_set_id, other.period_kind)
