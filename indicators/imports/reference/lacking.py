"""What a later version brings to a rule book that never had it: a total, scoring rules.

A single row that is missing was taken out on purpose; a whole kind of row that the history knows nothing of
was never there.
"""

from collections.abc import Hashable

from django.db.models import Q

from indicators.models import Edition, Measure, Methodology, ScoringRule


def lacking_totals(measures: list[Measure]) -> list[Measure]:
    """Return the totals of rule books that never had one."""
    totals = [measure for measure in measures if measure.kind == Measure.Kind.TOTAL]
    had = _books(Measure.objects.of_kind(Measure.Kind.TOTAL), "methodology")
    had |= _books(Measure.history.filter(kind=Measure.Kind.TOTAL), "methodology")
    free = _free_books(had)
    return [total for total in totals if total.methodology.pk in free]


def lacking_rules(rules: list[ScoringRule]) -> list[ScoringRule]:
    """Return the scoring rules of rule books that never had any; an indicator that is gone gets none."""
    measures = Measure.objects.filter(pk__in=_books(ScoringRule.history.all(), "indicator"))
    had = _books(ScoringRule.objects.all(), "indicator__methodology") | _books(measures, "methodology")
    free = _free_books(had)
    return [rule for rule in rules if rule.indicator.pk and rule.indicator.methodology.pk in free]


def _free_books(had: set[Hashable]) -> set[Hashable]:
    """Return the rule books without such rows that no figure rests on: not published, not being scored."""
    scored = Q(submissions__isnull=False)
    once_published = Q(pk__in=Edition.objects.once_published())
    relied_on = _books(Edition.objects.filter(scored | once_published), "methodology")
    return _books(Methodology.objects.all(), "pk") - had - relied_on


def _books(rows, column: str) -> set[Hashable]:
    return set(rows.values_list(column, flat=True))
