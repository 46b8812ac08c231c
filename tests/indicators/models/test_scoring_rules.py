from indicators.models import ScoringRule
from indicators.scoring.self_scores import KINDS


def test_kinds_of_rules_are_those_that_the_scoring_knows():
    assert set(ScoringRule.Kind.values) == set(KINDS)
