from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indicators.scoring.self_scores import KINDS, Rule, propose
from tests.indicators.scoring import slow

MEETINGS = Rule(
    kind="steps",
    max_points=Decimal(20),
    steps=tuple((Decimal(count), Decimal(5 * count)) for count in (3, 4, 2, 1)),
)
RATIO = Rule(kind="ratio", max_points=Decimal(10))
LEVELS = Rule(kind="levels", max_points=Decimal("12.50"))

COUNTS = st.integers(0, 400).map(lambda units: Decimal(units) / 4)
MOST = st.integers(1, 8).map(lambda units: Decimal(units) / 4)
STEPS = st.lists(
    st.tuples(COUNTS, st.integers(0, 12).map(lambda units: Decimal(units) / 4)),
    unique_by=lambda step: step[0],
    max_size=5,
).map(tuple)
RULES = st.builds(Rule, kind=st.sampled_from(KINDS), max_points=MOST, steps=STEPS)
FIGURES = st.one_of(st.none(), st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)]), COUNTS)


@pytest.mark.parametrize(
    ("count", "score"), [("4", 20), ("7", 20), ("3", 15), ("3.5", 15), ("1", 5), ("0", 0), ("0.99", 0)]
)
def test_propose_takes_the_highest_step_reached(count, score):
    assert propose(MEETINGS, a=Decimal(count)) == score


def test_propose_never_gives_more_than_the_maximum():
    steps = Rule(kind="steps", max_points=Decimal(10), steps=((Decimal(1), Decimal(25)),))

    assert propose(steps, a=Decimal(2)) == 10
    assert propose(RATIO, a=Decimal(7), b=Decimal(5)) == 10


@pytest.mark.parametrize(
    ("a", "b", "score"),
    [
        ("5", "10", "5.0000"),
        ("1", "3", "3.3333"),
        ("2", "3", "6.6667"),
        ("0", "9", "0.0000"),
        ("1", "80000", "0.0001"),  # 0.000125
        ("0.0001", "20", "0.0001"),  # 0.00005 exactly: half up
        ("99.9994", "100", "9.9999"),  # 9.99994
        ("99.9995", "100", "10.0000"),  # 9.99995 exactly
    ],
)
def test_propose_rounds_a_ratio_once_and_half_up(a, b, score):
    assert str(propose(RATIO, a=Decimal(a), b=Decimal(b))) == score


def test_propose_does_not_round_a_ratio_twice():
    """Less than a half by one part in 10^31: 28 digits of a Decimal would make it a half, and then more."""
    nearly = Decimal("0.00004999999999999999999999999999")

    assert propose(Rule("ratio", Decimal(1)), a=nearly, b=Decimal(1)) == 0


@pytest.mark.parametrize(("level", "score"), [("1", "12.5"), ("0.5", "6.25"), ("0.5000", "6.25"), ("0", "0")])
def test_propose_scores_full_half_and_none(level, score):
    assert propose(LEVELS, a=Decimal(level)) == Decimal(score)


@pytest.mark.parametrize(
    ("rule", "figures"),
    [
        (Rule("direct", Decimal(10)), {"a": Decimal(1), "b": Decimal(2)}),
        (MEETINGS, {}),
        (Rule("steps", Decimal(10)), {"a": Decimal(1)}),
        (RATIO, {"a": Decimal(1)}),
        (RATIO, {"b": Decimal(1)}),
        (RATIO, {"a": Decimal(1), "b": Decimal(0)}),
        (RATIO, {"a": Decimal(-1), "b": Decimal(1)}),
        (Rule("ratio"), {"a": Decimal(1), "b": Decimal(2)}),
        (LEVELS, {"a": Decimal("0.75")}),
        (Rule("levels"), {"a": Decimal(1)}),
    ],
    ids=str,
)
def test_propose_says_nothing_where_the_rule_does_not(rule, figures):
    assert propose(rule, **figures) is None


def test_rule_refuses_a_kind_that_is_none():
    with pytest.raises(ValueError, match="'guess' is no kind"):
        Rule("guess")


@given(RULES, FIGURES, FIGURES)
@example(RATIO, Decimal(1), Decimal(20_000))
def test_propose_agrees_with_the_slow_one(rule, a, b):
    expected = slow.proposal(
        rule.kind,
        most=Fraction(rule.max_points),
        steps=[(Fraction(at_least), Fraction(points)) for at_least, points in rule.steps],
        a=a if a is None else Fraction(a),
        b=b if b is None else Fraction(b),
    )

    assert propose(rule, a=a, b=b) == expected


@given(RULES, FIGURES, FIGURES)
def test_propose_stays_between_nothing_and_the_maximum(rule, a, b):
    score = propose(rule, a=a, b=b)

    assert score is None or 0 <= score <= rule.max_points


@given(st.sampled_from([MEETINGS, RATIO]), COUNTS, COUNTS, COUNTS.filter(bool))
def test_propose_never_falls_when_more_is_reached(rule, one, other, whole):
    less, more = (propose(rule, a=a, b=whole) for a in sorted([one, other]))

    assert less <= more
