"""“My province” on a ranking: its sentence, and the way to its row."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dtscore.pages.editions import period_text
from dtscore.pages.ranking.filters import MyUnits, RankingState
from dtscore.pages.ranking.rows import OWN_ROW_ID, PAGE_SIZE, Order
from dtscore.pages.ranking.table import RankingTable
from dtscore.pages.standings import Standing, standings_of


@dataclass(frozen=True, kw_only=True)
class MyProvince:
    """What is said of one of my units, the address of its row, if it has one, and of its profile."""

    text: str
    row_url: str
    url: str


def my_provinces(table: RankingTable, *, own: MyUnits, order: Order, state: RankingState) -> list[MyProvince]:
    """Return a sentence and a link for each of my units."""
    frame = table.members[table.members["slug"].isin(own.slugs)]
    return [
        MyProvince(
            text=_sentence(standing, table),
            row_url=_row_url(standing, order=order, state=state),
            url=standing.url,
        )
        for standing in standings_of(frame, edition=table.edition)
    ]


def _sentence(standing: Standing, table: RankingTable) -> str:
    facts = {
        "name": standing.name,
        "rank": standing.rank_text,
        "value": standing.value_text,
        "change": standing.change_text,
        "period": period_text(table.previous) if table.previous else "",
        "status": standing.status_name,
    }
    if not table.is_placed[standing.unit_id]:
        return _("%(name)s: %(status)s.") % facts
    if standing.rank is None:
        return _("%(name)s: %(value)s, without a rank.") % facts
    if standing.change_text and table.previous:
        return _("%(name)s: ranked %(rank)s (%(change)s since %(period)s).") % facts
    return _("%(name)s: ranked %(rank)s.") % facts


def _row_url(standing: Standing, *, order: Order, state: RankingState) -> str:
    """Return the address of the row, on its page of the table; empty where the filters hide it."""
    if standing.unit_id not in order.units:
        return ""
    page = order.units.index(standing.unit_id) // PAGE_SIZE + 1
    return f"{state.query(tab='bang', page=str(page))}#{OWN_ROW_ID}"
