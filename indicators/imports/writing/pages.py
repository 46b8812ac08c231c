"""Room in memory for the pages of the database that an import writes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# Three times what a hundred thousand figures take, as cells and as rankings.
_KIBIBYTES = 64 * 1024


@contextmanager
def room_for_pages() -> Iterator[None]:
    """Let SQLite keep the pages that it writes: with the usual 2 MB it would write and read them in turns."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    database = connection.connection
    (before,) = database.execute("PRAGMA cache_size").fetchone()
    database.execute(f"PRAGMA cache_size = -{_KIBIBYTES}")
    try:
        yield
    finally:
        database.execute(f"PRAGMA cache_size = {before}")
