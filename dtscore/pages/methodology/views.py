"""Methodology: the rule books of a scorecard side by side, what changed, and the formulas in words."""

import pandas as pd
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dtscore.charts.card import ChartCard
from dtscore.charts.comparison import comparison_figure
from dtscore.pages.chart_files import render_with_charts
from dtscore.pages.editions import editions_of
from dtscore.pages.methodology.books import (
    RuleBook,
    load_rule_books,
    points_table,
    points_text,
    side_by_side,
    sources_of_books,
)
from dtscore.pages.methodology.changes import transitions_of
from dtscore.pages.methodology.examples import examples_of
from dtscore.pages.methodology.formulas import formulas_of
from dtscore.pages.methodology.rules import badges, common_rules
from dtscore.pages.tabs import Tab
from indicators.models import Scorecard
from indicators.notation import format_date


@require_safe
def methodology_latest(request):
    """Lead to the methodology of the scorecard that stands first."""
    first = Scorecard.objects.public().first()
    if first is None:
        raise Http404(_("There is no scorecard yet."))
    return redirect("methodology", scorecard=first.code)


@require_safe
def methodology(request, scorecard: str):
    """The rule books side by side, what changed from one to the next, and how figures are made."""
    chosen = get_object_or_404(Scorecard.objects.public(), code=scorecard)
    books = load_rule_books(chosen)
    context = {
        "section": "methodology",
        "scorecard": chosen,
        "breadcrumbs": [(_("Overview"), reverse("overview")), (_("Methodology"), "")],
        "tabs": _tabs(chosen),
        "answer": _answer(books),
        "sources": sources_of_books(books),
        **_tables(chosen, books),
        **_explanations(chosen, books),
    }
    return render_with_charts(request, "pages/methodology.html", context)


def _tables(scorecard: Scorecard, books: list[RuleBook]) -> dict:
    return {
        "books": books,
        "attributes": side_by_side(books, editions=editions_of(scorecard.code)),
        "points": points_table(books),
        "chart": _points_chart(books),
        "transitions": transitions_of(scorecard, books),
        "has_indicators": any(book.indicators for book in books),
    }


def _explanations(scorecard: Scorecard, books: list[RuleBook]) -> dict:
    formulas = [formulas_of(book) for book in books]
    return {
        "formulas": formulas,
        "has_formulas": any(book.formulas for book in formulas),
        "examples": examples_of(scorecard, books),
        "rules": common_rules(scorecard, books),
        "badges": badges(),
    }


def _tabs(chosen: Scorecard) -> list[Tab]:
    return [
        Tab(
            label=str(scorecard),
            url=reverse("methodology", args=[scorecard.code]),
            current=scorecard == chosen,
        )
        for scorecard in Scorecard.objects.public()
    ]


def _answer(books: list[RuleBook]) -> str:
    """Say how many rule books there are, and what the newest asks."""
    if not books:
        return _("No rule book of this scorecard has been found yet.")
    newest = books[-1]
    parts = [
        ngettext("%(count)d rule book is known.", "%(count)d rule books are known.", len(books))
        % {"count": len(books)},
        _newest(newest),
    ]
    indicators = newest.total.indicator_count if newest.total else len(newest.indicators)
    if newest.groups and indicators:
        parts.append(
            _("It measures %(groups)d groups by %(indicators)d component indicators.")
            % {"groups": len(newest.groups), "indicators": indicators}
        )
    if newest.methodology.points_assessed:
        parts.append(
            _("%(points)s points are assessed.") % {"points": points_text(newest.methodology.points_assessed)}
        )
    return " ".join(parts)


def _newest(book: RuleBook) -> str:
    name, day = book.methodology.name, book.methodology.decision_date
    if day is None:
        return _("The newest is %(name)s.") % {"name": name}
    return _("The newest is %(name)s of %(date)s.") % {"name": name, "date": format_date(day)}


def _points_chart(books: list[RuleBook]) -> ChartCard | None:
    """Draw the maximum points of the groups in each rule book; None where none are known."""
    scored = [book for book in books if book.scored_groups]
    if not scored:
        return None
    names = {group.code: group.name for book in reversed(scored) for group in book.scored_groups}
    rows = [
        {
            "group": group.code,
            "name": names[group.code],
            "unit": book.methodology.code,
            "unit_name": book.methodology.name,
            "value": float(group.max_points),
            "text": points_text(group.max_points),
        }
        for book in scored
        for group in book.scored_groups
    ]
    newest = scored[-1]
    heaviest = max(newest.scored_groups, key=lambda group: group.max_points)
    description = _("In %(book)s the heaviest group is %(group)s: %(points)s of %(whole)s points.") % {
        "book": newest.methodology.name,
        "group": heaviest.name,
        "points": points_text(heaviest.max_points),
        "whole": points_text(newest.group_points),
    }
    return ChartCard(
        id="points-chart",
        title=_("Maximum points of the groups"),
        description=description,
        figure=comparison_figure(pd.DataFrame(rows), value_label=_("Points"), language=get_language()),
    )
