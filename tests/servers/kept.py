"""The published data in SQLite, kept between runs: migrating and loading take longer than most tests."""

import fcntl
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection

# What decides how the database looks. No other module writes to it while it is migrated and loaded.
MADE_FROM = ("constraints.txt", "dtscore/settings.py", "fixtures/**/*.csv", "*/migrations/*.py")
LOADED_BY = ("provinces/**/*.py", "indicators/**/*.py")
ADMIN = "admin"


def keep(folder: Path, *, migrate: Callable[[], None], load: Callable[[], None]) -> None:
    """Fill the database in memory: from the copy of an earlier run, else by migrating and loading.

    A copy is named after all that it was made from, so that it is never older than the code. One process
    makes it, and others that need it meanwhile wait.
    """
    migrated = folder / f"migrated-{digest(MADE_FROM)}.sqlite3"
    loaded = folder / f"loaded-{digest(MADE_FROM + LOADED_BY)}.sqlite3"
    with locked(folder / "lock"):
        if loaded.exists():
            read_from(loaded)
            return
        if migrated.exists():
            read_from(migrated)
        else:
            migrate()
            write_to(migrated)
        load()
        write_to(loaded)
        for path in folder.glob("*.sqlite3"):
            if path not in (migrated, loaded):
                path.unlink()


def digest(patterns: tuple[str, ...]) -> str:
    made_of = sha256(sqlite3.sqlite_version.encode())
    for path in sorted({path for pattern in patterns for path in settings.BASE_DIR.glob(pattern)}):
        if ADMIN not in path.relative_to(settings.BASE_DIR).parts:
            made_of.update(str(path.relative_to(settings.BASE_DIR)).encode())
            made_of.update(path.read_bytes())
    return made_of.hexdigest()[:32]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def read_from(path: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as kept:
        kept.backup(connection.connection)


def write_to(path: Path) -> None:
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as kept:
        connection.connection.backup(kept)
    unfinished.replace(path)
