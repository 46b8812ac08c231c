"""The stored scoring rules, as the scoring takes them."""

from decimal import Decimal

from indicators.models import Methodology, ScoringRule, ScoringStep
from indicators.scoring.self_scores import Rule


def rules_of(methodology: Methodology) -> dict[int, Rule]:
    """Return how each indicator of a rule book is scored, by the key of the indicator.

    An indicator without a stored rule stands not in it: the unit gives its points directly.
    """
    steps: dict[int, list[tuple[Decimal, Decimal]]] = {}
    stored_steps = ScoringStep.objects.filter(rule__indicator__methodology=methodology)
    for rule_id, at_least, points in stored_steps.values_list("rule_id", "at_least", "points"):
        steps.setdefault(rule_id, []).append((at_least, points))
    rules = ScoringRule.objects.filter(indicator__methodology=methodology)
    return {
        indicator_id: Rule(kind=kind, max_points=max_points, steps=tuple(steps.get(pk, ())))
        for pk, indicator_id, kind, max_points in rules.values_list(
            "pk", "indicator_id", "kind", "indicator__max_points"
        )
    }
