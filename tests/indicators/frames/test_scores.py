import datetime as dt

import numpy as np
import pytest

from indicators import frames
from indicators.models import Assessment, ScoringException
from provinces.models import Unit, UnitName
from tests.officers import assessment_of, scoring_edition, submission_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    """Two submissions, that of the later unit of the set opened first."""
    edition = scoring_edition()
    for slug in ("tra-vinh", "ha-noi"):
        submission = submission_of(slug, edition=edition)
        assessment_of(submission, "2.1", self_score="30", verified_score="24.5", final_score=None)
    return edition


def unit(slug):
    return Unit.objects.get(slug=slug)


def indicator(edition, code):
    return edition.methodology.measures.get(code=code)


def test_scores_of_edition_are_units_by_indicators_in_order(edition):
    scores = frames.scores_of_edition(edition, "self")

    assert list(scores.points.index) == [unit("ha-noi").pk, unit("tra-vinh").pk]
    assert scores.points.shape == scores.applies.shape == (2, 62)
    assert scores.points.columns[0] == indicator(edition, "1.1").pk
    assert scores.points[indicator(edition, "2.1").pk].tolist() == [30, 30]
    assert np.isnan(scores.points[indicator(edition, "2.2").pk]).all()
    assert scores.applies.to_numpy().all()


@pytest.mark.parametrize(
    ("stage", "score"), [("self", 30), ("verified", 24.5), ("final", None)], ids=["self", "verified", "final"]
)
def test_scores_of_edition_give_each_stage(edition, stage, score):
    points = frames.scores_of_edition(edition, stage).points[indicator(edition, "2.1").pk]

    assert points.tolist() == pytest.approx([np.nan if score is None else score] * 2, nan_ok=True)


def test_scores_of_edition_leave_out_an_indicator_without_points(edition):
    listed = indicator(edition, "2.1")
    listed.max_points = 0
    listed.save()

    assert frames.scores_of_edition(edition).points.shape == (2, 61)


def test_scores_of_edition_know_what_does_not_apply_to_a_unit(edition):
    ScoringException.objects.create(
        indicator=indicator(edition, "1.2"), unit=unit("ha-noi"), reason="Không có."
    )

    applies = frames.scores_of_edition(edition).applies

    assert applies[indicator(edition, "1.2").pk].tolist() == [False, True]
    assert applies.to_numpy().sum() == 2 * 62 - 1


def test_scores_of_edition_know_what_does_not_apply_to_a_type(edition):
    ScoringException.objects.create(
        indicator=indicator(edition, "1.2"), unit_type=UnitName.Type.CITY, reason="Thành phố không có."
    )

    applies = frames.scores_of_edition(edition).applies

    assert applies[indicator(edition, "1.2").pk].tolist() == [False, True]


def test_scores_of_an_edition_without_submissions_are_empty():
    assert frames.scores_of_edition(scoring_edition()).points.shape == (0, 62)


def test_scores_of_edition_refuse_an_unknown_stage(edition):
    with pytest.raises(KeyError):
        frames.scores_of_edition(edition, "guess")


def test_scores_of_edition_ask_as_often_for_two_units_as_for_twenty(edition, django_assert_num_queries):
    ScoringException.objects.create(
        indicator=indicator(edition, "1.2"), unit_type=UnitName.Type.CITY, reason="Thành phố không có."
    )
    others = Unit.objects.filter(memberships__unit_set__code="63").exclude(slug__in=["ha-noi", "tra-vinh"])
    for queries in (6, 6):
        with django_assert_num_queries(queries):
            frames.scores_of_edition(edition)
        for other in others[:18]:
            submission = submission_of(other.slug, edition=edition)
            Assessment.objects.create(submission=submission, indicator=indicator(edition, "2.1"))
        others = others.none()


def test_reasons_speak_of_the_unit_before_its_type(edition):
    excepted = {"indicator": indicator(edition, "1.2")}
    ScoringException.objects.create(**excepted, unit_type=UnitName.Type.CITY, reason="Thành phố không có.")
    ScoringException.objects.create(**excepted, unit=unit("ha-noi"), reason="Hà Nội không có.")

    reasons = ScoringException.objects.reasons(edition)

    assert reasons[unit("ha-noi").pk, indicator(edition, "1.2").pk] == "Hà Nội không có."
    assert set(reasons.values()) == {"Hà Nội không có.", "Thành phố không có."}
    assert len(reasons) == 5


def test_reasons_go_by_the_type_of_the_day(edition):
    """Hà Nội was a province until the edition's year, for the sake of the test."""
    name = unit("ha-noi").latest_name
    UnitName.objects.filter(unit=unit("ha-noi")).update(valid_from=edition.names_on + dt.timedelta(days=1))
    UnitName.objects.create(unit=unit("ha-noi"), name=name.name, type=UnitName.Type.PROVINCE)
    ScoringException.objects.create(
        indicator=indicator(edition, "1.2"), unit_type=UnitName.Type.CITY, reason="Thành phố không có."
    )

    one = ScoringException.objects.reasons(edition, units=[unit("ha-noi").pk])

    assert one == {}
