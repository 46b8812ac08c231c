"""The set-based comparison, commit and undo, beside a slow second way of saying the same."""

from contextlib import contextmanager
from decimal import Decimal
from itertools import product

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from indicators.imports.problems import Problem
from indicators.imports.writing.committing import commit
from indicators.imports.writing.comparison import compare, leave_out
from indicators.imports.writing.staging import stage
from indicators.imports.writing.undoing import conflicts, undo
from indicators.models import ImportCell, Ranking
from provinces.models import Unit
from tests.factories import DraftFactory
from tests.indicators.imports.made_imports import cells_of, figure, make_batch, stated_rows

pytestmark = pytest.mark.usefixtures("published_data")

UNITS = ["ha-giang", "hau-giang", "tra-vinh"]
MEASURES = ["DTI", "HT"]
PLACES = list(product(UNITS, MEASURES))
VALUES = st.sampled_from([None, "0.1", "0.2", "0.3"])
RANKS = st.sampled_from([None, 1, 2])


@st.composite
def stored_rows(draw):
    """A row, or none, for each place."""
    rows = {}
    for place in PLACES:
        value, rank = draw(VALUES), draw(RANKS)
        lacks = st.sampled_from([None, "not_ranked", "not_published"])
        status = "ranked" if rank or (value and draw(st.booleans())) else draw(lacks)
        if value and status == "not_published":
            status = "not_ranked"
        if status:
            rows[place] = {
                "status": status,
                "value": value,
                "rank": rank,
                "note": draw(st.sampled_from(["", "a"])),
            }
            if status == "ranked" and not value and not rank:
                del rows[place]
    return rows


@st.composite
def read_figures(draw):
    """What a file holds, row by row; None for the unit that nobody knows."""
    rows = []
    for place in draw(st.lists(st.sampled_from(PLACES), max_size=8)):
        value, rank = draw(VALUES), draw(RANKS)
        marks = [
            "",
            *(["not_ranked"] if not rank else []),
            *(["not_published"] if not (value or rank) else []),
        ]
        columns = draw(st.sampled_from([("C", "D"), ("C", ""), ("", "D")]))
        rows.append(
            {
                "place": place,
                "value": value if columns[0] else None,
                "rank": rank if columns[1] else None,
                "status": draw(st.sampled_from(marks)),
                "columns": columns,
                "note": draw(st.sampled_from(["", "", "b"])),
                "is_unknown": draw(st.integers(0, 9)) == 0,
            }
        )
    return rows


def is_blank(row):
    return not (row["value"] or row["rank"] or row["status"])


def merged(old, row):
    """The row that stands after ``row`` was written over ``old``; both may be None."""
    old = old or {"status": "", "value": None, "rank": None, "note": ""}
    value, rank = row["value"] or old["value"], row["rank"] or old["rank"]
    if row["status"] == "not_published":
        value = None if row["columns"][0] else old["value"]
        rank = None if row["columns"][1] else old["rank"]
    if row["status"] == "not_ranked":
        rank = None
    if rank:
        status = "ranked"
    elif "not_ranked" in (row["status"], old["status"]):
        status = "not_ranked"
    else:
        status = "ranked" if value else "not_published"
    stood = {name: old[name] for name in ("value", "rank") if old[name]}
    keeps_note = stood and stood.items() <= {"value": value, "rank": rank}.items()
    note = row["note"] or (old["note"] if keeps_note else "")
    return {"status": status, "value": value, "rank": rank, "note": note}


def says_otherwise(old, row):
    """Whether a figure changes; a note alone does not."""
    return {**merged(old, row), "note": ""} != {**old, "note": ""}


def expected_states(stored, rows):
    """State of each row of the file, and the places whose stored figures it should hold and lacks."""
    seen, states, columns = set(), [], {}
    for row in rows:
        old = stored.get(row["place"])
        if row["is_unknown"] or (not is_blank(row) and row["place"] in seen):
            states.append("refused")
            continue
        if is_blank(row):
            states.append("unchanged")
            continue
        seen.add(row["place"])
        states.append("new" if old is None else "changed" if says_otherwise(old, row) else "unchanged")
        columns.setdefault(row["place"][1], []).append(row["columns"])
    lacking = []
    for measure in MEASURES:
        held = {
            place for place, row in stored.items() if place[1] == measure and (row["value"] or row["rank"])
        }
        given_places = {place for place in seen if place[1] == measure}
        is_doubtful = any(row["is_unknown"] and row["place"][1] == measure for row in rows)
        if 2 * len(given_places) > len(held) > 0 and not is_doubtful:
            gives_value, gives_rank = map(any, zip(*columns[measure], strict=True))
            lacking += sorted(
                place
                for place in held - given_places
                if (gives_value or not stored[place]["value"]) and (gives_rank or not stored[place]["rank"])
            )
    blank = set()
    for number, row in enumerate(rows):
        is_first = row["place"] not in blank and not row["is_unknown"]
        if is_first and is_blank(row) and row["place"] in lacking:
            states[number] = "removed"
            blank.add(row["place"])
    return states, [place for place in lacking if place not in blank]


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def store(rows):
    draft = DraftFactory(slug="1999")
    measures = {code: draft.methodology.measures.get(code=code) for code in MEASURES}
    for (unit, measure), row in rows.items():
        Ranking.objects.create(
            edition=draft,
            unit=Unit.objects.get(slug=unit),
            measure=measures[measure],
            value_basis="derived" if row["value"] else "",
            value_text=row["value"] or "",
            rank_basis="row_order" if row["rank"] else "",
            **row,
        )
    return draft


def stage_rows(rows):
    batch = make_batch()
    problem = Problem(code="unknown_unit", message="x")
    stage(
        batch,
        [
            figure(
                *row["place"],
                row=number,
                value=row["value"],
                rank=row["rank"],
                status=row["status"],
                note=row["note"],
                value_column=row["columns"][0],
                rank_column=row["columns"][1],
                **({"unit_id": None, "state": "refused", "problem": problem} if row["is_unknown"] else {}),
            )
            for number, row in enumerate(rows)
        ],
    )
    return batch


def stated_alone(draft):
    rows = draft.rankings.values_list("unit__slug", "measure__code", "status", "value", "rank", "note")
    return {
        (unit, measure): {
            "status": status,
            "value": str(value.normalize()) if value is not None else None,
            "rank": rank,
            "note": note,
        }
        for unit, measure, status, value, rank, note in rows
    }


@settings(
    max_examples=40, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(stored=stored_rows(), rows=read_figures())
def test_import_agrees_with_slow_way(stored, rows):
    with taken_back():
        draft = store(stored)
        batch = stage_rows(rows)
        states, lacking = expected_states(stored, rows)
        for _again in range(2):
            compare(batch)
            cells = batch.cells.order_by("row", "pk")
            assert list(cells.filter(row__isnull=False).values_list("state", flat=True)) == states
            removed = cells.filter(row=None).values_list("state", "unit__slug", "measure__code")
            assert sorted(removed) == sorted(("removed", *place) for place in lacking)

        before = stated_rows(draft)
        refused = batch.cells.filter(state=ImportCell.State.REFUSED)
        leave_out(batch, refused.values_list("pk", flat=True))
        is_written = commit(batch, user=None).is_written
        expected = dict(stored)
        for row, state in zip(rows, states, strict=True):
            if state in ("new", "changed"):
                expected[row["place"]] = merged(stored.get(row["place"]), row)
            elif state == "removed":
                del expected[row["place"]]
        for place in lacking:
            del expected[place]
        assert stated_alone(draft) == expected
        assert is_written == (expected != stored)
        if is_written:
            assert conflicts(batch) == ()
            undo(batch, user=None)
            assert stated_rows(draft) == before


def test_compare_tells_old_figures():
    draft = store({("ha-giang", "DTI"): {"status": "ranked", "value": "0.1", "rank": 3, "note": ""}})
    batch = make_batch()
    stage(batch, [figure("ha-giang", value="0.2"), figure("hau-giang", value="0.3", row=3)])
    comparison = compare(batch)
    assert cells_of(batch) == [
        ("ha-giang", "DTI", "changed", Decimal("0.1"), 3),
        ("hau-giang", "DTI", "new", None, None),
    ]
    assert comparison.counts == {
        "new": 1,
        "changed": 1,
        "unchanged": 0,
        "removed": 0,
        "refused": 0,
        "left_out": 0,
    }
    assert set(batch.cells.values_list("target__edition", flat=True)) == {draft.pk}


def test_compare_takes_what_we_compute_for_nothing(published):
    computed = published.rankings.difference(published.rankings.stated())
    row = Ranking.objects.get(pk=computed.first().pk)
    batch = make_batch(slug="2022")
    stage(batch, [figure(row.unit.slug, row.measure.code, slug="2022", value="0.5")])
    assert compare(batch).counts["new"] == 1


def test_compare_names_both_cells_of_a_duplicate():
    batch = make_batch()
    stage(batch, [figure("ha-giang", value="0.2", row=row) for row in (4, 9, 11)])
    comparison = compare(batch)
    assert [(problem.code, problem.row, problem.column) for problem in comparison.problems] == [
        ("duplicate_unit", 9, "C"),
        ("duplicate_unit", 11, "C"),
    ]
    assert "ô C4" in comparison.problems[1].message
    assert batch.cells.get(row=11).problem == comparison.problems[1].to_json() | {"suggestions": []}
    first = batch.cells.get(row=4)
    assert [problem.row for problem in leave_out(batch, [first.pk]).problems] == [11]


def test_compare_refuses_nothing_that_is_blank_twice():
    batch = make_batch()
    stage(
        batch, [figure("ha-giang", row=4), figure("ha-giang", value="0.2", row=5), figure("ha-giang", row=6)]
    )
    comparison = compare(batch)
    assert (comparison.counts["refused"], comparison.counts["new"]) == (0, 1)


@pytest.mark.parametrize(
    ("column", "given"), [("rank_column", {"value": "0.1"}), ("value_column", {"rank": 1})]
)
@pytest.mark.parametrize("is_blank", [False, True])
def test_compare_removes_no_half_that_the_file_does_not_give(column, given, is_blank):
    store({(unit, "DTI"): {"status": "ranked", "value": "0.1", "rank": 1, "note": ""} for unit in UNITS})
    batch = make_batch()
    figures = [figure(unit, row=row, **given, **{column: ""}) for row, unit in enumerate(UNITS[:2])]
    if is_blank:
        figures.append(figure(UNITS[2], row=9, **{column: ""}))
    stage(batch, figures)
    assert compare(batch).counts["removed"] == 0


@pytest.mark.parametrize(("code", "count"), [("unknown_unit", 0), ("unknown_measure", 1)])
def test_compare_removes_nothing_while_a_name_may_stand_for_it(code, count):
    store({(unit, "DTI"): {"status": "ranked", "value": "0.1", "rank": None, "note": ""} for unit in UNITS})
    batch = make_batch()
    # Of ministries in two sets the unit tells the edition, so that an unknown name has none.
    nameless = {"slug": "", "unit_id": None, "state": "refused", "problem": Problem(code=code, message="x")}
    stage(
        batch,
        [*(figure(unit, value="0.1") for unit in UNITS[:2]), figure("tra-vinh", value="0.1", **nameless)],
    )
    assert compare(batch).counts["removed"] == count


def test_compare_keeps_what_was_left_out_of_the_removed():
    rows = {(unit, "DTI"): {"status": "ranked", "value": "0.1", "rank": None, "note": ""} for unit in UNITS}
    store(rows)
    batch = make_batch()
    stage(batch, [figure(unit, value="0.1", row=row) for row, unit in enumerate(UNITS[:2])])
    assert compare(batch).counts["removed"] == 1
    cell = batch.cells.get(state="removed")
    assert (cell.unit.slug, cell.row, cell.old_value) == (UNITS[2], None, Decimal("0.1"))
    for _again in range(2):
        counts = leave_out(batch, [batch.cells.get(unit=cell.unit).pk]).counts
        assert (counts["removed"], counts["left_out"]) == (0, 1)
    assert not commit(batch, user=None).is_written
