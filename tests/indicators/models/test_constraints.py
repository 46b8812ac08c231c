import datetime as dt

import pytest

from indicators.models import (
    Benchmark,
    CompositePart,
    Edition,
    ImportBatch,
    ImportLayout,
    LeaderList,
    Measure,
    MeasureLink,
    Methodology,
    Ranking,
    RankInterval,
)
from indicators.models.basis import Basis
from provinces.models import Region, Source, Unit
from tests.constraints import assert_breaks_only, changed, named_constraints, twin
from tests.factories import DraftFactory
from tests.indicators.models.test_officer_constraints import BROKEN as BROKEN_BY_OFFICERS

pytestmark = pytest.mark.usefixtures("published_data")


def methodology():
    return Methodology.objects.get(scorecard__code="dti-cap-tinh", code="qd-922")


def measure(code="HT"):
    return methodology().measures.get(code=code)


def part():
    return CompositePart.objects.filter(composite__methodology=methodology()).first()


def link():
    return MeasureLink.objects.filter(kind="changed").first()


def edition():
    return Edition.objects.published().get(scorecard__code="dti-cap-tinh", slug="2022")


def retired_link():
    row = MeasureLink.objects.filter(kind="changed").first()
    return MeasureLink.objects.create(kind=MeasureLink.Kind.RETIRED, predecessor=row.predecessor)


def new_link():
    row = MeasureLink.objects.filter(kind="changed").first()
    return MeasureLink.objects.create(kind=MeasureLink.Kind.NEW, measure=row.measure)


def own_parent():
    row = measure()
    return changed(row, parent=row)


def self_link():
    changed_link = link()
    return changed(changed_link, measure=changed_link.predecessor)


def second_draft():
    DraftFactory(slug="1066")
    return DraftFactory.build(slug="1066", revision=2, replaces=edition())


def ranking(**fields):
    draft = DraftFactory()
    unit = draft.unit_set.members.first().unit
    return Ranking(edition=draft, unit=unit, measure=measure("DTI"), **fields)


def unpublished(**fields):
    return ranking(status=Ranking.Status.NOT_PUBLISHED, **fields)


def second_ranking():
    first = unpublished()
    first.save()
    return twin(first)


def second_leader_list():
    first = LeaderList(edition=DraftFactory(), measure=measure(), source=Source.objects.first())
    first.save()
    return twin(first)


def benchmark(**fields):
    fields = {"value": "0.5", "source": Source.objects.first(), **fields}
    return Benchmark(edition=DraftFactory(), measure=measure(), **fields)


def second_benchmark(**fields):
    first = benchmark(**fields)
    first.save()
    return twin(first)


def interval(**fields):
    return changed(RankInterval.objects.filter(edition=edition()).first(), **fields)


def batch(**fields):
    return ImportBatch(file="imports/table.csv", name="table.csv", sha256="0" * 64, size=1, **fields)


def second_target():
    arrived = batch()
    arrived.save()
    return twin(arrived.targets.create(slug="2024"))


def second_unit_of_import():
    arrived = batch()
    arrived.save()
    return twin(arrived.units.create(unit=Unit.objects.first()))


def second_measure_of_import():
    arrived = batch()
    arrived.save()
    return twin(arrived.measures.create(measure=Measure.objects.first()))


def second_layout(**fields):
    first = ImportLayout(signature="0" * 64, layout={}, **fields)
    first.save()
    return twin(first)


BROKEN = {
    "methodology_code_once_a_scorecard": lambda: twin(methodology()),
    "methodology_scale_is_positive": lambda: changed(methodology(), scale_max=0),
    "methodology_share_has_a_scale": lambda: changed(methodology(), scale_max=None),
    "methodology_decimals_are_stored": lambda: changed(methodology(), decimals=7),
    "methodology_points_are_positive": lambda: changed(methodology(), points_assessed=0),
    "methodology_has_leaders": lambda: changed(methodology(), leader_count=0),
    "methodology_bands_are_in_order": lambda: changed(methodology(), nearly_from="0.9"),
    "methodology_weight_band_is_a_share": lambda: changed(methodology(), weight_band=1),
    "measure_code_once_a_methodology": lambda: twin(measure()),
    "methodology_has_one_total": lambda: twin(measure("DTI"), code="DTI-2"),
    "measure_points_not_negative": lambda: changed(measure(), max_points=-1),
    "measure_is_not_its_own_parent": own_parent,
    "measure_without_code_is_an_indicator": lambda: changed(measure(), code=""),
    "composite_part_once": lambda: twin(part()),
    "composite_part_points_not_negative": lambda: changed(part(), points=-1),
    "measure_link_once": lambda: twin(link()),
    "measure_link_new_once": lambda: twin(new_link()),
    "measure_link_retired_once": lambda: twin(retired_link()),
    "measure_link_ends_fit_its_kind": lambda: changed(link(), kind=MeasureLink.Kind.NEW),
    "measure_link_joins_two_measures": self_link,
    "edition_revision_once_a_slug": lambda: twin(edition(), state=Edition.State.SUPERSEDED),
    "edition_published_once_a_slug": lambda: twin(edition(), revision=2, replaces=edition()),
    "edition_open_once_a_slug": second_draft,
    "edition_ends_after_start": lambda: changed(DraftFactory(), period_end=dt.date(1900, 1, 1)),
    "edition_revision_names_what_it_replaces": lambda: changed(DraftFactory(), revision=2),
    "edition_published_has_a_moment": lambda: changed(DraftFactory(), state=Edition.State.PUBLISHED),
    "edition_ranks_someone": lambda: changed(DraftFactory(), unit_count=0),
    "rank_interval_once": lambda: twin(interval()),
    "rank_interval_starts_at_1": lambda: interval(lowest=0),
    "rank_interval_in_order": lambda: interval(lowest=3, highest=2),
    "rank_interval_has_both_ends_without_a_group": lambda: interval(leave_out_lowest=None),
    "rank_interval_starts_at_1_without_a_group": lambda: interval(leave_out_lowest=0),
    "rank_interval_in_order_without_a_group": lambda: interval(leave_out_lowest=3, leave_out_highest=2),
    "rank_interval_band_is_a_share": lambda: interval(band=1),
    "rank_interval_has_draws": lambda: interval(draws=0),
    "ranking_once": second_ranking,
    "ranking_says_something": lambda: ranking(),
    "ranking_value_not_negative": lambda: ranking(value="-0.1", value_basis=Basis.PUBLISHED),
    "ranking_rank_starts_at_1": lambda: ranking(rank=0, rank_basis=Basis.PUBLISHED),
    "ranking_value_has_a_basis": lambda: ranking(value="0.5"),
    "ranking_rank_has_a_basis": lambda: ranking(rank=1),
    "ranking_regional_rank_has_its_count": lambda: unpublished(regional_rank=1),
    "ranking_regional_rank_starts_at_1": lambda: unpublished(regional_rank=0, regional_count=13),
    "ranking_regional_count_starts_at_1": lambda: unpublished(regional_count=0),
    "ranking_regional_rank_within_its_count": lambda: unpublished(regional_rank=14, regional_count=13),
    "ranking_change_is_a_number_of_places": lambda: unpublished(change=20_001),
    "ranking_regional_change_is_a_number_of_places": lambda: unpublished(regional_change=-20_001),
    "ranking_not_published_has_no_figure": lambda: unpublished(rank=1, rank_basis=Basis.PUBLISHED),
    "ranking_not_ranked_has_no_rank": lambda: ranking(
        status=Ranking.Status.NOT_RANKED, rank=1, rank_basis=Basis.PUBLISHED
    ),
    "leader_list_once": second_leader_list,
    "benchmark_of_set_once": second_benchmark,
    "benchmark_of_region_once": lambda: second_benchmark(scope="region", region=Region.objects.first()),
    "benchmark_names_its_region": lambda: benchmark(scope="region"),
    "benchmark_not_negative": lambda: benchmark(value="-0.5"),
    "import_layout_once_a_scorecard_and_shape": lambda: second_layout(scorecard=edition().scorecard),
    "import_layout_of_none_once_a_shape": second_layout,
    "import_target_once_an_import": second_target,
    "import_unit_once_an_import": second_unit_of_import,
    "import_measure_once_an_import": second_measure_of_import,
    "import_committed_has_a_moment": lambda: batch(state=ImportBatch.State.COMMITTED),
    "import_undone_has_a_moment": lambda: batch(
        state=ImportBatch.State.UNDONE, committed_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_constraint_refuses_what_breaks_it(name):
    assert_breaks_only(BROKEN[name](), name)


def test_every_constraint_is_tried():
    assert set(BROKEN) | set(BROKEN_BY_OFFICERS) == named_constraints("indicators")


def test_unit_names_follow_the_day_of_the_edition():
    assert str(Edition.objects.get(slug="2024-34").names_on) == "2025-07-01"
    assert str(Edition.objects.get(slug="2024-63").names_on) == "2024-12-31"
