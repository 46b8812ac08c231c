"""Data quality: what is known of each edition, and where published and computed figures differ."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dtscore.pages.chart_files import render_with_charts
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
    basis_tables,
    coverage_chart,
    coverage_legend,
    coverage_tables,
)
from dtscore.pages.data_quality.doubts import doubts, ties, uncounted_editions
from dtscore.pages.data_quality.figures import Figures, count_text, load_figures
from dtscore.pages.data_quality.mergers import merger_checks
from dtscore.pages.provenance import SOURCE_COLUMNS, in_order
from indicators.models import Benchmark, Edition, LeaderList, Ranking
from indicators.models.basis import Basis
from provinces.models import Source


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
        "basis": basis_tables(figures),
        "ties": ties(figures),
        "uncounted": uncounted_editions(figures),
        "doubts": doubts(figures),
        "sources": _sources(),
        **_comparisons(figures),
    }
    return render_with_charts(request, "pages/data_quality.html", context)


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
    sentences = [_known(figures)]
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
        % {"count": count_text(len(contradictions))}
        if contradictions
        else _("No rank contradicts another figure.")
    )
    return " ".join(sentences)


def _known(figures: Figures) -> str:
    """Count the figures by their basis: what was derived or read from the order of rows is told apart."""
    values, ranks = (figures.standings[basis].value_counts().get for basis in ("value_basis", "rank_basis"))
    return _(
        "%(values)s values and %(ranks)s ranks were published in %(editions)s editions; %(row_order)s more "
        "ranks were read from the order of the rows, %(derived)s figures were derived."
    ) % {
        "values": count_text(values(Basis.PUBLISHED, 0)),
        "ranks": count_text(ranks(Basis.PUBLISHED, 0)),
        "editions": count_text(len(figures.editions)),
        "row_order": count_text(ranks(Basis.ROW_ORDER, 0)),
        "derived": count_text(values(Basis.DERIVED, 0) + ranks(Basis.DERIVED, 0)),
    }


def _sources() -> list[Source]:
    """Return every source that a published figure names."""
    editions = Edition.objects.published()
    rankings = Ranking.objects.published()
    named = Q(pk__in=editions.values("source"))
    for field in SOURCE_COLUMNS:
        named |= Q(pk__in=rankings.values(field))
    for model in (Benchmark, LeaderList):
        named |= Q(pk__in=model.objects.filter(edition__in=editions).values("source"))
    return in_order(Source.objects.filter(named))
