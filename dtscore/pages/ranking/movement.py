"""Who moved since the edition before: risers, fallers, and whose score and rank went apart."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dtscore.pages.editions import editions_of, period_text, unit_set_label
from dtscore.pages.links import TextLink
from dtscore.pages.phrases import rule_books_text
from dtscore.pages.ranking.rows import heads_of, rows_of
from dtscore.pages.ranking.table import CHANGE, NAME, RANK, VALUE, RankingTable, with_sources
from dtscore.pages.ranking.words import known_ranks_text
from dtscore.pages.standings import Badge, Standing, computed_badge, own_badge, standings_of, usual_mark
from dtscore.pages.table_view import Cell, Head, Row
from indicators import frames
from indicators.models import Edition
from indicators.models.basis import Basis
from indicators.notation import MISSING, format_difference
from indicators.scoring.completeness import is_complete
from indicators.scoring.movements import (
    BETTER_BUT_LOWER,
    WORSE_BUT_HIGHER,
    crossings,
    fallers,
    risers,
    value_gains,
)
from provinces.models import Unit

MOST_NAMED = 5
MOST_PARTED = 12


@dataclass(frozen=True, kw_only=True)
class MovementList:
    """Some units that moved alike, each with how; ``badge`` says how most of the changes are known."""

    heading: str
    units: tuple[TextLink, ...]
    badge: Badge | None = None
    remark: str = ""


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

    @cached_property
    def lists(self) -> list[MovementList]:
        """Risers and fallers of a whole edition, else published changes; then whose score and rank part."""
        if self.is_whole:
            moved = [
                self._moved(_("Rose most"), risers(self.changes, most=MOST_NAMED)),
                self._moved(_("Fell most"), fallers(self.changes, most=MOST_NAMED)),
            ]
        else:
            known = self.changes.dropna().sort_values(ascending=False, kind="stable")
            moved = [self._moved(_("Published changes of rank"), list(known.index))]
        parted = [self._parted(kind) for kind in (BETTER_BUT_LOWER, WORSE_BUT_HIGHER)]
        return [named for named in (*moved, *parted) if named.units]

    def rows(self, units: Sequence[Hashable], *, own: Sequence[str]) -> tuple[tuple[Head, ...], list[Row]]:
        """Return the heads and rows of a table: this edition, the one before, and what lies between."""
        columns = [column for column in self.table.columns if column.key in (RANK, NAME, VALUE, CHANGE)]
        rows = rows_of(self.table, units=units, columns=columns, own=own)
        if self.table.previous is None or not len(rows):
            return heads_of(columns), rows
        period = period_text(self.table.previous)
        before = standings_of(self.before.fillna({"status": "not_published"}), edition=self.table.previous)
        by_unit = {standing.unit_id: self.table.sources.marked(standing) for standing in before}
        badges = {
            "rank": usual_mark(row.rank_badge for row in before if row.rank is not None),
            "value": usual_mark(row.value_badge for row in before if not pd.isna(row.value)),
        }
        heads = (
            Head(label=_("Rank in %(period)s") % {"period": period}, css="rank", badge=badges["rank"]),
            Head(label=_("Total in %(period)s") % {"period": period}, css="number", badge=badges["value"]),
            Head(label=_("Difference of the totals"), css="number", badge=computed_badge(self.table.edition)),
            Head(label=_("Score and rank"), css="words"),
        )
        return (*heads_of(columns), *heads), [
            replace(row, cells=(*row.cells, *self._cells_before(by_unit[unit], badges=badges)))
            for unit, row in zip(units, rows, strict=True)
        ]

    def _cells_before(self, standing: Standing, *, badges: dict[str, Badge | None]) -> tuple[Cell, ...]:
        unit = standing.unit_id
        kinds = {BETTER_BUT_LOWER: _("score up, rank down"), WORSE_BUT_HIGHER: _("score down, rank up")}
        has_rank, has_value = standing.rank is not None, not pd.isna(standing.value)
        return (
            Cell(
                text=standing.rank_text,
                css="rank",
                badge=own_badge(standing.rank_badge, usual=badges["rank"]) if has_rank else None,
                mark=standing.rank_mark,
            ),
            Cell(
                text=standing.value_text,
                css="number",
                badge=own_badge(standing.value_badge, usual=badges["value"]) if has_value else None,
                mark=standing.value_mark,
            ),
            Cell(text=self._difference_text(unit), css="number"),
            Cell(text=kinds.get(self.crossings[unit], ""), css="words"),
        )

    def _difference_text(self, unit: Hashable) -> str:
        """Return how far the total went up or down, whichever of the two is better."""
        now, before = self.totals
        difference = now[unit] - before[unit]
        decimals = self.table.edition.methodology.decimals
        if pd.isna(difference):
            return MISSING
        return format_difference(difference, decimals=decimals, language=get_language())

    def _standings(self, units: Sequence[Hashable]) -> list[Standing]:
        return [self._now[unit] for unit in units]

    @cached_property
    def _now(self) -> dict[Hashable, Standing]:
        members = self.table.members[self.changes.notna()]
        return {row.unit_id: row for row in standings_of(members, edition=self.table.edition)}

    def _moved(self, heading: str, units: Sequence[Hashable]) -> MovementList:
        standings = self._standings(units)
        badge = usual_mark(standing.change_badge for standing in standings)
        return MovementList(
            heading=heading,
            units=tuple(
                TextLink(text=self._moved_text(standing, usual=badge), url=standing.url)
                for standing in standings
            ),
            badge=badge,
        )

    def _moved_text(self, standing: Standing, *, usual: Badge | None) -> str:
        own = own_badge(standing.change_badge, usual=usual)
        parts = [standing.change_text, standing.rank_text, *([own.text] if own else [])]
        return f"{standing.name} ({', '.join(parts)})"

    def _parted(self, kind: str) -> MovementList:
        units = self.crossings.index[self.crossings == kind]
        count = {"count": len(units)}
        if kind == BETTER_BUT_LOWER:
            heading = ngettext(
                "Score up but rank down: %(count)d unit",
                "Score up but rank down: %(count)d units",
                len(units),
            )
            remark = _("They gained less than the units around them.")
        else:
            heading = ngettext(
                "Score down but rank up: %(count)d unit",
                "Score down but rank up: %(count)d units",
                len(units),
            )
            remark = _("They lost less than the units around them.")
        order = (
            self.changes[units].astype(float).sort_values(ascending=kind == BETTER_BUT_LOWER, kind="stable")
        )
        if len(units) > MOST_PARTED:
            remark = f"{remark} {_('The table marks all of them.')}"
        return MovementList(
            heading=heading % count,
            remark=remark,
            # Whatever was published of the ranks, the differences and who is listed were not.
            badge=computed_badge(self.table.edition),
            units=tuple(
                TextLink(text=self._parted_text(standing), url=standing.url)
                for standing in self._standings(order.index[:MOST_PARTED])
            ),
        )

    def _parted_text(self, standing: Standing) -> str:
        return _("%(name)s (total %(difference)s, %(change)s)") % {
            "name": standing.name,
            "difference": self._difference_text(standing.unit_id),
            "change": standing.change_text,
        }

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
