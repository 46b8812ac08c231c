"""A made-up country of officers: an edition that was published, and one in every state of its way."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from indicators.management.import_benchmark.made_table import MADE_UP
from indicators.management.score_benchmark.made_scores import (
    DECISION,
    draft_edition,
    make_rule_book,
    make_units,
)
from indicators.models import (
    Assessment,
    Deadline,
    Edition,
    Evidence,
    Measure,
    Methodology,
    Question,
    ScoringRule,
    ScoringStep,
    Stage,
    Submission,
    SubmissionEvent,
)
from indicators.scoring.self_scores import propose
from indicators.workflow import publish_scores
from indicators.workflow.acting import record_all
from indicators.workflow.proposals import rule_of
from provinces.models import User

State = Submission.State
# In the order of the units, again and again: how far each has come.
STATES = (
    State.DRAFT,
    State.DRAFT,
    State.SENT,
    State.RETURNED,
    State.UNDER_REVIEW,
    State.UNDER_REVIEW,
    State.VERIFIED,
    State.APPROVED,
)
VERIFIED = (State.VERIFIED, State.APPROVED)
KINDS = (ScoringRule.Kind.RATIO, ScoringRule.Kind.STEPS, ScoringRule.Kind.LEVELS, ScoringRule.Kind.DIRECT)
STEPS = ((1, 5), (2, 10), (3, 15), (4, 20))
LAST_YEAR, THIS_YEAR = 2025, 2026


@transaction.atomic
def make_submissions(*, units: int, indicators: int) -> Edition:
    """Make both editions and return the one that is being scored."""
    user = User.objects.create(username="gia-lap", is_superuser=True, last_name=MADE_UP)
    methodology = make_rule_book(indicators)
    _make_rules(methodology)
    unit_set = make_units(units)
    published = draft_edition(methodology, unit_set, year=LAST_YEAR)
    fill(published, states=[State.APPROVED], user=user)
    publish_scores(published, by=user, **DECISION)
    edition = draft_edition(methodology, unit_set, year=THIS_YEAR)
    fill(edition, states=STATES, user=user)
    set_deadlines(edition)
    # Nobody signs in as the one who made it all.
    user.is_active = user.is_superuser = False
    user.set_unusable_password()
    user.save()
    return edition


def set_deadlines(edition: Edition) -> None:
    """Let each stage last a month."""
    Deadline.objects.bulk_create(
        Deadline(edition=edition, stage=stage, until=timezone.now() + dt.timedelta(days=30 * place))
        for place, stage in enumerate(Stage, 1)
    )


def _make_rules(methodology: Methodology) -> None:
    for place, indicator in enumerate(_indicators(methodology)):
        kind = KINDS[place % len(KINDS)]
        rule = ScoringRule.objects.create(indicator=indicator, kind=kind, note=MADE_UP)
        if kind == ScoringRule.Kind.STEPS:
            ScoringStep.objects.bulk_create(
                ScoringStep(rule=rule, at_least=count, points=points) for count, points in STEPS
            )


def _indicators(methodology: Methodology) -> list[Measure]:
    indicators = methodology.measures.assessed().in_order()
    return list(indicators.select_related("scoring_rule").prefetch_related("scoring_rule__steps"))


def fill(edition: Edition, *, states: tuple | list, user: User) -> None:
    """Give each unit a submission in the next of some states, with what belongs to it."""
    members = edition.unit_set.members.order_by("order").values_list("unit", flat=True)
    submissions = Submission.objects.bulk_create(
        Submission(edition=edition, unit_id=unit, state=states[place % len(states)])
        for place, unit in enumerate(members)
    )
    indicators = _indicators(edition.methodology)
    scores = Assessment.objects.bulk_create(
        [
            _score(submission, indicator, number=7919 * submission.pk + 104_729 * place)
            for submission in submissions
            for place, indicator in enumerate(indicators)
        ],
        batch_size=1000,
    )
    Evidence.objects.bulk_create(
        [
            _evidence(score, user)
            for score in scores
            if score.self_score is not None and not score.explanation
        ],
        batch_size=1000,
    )
    asked = [score for score in scores if score.submission.state == State.UNDER_REVIEW][:: len(indicators)]
    Question.objects.bulk_create(
        [Question(assessment=score, text=f"{MADE_UP}: số liệu lấy ở đâu?", asked_by=user) for score in asked]
    )
    states = {submission.pk: submission.state for submission in submissions}
    record_all(states, SubmissionEvent.Act.OPEN, by=user, at=timezone.now(), reason=MADE_UP)


def _score(submission: Submission, indicator: Measure, *, number: int) -> Assessment:
    """Return a score as far as the state of its submission says; the number stands for chance."""
    score = Assessment(submission=submission, indicator=indicator)
    if submission.state == State.DRAFT and number % 3 == 0:
        return score
    kind = indicator.scoring_rule.kind
    if kind == ScoringRule.Kind.RATIO:
        score.raw_a, score.raw_b = Decimal(number % 101), Decimal(100)
    elif kind == ScoringRule.Kind.STEPS:
        score.raw_a = Decimal(number % 6)
    elif kind == ScoringRule.Kind.LEVELS:
        score.raw_a = Decimal(number % 3) / 2
    proposed = propose(rule_of(indicator), a=score.raw_a, b=score.raw_b)
    score.self_score = proposed
    if proposed is None:
        score.self_score = Decimal(number % (int(indicator.max_points) + 1))
    score.note = MADE_UP
    if number % 5 == 0:
        score.explanation = f"{MADE_UP}: tài liệu đang được số hóa."
    if submission.state in VERIFIED:
        is_lowered = number % 11 == 0 and score.self_score >= 1
        score.verified_score = score.self_score - 1 if is_lowered else score.self_score
        score.verified_reason = f"{MADE_UP}: tài liệu chưa đủ." if is_lowered else ""
    return score


def _evidence(score: Assessment, user: User) -> Evidence:
    return Evidence(
        assessment=score,
        number=f"{score.indicator.code}/BC-GL",
        title=f"{MADE_UP}: báo cáo",
        issued_on=dt.date(LAST_YEAR, 12, 1),
        added_by=user,
    )
