from decimal import Decimal

import pytest

from indicators.models import Measure, Methodology, ScoringRule
from indicators.scoring.self_scores import KINDS, Rule
from indicators.workflow.rules import rules_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def methodology():
    """The rule book of Tây Ninh, its rules taken out."""
    methodology = Methodology.objects.get(scorecard__code="dti-cap-xa-tay-ninh")
    ScoringRule.objects.filter(indicator__methodology=methodology).delete()
    return methodology


def test_kinds_of_rules_are_those_that_the_scoring_knows():
    assert set(ScoringRule.Kind.values) == set(KINDS)


def test_rules_of_gives_the_rule_of_each_indicator_with_its_steps(methodology, django_assert_num_queries):
    meetings, direct = (methodology.measures.get(code=code) for code in ("2.1", "1.4"))
    rule = ScoringRule.objects.create(indicator=meetings, kind="steps")
    for count in (3, 4):
        rule.steps.create(at_least=count, points=5 * count)
    ScoringRule.objects.create(indicator=direct, kind="direct")

    with django_assert_num_queries(2):
        rules = rules_of(methodology)

    steps = ((Decimal(3), Decimal(15)), (Decimal(4), Decimal(20)))
    assert rules == {
        meetings.pk: Rule("steps", Decimal(30), steps),
        direct.pk: Rule("direct", Decimal(20)),
    }


def test_rules_of_another_rule_book_are_left_out(methodology):
    other = Measure.objects.of_kind("group").exclude(methodology=methodology).first()
    ScoringRule.objects.create(indicator=other, kind="direct")

    assert rules_of(methodology) == {}
