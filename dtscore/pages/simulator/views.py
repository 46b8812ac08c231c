"""What if: a unit's total and rank with other values of its groups, or by other weights."""

from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dtscore.pages.chart_files import render_with_charts
from dtscore.pages.editions import edition_label
from dtscore.pages.links import TextLink, profile_url, ranking_url, rules_url, simulator_url
from dtscore.pages.parts import block_text
from dtscore.pages.provenance import sources_of
from dtscore.pages.revisions import revision_note
from dtscore.pages.simulator.choice import Choice, SimulatorParams, choose
from dtscore.pages.simulator.outcome import outcome_of
from dtscore.pages.simulator.scenario import scenario_of
from indicators import frames
from indicators.notation import DECIMAL_MARKS


@require_safe
def simulator(request):
    """The scenario of the address, or the way to choose one."""
    choice = choose(SimulatorParams.from_params(request.GET))
    context = {"section": "simulator", "choice": choice}
    if choice.can_move:
        context |= simulation_context(choice)
    return render_with_charts(request, "pages/simulator.html", context)


def simulation_context(choice: Choice) -> dict:
    """Compute what the page shows of a scenario."""
    edition, unit = choice.edition, choice.unit
    scenario = scenario_of(choice)
    return {
        "edition": edition,
        "revision": revision_note(edition),
        "scenario": scenario,
        "decimal_mark": DECIMAL_MARKS[get_language()],
        "outcome": outcome_of(choice, scenario),
        "block_text": block_text(choice.parts, edition=edition),
        "are_weights_derived": bool(choice.parts.derived),
        "published_url": simulator_url(unit.slug, scorecard=edition.scorecard.code, edition=edition.slug),
        "profile": TextLink(text=choice.name, url=profile_url(unit.slug, edition=edition)),
        "ranking": TextLink(text=edition_label(edition), url=ranking_url(edition)),
        "rules_url": rules_url(edition.scorecard.code),
        "sources": sources_of(edition=edition, codes=frames.value_sources(edition)),
    }
