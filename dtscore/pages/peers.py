"""Units that a page offers to compare another one with, each with the reason."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import pandas as pd
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dtscore.pages.links import comparison_url
from dtscore.pages.summaries import MeasureSummary
from indicators import frames
from indicators.models import Edition
from indicators.scoring.completeness import is_complete
from indicators.scoring.parts import Parts
from indicators.scoring.peers import PARTS, REGION, TOTAL, similar_units
from provinces.models import Unit

REASONS = {
    REGION: gettext_lazy("same region"),
    TOTAL: gettext_lazy("nearest total"),
    PARTS: gettext_lazy("most alike in its groups"),
}


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A unit to compare with; ``reason`` says why: “cùng vùng và điểm gần nhất”."""

    name: str
    url: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Everyone:
    """All units of an edition's set, with what their totals are made of.

    ``parts`` and ``totals`` (shares or printed values, one scale for all) are None where the edition is too
    thin to say who is near.
    """

    members: pd.DataFrame
    parts: Parts | None
    totals: pd.Series | None

    @classmethod
    def of(cls, members: pd.DataFrame, *, parts: Parts | None, total: MeasureSummary | None):
        """Put together what a page has loaded; ``total`` says whether every unit has one."""
        return cls(members=members, parts=parts, totals=total.values if total and total.is_complete else None)

    def compared_with(self, unit: Unit, *, edition: Edition) -> list[Suggestion]:
        """Return the units most like one, each leading to the comparison of the two."""

        def address(slug: str) -> str:
            return comparison_url([unit.slug, slug], scorecard=edition.scorecard.code, edition=edition.slug)

        return self.suggestions(unit.pk, address=address)

    def suggestions(
        self, unit_id: int, *, address: Callable[[str], str], without: Collection[int] = ()
    ) -> list[Suggestion]:
        """Return the units most like one; ``address`` makes a link of a slug."""
        peers = similar_units(
            unit_id,
            order=self.members["order"],
            regions=self.members["region"],
            totals=self.totals,
            parts=self.parts.values if self.parts else None,
            points=self.parts.points if self.parts else None,
            without=without,
        )
        named = self.members.loc[[peer.unit for peer in peers], ["name", "slug"]]
        return [
            Suggestion(name=name, url=address(slug), reason=reason_text(peer.reasons))
            for peer, (name, slug) in zip(peers, named.itertuples(index=False, name=None), strict=True)
        ]


def everyone_in(edition: Edition) -> Everyone:
    """Load all units of an edition."""
    parts = frames.edition_parts(edition)
    return Everyone(
        members=frames.members_frame(edition),
        parts=parts,
        totals=parts.totals if parts else complete_totals(edition),
    )


def complete_totals(edition: Edition) -> pd.Series | None:
    """Return the published totals of an edition; None where any unit of its set lacks one."""
    totals = frames.totals_frame([edition])[edition.pk]
    return totals if is_complete(totals, unit_count=edition.unit_count) else None


def reason_text(reasons: Sequence[str]) -> str:
    return get_text_list([str(REASONS[reason]) for reason in reasons], _("and"))
