"""The tables of roles, deadlines and acts: who gives, sets and reads them."""

import datetime as dt

import pytest
from django.urls import reverse

from indicators.models import Assignment, Deadline, Role, Scorecard
from provinces.models import Unit
from tests.factories import OfficerFactory, publish_as_it_is
from tests.officers import assessment_of, officer_with, scoring_edition, submission_of

GIVE = ["view", "add", "change", "delete"]
MODELS = ["assignment", "deadline", "submissionevent"]


def address(model, page, *args):
    return reverse(f"admin:indicators_{model}_{page}", args=args)


def listed(client, model, **query):
    return list(client.get(address(model, "changelist"), query).context["cl"].queryset)


@pytest.fixture
def edition(published_data):
    return scoring_edition()


@pytest.fixture
def deadline(edition):
    until = dt.datetime(2026, 10, 31, 10, tzinfo=dt.UTC)
    return Deadline.objects.create(edition=edition, stage="entry", until=until)


@pytest.fixture
def event(edition):
    submission = submission_of(edition=edition)
    return submission.events.create(act="send", to_state="sent", acted_by=OfficerFactory(username="lan"))


def sent_deadline(edition, **changes):
    return {"edition": edition.pk, "stage": "entry", "until_0": "31/10/2026", "until_1": "17:00", **changes}


def sent_assignment(user, **changes):
    return {"user": user.pk, "role": "viewing", "scorecard": "", "unit": "", "group_code": "", **changes}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("role", Role)
def test_permission_to_read_the_tables_of_scoring_is_the_administrators(client, deadline, event, role, model):
    client.force_login(officer_with(role, unit="tra-vinh"))
    allowed = role == Role.ADMINISTRATION and model != "assignment"

    assert client.get(address(model, "changelist")).status_code == (200 if allowed else 403)


def test_permission_to_set_deadlines_ends_at_the_scorecard(client, deadline):
    other = scoring_edition(scorecard=Scorecard.objects.get(code="dti-cap-bo"), slug="1990")
    theirs = Deadline.objects.create(edition=other, stage="entry", until=deadline.until)
    client.force_login(officer_with(Role.ADMINISTRATION, scorecard=deadline.edition.scorecard))

    assert listed(client, "deadline") == [deadline]
    assert client.get(address("deadline", "change", theirs.pk)).status_code == 404
    refused = client.post(address("deadline", "add"), sent_deadline(other, stage="appraisal"))
    assert refused.status_code == 200
    assert other.deadlines.count() == 1
    assert client.post(address("deadline", "add"), sent_deadline(deadline.edition, stage="appraisal")).url
    sent = {"until_0": "02/11/2026", "until_1": "17:00"}
    client.post(address("deadline", "change", deadline.pk), sent)
    deadline.refresh_from_db()
    assert deadline.until == dt.datetime(2026, 11, 2, 10, tzinfo=dt.UTC)
    assert deadline.edition.deadlines.count() == 2


def test_permission_for_one_unit_sets_no_deadline_of_all(client, deadline):
    client.force_login(officer_with(Role.ADMINISTRATION, unit="tra-vinh"))

    assert listed(client, "deadline") == []
    answer = client.post(address("deadline", "add"), sent_deadline(deadline.edition, stage="appraisal"))
    assert answer.status_code == 200
    assert Deadline.objects.get() == deadline


@pytest.mark.parametrize("page", ["change", "delete"])
def test_deadline_of_a_published_edition_is_only_read(administrator, deadline, page):
    publish_as_it_is(deadline.edition)

    assert administrator.post(address("deadline", page, deadline.pk), {"post": "yes"}).status_code == 403


@pytest.mark.each_database
@pytest.mark.parametrize("query", ["Tra Vinh", "lan"])
def test_acts_are_found_by_unit_and_account_and_only_read(administrator, event, query):
    submission_of("binh-phuoc", edition=event.submission.edition).events.create(act="send", to_state="sent")

    assert listed(administrator, "submissionevent", q=query) == [event]
    assert administrator.get(address("submissionevent", "change", event.pk)).status_code == 200
    for page, args in (("add", []), ("change", [event.pk]), ("delete", [event.pk])):
        assert administrator.post(address("submissionevent", page, *args), {}).status_code == 403


@pytest.mark.each_database
def test_permission_to_read_acts_ends_at_the_unit(client, event):
    other = submission_of("binh-phuoc", edition=event.submission.edition)
    theirs = other.events.create(act="send", to_state="sent")
    client.force_login(officer_with(Role.ADMINISTRATION, unit="tra-vinh"))

    assert listed(client, "submissionevent") == [event]
    assert client.get(address("submissionevent", "change", theirs.pk)).status_code == 404


@pytest.mark.each_database
@pytest.mark.parametrize("query", ["Trà Vinh", "tra vinh", "hoa"])
def test_roles_are_found_by_unit_and_account(administrator, published_data, query):
    found = Assignment.objects.create(
        user=OfficerFactory(username="hoa"), role="entry", unit=Unit.objects.get(slug="tra-vinh")
    )
    officer_with(Role.ENTRY, unit="binh-phuoc")

    assert listed(administrator, "assignment", q=query) == [found]


def test_permission_to_give_roles_does_not_reach_ones_own_account(client, published_data):
    giver = OfficerFactory(
        permissions=["provinces.view_user", *(f"indicators.{act}_assignment" for act in GIVE)]
    )
    own = Assignment.objects.create(user=giver, role="viewing")
    client.force_login(giver)

    client.post(address("assignment", "add"), sent_assignment(giver, role="publication"))
    client.post(address("assignment", "add"), sent_assignment(OfficerFactory(), role="publication"))
    assert client.post(address("assignment", "change", own.pk), sent_assignment(giver)).status_code == 403
    assert client.post(address("assignment", "delete", own.pk), {"post": "yes"}).status_code == 403
    assert list(giver.assignments.all()) == [own]
    assert Assignment.objects.filter(role="publication").count() == 1


def test_unit_officer_without_a_unit_is_refused_in_words(administrator, published_data):
    answer = administrator.post(address("assignment", "add"), sent_assignment(OfficerFactory(), role="entry"))

    assert "cần nêu đơn vị" in answer.content.decode() or "đơn vị" in str(answer.context["errors"])
    assert not Assignment.objects.exists()


def test_index_lists_the_tables_of_scoring_in_a_section_of_their_own(administrator):
    apps = administrator.get(reverse("admin:index")).context["app_list"]

    assert apps[0]["name"] == "Chấm điểm"
    tables = [table["object_name"] for table in apps[0]["models"]]
    assert tables[:3] == ["Assignment", "Deadline", "SubmissionEvent"]
    assert {"Submission", "Assessment", "Evidence"} <= set(tables)
    others = {table["object_name"] for app in apps[1:] for table in app["models"]}
    assert "Edition" in others
    assert "Assignment" not in others


@pytest.mark.each_database
@pytest.mark.parametrize("model", ["submission", "assessment", "question", "evidence", "extension"])
def test_permission_to_read_what_units_hand_in_ends_at_the_unit(client, edition, model):
    def row_of(slug):
        officer = OfficerFactory()
        submission = submission_of(slug, edition=edition)
        score = assessment_of(submission)
        return {
            "submission": submission,
            "assessment": score,
            "question": score.questions.create(text="Vì sao?", asked_by=officer),
            "evidence": score.evidence.create(title="Kế hoạch", number="1", added_by=officer),
            "extension": submission.extensions.create(
                stage="entry", until=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), reason="Bão.", given_by=officer
            ),
        }[model]

    own, theirs = row_of("tra-vinh"), row_of("binh-phuoc")
    client.force_login(officer_with(Role.ENTRY, unit="tra-vinh"))

    assert listed(client, model) == [own]
    assert client.get(address(model, "change", own.pk)).status_code == 200
    assert client.get(address(model, "change", theirs.pk)).status_code == 404
    assert client.post(address(model, "change", own.pk), {}).status_code == 403


def test_deadline_in_a_year_that_is_a_slip_is_refused(client, deadline):
    client.force_login(officer_with(Role.ADMINISTRATION))

    answer = client.post(
        address("deadline", "change", deadline.pk), sent_deadline(deadline.edition, until_0="0001-01-01")
    )

    assert "Năm phải nằm trong khoảng" in answer.content.decode()
    former = deadline.until
    deadline.refresh_from_db()
    assert deadline.until == former


@pytest.mark.each_database
def test_permission_to_read_planned_publications_ends_at_the_scorecard(client, edition):
    plan = edition.scheduled_publications.create(
        at=dt.datetime(2030, 1, 1, tzinfo=dt.UTC),
        decision_number="12/QĐ-UBND",
        decision_date=dt.date(2029, 12, 1),
        scheduled_by=OfficerFactory(),
    )
    other = Scorecard.objects.exclude(pk=edition.scorecard_id).first()

    for scorecard, found in ((edition.scorecard, [plan]), (other, [])):
        client.force_login(officer_with(Role.PUBLICATION, scorecard=scorecard))
        assert listed(client, "scheduledpublication") == found
    assert client.get(address("scheduledpublication", "change", plan.pk)).status_code == 404
    client.force_login(officer_with(Role.ENTRY, unit="tra-vinh"))
    assert client.get(address("scheduledpublication", "changelist")).status_code == 403
