"""A database of a test's own, which other processes and threads can open by its address."""

from contextlib import contextmanager

from django.db import connection

from tests.servers.postgresql import copy_of, published_copy


@contextmanager
def database_apart(directory):
    """Give the address of a database beside the tests' own, with the published data."""
    if connection.vendor == "sqlite":
        path = directory / "apart.sqlite3"
        path.write_bytes(connection.connection.serialize())
        yield f"sqlite:///{path}"
        return
    # Of the tests' own database no copy is made while a test is connected to it.
    with copy_of(connection, published_copy(connection)) as name:
        known = connection.get_connection_params()
        yield f"postgres://{known['user']}@/{name}?host={known['host']}"
