import pytest

from indicators.imports.writing.checks import check
from indicators.imports.writing.comparison import compare
from indicators.imports.writing.previews import Preview
from indicators.imports.writing.staging import stage
from provinces.models import UnitSet
from tests.indicators.imports.made_imports import figure, make_batch

pytestmark = pytest.mark.usefixtures("published_data")

GROUPS = {"NT": 100, "TC": 100, "HT": 100, "NL": 100, "AT": 100, "CQS_HD": 200, "KTS_HD": 150, "XHS_HD": 150}


def compared(*figures, **fields):
    batch = make_batch(**fields)
    stage(batch, figures)
    compare(batch)
    return batch


def found(batch):
    return {problem.code: problem.message for problem in check(batch)}


def members():
    units = UnitSet.objects.get(code="63").units.order_by("memberships__order")
    return list(units.values_list("slug", flat=True))


def whole_table(**changes):
    """A figure of the total for each of the 63, best first; ``changes`` by place in the list."""
    for place, unit in enumerate(members()):
        yield figure(unit, row=place, value=f"0.{9000 - place}", rank=place + 1, **changes.get(unit, {}))


def test_check_finds_nothing_in_a_whole_table():
    assert found(compared(*whole_table())) == {}


def test_check_names_missing_units():
    message = found(compared(*list(whole_table())[2:]))["units_missing"]
    assert message.startswith("1999 – Chỉ số chuyển đổi số cấp tỉnh: 61/63")
    assert len(message) < 200


def test_check_keeps_and_tells_ranks_against_values():
    first, second, *rest = whole_table()
    batch = compared(first._replace(rank=2), second._replace(rank=1), *rest)
    assert list(found(batch)) == ["rank_contradicts_value"]
    assert batch.cells.get(row=0).rank == 2


def test_check_tells_ranks_above_the_number_of_units():
    *rest, last = whole_table()
    assert list(found(compared(*rest, last._replace(rank=64)))) == ["rank_above_count"]


def groups_of(unit, *, total):
    values = {code: f"0.{number}1" for number, code in enumerate(GROUPS, start=1)}
    yield figure(unit, value=total)
    yield from (figure(unit, code, value=value) for code, value in values.items())


@pytest.mark.parametrize(("total", "is_told"), [("0.5050", False), ("0.5049", False), ("0.5053", True)])
def test_check_adds_groups_up(total, is_told):
    shares = (points * (number / 10 + 0.01) for number, points in enumerate(GROUPS.values(), start=1))
    assert sum(shares) / 1000 == pytest.approx(0.5050)
    assert ("sum_differs" in found(compared(*groups_of("ha-giang", total=total)))) is is_told


def test_check_adds_up_with_what_stands_there(published):
    row = published.rankings.filter(measure__code="HT", value__isnull=False).first()
    batch = compared(figure(row.unit.slug, "HT", slug="2022", value="0.0001"), slug="2022")
    has_all = (
        published.rankings.filter(unit=row.unit, measure__code__in=GROUPS, value__isnull=False).count() == 8
    )
    assert ("sum_differs" in found(batch)) == has_all


def test_preview_computes_ranks_that_nobody_printed():
    first, *rest = (one._replace(rank=None) for one in whole_table())
    batch = compared(first._replace(value=rest[-1].value / 2), *rest)
    preview = Preview(batch)
    rows = preview.rows(0, 2)
    assert [(row.new_rank, row.new_rank_is_computed) for row in rows] == [(63, True), (1, True)]
    assert (rows[0].old_rank, rows[0].difference) == (None, None)


def test_preview_shows_old_and_new_of_a_published_edition(published):
    row = published.rankings.filter(measure__code="DTI", rank=5).first()
    batch = compared(figure(row.unit.slug, slug="2022", value="0.5", rank=9), slug="2022")
    [shown] = Preview(batch).rows(states=["changed"])
    assert (shown.old_value, shown.old_rank, shown.new_rank) == (row.value, 5, 9)
    assert shown.difference == shown.new_value - row.value


def test_preview_pages_run_through_all_states():
    batch = compared(
        figure("ha-giang", state="refused", unit_id=None),
        *(figure("ha-giang", value="0.1", row=row) for row in range(3, 6)),
        figure("hau-giang"),
    )
    preview = Preview(batch)
    states = [row.cell.state for row in preview.rows()]
    assert states == ["refused", "refused", "refused", "new", "unchanged"]
    assert [row.cell.pk for row in preview.every_row()] == [row.cell.pk for row in preview.rows()]
    for size in (1, 2, 3):
        pages = [preview.rows(start, start + size) for start in range(0, len(states), size)]
        assert [row.cell.state for page in pages for row in page] == states
