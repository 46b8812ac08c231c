from decimal import Decimal

import pytest

from indicators.imports.figures import StagedFigure
from indicators.imports.problems import Problem
from indicators.imports.writing.comparison import compare, leave_out, take_in
from indicators.imports.writing.staging import FIGURES_AT_ONCE, stage
from indicators.models import ImportCell
from tests.indicators.imports.made_imports import figure, make_batch

pytestmark = pytest.mark.usefixtures("published_data")


def test_stage_keeps_every_column():
    given = figure(
        "ha-giang",
        row=7,
        value="0.6077",
        rank=25,
        status="ranked",
        value_basis="derived",
        rank_basis="row_order",
        change=-3,
        regional_rank=2,
        regional_count=13,
        regional_change=1,
        note="ghi chú",
    )
    batch = make_batch()
    assert stage(batch, [given]) == 1
    cell = batch.cells.get()
    for name in StagedFigure._fields:
        if name not in ("state", "target_slug"):
            assert getattr(cell, name) == getattr(given, name), name
    assert cell.target.slug == given.target_slug
    assert cell.address == "C7"


def test_stage_takes_figures_as_they_come():
    one = figure("ha-giang", value="0.5")
    many = FIGURES_AT_ONCE + 3
    batch = make_batch()
    assert stage(batch, (one._replace(row=row) for row in range(many))) == many
    assert sorted(batch.cells.values_list("row", flat=True)) == list(range(many))


def test_stage_replaces_what_was_staged_before():
    batch, other = make_batch(), make_batch()
    for one in (batch, other, batch):
        stage(one, [figure("ha-giang", value="0.5")])
    assert (batch.cells.count(), other.cells.count()) == (1, 1)


@pytest.mark.parametrize("value", ["1e400", "123456789.5", "NaN", "Infinity"])
def test_stage_keeps_refused_figure_without_impossible_numbers(value):
    problem = Problem(code="out_of_scale", message="x", row=2, column="C")
    refused = figure("ha-giang", state="refused", unit_id=None, problem=problem, rank=10**12, change=10**6)
    batch = make_batch()
    stage(batch, [refused._replace(value=Decimal(value)), figure("hau-giang", value="0.25")])
    cell, taken = batch.cells.order_by("pk")
    assert (cell.state, cell.value, cell.rank, cell.change) == ("refused", None, None, None)
    assert cell.problem["code"] == "out_of_scale"
    assert (taken.value, taken.problem) == (Decimal("0.25"), None)


def test_stage_shortens_what_no_column_holds():
    batch = make_batch()
    stage(batch, [figure("ha-giang", value="0.5", as_printed="x" * 1000, measure_text="y" * 1000)])
    cell = batch.cells.get()
    assert (len(cell.as_printed), len(cell.measure_text)) == (300, 300)


def test_leave_out_and_take_in_lead_back():
    problem = Problem(code="unknown_unit", message="x", row=2)
    batch = make_batch()
    figures = [
        figure("ha-giang", value="0.5"),
        figure("ha-giang", state="refused", unit_id=None, problem=problem),
    ]
    stage(batch, figures)
    before = compare(batch)
    cells = list(batch.cells.values_list("pk", flat=True))
    left_out = leave_out(batch, cells)
    assert left_out.counts[ImportCell.State.LEFT_OUT] == 2
    assert take_in(batch, cells) == before


def test_stage_keeps_texts_that_all_rows_share_as_they_are():
    batch = make_batch()
    texts = ["'; DROP", "100 % ?", "%s %%", "a\u2028b"]
    for text in texts:
        stage(batch, [figure("ha-giang", value="0.5", measure_text=text)] * 2)
        assert set(batch.cells.values_list("measure_text", flat=True)) == {text}
