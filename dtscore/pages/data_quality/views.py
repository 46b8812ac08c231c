"""Data quality: what is known of each edition, and where published and computed figures differ."""

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dtscore.pages.data_quality.checks import (
    Contradiction,
    ValueCheck,
    benchmark_comparisons,
    context_comparisons,
    difference_text,
    leader_comparisons,
    rank_contradictions,
    value_checks,
)
from dtscore.pages.data_quality.coverage import (
    basis_columns,
    basis_tables,
    coverage_chart,
    coverage_legend,
    coverage_tables,
)
from dtscore.pages.data_quality.doubts import doubts, ties, uncounted_editions
from dtscore.pages.data_quality.figures import Figures, load_figures
from dtscore.pages.data_quality.mergers import merger_checks
from indicators.models import Benchmark, Edition, LeaderList, Ranking
from indicators.notation import format_number
from provinces.models import Source

SOURCES_OF_A_RANKING = ("value_source", "rank_source", "context_source")


@require_safe
def data_quality(request):
    """Coverage, published figures against computed ones, and every doubt that the sources leave."""
    figures = load_figures()
    context = {
        "section": "data_quality",
        "breadcrumbs": [(_("Overview"), reverse("overview")), (_("Data quality"), "")],
        "coverage": coverage_tables(figures),
        "legend": coverage_legend(),
        "chart": coverage_chart(figures),
        "basis_columns": basis_columns(),
        "basis": basis_tables(figures),
        "ties": ties(figures),
        "uncounted": uncounted_editions(figures),
        "doubts": doubts(figures),
        "sources": _sources(),
        **_comparisons(figures),
    }
    return render(request, "pages/data_quality.html", context)


def _comparisons(figures: Figures) -> dict:
    checks, contradictions = value_checks(figures), rank_contradictions(figures)
    return {
        "answer": _answer(figures, checks, contradictions),
        "checks": checks,
        "contradictions": contradictions,
        "comparisons": context_comparisons(figures),
        "benchmarks": benchmark_comparisons(figures),
        "leaders": leader_comparisons(figures),
        "mergers": merger_checks(figures),
    }


def _answer(figures: Figures, checks: list[ValueCheck], contradictions: list[Contradiction]) -> str:
    """Say how much is published, how far computed figures are from it, and whether ranks contradict."""
    if not figures.editions:
        return _("No edition has been published yet.")
    known = figures.standings[["published_value", "published_rank"]].notna().any(axis="columns").sum()
    sentences = [
        _("%(rows)s published figures stand in %(editions)s editions.")
        % {"rows": _count(known), "editions": _count(len(figures.editions))}
    ]
    if checks:
        largest = max(check.difference for check in checks)
        sentences.append(
            _("Published and computed values differ by at most %(difference)s.")
            % {"difference": difference_text(largest)}
        )
    sentences.append(
        ngettext(
            "%(count)s rank contradicts another figure.",
            "%(count)s ranks contradict other figures.",
            len(contradictions),
        )
        % {"count": _count(len(contradictions))}
        if contradictions
        else _("No rank contradicts another figure.")
    )
    return " ".join(sentences)


def _sources() -> list[Source]:
    """Return every source that a published figure names."""
    editions = Edition.objects.published()
    rankings = Ranking.objects.published()
    named = Q(pk__in=editions.values("source"))
    for field in SOURCES_OF_A_RANKING:
        named |= Q(pk__in=rankings.values(field))
    for model in (Benchmark, LeaderList):
        named |= Q(pk__in=model.objects.filter(edition__in=editions).values("source"))
    return list(Source.objects.filter(named).in_order())


def _count(number: int) -> str:
    return format_number(int(number), decimals=0, language=get_language())
