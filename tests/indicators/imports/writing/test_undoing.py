"""Undo leads back to the exact old rows, whatever came between."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from indicators.imports.problems import RefusedFileError
from indicators.imports.writing.committing import commit
from indicators.imports.writing.comparison import compare
from indicators.imports.writing.origins import origin_of, origins_of
from indicators.imports.writing.staging import stage
from indicators.imports.writing.undoing import conflicts, undo
from indicators.models import Edition, ImportBatch, Measure, Ranking, Scorecard, Submission
from indicators.workflow import discard_draft, open_revision, publish
from provinces.models import Unit
from tests.factories import DraftFactory, OfficerFactory
from tests.indicators.imports.made_imports import figure, make_batch, rows_of, stated_rows
from tests.scenes import taken_back

pytestmark = pytest.mark.usefixtures("published_data")


def bring_in(*figures, slug="1999", **fields):
    batch = make_batch(slug=slug, **fields)
    stage(batch, [one._replace(target_slug=slug) for one in figures])
    compare(batch)
    return commit(batch, user=None).batch


def row_of(edition, unit, measure="DTI"):
    return edition.rankings.get(unit__slug=unit, measure__code=measure)


def open_edition(slug="1999"):
    return Edition.objects.open().get(scorecard__code="dti-cap-tinh", slug=slug)


def edit(row, **fields):
    Ranking.objects.filter(pk=row.pk).update(**fields)


def refusal(act, *args, **kwargs):
    with pytest.raises(RefusedFileError) as refused:
        act(*args, **kwargs)
    [problem] = refused.value.problems
    return problem.code


@pytest.fixture
def drafted():
    """A draft with a full row, a rank alone and a mark."""
    draft = DraftFactory(slug="1999")
    measure = draft.methodology.measures.get(code="DTI")
    for slug, fields in {
        "ha-giang": {
            "value": Decimal("0.607700"),
            "value_text": "0,6077",
            "value_basis": "derived",
            "rank": 25,
            "rank_basis": "row_order",
            "change": -2,
            "regional_rank": 3,
            "regional_count": 14,
            "note": "ghi “chú” \\ 'x'",
        },
        "hau-giang": {"rank": 7, "rank_basis": "published"},
        "tra-vinh": {"status": "not_published", "note": "chưa công bố"},
        "can-tho-truoc-2025": {"value": Decimal("99999999.999999"), "value_basis": "published"},
    }.items():
        Ranking.objects.create(edition=draft, unit=Unit.objects.get(slug=slug), measure=measure, **fields)
    return draft


WHOLE = {"ha-giang": "0.5", "hau-giang": "0.6", "tra-vinh": "0.7"}


def test_undo_puts_back_every_column(drafted):
    before = stated_rows(drafted)
    officer = OfficerFactory()
    batch = bring_in(*(figure(unit, value=value) for unit, value in WHOLE.items()))
    assert batch.counts["changed"] == 3
    assert batch.counts["removed"] == 1
    assert stated_rows(drafted) != before
    assert conflicts(batch) == ()
    undone = undo(batch, user=officer)
    assert stated_rows(drafted) == before
    assert (undone.state, undone.undone_by) == (ImportBatch.State.UNDONE, officer)


def test_undo_discards_the_draft_that_it_made():
    batch = bring_in(figure("ha-giang", value="0.5"))
    undo(batch, user=None)
    assert not Edition.objects.filter(slug="1999").exists()
    assert refusal(undo, batch, user=None) == "already_undone"


def test_undo_keeps_the_draft_that_holds_more():
    batch = bring_in(figure("ha-giang", value="0.5"))
    bring_in(figure("hau-giang", value="0.5"))
    undo(batch, user=None)
    assert [row.unit.slug for row in open_edition().rankings.all()] == ["hau-giang"]


def test_undo_discards_the_revision_that_it_opened():
    batch = bring_in(figure("ha-giang", value="0.5"), slug="2022")
    undo(batch, user=None)
    assert not Edition.objects.open().filter(slug="2022").exists()


def test_undo_keeps_a_revision_that_was_edited():
    batch = bring_in(figure("ha-giang", value="0.5"), slug="2022")
    Edition.objects.filter(pk=open_edition("2022").pk).update(note="sửa tay")
    undo(batch, user=None)
    assert open_edition("2022").note == "sửa tay"


@pytest.mark.parametrize("slug", ["1999", "2022"], ids=["edition", "revision"])
def test_undo_keeps_a_draft_that_units_hand_in_scores_for(slug):
    batch = bring_in(figure("ha-giang", value="0.5"), slug=slug)
    draft = open_edition(slug)
    unit = Unit.objects.get(slug="ha-giang")
    submission = Submission.objects.create(edition=draft, unit=unit, state=Submission.State.UNDER_REVIEW)
    undone = undo(batch, user=None)
    assert undone.state == ImportBatch.State.UNDONE
    assert open_edition(slug) == draft
    assert list(draft.submissions.all()) == [submission]


def test_undo_after_publication_works_in_a_revision(published):
    before = stated_rows(published)
    batch = bring_in(figure("ha-giang", value="0.5"), figure("hau-giang", rank=60), slug="2022")
    publish(open_edition("2022"))
    undo(batch, user=None)
    draft = open_edition("2022")
    assert draft.revision == 3
    assert stated_rows(draft) == before


def test_undo_has_nothing_to_do_where_the_draft_was_discarded(published):
    before = stated_rows(published)
    batch = bring_in(figure("ha-giang", value="0.5"), slug="2022")
    discard_draft(open_edition("2022"))
    undo(batch, user=None)
    assert not Edition.objects.open().filter(slug="2022").exists()
    assert rows_of("2022") == before


def test_undo_asks_about_every_edited_figure(drafted):
    before = stated_rows(drafted)
    batch = bring_in(*(figure(unit, value=value) for unit, value in WHOLE.items()))
    edit(row_of(drafted, "ha-giang"), rank=26)
    row_of(drafted, "hau-giang").delete()
    found = conflicts(batch)
    assert [(one.cell.unit.slug, one.current and one.current.rank) for one in found] == [
        ("ha-giang", 26),
        ("hau-giang", None),
    ]
    kept, overwritten = (one.cell.pk for one in found)
    assert refusal(undo, batch, user=None) == "undo_conflicts"
    assert refusal(undo, batch, user=None, keep=[kept]) == "undo_conflicts"
    undo(batch, user=None, keep=[kept], overwrite=[overwritten])
    edited = row_of(drafted, "ha-giang")
    assert (edited.value, edited.rank) == (Decimal("0.5"), 26)
    after = stated_rows(drafted)
    del after[edited.unit_id, edited.measure_id], before[edited.unit_id, edited.measure_id]
    assert after == before


def test_undo_overwrites_all_conflicts_if_told(drafted):
    before = stated_rows(drafted)
    batch = bring_in(*(figure(unit, value=value) for unit, value in WHOLE.items()))
    drafted.rankings.update(note="sửa tay")
    assert len(conflicts(batch)) == 3
    undo(batch, user=None, overwrite="all")
    assert stated_rows(drafted) == before


def test_undo_of_two_imports_in_any_order(drafted):
    before = stated_rows(drafted)
    first = bring_in(figure("ha-giang", value="0.5"))
    second = bring_in(figure("ha-giang", value="0.6"))
    assert len(conflicts(first)) == 1
    undo(first, user=None, keep="all")
    assert row_of(drafted, "ha-giang").value == Decimal("0.6")
    undo(second, user=None)
    assert row_of(drafted, "ha-giang").value == Decimal("0.5")
    assert stated_rows(drafted) != before


def test_undo_is_no_conflict_where_the_old_value_stands_again(drafted):
    batch = bring_in(figure("hau-giang", rank=9), figure("kien-giang", rank=8))
    edit(row_of(drafted, "hau-giang"), rank=7, rank_source=None)
    row_of(drafted, "kien-giang").delete()
    assert conflicts(batch) == ()
    undo(batch, user=None)
    assert row_of(drafted, "hau-giang").rank == 7


def test_undo_deletes_the_scorecard_that_the_import_made():
    batch = bring_in(figure("ha-giang", value="0.5"))
    template = Edition.objects.get(slug="1999").methodology
    scorecard = Scorecard.objects.create(code="moi", name="Mới", level="province")
    rule_book = scorecard.methodologies.create(code="moi", name="Mới", value_form="share", scale_max=1)
    total = Measure.objects.create(methodology=rule_book, kind="total", code="MOI", name="Mới", order=1)
    assert template != rule_book
    batch = make_batch(options={"new_scorecard": {"name": "Mới", "scale": "1"}})
    batch.scorecard = scorecard
    batch.save()
    batch.targets.update(methodology=rule_book)
    stage(batch, [figure("ha-giang", value="0.5", measure_id=total.pk)])
    compare(batch)
    undo(commit(batch, user=None).batch, user=None)
    assert not Scorecard.objects.filter(code="moi").exists()
    assert batch.cells.get().measure_text == "DTI"


def test_undo_refuses_what_was_never_done():
    assert refusal(undo, make_batch(), user=None) == "not_committed"


def test_origin_is_the_cell_that_was_read():
    batch = bring_in(figure("ha-giang", value="0.5", row=7), slug="2022")
    draft = publish(open_edition("2022"))
    revision = open_revision(draft)
    for edition in (draft, revision):
        cell = origin_of(row_of(edition, "ha-giang"))
        assert (cell.batch, cell.address) == (batch, "C7")
    unit = Unit.objects.get(slug="ha-giang")
    assert origins_of(revision, unit=unit)[cell.measure_id] == cell
    edit(row_of(revision, "ha-giang"), value="0.4")
    assert origin_of(row_of(revision, "ha-giang")) is None
    assert cell.measure_id not in origins_of(revision, unit=unit)


def test_origin_is_the_newest_import(drafted):
    bring_in(figure("ha-giang", value="0.5"))
    second = bring_in(figure("ha-giang", value="0.6"))
    assert origin_of(row_of(drafted, "ha-giang")).batch == second
    undo(second, user=None)
    assert origin_of(row_of(drafted, "ha-giang")).batch != second


FILES = st.lists(
    st.tuples(
        st.sampled_from(["ha-giang", "hau-giang", "tra-vinh"]),
        st.sampled_from([None, "0.1", "0.2"]),
        st.sampled_from([None, 1, 2]),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda row: row[0],
)
BETWEEN = st.lists(st.sampled_from(["publish", "revise", "edit", "delete"]), max_size=3)


@pytest.fixture
def small_edition(drafted):
    return publish(drafted)


@settings(
    max_examples=25, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(file=FILES, between=BETWEEN)
def test_undo_restores_what_the_import_wrote_whatever_came_between(small_edition, file, between):
    with taken_back():
        batch = make_batch(slug="1999")
        stage(batch, [figure(unit, value=value, rank=rank, slug="1999") for unit, value, rank in file])
        compare(batch)
        if not commit(batch, user=None).is_written:
            return
        before = stated_rows(Edition.objects.published().get(scorecard__code="dti-cap-tinh", slug="1999"))
        for act in between:
            current = Edition.objects.filter(scorecard__code="dti-cap-tinh", slug="1999")
            draft = current.open().first()
            if act == "publish" and draft:
                publish(draft)
            elif act == "revise" and not draft:
                open_revision(current.published().get())
            elif act == "edit" and draft:
                draft.rankings.filter(unit__slug="ha-giang", measure__code="DTI").update(note="sửa tay")
            elif act == "delete" and draft:
                draft.rankings.filter(unit__slug="hau-giang", measure__code="DTI").delete()
        touched = {(cell.unit_id, cell.measure_id) for cell in batch.cells.exclude(state="unchanged")}
        undo(batch, user=None, overwrite="all")
        after = rows_of("1999")
        assert {place: after.get(place) for place in touched} == {
            place: before.get(place) for place in touched
        }
