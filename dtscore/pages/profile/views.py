"""One unit in one edition: where it stands, by what, and how it came there."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dtscore.pages.chart_files import render_with_charts
from dtscore.pages.editions import period_text
from dtscore.pages.links import TextLink, profile_url, unit_url
from dtscore.pages.notices import Notice
from dtscore.pages.phrases import in_sentence
from dtscore.pages.profile.content import profile_context
from dtscore.pages.profile.lineage import Lineage, find_unit, load_lineage, namesake
from dtscore.pages.profile.measured import Measured
from dtscore.pages.search import tidy
from indicators.models import Edition
from provinces.models import Unit


@require_safe
def profile(request: HttpRequest, slug: str, *, level: str, edition: str = "") -> HttpResponse:
    """Show a unit of a level in an edition, or in the latest one where the address names none."""
    unit = find_unit(slug, level=level)
    if unit.slug != slug:
        return _renamed(request, unit)
    measured = Measured.of(unit, asked=tidy(request.GET.get("bo", "")), edition=edition or None)
    lineage = load_lineage(unit, scorecard=measured.shown)
    if edition and (meant := lineage.only_edition_of(edition)):
        return _at(profile_url(unit.slug, edition=meant), request)
    shown = lineage.edition(edition) if edition else lineage.latest_edition()
    found = {"other_scorecards": measured.others, "notice": measured.notice}
    if shown is None:
        context = {**found, "unit": unit, "section": "ranking"}
        return render(request, "pages/profile_without_edition.html", context)
    if shown not in lineage.editions_with(unit):
        return _elsewhere(request, lineage, shown)
    context = {**found, **profile_context(lineage, shown, with_newest_name=not edition)}
    return render_with_charts(request, "pages/profile.html", context)


def _renamed(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Lead to the same address under the name that the unit bears now."""
    match = request.resolver_match
    address = reverse(match.view_name, kwargs={**match.kwargs, "slug": unit.slug})
    return _at(address, request, permanent=True)


def _at(address: str, request: HttpRequest, *, permanent: bool = False) -> HttpResponse:
    """Lead to another address with the parameters of this one; what the address itself names wins."""
    path, _mark, own = address.partition("?")
    query = request.GET.copy()
    for name, values in QueryDict(own).lists():
        query.setlist(name, values)
    return redirect(f"{path}?{query.urlencode()}" if query else path, permanent=permanent)


def _elsewhere(request: HttpRequest, lineage: Lineage, edition: Edition) -> HttpResponse:
    """Lead to the predecessor of the same name; else say who stood in the edition instead of the unit."""
    unit = lineage.unit
    relatives = lineage.relatives_in(edition)
    olds = {succession.predecessor_id for succession in lineage.from_units}
    old = namesake(unit, among=[relative for relative in relatives if relative.pk in olds])
    if old is not None:
        return _at(profile_url(old.slug, edition=edition), request)
    facts = {"period": period_text(edition), "name": unit, "unit_set": in_sentence(edition.unit_set.name)}
    notice = Notice(
        text=_("In %(period)s, %(name)s is not one of the %(unit_set)s. See instead:") % facts,
        links=[
            TextLink(text=str(relative), url=profile_url(relative.slug, edition=edition))
            for relative in relatives
        ]
        or [TextLink(text=str(unit), url=unit_url(unit.slug, level=unit.level))],
    )
    context = {"unit": unit, "notice": notice, "section": "ranking"}
    return render(request, "pages/profile_elsewhere.html", context, status=404)
