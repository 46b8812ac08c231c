from contextlib import suppress

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from indicators.management.robustness_benchmark.ways import BAND, made_parts, plain_intervals
from indicators.scoring.robustness import rank_intervals


def test_plain_intervals_agree_with_ours_where_no_total_ties():
    parts = made_parts(12, parts=3)

    plain = plain_intervals(parts.values.to_numpy(), points=parts.points.to_numpy(), draws=999, seed=5)

    table = rank_intervals(parts, band=BAND, draws=999, seed=5)
    # Percentiles are cut by another rule than ours, which may move an end by a rank.
    assert np.abs(table["lowest"] - plain[0]).max() <= 1
    assert np.abs(table["highest"] - plain[1]).max() <= 1


@pytest.mark.sqlite_alone
def test_robustness_benchmark_tells_ratio_and_memory(capsys):
    # Whether the goal is reached is for a machine with nothing else to do to say, not for a test.
    with suppress(CommandError):
        call_command("benchmark_robustness", large=500, draws=1000)

    output = capsys.readouterr().out
    assert "times plain NumPy" in output
    assert "MiB over start" in output


def test_robustness_benchmark_needs_a_unit():
    with pytest.raises(CommandError, match="At least 1"):
        call_command("benchmark_robustness", units=0)
