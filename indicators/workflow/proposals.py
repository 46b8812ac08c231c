"""The score that the rule of an indicator proposes for what a unit reached."""

from decimal import Decimal

from indicators.models import Assessment, Measure, ScoringRule
from indicators.scoring.self_scores import Rule, propose


def rule_of(indicator: Measure) -> Rule | None:
    """Return the scoring rule of an indicator as the maths takes it; None where it has none."""
    stored = getattr(indicator, "scoring_rule", None)
    if stored is None:
        return None
    steps = stored.steps.all() if stored.kind == ScoringRule.Kind.STEPS else ()
    return Rule(
        kind=stored.kind,
        max_points=indicator.max_points,
        steps=tuple((step.at_least, step.points) for step in steps),
    )


def proposed_score(assessment: Assessment) -> Decimal | None:
    """Return the score that follows from a and b; None where no rule gives one."""
    return proposal_by(rule_of(assessment.indicator), assessment)


def exceeds_whole(assessment: Assessment) -> bool:
    """Tell whether a is more than the b that it is a part of: full points by the rule, but maybe a slip."""
    indicator, a, b = assessment.indicator, assessment.raw_a, assessment.raw_b
    stored = getattr(indicator, "scoring_rule", None)
    is_part = stored is not None and stored.kind == ScoringRule.Kind.RATIO
    return is_part and None not in (indicator.max_points, a, b) and a > b


def proposal_by(rule: Rule | None, assessment: Assessment) -> Decimal | None:
    """Return what a rule that was read already makes of a and b."""
    return propose(rule, a=assessment.raw_a, b=assessment.raw_b) if rule else None
