"""A database of a test's own, which other processes and threads can open by its address."""

import os
import subprocess
import sys
from contextlib import contextmanager
from uuid import uuid4

from django.conf import settings
from django.db import connection


@contextmanager
def database_apart(directory, *, commands=(("migrate",),)):
    """Give the address of a database beside the tests' own.

    On SQLite it is a copy of that one; on PostgreSQL ``commands`` of manage.py fill an empty one.
    """
    if connection.vendor == "sqlite":
        path = directory / "apart.sqlite3"
        path.write_bytes(connection.connection.serialize())
        yield f"sqlite:///{path}"
        return
    with _postgresql_database() as url:
        for command in commands:
            run_manage(url, *command, "--verbosity=0")
        yield url


@contextmanager
def _postgresql_database():
    import psycopg

    name, known = f"apart_{uuid4().hex}", connection.get_connection_params()
    server = {key: known[key] for key in ("host", "user")}
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as server_connection:
        server_connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"postgres://{known['user']}@/{name}?host={known['host']}"
        finally:
            server_connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run_manage(database, *command):
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.DEVNULL,
        check=True,
    )
