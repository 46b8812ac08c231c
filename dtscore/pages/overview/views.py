"""The first page: who leads, where is my province, and the way to everything else."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dtscore.narrative.facts import EditionFacts
from dtscore.pages.chart_files import render_with_charts
from dtscore.pages.editions import DEFAULT_SCORECARD, edition_label, period_text
from dtscore.pages.facts import told
from dtscore.pages.links import PROFILE_ROUTES, TextLink, ranking_url
from dtscore.pages.overview.citing import cite
from dtscore.pages.overview.held import without_results
from dtscore.pages.overview.jump import jump_to, offered_names
from dtscore.pages.overview.series import national_series, newest_editions, published_averages, twice_ranked
from dtscore.pages.provenance import sources_of
from dtscore.pages.ranking.facts import edition_facts, rise_of
from dtscore.pages.ranking.rows import heads_of, order_units, parts_of
from dtscore.pages.ranking.shown import bars_card
from dtscore.pages.ranking.table import CHANGE, NAME, RANK, VALUE, RankingTable, load_totals
from dtscore.pages.ranking.words import joined, units_text
from dtscore.pages.revisions import revision_note
from dtscore.pages.standings import standings_of, value_text
from dtscore.pages.table_view import TableView
from indicators.models import Edition


@require_safe
def overview(request):
    """Answer for the newest edition of the provinces, and lead on to the rest."""
    editions = list(Edition.objects.published().with_rules().newest_first())
    ranked = [edition for edition in editions if edition.scorecard.level in PROFILE_ROUTES]
    unit_sets = list(dict.fromkeys(edition.unit_set for edition in ranked))
    lacking = without_results(editions)
    jump = jump_to(request.GET.get("tim", ""), unit_sets=unit_sets, lacking=lacking)
    if jump.url:
        return redirect(jump.url)
    national, averages = national_series(editions), published_averages(editions)
    codes = averages.source_codes | (national.source_codes if national else frozenset())
    newest, other = _newest_rankings(editions, codes=codes)
    answer = _answer(newest, other) if newest else {}
    sources = newest.sources if newest else sources_of(codes=codes)
    cited = cite(national, averages, sources=sources, table=answer.get("table"))
    context = {
        "section": "overview",
        "jump": jump,
        "names": offered_names(unit_sets),
        "is_empty": newest is None,
        **answer,
        "national": cited.national,
        "averages": cited.averages,
        "newest": newest_editions(editions),
        "lacking": lacking,
        "sources": cited.sources,
    }
    return render_with_charts(request, "pages/overview.html", context)


def _newest_rankings(
    editions: Sequence[Edition], *, codes: Collection[str]
) -> tuple[RankingTable | None, RankingTable | None]:
    """Return the newest ranking of the provinces, and that of the same period on another unit set.

    The figures of the first bear the numbers of their sources, which count the other sources of the page too.
    """
    provinces = [edition for edition in editions if edition.scorecard.code == DEFAULT_SCORECARD]
    tables = [load_totals(edition) for edition in provinces[:2] if edition.period == provinces[0].period]
    newest, other = (*tables, None, None)[:2]
    if newest:
        listed = sources_of(newest.members, edition=newest.edition, codes=codes)
        newest = replace(newest, sources=listed)
    return newest, other


def _answer(newest: RankingTable, other: RankingTable | None) -> dict:
    """Return the answer of the page with the first ranks, and the note that a period was ranked twice."""
    return {
        "narrative": told(_facts(newest, other)),
        "revision": revision_note(newest.edition),
        "stats": _stats(newest),
        "twice_ranked": twice_ranked(newest, other=other) if other else "",
        "rankings": [
            TextLink(text=edition_label(table.edition), url=ranking_url(table.edition))
            for table in (newest, other)
            if table is not None
        ],
        **_first_units(newest),
    }


def _facts(newest: RankingTable, other: RankingTable | None) -> EditionFacts:
    """Return the facts of the newest edition; who rose most is told of the other set where it alone knows."""
    facts = edition_facts(newest)
    if facts.rise is None and other is not None:
        facts = replace(facts, rise=rise_of(other, among=units_text(other.edition)))
    return facts


def _stats(table: RankingTable) -> list[dict[str, str]]:
    """Return the first figures of the page: how many units, who leads, the average."""
    edition, mean = table.edition, table.means.get(table.total_code)
    ranked = table.members[table.members["rank"] == 1]
    stats = [{"label": _("Units ranked"), "value": units_text(edition), "note": period_text(edition)}]
    if not ranked.empty:
        first = standings_of(ranked, edition=edition)
        names = joined([standing.name for standing in first])
        stats.append({"label": _("Leads"), "value": names, "note": first[0].value_text})
    if mean is not None:
        basis = _("published") if mean.is_published else _("computed")
        text = value_text(mean.value, edition=edition)
        stats.append({"label": _("Average"), "value": text, "note": basis})
    return stats


def _first_units(table: RankingTable) -> dict:
    """Return the units of the first ranks as a table and as a chart."""
    columns = [column for column in table.columns if column.key in (RANK, NAME, VALUE, CHANGE)]
    order = order_units(table, column=columns[0], descending=False)
    ranks = table.members["rank"]
    units = [unit for unit in order.known if ranks[unit] <= table.edition.methodology.leader_count]
    title = _("First ranks: %(scorecard)s, %(edition)s") % {
        "scorecard": table.edition.scorecard.name,
        "edition": edition_label(table.edition),
    }
    view = TableView(
        id="first-ranks",
        caption=title,
        heads=heads_of(columns),
        parts=parts_of(table, units=units, order=order, columns=columns),
    )
    return {
        "table": view,
        "chart": bars_card(table, units=units, title=title, finding=told(edition_facts(table)).texts[0]),
    }
