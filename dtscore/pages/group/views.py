"""One measure in one edition: what it is, who leads, how the units spread, where each stands."""

from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dtscore.pages.chart_files import render_with_charts
from dtscore.pages.editions import edition_label, editions_of, find_edition, period_text
from dtscore.pages.group.definition import define, other_measures, with_code
from dtscore.pages.group.standings import GroupStandings, group_standings
from dtscore.pages.links import group_url, ranking_url
from dtscore.pages.notices import Notice
from dtscore.pages.revisions import revision_note
from dtscore.pages.search import resolve_unit, tidy
from dtscore.pages.tabs import Tab
from indicators.models import Edition, Measure
from provinces.models import Unit


@require_safe
def group(request, scorecard, code, edition):
    """A group, a composite or the total; ``cua-toi`` names the unit to pick out."""
    editions = editions_of(scorecard)
    edition = find_edition(editions, slug=edition)
    measure = find_measure(edition, code)
    asked = tidy(request.GET.get("cua-toi", ""))
    own = resolve_unit(asked) if asked else None
    slug = own.slug if own else ""
    editions = with_code(editions, code=code)
    definition = define(measure, edition=edition, editions=editions)
    standings = group_standings(
        edition,
        measure=measure,
        own=slug,
        page=request.GET.get("trang") or "1",
        source_codes=definition.source_codes,
    )
    context = {
        "section": "ranking",
        "edition": edition,
        "revision": revision_note(edition),
        "measure": measure,
        "period": period_text(edition),
        "breadcrumbs": breadcrumbs(edition, measure),
        "notices": notices_of(standings, own=own, asked=asked),
        "standings": standings,
        "pages": page_tabs(standings.page, own=slug),
        "definition": definition,
        "edition_tabs": edition_tabs(edition, measure, editions=editions),
        "others": other_measures(measure, edition=edition),
        "sources": standings.sources,
    }
    return render_with_charts(request, "pages/group.html", context)


def find_measure(edition: Edition, code: str) -> Measure:
    """Return the measure of the edition's rule book, or answer 404; codes are case-sensitive."""
    measures = edition.methodology.measures.filter(code=code).select_related("parent", "source")
    measure = measures.first()
    if measure is None:
        raise Http404(_("The rule book of this edition has no such measure."))
    return measure


def breadcrumbs(edition: Edition, measure: Measure) -> list[tuple[str, str]]:
    ranking = _("%(scorecard)s, %(edition)s") % {
        "scorecard": edition.scorecard.name,
        "edition": edition_label(edition),
    }
    return [(ranking, ranking_url(edition)), (measure.name, "")]


def edition_tabs(edition: Edition, measure: Measure, *, editions: list[Edition]) -> list[Tab]:
    return [
        Tab(
            label=edition_label(other),
            url=group_url(other, measure.code),
            current=other.pk == edition.pk,
        )
        for other in editions
    ]


def page_tabs(page: Page, *, own: str) -> list[Tab]:
    """Return the pages of a long table; none where one holds it all."""
    if not page.has_other_pages():
        return []
    kept = {"cua-toi": own} if own else {}
    return [
        Tab(
            label=str(number),
            url=f"?{urlencode({'trang': number, **kept})}",
            current=number == page.number,
        )
        for number in page.paginator.page_range
    ]


def notices_of(standings: GroupStandings, *, own: Unit | None, asked: str) -> list[Notice]:
    """Say that the unit to pick out is none or does not stand here, and that there is no such page."""
    sentences = [standings.page_sentence]
    if asked and own is None:
        sentences.append(_("No unit is called “%(slug)s”.") % {"slug": asked})
    elif own is not None and standings.own is None:
        sentences.append(_("No unit “%(slug)s” stands in this edition.") % {"slug": own.dated_name()})
    return [Notice(text=text, kind="warning") for text in sentences if text]
