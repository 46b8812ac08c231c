import re
from decimal import Decimal

import pytest

from indicators.models import Ranking, Submission
from indicators.models.basis import Basis
from indicators.workflow import WorkflowError, enter_values
from indicators.workflow.entry import Entry, scale_top
from provinces.models import Source, Unit
from tests.constraints import changed
from tests.factories import DraftFactory


@pytest.fixture
def draft(published_data):
    return DraftFactory()


@pytest.fixture
def unit(published_data):
    return Unit.objects.get(slug="tra-vinh")


@pytest.fixture
def total(draft):
    return draft.methodology.measures.get(kind="total")


@pytest.fixture
def group(draft):
    return draft.methodology.measures.get(code="HT")


def test_enter_values_writes_figures_with_their_source(draft, unit, total, group):
    source = Source.objects.in_order().first()
    entries = {total: Entry(value=Decimal("0.6077"), rank=25), group: Entry(value=Decimal("0.6540"))}

    changed = enter_values(draft, unit=unit, entries=entries, source=source)

    row = draft.rankings.get(measure=total)
    assert changed == 2
    assert (row.value, row.rank, row.value_basis, row.rank_basis) == (
        Decimal("0.6077"),
        25,
        Basis.PUBLISHED,
        Basis.PUBLISHED,
    )
    assert (row.value_source, row.rank_source) == (source, source)


def test_enter_values_keeps_the_decimals_that_were_typed(draft, unit, group):
    enter_values(draft, unit=unit, entries={group: Entry(value=Decimal("0.6540"))})

    assert draft.rankings.get().value_text == "0.6540"


def test_enter_values_leaves_an_untouched_figure_its_source(revision, unit):
    row = revision.rankings.get(unit=unit, measure__kind="total")
    other = Source.objects.exclude(pk=row.value_source_id).in_order().first()
    entry = Entry(value=row.value, rank=24, note=row.note)

    enter_values(revision, unit=unit, entries={row.measure: entry}, source=other)

    after = revision.rankings.get(pk=row.pk)
    assert (after.value_source, after.value_basis) == (row.value_source, row.value_basis)
    assert (after.rank, after.rank_source) == (24, other)


def test_enter_values_takes_an_emptied_row_out(revision, unit):
    row = revision.rankings.get(unit=unit, measure__kind="total")

    changed = enter_values(revision, unit=unit, entries={row.measure: Entry()})

    assert changed == 1
    assert not revision.rankings.filter(pk=row.pk).exists()


def test_enter_values_takes_not_published_back(draft, unit, total):
    enter_values(draft, unit=unit, entries={total: Entry(status=Ranking.Status.NOT_PUBLISHED)})

    taken_out = enter_values(draft, unit=unit, entries={total: Entry()})

    assert (taken_out, draft.rankings.exists()) == (1, False)


def test_scale_top_of_a_measure_of_no_points_is_nought(group):
    group.methodology.value_form, group.methodology.scale_max = "points", Decimal(1000)

    tops = [scale_top(changed(group, max_points=points)) for points in (Decimal(0), Decimal(100), None)]

    assert tops == [0, 100, 1000]


def test_enter_values_counts_nothing_where_nothing_changed(draft, unit, total):
    entries = {total: Entry(value=Decimal("0.5"))}
    enter_values(draft, unit=unit, entries=entries)

    assert enter_values(draft, unit=unit, entries=entries) == 0


def test_enter_values_keeps_the_reason_for_a_missing_figure(draft, unit, total):
    enter_values(draft, unit=unit, entries={total: Entry(status=Ranking.Status.NOT_RANKED)})

    assert draft.rankings.get().status == Ranking.Status.NOT_RANKED


@pytest.mark.parametrize("value", [Decimal("1.0001"), Decimal("-0.0001"), Decimal(71)])
def test_enter_values_outside_the_scale_saves_nothing(draft, unit, total, group, value):
    entries = {total: Entry(value=Decimal("0.5")), group: Entry(value=value)}

    with pytest.raises(WorkflowError):
        enter_values(draft, unit=unit, entries=entries)

    assert not draft.rankings.exists()


@pytest.mark.parametrize(
    "entry",
    [
        Entry(value=Decimal("0.5"), status=Ranking.Status.NOT_PUBLISHED),
        Entry(rank=1, status=Ranking.Status.NOT_PUBLISHED),
        Entry(value=Decimal("0.5"), rank=1, status=Ranking.Status.NOT_RANKED),
    ],
    ids=["value not published", "rank not published", "rank of a unit not ranked"],
)
def test_enter_values_refuses_a_figure_that_its_status_denies(draft, unit, total, entry):
    with pytest.raises(WorkflowError, match=re.escape(str(total))):
        enter_values(draft, unit=unit, entries={total: entry})


def test_enter_values_refuses_a_published_edition(published, unit):
    total = published.methodology.measures.get(kind="total")

    with pytest.raises(WorkflowError):
        enter_values(published, unit=unit, entries={total: Entry(value=Decimal("0.5"))})


def test_enter_values_refuses_what_scores_would_delete(draft, unit, total):
    Submission.objects.create(edition=draft, unit=unit)
    before = list(draft.rankings.values_list())

    with pytest.raises(WorkflowError, match="sửa điểm của đơn vị"):
        enter_values(draft, unit=unit, entries={total: Entry(value=Decimal("0.5"))})

    assert list(draft.rankings.values_list()) == before


def test_enter_values_refuses_a_unit_of_another_set(draft, total):
    with pytest.raises(WorkflowError):
        enter_values(draft, unit=Unit.objects.get(slug="bo-xay-dung"), entries={total: Entry(rank=1)})
