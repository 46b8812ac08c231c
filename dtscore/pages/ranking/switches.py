"""The ways from a ranking to its other views: tabs, editions, unit sets, pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _

from dtscore.pages.editions import SCORECARDS, period_text, unit_set_label
from dtscore.pages.links import TextLink, ranking_url
from dtscore.pages.ranking.filters import APPRAISED, CHART, MAP, MOVEMENT, TABLE, RankingState
from dtscore.pages.tabs import Tab
from indicators.models import Edition, Scorecard
from provinces.models import UnitSet


@dataclass(frozen=True, kw_only=True)
class EditionsOfSet:
    """The editions of one unit set: ranks are compared within it alone."""

    name: str
    editions: tuple[Tab, ...]


def tabs_of(state: RankingState) -> list[Tab]:
    """Return the views of the state."""
    labels = {
        TABLE: _("Table"),
        MAP: _("Map"),
        CHART: _("Chart"),
        MOVEMENT: _("Movement"),
        APPRAISED: _("Self-scores"),
    }
    return [
        Tab(label=label, url=state.query(tab=tab, page=state.page), current=tab == state.tab)
        for tab, label in labels.items()
    ]


def page_links(page: Page, *, state: RankingState) -> list[Tab]:
    """Return the pages of a long table; none where one holds it all."""
    if not page.has_other_pages():
        return []
    return [
        Tab(label=str(number), url=state.query(page=str(number)), current=number == page.number)
        for number in page.paginator.page_range
    ]


def editions_by_set(
    edition: Edition, *, editions: Sequence[Edition], state: RankingState
) -> list[EditionsOfSet]:
    """Return the editions of a scorecard by unit set, newest first; filters last within one set."""
    elsewhere = replace(RankingState(), tab=state.tab, own=state.own)
    sets: dict[UnitSet, list[Tab]] = {}
    for other in editions:
        kept = state if other.unit_set == edition.unit_set else elsewhere
        tab = Tab(label=other.period, url=f"{ranking_url(other)}{kept.query()}", current=other == edition)
        sets.setdefault(other.unit_set, []).append(tab)
    return [EditionsOfSet(name=unit_set.name, editions=tuple(tabs)) for unit_set, tabs in sets.items()]


def other_scorecards(edition: Edition) -> list[TextLink]:
    """Return the newest rankings by other published scorecards; those of communes are too many to name."""
    others = Scorecard.objects.filter(level__in=SCORECARDS, editions__in=Edition.objects.published())
    return [
        TextLink(text=other.name, url=reverse("ranking_scorecard", args=[other.code]))
        for other in others.exclude(pk=edition.scorecard_id).order_by("order", "code").distinct()
    ]


def two_rankings_sentence(edition: Edition, *, editions: Sequence[Edition]) -> str:
    """Say that the period was ranked on several unit sets; nothing where it was not."""
    sets = [other.unit_set for other in editions if other.period == edition.period]
    if len(sets) < 2:
        return ""
    return _(
        "%(period)s has %(count)d rankings, on different unit sets (%(sets)s); their ranks are not compared "
        "with each other. This one ranks: %(this)s."
    ) % {
        "period": period_text(edition).capitalize(),
        "count": len(sets),
        "sets": "; ".join(unit_set_label(unit_set) for unit_set in sets),
        "this": edition.unit_set.name,
    }
