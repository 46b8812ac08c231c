"""What is remembered of a confirmed layout, and what each file tells anew."""

from dataclasses import replace

import pytest

from indicators.imports import door
from indicators.imports.layouts.layout import Question, Role
from indicators.imports.remembered_layouts import as_remembered
from indicators.models import Scorecard
from tests.factories import OfficerFactory
from tests.indicators.imports import made_files as made

pytestmark = pytest.mark.usefixtures("published_data", "kept_files")

HEADER = ("Tỉnh", "DTI")


@pytest.fixture
def kept_files(tmp_path, settings):
    settings.KEPT_FILES = tmp_path / "media"


def received(*rows, **options):
    scorecard = Scorecard.objects.get(code="dti-cap-tinh")
    return door.receive(
        made.as_csv(rows), name="bang.csv", scorecard=scorecard, options=door.Options(**options)
    )


def confirmed(batch, **changes):
    """Commit an import whose second column a person may have read otherwise."""
    layout = door.propose(batch)
    if changes:
        layout = layout.with_column(1, **changes)
    return door.commit(door.preview(batch, layout=layout), user=OfficerFactory()).batch


def of_year(year, value="0,5"):
    return (f"Kết quả DTI năm {year}", ""), HEADER, ("Hà Giang", value), ("Hậu Giang", "0,6")


def test_remembered_layout_takes_the_period_of_the_new_file():
    confirmed(received(*of_year(2022)))
    batch = received(*of_year(2021, "0,55"))
    layout = door.propose(batch)
    assert layout.columns[1].period == "2021"
    assert door.preview(batch, layout=layout).targets.get().slug == "2021"


def test_remembered_layout_keeps_role_and_measure():
    confirmed(received(*of_year(2022, "0,512"), edition="2022"), measure="HT")
    column = door.propose(received(*of_year(2021), edition="2021")).columns[1]
    assert (column.measure, column.period) == ("HT", "")


def test_remembered_layout_takes_the_decimal_mark_of_the_new_file():
    confirmed(received(*of_year(2022)))
    batch = received(HEADER, ("Hà Giang", "0.55"), ("Hậu Giang", "0.6"), edition="2022")
    layout = door.propose(batch)
    assert layout.columns[1].decimal == "."
    assert door.preview(batch, layout=layout).counts["refused"] == 0


def test_remembered_layout_keeps_what_the_new_file_leaves_open():
    confirmed(received(*of_year(2022)))
    batch = received(*of_year(2021))
    open_ones = (Question("decimal", 1, ""), Question("role", 1, ""), Question("second_table", None, ""))
    guess = replace(door.propose(batch), questions=open_ones)
    assert [question.code for question in as_remembered(guess, batch=batch).questions] == [
        "decimal",
        "second_table",
    ]


def test_remembered_layout_asks_nothing_of_a_column_put_aside():
    rows = ("Tỉnh", "DTI", "Số máy"), ("Hà Giang", "0,5", "1.236"), ("Hậu Giang", "0,6", "1.500")
    batch = received(*rows, edition="2022")
    layout = door.propose(batch).with_column(2, role=Role.IGNORED)
    door.commit(door.preview(batch, layout=layout), user=OfficerFactory())
    guess = replace(door.propose(batch), questions=(Question("decimal", 2, ""),))
    assert as_remembered(guess, batch=batch).questions == ()
