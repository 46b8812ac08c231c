"""What all benchmarks have in common: processes and databases of their own, time, memory, goals."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

SCRATCH = "dtscore-benchmark-"
_STATUS = Path("/proc/self/status")
_RESET = Path("/proc/self/clear_refs")


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder for databases that are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=SCRATCH) as folder:
        yield Path(folder)


@contextmanager
def scratch_database(server: str | None) -> Iterator[str]:
    """Give the address of an empty database that is gone afterwards.

    Args:
        server: address of a PostgreSQL server, ``postgres://user@host/postgres``; None for SQLite.
    """
    if server is None:
        with scratch_folder() as folder:
            yield sqlite_address(folder / "scratch.sqlite3")
        return
    import psycopg
    from psycopg import sql

    name = f"{SCRATCH}{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connected:
        connected.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield _with_database(server, name)
        finally:
            statement = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connected.execute(statement)


def sqlite_address(path: Path) -> str:
    """Return the address of a SQLite file, as DATABASE_URL takes it."""
    return f"sqlite:///{path}"


def run_apart(command: str, way: str, *options: str, database: str) -> dict:
    """Run one way of a benchmark in a process of its own, on a database of its own; return its figures.

    Raises:
        CommandError: if it fails.
    """
    process = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", command, f"--way={way}", *options],
        env={**os.environ, "DATABASE_URL": database},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if process.returncode:
        raise CommandError(f"“{way}” failed.")
    return json.loads(process.stdout)


def refuse_real_database() -> None:
    """Refuse to work on a database that no benchmark made.

    Raises:
        CommandError: if this process was given such a one.
    """
    name = Path(connection.settings_dict["NAME"])
    made = name.parent.name if connection.vendor == "sqlite" else name.name
    if not made.startswith(SCRATCH):
        raise CommandError("--way is for the command itself: it must not meet the database of the site.")


def prepare(make: Callable[[], object]) -> dict:
    """Make the tables and what stands in them; the file of SQLite then holds all of it, to be copied."""
    call_command("migrate", verbosity=0)
    make()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {}


def measured(work: Callable[[], object]) -> dict:
    """Do some work; return the seconds, the CPU time, and the memory over that at the start in bytes."""
    if _RESET.exists():
        _RESET.write_text("5")  # Linux forgets the highest mark so far
    before = _status("VmRSS") or _highest()
    start, cpu_start = time.perf_counter(), time.process_time()
    work()
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu_start
    return {"seconds": seconds, "cpu": cpu, "memory": max(0, _highest() - before)}


def verdict(goal: str, *, reached: bool) -> str:
    """Write a goal and whether it was reached, to stand behind the figure."""
    return f" (goal: {goal}, {'reached' if reached else 'MISSED'})"


def refuse_missed(reached: list[bool]) -> None:
    """End the command with an error, as scripts expect it, unless all goals were reached.

    Raises:
        CommandError: if one was not.
    """
    if not all(reached):
        raise CommandError("A goal was missed.")


def _with_database(server: str, name: str) -> str:
    address, _mark, options = server.partition("?")
    address = f"{address.rpartition('/')[0]}/{name}"
    return f"{address}?{options}" if options else address


def _highest() -> int:
    return _status("VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _status(name: str) -> int:
    if not _STATUS.exists():
        return 0
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024
