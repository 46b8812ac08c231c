"""An import that is written keeps its record, whoever still has an older copy of it open."""

import pytest
from django.test import override_settings

from indicators.imports import door
from indicators.imports.problems import RefusedFileError
from indicators.imports.writing.comparison import compare, leave_out, take_in
from indicators.imports.writing.leaving_out import choose_left_out, leave_names_out, leave_refused_out
from indicators.imports.writing.staging import stage
from indicators.models import ImportBatch, Scorecard
from tests.indicators.imports import made_files as made
from tests.scenes import scene

pytestmark = pytest.mark.usefixtures("published_data")

DATA = made.as_csv([("Tỉnh", "DTI"), ("Hà Giang", "0,5"), ("Hậu Giang", "0,6")])


def keys(batch):
    return list(batch.cells.values_list("pk", flat=True))


@pytest.fixture(scope="module", autouse=True)
def written_once(django_db_setup, django_db_blocker, tmp_path_factory):
    """The copy of an import that was written, and an older one."""

    def make():
        scorecard = Scorecard.objects.get(code="dti-cap-tinh")
        batch = door.receive(DATA, name="a.csv", scorecard=scorecard, options=door.Options(edition="2022"))
        door.preview(batch, layout=door.propose(batch))
        older = ImportBatch.objects.get(pk=batch.pk)
        return door.commit(batch, user=None).batch, older

    files = override_settings(KEPT_FILES=tmp_path_factory.mktemp("kept"))
    with files, scene(django_db_blocker, make) as copies:
        yield copies


def record():
    """Return the rows of the newest import and of its cells."""
    batch = ImportBatch.objects.latest("pk")
    stored = ImportBatch.objects.filter(pk=batch.pk).values()
    return list(stored), list(batch.cells.order_by("pk").values())


@pytest.mark.parametrize(
    "step",
    [
        lambda batch: door.preview(batch, layout=door.propose(batch)),
        lambda batch: stage(batch, []),
        compare,
        lambda batch: leave_out(batch, keys(batch)),
        lambda batch: take_in(batch, keys(batch)),
        lambda batch: choose_left_out(batch, shown=keys(batch), ticked=keys(batch)),
        leave_refused_out,
        lambda batch: leave_names_out(batch, printed=["Hà Giang"]),
    ],
    ids=["preview", "stage", "compare", "leave_out", "take_in", "choose", "leave_refused", "leave_names"],
)
def test_step_before_writing_leaves_a_written_import_alone(step, written_once):
    before = record()

    for batch in written_once():
        with pytest.raises(RefusedFileError) as refused:
            step(batch)
        assert refused.value.problems[0].code == "already_committed"
        assert record() == before


def test_written_import_is_undone_by_an_older_copy(written_once):
    _written, older = written_once()

    assert door.undo(older, user=None).state == ImportBatch.State.UNDONE
