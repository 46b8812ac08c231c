"""The tables of the merger page: new units with the old ones, old ones with the new, estimates."""

from collections.abc import Hashable
from dataclasses import dataclass

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.pages.estimates import estimated_badge
from dtscore.pages.links import unit_url
from dtscore.pages.marks import Badge, SourceMark, computed_badge, own_badge, usual_mark
from dtscore.pages.mergers.figures import MergerFigures, by_rank
from dtscore.pages.standings import Standing
from dtscore.pages.table_view import Cell, Head, Part, Row, TableView
from indicators.notation import MISSING, format_difference, format_number
from provinces.models import Unit


@dataclass(frozen=True, kw_only=True)
class OldUnit:
    """One of those that were merged; a badge or mark that its column bears is not repeated."""

    standing: Standing
    badge: Badge | None
    mark: SourceMark | None


@dataclass(frozen=True, kw_only=True)
class NewUnit:
    """A merged unit with those that it was made of, their mean, and what the mean did."""

    standing: Standing
    first: OldUnit
    others: tuple[OldUnit, ...]
    mean_text: str
    difference_text: str
    effect_text: str

    @property
    def height(self) -> int:
        return 1 + len(self.others)


@dataclass(frozen=True, kw_only=True)
class NewUnits:
    """The merged units, the largest effect of averaging first; marks of most old ranks and values on top.

    ``computed_badge`` is that of the columns which nobody published.
    """

    rows: tuple[NewUnit, ...]
    rank_badge: Badge | None
    old_mark: SourceMark | None
    new_mark: SourceMark | None
    computed_badge: Badge | None


def new_units(figures: MergerFigures) -> NewUnits:
    """Return the merged units of the newer set."""
    old = figures.old_standings.values()
    rank_badge = usual_mark(standing.rank_badge for standing in old if standing.rank is not None)
    old_mark = usual_mark(standing.value_mark for standing in old if not pd.isna(standing.value))
    new_mark = usual_mark(
        standing.value_mark for standing in figures.new_standings.values() if not pd.isna(standing.value)
    )
    rows = []
    for unit in figures.merged:
        olds = [
            _old_unit(figures.old_standings[old], rank_badge=rank_badge, mark=old_mark)
            for old in figures.predecessors.get(unit, ())
        ]
        if olds:
            rows.append(_new_unit(figures, unit, olds))
    return NewUnits(
        rows=tuple(rows),
        rank_badge=rank_badge,
        old_mark=old_mark,
        new_mark=new_mark,
        computed_badge=computed_badge(figures.after),
    )


def unchanged_table(figures: MergerFigures, *, caption: str) -> TableView:
    """Return the units that no merger changed: one value, and a rank in each of the two sets."""
    rows = [
        (figures.new_standings[unit], figures.old_standings.get(figures.predecessors.get(unit, [unit])[0]))
        for unit in figures.unchanged
    ]
    return TableView(
        id="unchanged",
        caption=caption,
        heads=(
            Head(label=_("Unit")),
            Head(label=_("Total"), css="number"),
            Head(label=_("Rank before the merger"), css="rank"),
            Head(label=_("Rank after the merger"), css="rank"),
        ),
        parts=(
            Part(
                rows=tuple(
                    Row(
                        cells=(
                            Cell(text=new.name, url=new.url, is_head=True),
                            Cell(text=new.value_text, css="number"),
                            Cell(text=old.rank_text if old else MISSING, css="rank"),
                            Cell(text=new.rank_text, css="rank"),
                        )
                    )
                    for new, old in rows
                )
            ),
        ),
    )


def old_units_table(figures: MergerFigures, *, caption: str) -> TableView:
    """Return the units of the older set by their rank, each with what it became."""
    standings = [figures.old_standings[unit] for unit in by_rank(figures.old)]
    badge = usual_mark(standing.rank_badge for standing in standings if standing.rank is not None)
    mark = usual_mark(standing.value_mark for standing in standings)
    return TableView(
        id="old-units",
        caption=caption,
        heads=(
            Head(label=_("Rank before the merger"), css="rank", badge=badge),
            Head(label=_("Old unit")),
            Head(label=_("New unit"), css="words"),
            Head(label=_("Rank after the merger"), css="rank"),
            Head(label=_("Total before the merger"), css="number", mark=mark),
            Head(label=_("Total after the merger"), css="number"),
            Head(label=_("Difference"), css="number", badge=computed_badge(figures.after)),
        ),
        parts=(
            Part(
                rows=tuple(
                    _old_row(figures, standing, usual_badge=badge, usual_source=mark)
                    for standing in standings
                )
            ),
        ),
        is_tall=len(standings) > 20,
    )


def estimates_table(figures: MergerFigures, *, caption: str) -> TableView | None:
    """Return what the units of the newer set would have had before it; None where no period allows any."""
    estimates = figures.estimates
    editions = [edition for edition in reversed(estimates.editions) if estimates.known(edition)]
    if not editions:
        return None
    badge = estimated_badge()
    order = figures.new.sort_values("sort_key").index
    return TableView(
        id="estimates",
        caption=caption,
        heads=(
            Head(label=_("Unit")),
            *(Head(label=edition.period, css="number", badge=badge) for edition in editions),
        ),
        parts=(
            Part(
                rows=tuple(
                    Row(
                        cells=(
                            Cell(
                                text=figures.new_standings[unit].name,
                                url=unit_url(figures.new_standings[unit].slug, level=Unit.Level.PROVINCE),
                                is_head=True,
                            ),
                            *(_estimate_cell(figures, unit, edition) for edition in editions),
                        )
                    )
                    for unit in order
                )
            ),
        ),
        is_tall=len(order) > 20,
    )


def _old_unit(standing: Standing, *, rank_badge: Badge | None, mark: SourceMark | None) -> OldUnit:
    return OldUnit(
        standing=standing,
        badge=own_badge(standing.rank_badge, usual=rank_badge) if standing.rank is not None else None,
        mark=None if standing.value_mark == mark else standing.value_mark,
    )


def _new_unit(figures: MergerFigures, unit: Hashable, olds: list[OldUnit]) -> NewUnit:
    standing = figures.new_standings[unit]
    mean = figures.means.get(unit, float("nan"))
    effect = figures.effects["effect"].get(unit, float("nan"))
    return NewUnit(
        standing=standing,
        first=olds[0],
        others=tuple(olds[1:]),
        mean_text=_number(mean, figures, more=1),
        difference_text=_difference(standing.value - mean, figures, more=1),
        effect_text=_difference(effect, figures),
    )


def _old_row(
    figures: MergerFigures,
    standing: Standing,
    *,
    usual_badge: Badge | None,
    usual_source: SourceMark | None,
) -> Row:
    heir = figures.new_standings.get(figures.successors.get(standing.unit_id))
    has_rank = standing.rank is not None
    mark = None if standing.value_mark == usual_source else standing.value_mark
    return Row(
        cells=(
            Cell(
                text=standing.rank_text,
                css="rank",
                badge=own_badge(standing.rank_badge, usual=usual_badge) if has_rank else None,
            ),
            Cell(text=standing.name, url=standing.url, is_head=True),
            Cell(text=heir.name if heir else MISSING, css="words"),
            Cell(text=heir.rank_text if heir else MISSING, css="rank"),
            Cell(text=standing.value_text, css="number", mark=mark),
            Cell(text=heir.value_text if heir else MISSING, css="number"),
            Cell(text=_difference(heir.value - standing.value, figures) if heir else MISSING, css="number"),
        )
    )


def _estimate_cell(figures: MergerFigures, unit: Hashable, edition) -> Cell:
    estimate = figures.estimates.estimate(unit, edition)
    note = _("rank %(rank)s") % {"rank": estimate.rank_text} if estimate.rank_text else ""
    return Cell(text=estimate.value_text, css="number", note=note)


def _number(value: float, figures: MergerFigures, *, more: int = 0) -> str:
    """Return a value with the decimals of the rule book, or some more of them to tell two apart."""
    decimals = figures.after.methodology.decimals + more
    return format_number(None if pd.isna(value) else value, decimals=decimals, language=get_language())


def _difference(value: float, figures: MergerFigures, *, more: int = 0) -> str:
    decimals = figures.after.methodology.decimals + more
    return format_difference(None if pd.isna(value) else value, decimals=decimals, language=get_language())
