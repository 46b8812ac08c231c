"""The ranking of an edition: as a table, a map or a chart, over one state in the address."""

from collections.abc import Sequence

from django.core.paginator import Page
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dtscore.pages.chart_files import render_with_charts, table_as_file
from dtscore.pages.editions import DEFAULT_SCORECARD, editions_of, find_edition
from dtscore.pages.estimates import measured_twice
from dtscore.pages.facts import told
from dtscore.pages.links import ranking_url
from dtscore.pages.paging import ONE_PAGE, PAGE_SIZE
from dtscore.pages.ranking.facts import edition_facts
from dtscore.pages.ranking.filters import APPRAISED, CHART, MAP, MOVEMENT, TABLE
from dtscore.pages.ranking.groups import no_total_notices
from dtscore.pages.ranking.leaders import leaders_by_measure, leaders_sentence
from dtscore.pages.ranking.mine import my_provinces
from dtscore.pages.ranking.movement_lists import movement_lists
from dtscore.pages.ranking.shown import ShownRanking
from dtscore.pages.ranking.switches import (
    editions_by_set,
    other_scorecards,
    page_links,
    tabs_of,
    two_rankings_sentence,
)
from dtscore.pages.ranking.table import load_table, with_sources
from dtscore.pages.ranking.words import (
    explanations,
    shown_sentence,
    unnamed_sentence,
)
from dtscore.pages.revisions import corrections, revision_note
from indicators.models import Edition


@require_safe
def ranking_latest(request):
    return ranking_scorecard(request, DEFAULT_SCORECARD)


# The tables that have pages, by view; what stands for no view is the table.
TABLES = {
    TABLE: "ranking",
    MAP: "ranking-figures",
    CHART: "ranking-figures",
    MOVEMENT: "movement",
    APPRAISED: "appraised",
}


@require_safe
def ranking_scorecard(request, scorecard):
    """Lead on to the newest edition."""
    editions = editions_of(scorecard)
    if not editions:
        raise Http404(_("Nothing of this scorecard has been published."))
    return redirect(ranking_url(editions[0]))


@require_safe
def ranking(request, scorecard, edition):
    """Show who stands where in an edition, by the filters, the order and the view of the address."""
    editions = editions_of(scorecard)
    edition = find_edition(editions, slug=edition)
    # A name that no table of the view bears must not make a page of all units.
    is_file = table_as_file(request) == TABLES.get(request.GET.get("tab"), TABLES[TABLE])
    page_size = ONE_PAGE if is_file else PAGE_SIZE
    table = with_sources(load_table(edition))
    shown = ShownRanking.from_params(request.GET, table=table, page_size=page_size)
    context = {
        "section": "ranking",
        "edition": edition,
        "title": _("Ranking: %(title)s") % {"title": shown.title},
        "methodology_url": reverse("methodology", args=[edition.scorecard.code]),
        "revision": revision_note(edition),
        "corrections": corrections(edition),
        **_answer(shown, editions=editions),
        **_choices(shown, editions=editions),
        **_view(shown),
        **_grounds(shown),
    }
    return render_with_charts(request, "pages/ranking.html", context)


def _answer(shown: ShownRanking, *, editions: Sequence[Edition]) -> dict:
    """Return what is told on top of the page."""
    table, state = shown.table, shown.state
    return {
        "narrative": told(edition_facts(table, editions=editions, region=state.region)),
        "mine": my_provinces(table, own=shown.own, order=shown.order, state=state),
        "notices": (*no_total_notices(table), *shown.notices),
    }


def _choices(shown: ShownRanking, *, editions: Sequence[Edition]) -> dict:
    """Return the ways to other views, editions, pages and filters."""
    table, state = shown.table, shown.state
    return {
        "tabs": [] if table.has_one_view else tabs_of(state),
        "edition_sets": editions_by_set(table.edition, editions=editions, state=state),
        "two_rankings": two_rankings_sentence(table.edition, editions=editions),
        "other_scorecards": other_scorecards(table.edition),
        "leads_to_mergers": table.edition in measured_twice(editions),
        "filters": shown.filterset.fields,
        "is_filtered": bool(state.region or state.type or state.own),
        "kept": state.fields("tab", "sap-xep", "don-vi"),
        "units": shown.choices,
        "own": shown.own.asked,
        "pages": page_links(_page(shown), state=state),
    }


def _page(shown: ShownRanking) -> Page:
    """Return the page of the table: that by self-scores has an order and units of its own."""
    is_appraised = shown.state.tab == APPRAISED and shown.appraised.has_scores
    return shown.appraised.page if is_appraised else shown.page


def _view(shown: ShownRanking) -> dict:
    """Return the table, the map or the chart."""
    tab = shown.state.tab
    is_movement = tab == MOVEMENT
    appraised = shown.appraised if tab == APPRAISED else None
    views = {TABLE: "table_view", MOVEMENT: "movement_view", APPRAISED: "appraised_view"}
    table_view = getattr(shown, views.get(tab, "short_view"))
    return {
        # The table by self-scores has an order of its own, which its sentence tells.
        "shown": ""
        if appraised and appraised.has_scores
        else shown_sentence(shown.table, order=shown.order, chosen=shown.filterset.chosen.values()),
        "table": table_view,
        "is_table": tab in views and not (appraised and not appraised.has_scores),
        "appraised": appraised,
        "movement": shown.movement if is_movement else None,
        "movement_lists": movement_lists(shown.movement) if is_movement else [],
        "followed": shown.followed if is_movement else None,
        "is_map": tab == MAP,
        "tile_map": shown.tile_map if tab == MAP else None,
        "chart": shown.chart if tab == CHART and table_view.parts else None,
        "range_chart": shown.range_chart if tab == CHART and table_view.parts else None,
        "unplaced": shown.unplaced,
        "unnamed": unnamed_sentence(shown.table),
        "leaders": leaders_by_measure(shown.table),
        "leaders_text": leaders_sentence(shown.table),
    }


def _grounds(shown: ShownRanking) -> dict:
    """Return how the figures came about and where they were read."""
    table = shown.movement.table if shown.state.tab == MOVEMENT else shown.table
    return {"explanations": explanations(table), "sources": table.sources}
