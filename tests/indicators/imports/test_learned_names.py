"""Confirmed names become spellings with the commit, and are forgotten on demand."""

import io

import pytest
from django.core.management import call_command

from indicators.imports import door
from indicators.models import ImportBatch, Scorecard
from provinces.models import Unit, UnitAlias, UnitSet
from tests.factories import OfficerFactory

pytestmark = pytest.mark.usefixtures("published_data")
DATA = "Tỉnh, thành phố;DTI;Xếp hạng\nTrà Vjnh;0,6177;24\nHà Nội;0,7999;3\n".encode()
ANSWER = {"Trà Vjnh": "tra-vinh"}


@pytest.fixture
def batch(settings, tmp_path):
    settings.KEPT_FILES = tmp_path
    scorecard = Scorecard.objects.get(code="dti-cap-tinh")
    batch = door.receive(DATA, name="bang.csv", scorecard=scorecard, options=door.Options(edition="2022"))
    return door.preview(batch, layout=door.propose(batch), answers=ANSWER)


def spellings():
    return UnitAlias.objects.filter(spelling="Trà Vjnh")


def test_commit_learns_the_answers_in_their_unit_set(batch):
    officer = OfficerFactory()
    assert not spellings().exists()

    result = door.commit(batch, user=officer)

    alias = spellings().get()
    assert (alias.unit.slug, alias.unit_set.code, alias.confirmed_by) == ("tra-vinh", "63", officer)
    assert [learned["alias"] for learned in result.batch.learned] == [alias.pk]
    assert result.not_learned == ()


def test_commit_does_not_learn_what_means_another_unit_by_now(batch):
    unit_set, unit = UnitSet.objects.get(code="63"), Unit.objects.get(slug="ben-tre")
    UnitAlias.objects.create(unit_set=unit_set, unit=unit, spelling="Trà Vjnh")

    result = door.commit(batch, user=OfficerFactory())

    assert [problem.code for problem in result.not_learned] == ["spelling_means_another"]
    assert result.is_written
    assert spellings().get().unit == unit


@pytest.mark.parametrize(("arguments", "is_kept"), [([], True), (["--forget-spellings"], False)])
def test_undo_command_forgets_on_demand_alone(batch, arguments, is_kept):
    door.commit(batch, user=OfficerFactory())

    call_command("undo_import", str(batch.pk), *arguments, stdout=io.StringIO())

    assert ImportBatch.objects.get(pk=batch.pk).state == ImportBatch.State.UNDONE
    assert spellings().exists() == is_kept


def test_undo_leaves_a_spelling_that_an_officer_gave_another_unit_since(batch):
    door.commit(batch, user=OfficerFactory())
    spellings().update(unit=Unit.objects.get(slug="ben-tre"))

    call_command("undo_import", str(batch.pk), "--forget-spellings", stdout=io.StringIO())

    assert spellings().exists()
