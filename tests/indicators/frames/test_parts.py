import pytest

from indicators import frames
from indicators.models import Edition, ScoringException
from indicators.scoring.parts import BLOCK
from indicators.scoring.totals import weighted_totals
from indicators.workflow import publish_scores
from provinces.models import User
from tests.scored_country import DECISION, small_edition

pytestmark = pytest.mark.django_db

COMMON = ("NT", "TC", "HT", "NL", "AT")
ACTIVITIES = ["CQS_HD", "KTS_HD", "XHS_HD"]


def parts_of_edition(slug):
    return frames.edition_parts(Edition.objects.published().get(scorecard__code="dti-cap-tinh", slug=slug))


@pytest.mark.parametrize(
    ("slug", "points", "derived"), [("2022", 500, 0), ("2023", 500, 0), ("2024-63", 440, 8)]
)
def test_most_editions_know_the_common_groups_as_one_block(slug, points, derived, published_data):
    parts = parts_of_edition(slug)

    assert parts.values.shape == (63, 4)
    assert parts.points.to_dict() == {BLOCK: points, **dict(zip(ACTIVITIES, (200, 150, 150), strict=True))}
    assert parts.block == COMMON
    assert len(parts.derived) == derived
    again = weighted_totals(parts.values, points=parts.points, points_assessed=parts.points_assessed)
    assert again.tolist() == pytest.approx(parts.totals.tolist(), abs=1e-12)
    assert parts.values[BLOCK].between(0, 1).all()


def test_the_34_units_of_2024_know_every_group(published_data, django_assert_num_queries):
    edition = Edition.objects.published().with_rules().get(scorecard__code="dti-cap-tinh", slug="2024-34")

    with django_assert_num_queries(5):
        parts = frames.edition_parts(edition)

    assert list(parts.values) == [*COMMON, *ACTIVITIES]
    assert parts.block == ()
    assert len(parts.derived) == 8
    again = weighted_totals(parts.values, points=parts.points, points_assessed=parts.points_assessed)
    assert again.tolist() == pytest.approx(parts.totals.tolist(), abs=0.00008)


def test_thin_editions_are_not_taken_apart(published_data):
    editions = Edition.objects.published().select_related("methodology")
    taken_apart = {edition.slug for edition in editions if frames.edition_parts(edition) is not None}

    assert taken_apart == {"2022", "2023", "2024-63", "2024-34"}


def test_a_scored_edition_is_taken_apart_before_rounding_where_every_group_applies():
    User.objects.create_superuser("officer")
    edition = small_edition()
    with_gap = publish_scores(edition, by=User.objects.get(), **DECISION)
    assert frames.edition_parts(with_gap) is None

    other = small_edition(slug="2026")
    ScoringException.objects.all().delete()
    for unit in other.submissions.all():
        unit.assessments.filter(verified_score=None).update(verified_score="33.3333")
    parts = frames.edition_parts(publish_scores(other, by=User.objects.get(), **DECISION))

    assert parts.block == ()
    assert parts.values.loc[parts.totals.idxmax()].max() > 0.6
    again = weighted_totals(parts.values, points=parts.points, points_assessed=parts.points_assessed)
    assert again.tolist() == pytest.approx(parts.totals.tolist(), abs=1e-9)
