"""Who moved since the edition before, and what may be said of it."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.pages.editions import editions_of, period_text, unit_set_label
from dtscore.pages.phrases import rule_books_text
from dtscore.pages.ranking.table import RankingTable, with_sources
from dtscore.pages.ranking.words import known_ranks_text
from indicators import frames
from indicators.models import Edition
from indicators.models.basis import Basis
from indicators.notation import MISSING, format_difference
from indicators.scoring.completeness import is_complete
from indicators.scoring.movements import crossings, value_gains
from provinces.models import Unit


@dataclass(frozen=True, kw_only=True)
class Movement:
    """Every unit of a ranking beside its standing in the edition before.

    ``history`` holds the published standings of all members in ``editions``, those of the same unit set, the
    oldest first; ``sources`` of the table number the figures of the edition before, too.
    """

    table: RankingTable
    editions: tuple[Edition, ...]
    history: pd.DataFrame

    @property
    def changes(self) -> pd.Series:
        return self.table.members["change"]

    @property
    def is_whole(self) -> bool:
        """Whether the movement of every unit is known, so that more may be said than was published."""
        placed = self.table.members["rank"].notna()
        return is_complete(self.changes[placed], unit_count=self.table.edition.unit_count)

    @cached_property
    def before(self) -> pd.DataFrame:
        """The standings of the edition before, over the members of this one; missing where it has none."""
        slug = self.table.previous.slug if self.table.previous else ""
        rows = self.history[self.history["edition"] == slug].set_index("unit_id")
        named = self.table.members[["slug", "name", "type", "region", "region_name", "sort_key"]]
        return named.join(rows.drop(columns=["slug"])).reindex(named.index)

    @cached_property
    def totals(self) -> tuple[pd.Series, pd.Series]:
        """The totals now and before that may be held against each other.

        Nobody's in a thin pair of editions, none against one that was itself derived.
        """
        now, before = self.table.members, self.before
        is_meant = pd.Series(self.is_whole, index=now.index)
        for frame in (now, before):
            is_meant &= frame["value_basis"].ne(Basis.DERIVED).fillna(True).astype(bool)
        return now["value"].where(is_meant), before["value"].where(is_meant)

    @cached_property
    def gains(self) -> pd.Series:
        """By how much the total of each unit became better."""
        now, before = self.totals
        better = self.table.edition.methodology.higher_is_better
        return value_gains(now, previous=before, higher_is_better=better)

    @cached_property
    def crossings(self) -> pd.Series:
        """Whose score and rank went apart; nobody's where a lower score is the better one to have."""
        if not self.table.edition.methodology.higher_is_better:
            return pd.Series("", index=self.changes.index)
        return crossings(self.changes, gains=self.gains)

    @property
    def sentences(self) -> list[str]:
        """What may be said of the whole edition, or why nothing may."""
        if self.table.previous is None:
            return [self._alone_sentence()]
        if not self.is_whole:
            return [self._thin_sentence()]
        facts = {
            "rose": int((self.changes > 0).sum()),
            "fell": int((self.changes < 0).sum()),
            "same": int((self.changes == 0).sum()),
            "period": period_text(self.table.previous),
        }
        counts = _(
            "Since %(period)s, %(rose)d units rose, %(fell)d fell and %(same)d kept their rank, among the "
            "same units."
        )
        return [
            sentence
            for sentence in (counts % facts, rule_books_text([self.table.previous, self.table.edition]))
            if sentence
        ]

    def difference(self, unit: Hashable) -> str:
        """Return how far a total went up or down, whichever of the two is better."""
        now, before = self.totals
        difference = now[unit] - before[unit]
        if pd.isna(difference):
            return MISSING
        decimals = self.table.edition.methodology.decimals
        return format_difference(difference, decimals=decimals, language=get_language())

    def _alone_sentence(self) -> str:
        return _(
            "%(period)s is the first edition of this unit set (%(set)s), so there is no movement to show. "
            "Ranks of another unit set are never taken for comparison."
        ) % {
            "period": period_text(self.table.edition).capitalize(),
            "set": unit_set_label(self.table.edition.unit_set),
        }

    def _thin_sentence(self) -> str:
        """Say which of the two editions lacks ranks; only published changes stand."""
        known = [
            known_ranks_text(frame["rank"], edition)
            for edition, frame in (
                (self.table.previous, self.before),
                (self.table.edition, self.table.members),
            )
        ]
        return _(
            "Risers and fallers need every rank of both editions: %(editions)s. Only published "
            "changes are shown."
        ) % {"editions": "; ".join(known)}


def load_movement(table: RankingTable) -> Movement:
    """Read the standings of the members in all editions of their unit set."""
    edition = table.edition
    editions = [
        other
        for other in reversed(editions_of(edition.scorecard.code))
        if (other.unit_set_id, other.period_kind) == (edition.unit_set_id, edition.period_kind)
    ]
    history = frames.history_frame(
        Unit.objects.filter(memberships__unit_set=edition.unit_set),
        measures=[table.total_code],
        scorecard=edition.scorecard.code,
    )
    history = history[history["edition"].isin([other.slug for other in editions])]
    columns = ["value_source", "rank_source"]
    codes = {code for column in columns for code in history[column].dropna()}
    return Movement(table=with_sources(table, codes=codes), editions=tuple(editions), history=history)
