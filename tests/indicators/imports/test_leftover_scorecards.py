"""Scorecards that a table is the first of: made by the preview, taken back while nobody needs them."""

from decimal import Decimal

import pytest

from indicators.imports import door
from indicators.imports.asked import NewScorecard
from indicators.imports.problems import RefusedFileError
from indicators.imports.writing.leftovers import delete_if_unused
from indicators.models import Scorecard
from tests.indicators.imports import made_files as made

pytestmark = pytest.mark.usefixtures("published_data", "kept_files")

TABLE = ("Tỉnh", "PCI 2022"), ("Hà Giang", "50,5"), ("Hậu Giang", "60,2")


@pytest.fixture
def kept_files(tmp_path, settings):
    settings.KEPT_FILES = tmp_path / "media"


def received(*, name="PCI", scorecard=None):
    new = None if scorecard else NewScorecard(name=name, scale=Decimal(100))
    options = door.Options(new_scorecard=new, edition="2022", unit_set="63")
    return door.receive(made.as_csv(TABLE), name="pci.csv", scorecard=scorecard, options=options)


def previewed(batch):
    return door.preview(batch, layout=door.propose(batch))


@pytest.mark.parametrize("name", ["PCI", "pci", "CHI SO CHUYEN DOI SO CAP TINH (DTI)"])
def test_scorecard_of_a_known_name_is_refused_in_words(name):
    previewed(received())
    with pytest.raises(RefusedFileError) as refused:
        previewed(received(name=name))
    assert [problem.code for problem in refused.value.problems] == ["scorecard_known"]


def test_scorecard_is_made_anew_by_each_preview():
    batch = previewed(received())
    first = batch.scorecard_id
    assert previewed(batch).scorecard_id != first
    assert Scorecard.objects.filter(code="pci").count() == 1


def test_scorecard_that_a_second_import_chose_stays():
    batch = previewed(received())
    made_one = batch.scorecard
    previewed(received(scorecard=made_one))
    assert previewed(batch).scorecard == made_one
    delete_if_unused(batch)
    assert Scorecard.objects.filter(pk=made_one.pk).exists()


def test_scorecard_of_a_preview_alone_is_deleted():
    batch = previewed(received())
    delete_if_unused(batch)
    assert not Scorecard.objects.filter(code="pci").exists()
    assert batch.scorecard is None
