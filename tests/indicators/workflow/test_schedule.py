import datetime as dt
import io
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from indicators.models import Assessment, Edition, ScheduledPublication
from indicators.workflow import (
    WorkflowError,
    call_off_publication,
    publish_due,
    publish_scores,
    schedule_publication,
)
from tests.officers import officer_with
from tests.scored_country import DECISION, small_edition, submission_in

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 3, 5, 5, tzinfo=dt.UTC)
BEFORE, AFTER = NOON - dt.timedelta(seconds=1), NOON + dt.timedelta(seconds=1)


@pytest.fixture
def edition(small_edition_once, db):
    return small_edition_once()


@pytest.fixture
def publisher(db):
    return officer_with("publication")


def plan(edition, publisher, *, at=NOON):
    return schedule_publication(edition, by=publisher, at=at, now=lambda: BEFORE, **DECISION)


def state_of(edition):
    return Edition.objects.get(pk=edition.pk).state


@contextmanager
def failing_once(verb, table, error):
    """Let the database fail at the first statement of a kind on a table."""
    failures = [error]

    def execute_or_fail(execute, sql, params, many, context):
        if sql.startswith(verb) and table in sql and failures:
            raise failures.pop()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(execute_or_fail):
        yield


def test_publish_due_waits_for_the_moment(edition, publisher):
    planned = plan(edition, publisher)

    assert publish_due(BEFORE) == []
    assert state_of(edition) == Edition.State.SCORING
    assert publish_due(NOON) == [(edition, "")]
    assert state_of(edition) == Edition.State.PUBLISHED
    planned.refresh_from_db()
    assert (planned.done_at, planned.called_off_at) == (NOON, None)


def test_publish_due_publishes_by_the_decision_on_the_day_that_was_set(edition, publisher):
    plan(edition, publisher)

    publish_due(AFTER + dt.timedelta(days=3))

    edition.refresh_from_db()
    assert (edition.decision_number, edition.decision_date) == tuple(DECISION.values())
    assert edition.published_on == dt.date(2026, 3, 5)


def test_publish_due_publishes_once(edition, publisher):
    plan(edition, publisher)
    publish_due(AFTER)

    assert publish_due(AFTER) == []


def test_publish_due_goes_on_after_a_refusal_and_tries_again(edition, publisher):
    later = small_edition(slug="2024")
    plan(edition, publisher)
    plan(later, publisher)
    submission_in(edition, "nui-da")
    edition.submissions.filter(unit__slug="nui-da").update(state="verified")

    refused, done = publish_due(AFTER)

    assert (refused.edition, done.edition) == (edition, later)
    assert "Núi Đá" in refused.refusal
    assert not done.refusal
    assert (state_of(edition), state_of(later)) == (Edition.State.SCORING, Edition.State.PUBLISHED)
    assert ScheduledPublication.objects.get(edition=edition).refusal == refused.refusal

    edition.submissions.update(state="approved")
    assert publish_due(AFTER) == [(edition, "")]


def test_publish_due_goes_on_when_a_unit_left_the_set(edition, publisher):
    later = small_edition(slug="2024")
    gone = submission_in(edition, "nui-da")
    edition.submissions.filter(pk=gone.pk).update(state="draft", is_ranked=False, unranked_reason="Mới.")
    plan(edition, publisher)
    plan(later, publisher)
    Assessment.objects.filter(submission__edition=later, submission__unit=gone.unit).delete()
    later.submissions.filter(unit=gone.unit).delete()
    edition.unit_set.members.filter(unit=gone.unit).delete()

    refused, done = publish_due(AFTER)

    assert "Núi Đá" in refused.refusal
    assert done == (later, "")


@pytest.mark.parametrize("error", [OperationalError("the disk is full"), ZeroDivisionError("unforeseen")])
def test_publish_due_goes_on_whatever_fails(edition, publisher, error):
    later = small_edition(slug="2024")
    plan(edition, publisher)
    plan(later, publisher)

    with failing_once("INSERT", "indicators_ranking", error):
        failed, done = publish_due(AFTER)

    assert "nhật ký" in failed.refusal
    assert done == (later, "")
    assert state_of(edition) == Edition.State.SCORING
    assert not edition.rankings.exists()
    assert ScheduledPublication.objects.get(edition=edition).refusal == failed.refusal
    assert publish_due(AFTER) == [(edition, "")]


def test_publish_due_goes_on_when_a_plan_cannot_be_noted(edition, publisher):
    later = small_edition(slug="2024")
    plan(edition, publisher)
    plan(later, publisher)

    with failing_once("UPDATE", "indicators_scheduledpublication", OperationalError("the disk is full")):
        failed, done = publish_due(AFTER)

    assert failed.refusal
    assert (state_of(edition), done) == (Edition.State.SCORING, (later, ""))


def test_publish_due_asks_again_whether_the_officer_may(edition, publisher):
    plan(edition, publisher)
    publisher.assignments.all().delete()

    [outcome] = publish_due(AFTER)

    assert outcome.refusal
    assert state_of(edition) == Edition.State.SCORING


def test_publishing_by_hand_calls_off_the_plan(edition, publisher):
    planned = plan(edition, publisher)

    publish_scores(edition, by=publisher, **DECISION)

    planned.refresh_from_db()
    assert planned.called_off_at is not None
    assert publish_due(AFTER) == []


def test_schedule_publication_takes_the_place_of_an_earlier_plan(edition, publisher):
    plan(edition, publisher)
    second = plan(edition, publisher, at=NOON + dt.timedelta(days=1))

    assert list(ScheduledPublication.objects.waiting()) == [second]
    assert publish_due(AFTER) == []


def test_call_off_publication_takes_the_plan_back(edition, publisher):
    plan(edition, publisher)

    call_off_publication(edition, by=publisher)

    assert publish_due(AFTER) == []
    with pytest.raises(WorkflowError):
        call_off_publication(edition, by=publisher)


def test_schedule_publication_refuses_a_moment_that_has_passed(edition, publisher):
    with pytest.raises(WorkflowError):
        schedule_publication(edition, by=publisher, at=BEFORE, now=lambda: NOON, **DECISION)


@pytest.mark.parametrize(
    "missing", [{"decision_number": ""}, {"decision_date": None}], ids=["number", "date"]
)
def test_schedule_publication_asks_for_the_decision(edition, publisher, missing):
    with pytest.raises(WorkflowError):
        schedule_publication(edition, by=publisher, at=NOON, now=lambda: BEFORE, **{**DECISION, **missing})


@pytest.mark.parametrize("role", ["appraisal", "administration", "viewing"])
def test_schedule_publication_permission_of_other_roles_is_refused(edition, publisher, role):
    plan(edition, publisher)
    officer = officer_with(role)

    with pytest.raises(WorkflowError):
        plan(edition, officer)
    with pytest.raises(WorkflowError):
        call_off_publication(edition, by=officer)


def test_schedule_publication_refuses_what_is_published(edition, publisher):
    plan(edition, publisher)
    publish_due(AFTER)

    with pytest.raises(WorkflowError):
        plan(edition, publisher)


def test_publish_due_command_writes_a_line_an_edition(edition, publisher):
    later = small_edition(slug="2024")
    edition.submissions.filter(unit__slug="nui-da").update(state="verified")
    for one in (edition, later):
        schedule_publication(one, by=publisher, at=timezone.now() + dt.timedelta(days=1), **DECISION)
    ScheduledPublication.objects.update(at=timezone.now())

    written = io.StringIO()
    call_command("publish_due", stdout=written)

    refused, done = written.getvalue().splitlines()
    assert "Núi Đá" in refused
    assert done == "Đã công bố Nước nhỏ 2024."
    call_command("publish_due", stdout=written)
    assert len(written.getvalue().splitlines()) == 3
