"""The merger of provinces: the same period on the old and on the new unit set, and the years before it."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dtscore.pages.chart_files import render_with_charts
from dtscore.pages.editions import DEFAULT_SCORECARD, editions_of, period_text, unit_set_label
from dtscore.pages.estimates import measured_twice
from dtscore.pages.links import TextLink, ranking_url
from dtscore.pages.mergers.figures import MergerFigures, load_figures
from dtscore.pages.mergers.tables import estimates_table, new_units, old_units_table, unchanged_table
from dtscore.pages.mergers.words import averaging_chart, averaging_sentences, lead, limits, rule_sentence
from dtscore.pages.notices import Notice
from dtscore.pages.phrases import rule_books_text
from dtscore.pages.search import tidy
from dtscore.pages.tabs import Tab
from indicators.notation import format_number
from provinces.models import UnitSet


@require_safe
def mergers(request):
    """Show who became whom and what averaging did, from the side of the new or of the old units."""
    editions = editions_of(DEFAULT_SCORECARD)
    before, after = measured_twice(editions)
    context = {"section": "mergers", "title": _("Mergers of provinces and what averaging did")}
    if before is not None:
        figures = load_figures(editions, before=before, after=after)
        context |= _answer(figures) | _side(figures, asked=tidy(request.GET.get("tap", "")))
    return render_with_charts(request, "pages/mergers.html", context)


def _answer(figures: MergerFigures) -> dict:
    """Return the sentences, the check of the rule, the estimates and the grounds."""
    decimals = figures.after.methodology.decimals + 1
    facts = {"set": unit_set_label(figures.after.unit_set)}
    return {
        "figures": figures,
        "lead": lead(figures),
        "averaging": averaging_sentences(figures),
        "rule": rule_sentence(figures),
        "checks": [
            (check, format_number(check.largest, decimals=decimals, language=get_language()))
            for check in figures.checks
        ],
        "limits": limits(),
        "coverage": figures.estimates.coverage_sentences,
        "rule_books": rule_books_text(figures.estimates.editions),
        "estimates": estimates_table(
            figures, caption=_("Estimates for %(set)s, years before the merger") % facts
        ),
        "rankings": [
            TextLink(text=f"{edition.period} – {edition.unit_set.name}", url=ranking_url(edition))
            for edition in (figures.after, figures.before)
        ],
        "chart": averaging_chart(figures),
        "sources": figures.sources,
    }


def _side(figures: MergerFigures, *, asked: str) -> dict:
    """Return the tables of the new units, or of the old ones where the address asks for their set."""
    after, before = figures.after.unit_set, figures.before.unit_set
    sides = {after.code: after, before.code: before}
    side = asked if asked in sides else after.code
    facts = {
        "period": period_text(figures.after),
        "old": unit_set_label(before),
        "new": unit_set_label(after),
    }
    context = {
        "tabs": [
            _tab(unit_set, is_newest=code == after.code, current=code == side)
            for code, unit_set in sides.items()
        ],
        "notices": [_unknown_set(asked, shown=after.name)] if asked and asked not in sides else [],
    }
    if side == before.code:
        caption = _("%(old)s in %(period)s, each beside the unit that it belongs to now") % facts
        return context | {"old_units": old_units_table(figures, caption=caption)}
    return context | {
        "new_units": new_units(figures),
        "new_units_caption": _("%(period)s: merged units with those they were made of, largest effect first")
        % {"period": facts["period"].capitalize()},
        "unchanged": unchanged_table(
            figures,
            caption=_(
                "Units that no merger changed, %(period)s: one total, a rank among %(old)s and among %(new)s"
            )
            % facts,
        ),
    }


def _tab(unit_set: UnitSet, *, is_newest: bool, current: bool) -> Tab:
    address = reverse("mergers")
    url = address if is_newest else f"{address}?tap={unit_set.code}"
    return Tab(label=unit_set.name, url=url, current=current)


def _unknown_set(asked: str, *, shown: str) -> Notice:
    text = _("There is no unit set “%(asked)s” here; the page shows %(shown)s.")
    return Notice(text=text % {"asked": asked, "shown": shown}, kind="warning")
