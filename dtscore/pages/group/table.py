"""The table of a group page: a page of units, best first, and apart from it those without a figure."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dtscore.pages.editions import period_text
from dtscore.pages.lifting import lift_badges, lift_marks
from dtscore.pages.links import TextLink, profile_url
from dtscore.pages.marks import Badge, SourceMark
from dtscore.pages.paging import PAGE_SIZE
from dtscore.pages.provenance import SourceList
from dtscore.pages.standings import Standing, standings_of, status_name
from indicators.models import Edition, Measure
from indicators.notation import MISSING

TALL_TABLE = 20


@dataclass(frozen=True, kw_only=True)
class StandingsTable:
    """Units that have a figure, best first; the marks of most stand in the head."""

    caption: str
    rows: Sequence[Standing]
    value_badge: Badge | None
    rank_badge: Badge | None
    change_badge: Badge | None
    regional_rank_badge: Badge | None
    value_mark: SourceMark | None
    rank_mark: SourceMark | None
    change_mark: SourceMark | None
    regional_rank_mark: SourceMark | None
    change_heading: str
    has_rank: bool
    has_change: bool
    has_regions: bool
    is_tall: bool


@dataclass(frozen=True, kw_only=True)
class Unplaced:
    """Units without value and rank for one reason; ``more_text`` counts those that are not named."""

    heading: str
    units: Sequence[TextLink]
    more_text: str


def standings_table(
    placed: pd.DataFrame,
    *,
    edition: Edition,
    measure: Measure,
    own: str,
    since: str,
    page: Page,
    sources: SourceList,
) -> StandingsTable:
    """Return a page of the table; ``placed`` are the units with a figure, best first."""
    shown = standings_of(placed.iloc[list(page.object_list)], edition=edition, own=own)
    rows = [sources.marked(row) for row in shown]
    known = {
        "value_badge": lambda row: not pd.isna(row.value),
        "rank_badge": lambda row: row.rank is not None,
        "change_badge": lambda row: row.change is not None,
        "regional_rank_badge": lambda row: row.regional_rank_text != MISSING,
    }
    marked, badges = lift_badges(rows, known=known)
    by_source = {name.replace("_badge", "_mark"): is_known for name, is_known in known.items()}
    marked, marks = lift_marks(marked, known=by_source)
    return StandingsTable(
        rows=marked,
        caption=_caption(rows, edition=edition, measure=measure),
        change_heading=_("Change since %(period)s") % {"period": since} if since else _("Change"),
        has_rank=any(row.rank is not None for row in rows),
        has_change=any(row.change is not None for row in rows),
        has_regions=any(row.regional_rank_text != MISSING for row in rows),
        is_tall=len(rows) > TALL_TABLE,
        **badges,
        **marks,
    )


def _caption(rows: Sequence[Standing], *, edition: Edition, measure: Measure) -> str:
    if any(row.change is not None for row in rows):
        text = _("%(measure)s, %(period)s: rank, value and change of each unit")
    elif any(row.rank is not None for row in rows):
        text = _("%(measure)s, %(period)s: rank and value of each unit")
    else:
        text = _("%(measure)s, %(period)s: value of each unit")
    return text % {"measure": measure.name, "period": period_text(edition)}


def unplaced_units(frame: pd.DataFrame, *, edition: Edition) -> list[Unplaced]:
    """List units that have neither value nor rank under the reason."""
    return [_unplaced(status, rows, edition=edition) for status, rows in frame.groupby("status", sort=False)]


def _unplaced(status: str, rows: pd.DataFrame, *, edition: Edition) -> Unplaced:
    named = rows[["name", "slug"]].head(PAGE_SIZE).itertuples(index=False, name="Unit")
    more = len(rows) - PAGE_SIZE
    return Unplaced(
        heading=f"{status_name(status)} ({len(rows)})",
        units=[TextLink(text=unit.name, url=profile_url(unit.slug, edition=edition)) for unit in named],
        more_text=ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
        if more > 0
        else "",
    )
