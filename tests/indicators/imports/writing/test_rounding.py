from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.imports.asked import Options
from indicators.imports.writing.committing import commit
from indicators.imports.writing.comparison import compare, leave_out, take_in
from indicators.imports.writing.origins import origin_of
from indicators.imports.writing.rounding import is_rounded, rounded_values
from indicators.imports.writing.staging import stage
from indicators.imports.writing.undoing import undo
from indicators.models.basis import Basis
from indicators.notation import format_number
from tests.indicators.imports.made_imports import figure, make_batch, stated_rows


@pytest.mark.parametrize(
    ("text", "value", "stored", "is_told"),
    [
        ("0,64", "0.64", "0.6419", True),
        ("0,642", "0.642", "0.6419", True),
        ("64,2%", "0.642", "0.6419", True),
        ("72", "72", "72.34", True),
        ("0,65", "0.65", "0.6419", False),
        ("0,6400", "0.64", "0.6419", False),
        ("0,6419", "0.6419", "0.6419", False),
        ("0,6419", "0.6419", "0.64", False),
        ("1", "1", "0.6419", False),
        ("0,0", "0", "0.0419", False),
        ("65,57/100", "65.57", "65.571", False),
    ],
)
def test_fewer_decimals_are_told_from_another_value(text, value, stored, is_told):
    assert is_rounded(Decimal(value), text=text, stored=Decimal(stored)) is is_told


@given(stored=st.decimals("0.1", 1, places=4), decimals=st.integers(2, 3))
def test_a_value_printed_with_fewer_decimals_is_a_rounded_one(stored, decimals):
    text = format_number(stored, decimals=decimals)
    value = Decimal(text.replace(",", "."))
    assert is_rounded(value, text=text, stored=stored) is (value != stored)


@pytest.mark.usefixtures("published_data")
@pytest.mark.parametrize("takes_rounded", [False, True])
def test_import_keeps_decimals_unless_told_otherwise(published, takes_rounded):
    row = published.rankings.filter(measure__code="DTI", unit__slug="ha-giang").get()
    short = row.value.quantize(Decimal("0.01"))
    batch = make_batch(slug="2022", options=Options(takes_rounded=takes_rounded).to_json())
    text = format_number(short, decimals=2)
    stage(batch, [figure("ha-giang", slug="2022", value=short, rank=row.rank + 1, value_text=text)])
    for _again in range(2):
        compare(batch)
    cell = batch.cells.get()
    assert (cell.state, cell.keeps_value) == ("changed", not takes_rounded)
    assert "1 giá trị chỉ khác do làm tròn" in rounded_values(batch)[0].message

    before = stated_rows(published)
    [draft] = commit(batch, user=None).editions
    written = draft.rankings.get(measure__code="DTI", unit__slug="ha-giang")
    assert written.rank == row.rank + 1
    assert written.value == (short if takes_rounded else row.value)
    assert written.value_source_id == (batch.source_id if takes_rounded else row.value_source_id)
    assert origin_of(written) == cell
    undo(batch, user=None)
    assert stated_rows(published) == before


@pytest.mark.usefixtures("published_data")
def test_value_that_was_worked_out_gives_way_to_the_published_one(published):
    rows = published.rankings.filter(measure__code="DTI")
    derived, stated = (rows.get(unit__slug=slug) for slug in ("ha-giang", "cao-bang"))
    rows.filter(pk=derived.pk).update(value_basis=Basis.DERIVED)
    batch = make_batch(slug="2022")
    short = [(row, row.value.quantize(Decimal("0.01"))) for row in (derived, stated)]
    texts = [format_number(value, decimals=2) for _row, value in short]
    stage(
        batch,
        [
            figure(row.unit.slug, slug="2022", value=value, value_text=text)
            for (row, value), text in zip(short, texts, strict=True)
        ],
    )

    compare(batch)
    first, second = batch.cells.order_by("pk")
    assert (first.state, first.keeps_value) == ("changed", None)
    assert (second.state, second.keeps_value) == ("unchanged", True)
    leave_out(batch, [second.pk])
    assert not rounded_values(batch)
    take_in(batch, [second.pk])
    assert "1 giá trị" in rounded_values(batch)[0].message

    [draft] = commit(batch, user=None).editions
    written = draft.rankings.get(measure__code="DTI", unit__slug="ha-giang")
    assert (written.value, written.value_basis) == (short[0][1], Basis.PUBLISHED)
    assert written.value_source_id == batch.source_id
