import pytest
from django.core.management import CommandError, call_command

from indicators.management.score_benchmark.made_scores import make_edition
from indicators.management.score_benchmark.ways import WAYS
from indicators.models import Assessment, Edition

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_alone]


@pytest.mark.parametrize("way", WAYS)
def test_score_benchmark_does_the_work_of_each_way(way):
    edition = make_edition(4, 7)

    WAYS[way](Edition.objects.with_rules().get(pk=edition.pk))()

    written = 0 if way == "numpy" else 4 * (1 + 6)
    assert edition.rankings.count() == written
    assert Assessment.objects.exclude(final_score=None).count() == (4 * 7 if written else 0)


def test_score_benchmark_writes_what_a_publication_does():
    edition = make_edition(5, 6)
    WAYS["publish"](edition)()
    columns = [field.attname for field in edition.rankings.model._meta.concrete_fields]
    columns = [name for name in columns if name != "id" and not name.endswith("source_id")]
    published = sorted(edition.rankings.values_list(*columns), key=str)
    edition.rankings.all().delete()
    assert edition.rank_intervals.all().delete()[0] == 5

    WAYS["write"](Edition.objects.with_rules().get(pk=edition.pk))()

    assert sorted(edition.rankings.values_list(*columns), key=str) == published
    assert edition.rank_intervals.count() == 5


def test_score_benchmark_refuses_a_database_that_is_not_its_own():
    with pytest.raises(CommandError, match="must not meet"):
        call_command("benchmark_scores", way="prepare")
