from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from indicators.management.measuring import scratch_database

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_alone]

COMMAND = "dtscore.management.commands.benchmark_saves"


@contextmanager
def scratch_database_with_tables(server):
    """The database that the benchmark makes, filled with the tests' own, since migrating is slow."""
    with scratch_database(server) as address:
        Path(address.removeprefix("sqlite:///")).write_bytes(connection.connection.serialize())
        yield address


def test_save_benchmark_counts_every_accepted_save_of_officers_who_type_at_once(capsys, monkeypatch):
    monkeypatch.setattr(f"{COMMAND}.MOST_TIMES_BARE", 10_000)
    monkeypatch.setattr(f"{COMMAND}.scratch_database", scratch_database_with_tables)

    call_command("benchmark_saves", officers=6, saves=5)

    told = capsys.readouterr().out
    assert "72 saves accepted; scores 0 lost, 0 overwritten, 0 without history" in told
    assert "one-row UPDATE (30)" in told
    assert "sent to the server of the site (30)" in told


def test_save_benchmark_refuses_a_database_that_is_not_its_own():
    with pytest.raises(CommandError, match="must not meet"):
        call_command("benchmark_saves", way="type")
