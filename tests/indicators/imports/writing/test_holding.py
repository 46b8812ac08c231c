from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from indicators.imports.problems import RefusedFileError
from indicators.imports.writing.comparison import compare
from indicators.imports.writing.staging import stage
from indicators.models import Edition, ImportCell, ImportMeasure, ImportUnit, Measure, Methodology
from provinces.models import Unit
from tests.indicators.imports.made_imports import figure, make_batch, measure_id, unit_id

MIGRATION = import_module("indicators.migrations.0021_units_of_imports")

pytestmark = pytest.mark.usefixtures("published_data")


def units_held_by(batch):
    return set(batch.units.values_list("unit", flat=True))


def bare_unit():
    return Unit.objects.create(slug="tinh-moi", level=Unit.Level.PROVINCE)


def bare_measure():
    return Measure.objects.create(
        methodology=Methodology.objects.get(scorecard__code="dti-cap-tinh", code="qd-922"),
        code="MOI",
        name="Nhóm mới",
        kind=Measure.Kind.GROUP,
        order=99,
    )


@pytest.mark.parametrize(("held", "name"), [(ImportUnit, "unit"), (ImportMeasure, "measure")])
def test_all_that_the_published_figures_name_is_held(held, name):
    cells = ImportCell.objects.exclude(**{name: None})
    named = set(cells.order_by().values_list("batch", name).distinct())
    assert named
    assert set(held.objects.values_list("batch", name)) == named
    held.objects.all().delete()
    # As it comes about where imports are older than these rows.
    with connection.cursor() as cursor:
        cursor.execute(MIGRATION.those_named(name).sql)
    assert set(held.objects.values_list("batch", name)) == named


def test_unit_that_a_figure_names_is_not_deleted():
    batch, new = make_batch(), bare_unit()
    stage(batch, [figure("ha-giang", value="0.5"), figure("ha-giang", "HT", value="0.5", unit_id=new.pk)])
    assert units_held_by(batch) == {unit_id("ha-giang"), new.pk}
    assert set(batch.measures.values_list("measure", flat=True)) == {measure_id("DTI"), measure_id("HT")}
    with pytest.raises(ProtectedError):
        new.delete()
    Unit.objects.filter(pk=new.pk)._raw_delete(using=connection.alias)
    with pytest.raises(IntegrityError):
        connection.check_constraints()
    transaction.set_rollback(True)


def test_measure_that_a_figure_names_is_not_deleted():
    batch, new = make_batch(), bare_measure()
    stage(batch, [figure("ha-giang", value="0.5", measure_id=new.pk)])
    with pytest.raises(ProtectedError):
        new.delete()


def test_unit_is_free_once_no_figure_names_it():
    batch, new = make_batch(), bare_unit()
    for one in (new.pk, None, unit_id("ha-giang")):
        stage(batch, [figure("ha-giang", value="0.5", unit_id=one)])
    new.delete()
    assert units_held_by(batch) == {unit_id("ha-giang")}


def test_figures_that_are_taken_away_hold_their_units():
    published = Edition.objects.get(scorecard__code="dti-cap-tinh", slug="2022", state="published")
    batch = make_batch(slug="2022")
    slugs = published.rankings.filter(measure__code="DTI").values_list("unit__slug", flat=True)
    stage(batch, [figure(slug, slug="2022", value="0.5") for slug in slugs if slug != "ha-giang"])
    assert unit_id("ha-giang") not in units_held_by(batch)
    assert compare(batch).counts["removed"] == 1
    assert unit_id("ha-giang") in units_held_by(batch)
    assert compare(batch).counts["removed"] == 1


def test_stage_refuses_what_was_deleted_while_the_file_was_read():
    if connection.vendor == "sqlite":
        pytest.skip("nobody else writes to SQLite meanwhile")
    batch = make_batch()
    with pytest.raises(RefusedFileError, match=r"deleted meanwhile|đã bị xóa"):
        stage(batch, [figure("ha-giang", value="0.5", unit_id=2**31 - 1)])
    assert not batch.cells.exists()
