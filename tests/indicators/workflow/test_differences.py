from decimal import Decimal

from indicators.models import Ranking
from indicators.workflow import publish
from indicators.workflow.differences import changed_figures, draft_fingerprint, unsourced_count
from tests.factories import DraftFactory


def total_of(edition, slug):
    return edition.rankings.get(unit__slug=slug, measure__kind="total")


def test_changed_figures_of_an_untouched_revision_are_none(revision):
    assert changed_figures(revision) == []


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


def test_draft_fingerprint_follows_the_figures(revision):
    before = draft_fingerprint(revision)
    row = total_of(revision, "tra-vinh")
    row.rank = 24
    row.save()

    assert draft_fingerprint(revision) != before


def test_draft_fingerprint_follows_the_decision(revision):
    before = draft_fingerprint(revision)
    revision.decision_number = "1/QĐ"
    revision.save()

    assert draft_fingerprint(revision) != before


def test_unsourced_count_counts_rows_with_a_figure_and_no_source(revision):
    before = unsourced_count(revision)
    row = total_of(revision, "tra-vinh")
    row.value_source = None
    row.save()

    assert unsourced_count(revision) == before + 1
