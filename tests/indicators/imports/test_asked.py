"""What was asked for beside a file goes through the database unchanged, and nothing unknown with it."""

from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest

from indicators.imports.asked import NewScorecard, Options
from indicators.models import ImportBatch


@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options(edition="2024", unit_set="34", unit="hue", sheet="Bảng 1", left_out_names=("Cả nước",)),
        Options(new_scorecard=NewScorecard(name="PCI", scale=Decimal(100), names={"PCI": ["PCI", "Tổng"]})),
        Options(new_scorecard=NewScorecard(name="Chỉ số", scale=Decimal("0.5"))),
    ],
    ids=["nothing", "everything of a known one", "a new one", "a small scale"],
)
def test_options_are_kept_as_they_were(options):
    assert Options.of(ImportBatch(options=options.to_json())) == options


def test_options_of_an_older_import_may_lack_some():
    assert Options.of(ImportBatch(options={"edition": "2022"})) == Options(edition="2022")


def test_options_that_nobody_knows_are_an_error():
    with pytest.raises(TypeError):
        Options.of(ImportBatch(options={"editoin": "2022"}))


def test_options_are_not_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        Options().edition = "2022"
