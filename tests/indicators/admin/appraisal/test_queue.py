import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators import workflow
from indicators.models import Deadline, Role, ScoringException, Stage, Submission
from provinces.models import Unit
from tests.factories import OfficerFactory
from tests.officers import completed, moved, officer_with

pytestmark = pytest.mark.django_db
QUEUE = "/quan-tri/tham-dinh/"


@pytest.fixture
def second(submission):
    """The submission of Bình Phước, beside that of Trà Vinh."""
    units = Unit.objects.filter(slug="binh-phuoc")
    (opened,) = workflow.open_submissions(
        submission.edition, by=officer_with(Role.ADMINISTRATION), units=units
    )
    return moved(completed(opened), Submission.State.UNDER_REVIEW)


@pytest.mark.each_database
def test_queue_counts_what_is_left(signed_in, submission, scores):
    asker = officer_with(Role.APPRAISAL)
    workflow.save_verification(
        scores[0].pk, by=asker, version=0, verified_score="0.25", verified_reason="Thiếu"
    )
    workflow.ask_back(scores[1], by=asker, text="Văn bản nào?")
    ScoringException.objects.create(indicator=scores[2].indicator, unit=submission.unit, reason="Không có")

    page = signed_in(Role.APPRAISAL).get(QUEUE)

    (line,) = page.context["page"]
    assert (line.progress.count, line.progress.unverified, line.progress.asked) == (61, 60, 1)
    assert (line.progress.adjusted, line.difference) == (
        1,
        "−0,2857 (hạ)",
    )  # of 70 points, scaled to the 80 of the group


@pytest.mark.each_database
def test_queue_puts_what_is_late_first(signed_in, submission, second):
    past = timezone.now() - dt.timedelta(days=1)
    Deadline.objects.create(edition=submission.edition, stage=Stage.APPRAISAL, until=past)
    workflow.extend(
        second,
        stage=Stage.APPRAISAL,
        until=timezone.now() + dt.timedelta(days=5),
        reason="Bão lũ",
        by=officer_with(Role.ADMINISTRATION),
    )

    page = signed_in(Role.APPRAISAL).get(QUEUE)

    lines = list(page.context["page"])
    assert [line.submission.pk for line in lines] == [submission.pk, second.pk]
    assert [bool(line.late_since) for line in lines] == [True, False]


@pytest.mark.each_database
def test_queue_adds_up_the_groups(signed_in, submission, second):
    page = signed_in(Role.APPRAISAL).get(QUEUE)

    groups = page.context["groups"]
    assert sum(group.progress.count for group in groups) == 2 * 62
    assert {group.units_left for group in groups} == {2}


def test_queue_asks_a_fixed_number_of_queries(signed_in, submission):
    client = signed_in(Role.APPRAISAL)
    with CaptureQueriesContext(connection) as few:
        client.get(QUEUE)
    units = Unit.objects.filter(memberships__unit_set=submission.edition.unit_set)[:12]
    opened = workflow.open_submissions(submission.edition, by=officer_with(Role.ADMINISTRATION), units=units)
    for one in opened:
        moved(one, Submission.State.UNDER_REVIEW)

    with CaptureQueriesContext(connection) as more:
        client.get(QUEUE)

    assert len(more) <= len(few) + 1


@pytest.mark.each_database
def test_queue_permission_lists_the_units_of_the_assignment_alone(signed_in, submission, second):
    page = signed_in(Role.APPRAISAL, unit="tra-vinh").get(QUEUE)

    assert [line.submission.pk for line in page.context["page"]] == [submission.pk]


def test_queue_permission_hides_an_edition_without_a_submission_of_ones_own(signed_in, submission):
    client = signed_in(Role.APPRAISAL, unit="binh-phuoc")

    assert client.get(QUEUE, {"ky": submission.edition_id}).status_code == 404
    assert not client.get(QUEUE).context["editions"]


def test_queue_permission_is_refused_without_any_assignment(client, submission):
    client.force_login(OfficerFactory())

    assert client.get(QUEUE).status_code == 403


def test_queue_permission_leads_to_the_sign_in(client):
    assert "/quan-tri/login/" in client.get(QUEUE).url


@pytest.mark.each_database
@pytest.mark.parametrize("query", [{"trang-thai": "x"}, {"p": "x"}, {"p": "-1"}, {"trang-thai": ""}])
def test_queue_answers_whatever_is_asked(signed_in, submission, query):
    assert signed_in(Role.APPRAISAL).get(QUEUE, query).status_code == 200
