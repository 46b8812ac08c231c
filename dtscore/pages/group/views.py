"""One measure in one edition: what it is, who leads, how the units spread, where each stands."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dtscore.pages.editions import edition_label, editions_of, find_edition, period_text
from dtscore.pages.group.definition import define, other_measures, with_code
from dtscore.pages.group.standings import GroupStandings, group_standings
from dtscore.pages.links import group_url, ranking_url
from dtscore.pages.notices import Notice
from dtscore.pages.provenance import sources_of
from dtscore.pages.search import tidy
from indicators.models import Edition, Measure


@require_safe
def group(request, scorecard, code, edition):
    """A group, a composite or the total; ``cua-toi`` names the unit to pick out."""
    edition = find_edition(scorecard, edition)
    measure = find_measure(edition, code)
    own = tidy(request.GET.get("cua-toi", ""))
    standings = group_standings(edition, measure=measure, own=own, page=request.GET.get("trang", ""))
    editions = with_code(editions_of(scorecard), code=code)
    definition = define(measure, edition=edition, editions=editions)
    codes = [*standings.source_codes, *definition.source_codes]
    context = {
        "section": "ranking",
        "edition": edition,
        "measure": measure,
        "period": period_text(edition),
        "breadcrumbs": breadcrumbs(edition, measure),
        "notices": own_notices(standings),
        "standings": standings,
        "definition": definition,
        "edition_tabs": edition_tabs(edition, measure, editions=editions),
        "others": other_measures(measure, edition=edition),
        "sources": sources_of(standings.frame, edition=edition, codes=codes),
    }
    return render(request, "pages/group.html", context)


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


def edition_tabs(edition: Edition, measure: Measure, *, editions: list[Edition]) -> list[dict]:
    return [
        {
            "label": edition_label(other),
            "url": group_url(other, measure.code),
            "current": other.pk == edition.pk,
        }
        for other in editions
    ]


def own_notices(standings: GroupStandings) -> list[Notice]:
    """Say that the unit to pick out does not stand here."""
    if not standings.own_slug or standings.own is not None:
        return []
    text = _("No unit “%(slug)s” stands in this edition.") % {"slug": standings.own_slug}
    return [Notice(text=text, kind="warning")]
