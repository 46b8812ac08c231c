"""An import that is written keeps its record, whoever still has an older copy of it open."""

import pytest

from indicators.imports import door
from indicators.imports.problems import RefusedFileError
from indicators.imports.writing.comparison import compare, leave_out, take_in
from indicators.imports.writing.leaving_out import choose_left_out, leave_names_out, leave_refused_out
from indicators.imports.writing.staging import stage
from indicators.models import ImportBatch, Scorecard
from tests.indicators.imports import made_files as made

pytestmark = pytest.mark.usefixtures("published_data")

DATA = made.as_csv([("Tỉnh", "DTI"), ("Hà Giang", "0,5"), ("Hậu Giang", "0,6")])


def keys(batch):
    return list(batch.cells.values_list("pk", flat=True))


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
@pytest.mark.parametrize("is_own_copy", [True, False], ids=["the copy that was written", "an older copy"])
def test_step_before_writing_leaves_a_written_import_alone(step, is_own_copy, tmp_path, settings):
    settings.KEPT_FILES = tmp_path
    scorecard = Scorecard.objects.get(code="dti-cap-tinh")
    batch = door.receive(DATA, name="a.csv", scorecard=scorecard, options=door.Options(edition="2022"))
    door.preview(batch, layout=door.propose(batch))
    older = ImportBatch.objects.get(pk=batch.pk)
    written = door.commit(batch, user=None).batch

    def record():
        stored = ImportBatch.objects.filter(pk=batch.pk).values()
        return list(stored), list(written.cells.order_by("pk").values())

    before = record()
    with pytest.raises(RefusedFileError) as refused:
        step(written if is_own_copy else older)
    assert refused.value.problems[0].code == "already_committed"
    assert record() == before
    assert door.undo(older, user=None).state == ImportBatch.State.UNDONE
