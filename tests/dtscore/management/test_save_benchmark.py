from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_alone]


def test_save_benchmark_counts_every_accepted_save_of_officers_who_type_at_once(capsys):
    # Whether the goal is reached is for a machine with nothing else to do to say, not for a test.
    with suppress(CommandError):
        call_command("benchmark_saves", officers=6, saves=5)

    told = capsys.readouterr().out
    assert "72 saves accepted; scores 0 lost, 0 overwritten, 0 without history" in told
    assert "one-row UPDATE (30)" in told
    assert "sent to the server of the site (30)" in told


def test_save_benchmark_refuses_a_database_that_is_not_its_own():
    with pytest.raises(CommandError, match="must not meet"):
        call_command("benchmark_saves", way="type")
