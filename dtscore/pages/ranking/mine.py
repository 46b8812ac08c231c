"""“My province” on a ranking: which rows it has, its sentence, and the way to its row."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dtscore.pages.editions import period_text
from dtscore.pages.links import OWN_ROW_ID, TextLink
from dtscore.pages.notices import Notice
from dtscore.pages.paging import PAGE_SIZE
from dtscore.pages.ranking.filters import RankingState
from dtscore.pages.ranking.rows import Order
from dtscore.pages.ranking.table import RankingTable
from dtscore.pages.search import nearest_units, resolve_unit
from dtscore.pages.standings import Standing, standings_of
from provinces.models import Succession, Unit


@dataclass(frozen=True, kw_only=True)
class MyUnits:
    """The rows of “my province”: its own, or those of what it became or was made of.

    ``name`` is that of an asked unit that is no member of the unit set.
    """

    asked: str = ""
    name: str = ""
    slugs: tuple[str, ...] = ()
    notice: Notice | None = None


@dataclass(frozen=True, kw_only=True)
class MyProvince:
    """What is said of one of my units, the address of its row, if it has one, and of its profile."""

    text: str
    row_url: str
    url: str


def my_units(state: RankingState, *, table: RankingTable) -> MyUnits:
    """Find “my province” in the unit set of the table, if need be as what it became or was made of."""
    if not state.own:
        return MyUnits()
    unit = resolve_unit(state.own)
    if unit is None:
        return MyUnits(notice=_unknown(state, table=table))
    if unit.pk in table.members.index:
        return MyUnits(asked=unit.slug, slugs=(unit.slug,))
    kin = _kin(unit, table=table)
    if kin:
        sentence = _("%(unit)s itself is not ranked in this unit set; marked instead: %(units)s.")
    else:
        sentence = _("%(unit)s is not in this unit set.")
    facts = {"unit": unit.dated_name(), "units": ", ".join(relative.dated_name() for relative in kin)}
    return MyUnits(
        asked=unit.slug,
        name=unit.dated_name(),
        slugs=tuple(relative.slug for relative in kin),
        notice=Notice(text=sentence % facts, kind="warning"),
    )


def _unknown(state: RankingState, *, table: RankingTable) -> Notice:
    """Return that nobody has the name, and links that choose the units that it may mean."""
    links = [
        TextLink(text=unit.dated_name(), url=state.query(own=unit.slug))
        for unit in nearest_units(state.own, unit_sets=[table.edition.unit_set])
    ]
    text = _("No unit is called “%(slug)s”.") % {"slug": state.own}
    hint = _("Did you mean:") if links else ""
    return Notice(text=f"{text} {hint}".strip(), kind="warning", links=links)


def _kin(unit: Unit, *, table: RankingTable) -> list[Unit]:
    """Return the members that the unit became or was made of, in the order of the set."""
    links = Succession.objects.filter(predecessor=unit) | Succession.objects.filter(successor=unit)
    pairs = links.values_list("predecessor", "successor")
    related = {unit_id for pair in pairs for unit_id in pair}
    members = table.members.index[table.members.index.isin(related)]
    units = Unit.objects.filter(pk__in=list(members)).with_names().in_bulk()
    return [units[unit_id] for unit_id in members]


def my_provinces(table: RankingTable, *, own: MyUnits, order: Order, state: RankingState) -> list[MyProvince]:
    """Return a sentence and a link for each of my units."""
    if not own.slugs:
        return []
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
