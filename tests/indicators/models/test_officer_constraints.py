import datetime as dt

import pytest

from indicators.models import (
    Assessment,
    Assignment,
    Deadline,
    Evidence,
    Extension,
    Question,
    ScheduledPublication,
    ScoringException,
    ScoringRule,
    ScoringStep,
    Stage,
    Submission,
)
from provinces.models import Unit
from tests.constraints import assert_breaks_only, twin
from tests.factories import OfficerFactory
from tests.officers import assessment_of, scoring_edition, submission_of

pytestmark = pytest.mark.usefixtures("published_data")

MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def saved(row):
    row.save()
    return row


def assignment(**fields):
    return Assignment(user=OfficerFactory(), **{"role": "viewing", **fields})


def indicator():
    return scoring_edition().methodology.measures.get(code="2.1")


def assessment(**fields):
    submission = submission_of()
    indicator = submission.edition.methodology.measures.get(code="2.1")
    return Assessment(submission=submission, indicator=indicator, **fields)


def question(**fields):
    return Question(
        assessment=assessment_of(submission_of()), asked_by=OfficerFactory(), **{"text": "Vì sao?", **fields}
    )


def step(**fields):
    rule, _made = ScoringRule.objects.update_or_create(
        indicator=indicator(), defaults={"kind": ScoringRule.Kind.STEPS}
    )
    return ScoringStep(rule=rule, **{"at_least": 1, "points": 5, **fields})


def exception(**fields):
    return ScoringException(indicator=indicator(), **{"reason": "Không có tổ dân phố.", **fields})


def evidence(**fields):
    return Evidence(
        assessment=assessment_of(submission_of()), title="Quyết định", added_by=OfficerFactory(), **fields
    )


def extension(**fields):
    return Extension(
        submission=submission_of(), stage=Stage.ENTRY, until=MOMENT, given_by=OfficerFactory(), **fields
    )


def planned(**fields):
    decision = {"decision_number": "1/QĐ-UBND", "decision_date": MOMENT.date()}
    return ScheduledPublication(
        edition=scoring_edition(), at=MOMENT, scheduled_by=OfficerFactory(), **{**decision, **fields}
    )


BROKEN = {
    "assignment_once": lambda: twin(saved(assignment())),
    "assignment_of_a_group_is_an_appraisal": lambda: assignment(group_code="HT"),
    "assignment_of_a_unit_officer_names_the_unit": lambda: assignment(role="entry"),
    "submission_once_a_unit": lambda: twin(submission_of()),
    "submission_not_ranked_has_a_reason": lambda: Submission(
        edition=scoring_edition(), unit=Unit.objects.first(), is_ranked=False
    ),
    "deadline_once_a_stage": lambda: twin(
        saved(Deadline(edition=scoring_edition(), stage=Stage.ENTRY, until=MOMENT))
    ),
    "extension_has_a_reason": lambda: extension(reason=""),
    "assessment_once_an_indicator": lambda: twin(saved(assessment())),
    "assessment_counts_not_negative": lambda: assessment(raw_b=0),
    "assessment_scores_not_negative": lambda: assessment(self_score=-1),
    "question_open_once": lambda: twin(saved(question())),
    "question_asks_something": lambda: question(text=""),
    "question_reply_has_a_moment": lambda: question(reply="Vì thế."),
    "scoring_step_once": lambda: twin(saved(step())),
    "scoring_step_not_negative": lambda: step(points=-1),
    "scoring_exception_once_a_unit": lambda: twin(saved(exception(unit=Unit.objects.first()))),
    "scoring_exception_once_a_type": lambda: twin(saved(exception(unit_type="xa"))),
    "scoring_exception_is_of_a_unit_or_a_type": exception,
    "scoring_exception_has_a_reason": lambda: exception(unit_type="xa", reason=""),
    "scheduled_publication_waits_once": lambda: twin(saved(planned())),
    "scheduled_publication_names_its_decision": lambda: planned(decision_number=""),
    "scheduled_publication_ends_once": lambda: planned(done_at=MOMENT, called_off_at=MOMENT),
    "evidence_can_be_found": evidence,
    "evidence_file_is_known": lambda: evidence(file="2026/01/x.pdf"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_constraint_refuses_what_breaks_it(name):
    assert_breaks_only(BROKEN[name](), name)
