import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators import workflow
from indicators.models import Assessment, Role, ScoringException, Submission
from indicators.workflow.progress import applicable_scores, progress_of, whole
from indicators.workflow.scored_values import scored_values
from provinces.models import Unit, UnitName
from tests.officers import officer_with, scoring_edition
from tests.scored_country import small_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(published_data):
    edition = scoring_edition(state="draft")
    workflow.open_submissions(edition, by=officer_with(Role.ADMINISTRATION))
    return edition


@pytest.fixture
def indicators(edition):
    return list(edition.methodology.measures.assessed().in_order())


def left_out(edition):
    """Return which pairs of unit and indicator the database leaves out."""
    pairs = Assessment.objects.filter(submission__edition=edition)
    kept = applicable_scores(Submission.objects.of_edition(edition), edition=edition)
    names = ("submission__unit_id", "indicator_id")
    return set(pairs.values_list(*names)) - set(kept.values_list(*names))


def test_applicable_scores_leave_out_what_the_reasons_name(edition, indicators):
    """One exception is of a unit, the others are of all units of a type."""
    unit = Unit.objects.get(slug="tra-vinh")
    types = list(UnitName.objects.order_by("type").values_list("type", flat=True).distinct())
    ScoringException.objects.create(indicator=indicators[0], unit=unit, reason="Không có.")
    for indicator, unit_type in zip(indicators[1:], types, strict=False):
        ScoringException.objects.create(indicator=indicator, unit_type=unit_type, reason="Không có.")

    expected = set(ScoringException.objects.reasons(edition))

    assert left_out(edition) == expected
    # Every unit is of one type.
    assert (len(types) > 1, len(expected)) == (True, 1 + 63)


def test_applicable_scores_ask_with_few_parameters(edition, indicators):
    """Databases take some ten thousand parameters a query, and there may be thousands of units."""
    unit_type = UnitName.objects.filter(unit__slug="tra-vinh").first().type
    for indicator in indicators[:12]:
        ScoringException.objects.create(indicator=indicator, unit_type=unit_type, reason="Không có.")
    found = Submission.objects.of_edition(edition)

    _sql, parameters = applicable_scores(found, edition=edition).query.sql_with_params()
    with CaptureQueriesContext(connection) as asked:
        count = applicable_scores(found, edition=edition).count()

    assert len(parameters) < 30
    assert len(asked) <= 3
    reasons = ScoringException.objects.reasons(edition)
    assert len(reasons) > 12
    assert count == 63 * 62 - len(reasons)


def test_points_of_a_unit_count_as_publishing_counts_them(published_data):
    edition = small_edition()
    submissions = Submission.objects.of_edition(edition)

    progress = progress_of(submissions, edition=edition, seen_by=officer_with(Role.APPRAISAL))

    shares = {one.unit_id: float(whole(progress[one.pk].values()).share) for one in submissions}
    assert shares == pytest.approx(scored_values(edition, stage="verified")["DTI"].to_dict())
