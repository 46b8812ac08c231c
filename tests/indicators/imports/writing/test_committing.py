from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from indicators.imports.problems import RefusedFileError
from indicators.imports.writing import committing
from indicators.imports.writing.committing import commit
from indicators.imports.writing.comparison import compare
from indicators.imports.writing.staging import stage
from indicators.models import Edition, ImportBatch, Measure, Ranking
from indicators.workflow import open_revision, publish
from provinces.models import Unit
from tests.factories import DraftFactory, OfficerFactory
from tests.indicators.imports.made_imports import figure, make_batch, rows_of

pytestmark = pytest.mark.usefixtures("published_data")


def bring_in(*figures, **fields):
    batch = make_batch(**fields)
    stage(batch, figures)
    compare(batch)
    return commit(batch, user=None)


def test_commit_makes_missing_edition():
    result = bring_in(figure("ha-giang", value="0.5", rank=3), figure("hau-giang", rank=4))
    [draft] = result.editions
    assert (draft.slug, draft.state, draft.unit_count) == ("1999", Edition.State.DRAFT, 63)
    assert result.is_written
    row = draft.rankings.get(unit__slug="ha-giang")
    assert (row.value, row.value_text, row.value_basis, row.rank) == (Decimal("0.5"), "0.5", "published", 3)
    assert row.value_source == row.rank_source == result.batch.source
    row = draft.rankings.get(unit__slug="hau-giang")
    assert (row.value, row.value_basis, row.value_source, row.rank) == (None, "", None, 4)


def test_commit_revises_published_edition():
    before = rows_of("2022")
    result = bring_in(figure("ha-giang", slug="2022", value="0.5"), slug="2022")
    [draft] = result.editions
    assert draft.replaces.state == Edition.State.PUBLISHED
    after = rows_of("2022")
    assert len(after) == len(before)
    [place] = [place for place in before if before[place] != after[place]]
    assert after[place]["value"] == Decimal("0.5")
    assert after[place]["rank"] == before[place]["rank"]
    assert after[place]["rank_source_id"] == before[place]["rank_source_id"]


def compared(*figures, **fields):
    batch = make_batch(**fields)
    stage(batch, figures)
    compare(batch)
    return batch


def refusal(batch):
    with pytest.raises(RefusedFileError) as refused:
        commit(batch, user=None)
    [problem] = refused.value.problems
    return problem.code


def test_commit_notes_who_and_when():
    officer = OfficerFactory()
    batch = compared(figure("ha-giang", value="0.5"))
    commit(batch, user=officer)
    batch.refresh_from_db()
    assert (batch.state, batch.committed_by) == ("committed", officer)
    assert batch.targets.get().edition == Edition.objects.get(slug="1999")


def test_commit_makes_a_source_of_the_file():
    result = bring_in(figure("ha-giang", value="0.5"), source=False)
    source = result.batch.source
    assert (source.title, source.url) == ("table.csv", "")
    assert result.editions[0].rankings.get().value_source == source


def test_commit_keeps_basis_source_and_text_of_what_the_file_repeats(published):
    row = published.rankings.filter(measure__code="DTI", value__isnull=False, rank__isnull=False).first()
    given = figure(row.unit.slug, slug="2022", value=f"{row.value:f}", rank=row.rank + 1, value_text="x")
    [draft] = bring_in(given, slug="2022").editions
    written = draft.rankings.get(unit=row.unit, measure=row.measure)
    for name in ("value", "value_text", "value_basis", "value_source_id", "change", "note"):
        assert getattr(written, name) == getattr(row, name), name
    assert (written.rank, written.rank_basis) == (row.rank + 1, "published")


def test_commit_keeps_what_the_file_says_of_basis_and_source():
    [draft] = bring_in(figure("ha-giang", value="0.5", rank=2, rank_basis="derived")).editions
    assert (draft.rankings.get().value_basis, draft.rankings.get().rank_basis) == ("published", "derived")


def test_commit_takes_a_mark_for_no_figure(published):
    row = published.rankings.filter(measure__code="DTI", rank__isnull=False).first()
    [draft] = bring_in(figure(row.unit.slug, slug="2022", status="not_published"), slug="2022").editions
    written = draft.rankings.get(unit=row.unit, measure=row.measure)
    assert (written.status, written.value, written.value_basis, written.rank) == (
        "not_published",
        None,
        "",
        None,
    )


def test_commit_of_the_same_again_writes_nothing(stored):
    bring_in(figure("ha-giang", value="0.5"))
    again = compared(figure("ha-giang", value="0.5"))
    before = stored()
    result = commit(again, user=None)
    assert (result.is_written, result.editions) == (False, ())
    assert stored() == before


def test_commit_is_done_once():
    batch = compared(figure("ha-giang", value="0.5"))
    commit(batch, user=None)
    assert refusal(batch) == "already_committed"
    with pytest.raises(RefusedFileError):
        compare(ImportBatch.objects.get(pk=batch.pk))


def test_commit_needs_a_preview():
    batch = make_batch()
    stage(batch, [figure("ha-giang", value="0.5")])
    assert refusal(batch) == "not_previewed"


def test_commit_refuses_while_a_figure_is_refused(stored):
    batch = compared(figure("ha-giang", value="0.5"), figure("ha-giang", value="0.6"))
    before = stored()
    assert refusal(batch) == "refused_rows"
    assert stored() == before


@pytest.mark.parametrize(
    "fields", [{"rank": 2}, {"value": Decimal("0.4")}, {"status": "not_published", "note": "x"}]
)
def test_commit_refuses_what_was_previewed_beside_other_figures(fields):
    draft = DraftFactory(slug="1999")
    measure = draft.methodology.measures.get(code="DTI")
    batch = compared(figure("ha-giang", value="0.5"))
    bases = {f"{name}_basis": "published" for name in ("value", "rank") if name in fields}
    unit = Unit.objects.get(slug="ha-giang")
    Ranking.objects.create(edition=draft, unit=unit, measure=measure, **fields, **bases)
    assert refusal(batch) == "stale_preview"
    compare(batch)
    assert commit(batch, user=None).is_written


def test_commit_refuses_when_a_new_figure_would_be_removed():
    draft = bring_in(figure("ha-giang", value="0.5"), figure("hau-giang", value="0.4")).editions[0]
    batch = compared(figure("ha-giang", value="0.6"), figure("hau-giang", value="0.4"))
    given = {"value": "0.3", "value_basis": "published", "unit": Unit.objects.get(slug="tra-vinh")}
    Ranking.objects.create(edition=draft, measure=draft.rankings.first().measure, **given)
    assert refusal(batch) == "stale_preview"


def test_commit_follows_an_edition_that_was_published_since(published):
    batch = compared(figure("ha-giang", slug="2022", value="0.5"), slug="2022")
    publish(open_revision(published))
    [draft] = commit(batch, user=None).editions
    assert draft.revision == 3


def test_commit_names_the_rule_that_a_figure_breaks(stored):
    batch = compared(figure("ha-giang", value="0.5", regional_rank=9, regional_count=2))
    before = stored()
    with pytest.raises(RefusedFileError) as refused:
        commit(batch, user=None)
    rule = next(r for r in Ranking._meta.constraints if r.name == "ranking_regional_rank_within_its_count")
    assert str(rule.violation_error_message) in refused.value.problems[0].message
    assert stored() == before


def test_commit_takes_a_figure_that_came_between_for_a_change_of_the_database():
    draft = DraftFactory(slug="1999")
    measure = draft.methodology.measures.get(code="DTI")
    batch = compared(figure("ha-giang", value="0.5"))
    row = {"edition": draft, "unit": Unit.objects.get(slug="ha-giang"), "measure": measure}
    Ranking.objects.create(**row, rank=2, rank_basis="published")
    with pytest.raises(IntegrityError) as twice, transaction.atomic():
        committing._write(batch)
    assert committing._broken_rule(twice.value).code == "stale_preview"


def test_commit_holds_its_drafts_before_it_looks_at_them():
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite locks the whole database")
    DraftFactory(slug="1999")
    batch = compared(figure("ha-giang", value="0.5"))
    with CaptureQueriesContext(connection) as asked:
        commit(batch, user=None)
    statements = [query["sql"] for query in asked.captured_queries]
    held = next(n for n, sql in enumerate(statements) if "indicators_edition" in sql and "FOR UPDATE" in sql)
    looked = next(n for n, sql in enumerate(statements) if "COALESCE(c.old_value" in sql)
    assert held < looked


def test_commit_refuses_a_measure_of_another_rule_book():
    other = Measure.objects.exclude(methodology__code="qd-922").filter(kind="total").first()
    assert refusal(compared(figure("ha-giang", value="0.5", measure_id=other.pk))) == "foreign_measure"
