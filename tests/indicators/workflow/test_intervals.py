import io
from decimal import Decimal

import pytest
from django.core.management import call_command

from indicators import frames
from indicators.models import Edition, RankInterval, ScoringException
from indicators.scoring.ranks import competition_ranks
from indicators.scoring.robustness import DRAWS, SEED
from indicators.workflow import fill_intervals, open_revision, publish, publish_scores
from provinces.models import User
from tests.scored_country import DECISION, small_edition

pytestmark = pytest.mark.django_db


def ranges(edition):
    return set(RankInterval.objects.of_edition(edition).values_list("unit__slug", "lowest", "highest"))


def test_publishing_keeps_a_range_around_each_published_rank(published_data):
    for slug in ("2022", "2023", "2024-63", "2024-34"):
        edition = Edition.objects.published().with_rules().get(scorecard__code="dti-cap-tinh", slug=slug)
        shown = frames.standings_by_unit(edition, measure="DTI").join(frames.intervals_frame(edition))

        assert (shown["lowest"] <= shown["rank"]).all()
        assert (shown["rank"] <= shown["highest"]).all()
        assert set(shown["band"]) == {Decimal("0.2000")}
        assert set(shown["draws"]) == {DRAWS}
        assert set(shown["seed"]) == {SEED}
        assert set(shown["block_count"]) == {0 if slug == "2024-34" else 5}
        assert set(shown["points_are_derived"]) == {slug.startswith("2024")}

    tra_vinh = RankInterval.objects.get(edition__slug="2022", unit__slug="tra-vinh")
    assert (tra_vinh.lowest, tra_vinh.highest, tra_vinh.similar_count) == (24, 25, 2)
    thin = Edition.objects.published().filter(slug__in=["2020", "2021"])
    assert not RankInterval.objects.filter(edition__in=thin).exists()


def test_a_revision_has_ranges_of_its_own(published):
    before = ranges(published)
    revision = open_revision(published)
    assert ranges(revision) == set()
    total = revision.rankings.get(unit__slug="tra-vinh", measure__code="DTI")
    total.value, total.rank = Decimal("0.5"), 53
    total.save()

    publish(revision)

    after = ranges(revision)
    assert len(after) == 63
    assert min(lowest for slug, lowest, _highest in after if slug == "tra-vinh") > 40
    assert ranges(published) == before


def test_scores_are_published_with_ranges_by_the_band_of_their_rule_book():
    edition = small_edition()
    ScoringException.objects.all().delete()
    for submission in edition.submissions.all():
        submission.assessments.filter(verified_score=None).update(verified_score="33.3333")
    edition.methodology.weight_band = 0
    edition.methodology.save()

    edition = publish_scores(edition, by=User.objects.create_superuser("officer"), **DECISION)

    ranks = competition_ranks(frames.edition_parts(edition).totals)
    kept = frames.intervals_frame(edition)
    assert kept["lowest"].to_dict() == kept["highest"].to_dict() == ranks.to_dict()


def test_ranges_are_filled_once_where_they_are_lacking(published):
    kept = ranges(published)
    RankInterval.objects.of_edition(published).delete()
    output = io.StringIO()

    call_command("compute_intervals", stdout=output)

    assert "1" in output.getvalue()
    assert ranges(published) == kept
    assert fill_intervals() == 0
