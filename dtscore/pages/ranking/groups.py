"""What the ranking of an edition leads to where its rule book has no total to rank by."""

from django.utils.translation import gettext as _

from dtscore.pages.links import TextLink, group_url
from dtscore.pages.notices import Notice
from dtscore.pages.phrases import no_total_text
from dtscore.pages.ranking.table import RankingTable


def no_total_notices(table: RankingTable) -> list[Notice]:
    """Say that a rule book without a total ranks no unit, and lead to its measures; nothing of others."""
    if table.total is not None:
        return []
    text = no_total_text()
    if table.groups:
        text += " " + _("Each of its measures has a page with the units by it:")
    links = [TextLink(text=one.name, url=group_url(table.edition, one.code)) for one in table.groups]
    return [Notice(text=text, links=links)]
