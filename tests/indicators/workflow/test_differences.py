import datetime as dt
from decimal import Decimal

import pytest

from indicators.models import Benchmark, Ranking
from indicators.workflow import open_revision, publish
from indicators.workflow.differences import (
    changed_benchmarks,
    changed_figures,
    changed_leader_lists,
    draft_fingerprint,
    unsourced_count,
)
from provinces.models import Region, Source, Unit
from tests.factories import DraftFactory


def total_of(edition, slug):
    return edition.rankings.get(unit__slug=slug, measure__kind="total")


def with_other(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def test_changed_figures_of_an_untouched_revision_are_none(revision):
    assert changed_figures(revision) == []
    assert changed_benchmarks(revision) == []
    assert changed_leader_lists(revision) == []


def test_changed_figures_tell_value_and_rank_before_and_after(revision):
    row = total_of(revision, "tra-vinh")
    row.value, row.rank = Decimal("0.6177"), 24
    row.save()

    [change] = changed_figures(revision)

    assert (change.former.value, change.new.value) == (Decimal("0.6077"), Decimal("0.6177"))
    assert (change.former.rank, change.new.rank) == (25, 24)
    assert change.value_difference == Decimal("0.01")


def test_changed_figures_tell_rows_that_come_and_go(revision):
    gone = total_of(revision, "tra-vinh")
    gone.delete()
    Ranking.objects.create(
        edition=revision,
        unit=gone.unit,
        measure=revision.methodology.measures.get(code="TC"),
        rank=3,
        rank_basis="published",
    )

    total, group = changed_figures(revision)

    assert (total.new, group.former) == (None, None)
    assert (total.value_difference, group.value_difference) == (None, None)


def test_changed_figures_leave_out_what_only_we_compute(published, revision):
    publish(revision)

    assert changed_figures(revision) == []


def test_changed_figures_of_a_first_edition_are_none(published_data):
    assert changed_figures(DraftFactory()) == []


def test_changed_figures_tell_a_row_that_holds_nothing_but_a_note(revision):
    unit = Unit.objects.get(slug="tra-vinh")
    measure = revision.methodology.measures.get(code="TC")
    status = Ranking.Status.NOT_PUBLISHED
    revision.rankings.filter(unit=unit, measure=measure).delete()
    Ranking.objects.create(edition=revision, unit=unit, measure=measure, status=status, note="Chưa công bố.")

    [change] = changed_figures(revision)

    assert (change.former, change.new.note) == (None, "Chưa công bố.")


def test_changed_figures_name_the_fields_that_differ(revision):
    row = total_of(revision, "tra-vinh")
    row.note, row.rank_basis = "Đính chính.", "derived"
    row.save()

    [change] = changed_figures(revision)

    names = {str(Ranking._meta.get_field(name).verbose_name) for name in ("note", "rank_basis")}
    assert set(change.changed_fields) == names


def test_changed_benchmarks_tell_before_and_after(published):
    given = {"measure": published.methodology.measures.get(code="HT"), "source": Source.objects.first()}
    Benchmark.objects.bulk_create([Benchmark(edition=published, value=Decimal("0.5"), **given)])
    revision = open_revision(published)
    mean = revision.benchmarks.get()
    with_other(mean, value=Decimal("0.51"))
    region = Region.objects.filter(unit_set=revision.unit_set).first()
    added = Benchmark.objects.create(edition=revision, scope="region", region=region, value="0.4", **given)

    changes = {change.row: change for change in changed_benchmarks(revision)}

    assert changes.keys() == {mean, added}
    assert (changes[mean].former.value, changes[mean].value_difference) == (Decimal("0.5"), Decimal("0.01"))
    assert (changes[added].former, changes[added].row.region) == (None, region)


def test_changed_leader_lists_tell_who_joins_and_who_leaves(revision):
    leader_list = revision.leader_lists.first()
    gone, come = leader_list.units.first(), Unit.objects.exclude(leader_lists=leader_list).first()
    leader_list.units.remove(gone)
    leader_list.units.add(come)

    [change] = changed_leader_lists(revision)

    assert (change.measure, change.joined, change.left) == (leader_list.measure, [come], [gone])


@pytest.mark.parametrize(
    "fields",
    [
        {"rank": 24},
        {"value_basis": "derived"},
        {"rank_basis": "row_order"},
        {"value_text": "0.60770"},
        {"note": "Đính chính."},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_draft_fingerprint_follows_a_ranking(revision, fields):
    before = draft_fingerprint(revision)

    with_other(total_of(revision, "tra-vinh"), **fields)

    assert draft_fingerprint(revision) != before


@pytest.mark.parametrize(
    "fields",
    [
        {"decision_number": "1/QĐ"},
        {"period": "Năm 2022"},
        {"period_start": dt.date(2022, 2, 1)},
        {"unit_count": 62},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_draft_fingerprint_follows_the_edition(revision, fields):
    before = draft_fingerprint(revision)

    with_other(revision, **fields)

    assert draft_fingerprint(revision) != before


@pytest.mark.parametrize(
    "fields",
    [{"basis": "derived"}, {"note": "Đính chính."}, {"value_text": "0,50"}],
    ids=lambda f: next(iter(f)),
)
def test_draft_fingerprint_follows_a_published_average(draft, fields):
    before = draft_fingerprint(draft)

    with_other(draft.benchmarks.get(), **fields)

    assert draft_fingerprint(draft) != before


def test_draft_fingerprint_follows_the_leaders(revision):
    prints = [draft_fingerprint(revision)]
    leader_list = revision.leader_lists.first()

    leader_list.units.remove(leader_list.units.first())
    prints.append(draft_fingerprint(revision))
    with_other(leader_list, source=Source.objects.exclude(pk=leader_list.source_id).first())
    prints.append(draft_fingerprint(revision))

    assert len(set(prints)) == 3


def test_unsourced_count_counts_rows_with_a_figure_and_no_source(revision):
    before = unsourced_count(revision)
    row = total_of(revision, "tra-vinh")
    row.value_source = None
    row.save()

    assert unsourced_count(revision) == before + 1
