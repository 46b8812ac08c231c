"""The leaders of a ranking by each measure: a published list, else the first ranks."""

from dataclasses import dataclass

import pandas as pd
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dtscore.pages.links import TextLink, group_url, profile_urls
from dtscore.pages.marks import Badge
from dtscore.pages.ranking.table import RankingTable
from indicators.models import Measure
from indicators.notation import format_number
from provinces.models import Unit


@dataclass(frozen=True, kw_only=True)
class Leaders:
    """Who leads by one measure; units by rank, those of a published list by name, since it has no order."""

    label: str
    url: str
    units: tuple[TextLink, ...]
    badge: Badge
    gap_text: str


def leaders_by_measure(table: RankingTable) -> list[Leaders]:
    """Return the leaders by the total and by each group that has any, in the order of the rule book."""
    measures = [measure for measure in (table.total, *table.groups) if measure is not None]
    return [leaders for measure in measures if (leaders := _leaders(table, measure)).units]


def _leaders(table: RankingTable, measure: Measure) -> Leaders:
    summary = table.summaries.get(measure.code)
    is_published = summary is not None and summary.leaders_are_published
    leading = table.places(summary.leaders) if summary else []
    leading = [place for place in leading if place >= 0]
    ranks = table.standings[measure.code]["rank"].array[leading]
    units = [
        (0 if is_published or pd.isna(rank) else rank, table.who[place])
        for place, rank in zip(leading, ranks, strict=True)
    ]
    units.sort(key=lambda unit: (unit[0], unit[1].sort_key))
    url_of = profile_urls(table.edition)
    return Leaders(
        label=measure.name,
        url="" if measure == table.total else group_url(table.edition, measure.code),
        units=tuple(TextLink(text=unit.name, url=url_of(unit.slug)) for _rank, unit in units),
        badge=Badge("published", _("published list"))
        if is_published
        else table.badge(None, is_computed=True),
        gap_text=_gap_text(table, summary.leaders_gap if summary else None),
    )


def _gap_text(table: RankingTable, gap: float | None) -> str:
    if gap is None:
        return ""
    text = format_number(gap, decimals=table.edition.methodology.decimals, language=get_language())
    return _("%(gap)s ahead of the next") % {"gap": text}


def leaders_sentence(table: RankingTable) -> str:
    """Return what the lists of leaders hold: “10 địa phương dẫn đầu …”."""
    count = table.edition.methodology.leader_count
    facts = {"count": count}
    if table.edition.scorecard.level == Unit.Level.PROVINCE:
        text = ngettext(
            "The first province by the total and by each group, with all that tie.",
            "The %(count)d leading provinces and cities by the total and by each group, with all that tie.",
            count,
        )
    else:
        text = ngettext(
            "The first unit by the total and by each group, with all that tie.",
            "The %(count)d leading units by the total and by each group, with all that tie.",
            count,
        )
    return " ".join([text % facts, _("A published list wins; it has no order.")])
