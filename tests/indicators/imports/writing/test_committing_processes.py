"""Commits in processes of their own: two at the same moment, and one that is killed halfway."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

ACT = "tests.indicators.imports.writing.commit_in_process"


@pytest.fixture
def database(db, tmp_path):
    """The address of a database with the published data that other processes can open."""
    if connection.vendor == "sqlite":
        path = tmp_path / "apart.sqlite3"
        path.write_bytes(connection.connection.serialize())
        yield f"sqlite:///{path}"
    else:
        with postgresql_database() as url:
            run_manage(url, "migrate", "--verbosity=0")
            run_manage(url, "load_published", "--verbosity=0")
            yield url


@contextmanager
def postgresql_database():
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


class Act:
    """One act in a process of its own."""

    def __init__(self, database, *words):
        self.process = subprocess.Popen(
            [sys.executable, "-m", ACT, *map(str, words)],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": database},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def says(self, word):
        assert self.process.stdout.readline().strip() == word

    def answer(self):
        """Let it go on, and return what it says last."""
        output, _nothing = self.process.communicate("\n")
        return json.loads(output.splitlines()[-1])

    def kill(self):
        self.process.kill()
        self.process.communicate()


def test_commit_that_is_killed_leaves_nothing_behind(database):
    number = Act(database, "make").answer()
    before = Act(database, "look").answer()
    killed = Act(database, "commit", number, "--wait")
    killed.says("starting")
    killed.says("writing")
    killed.kill()
    assert Act(database, "look").answer() == before
    assert Act(database, "commit", number).answer() is True
    after = Act(database, "look").answer()
    assert (after["drafts"], after["batches"][-1]) == (before["drafts"] + 1, "committed")


def test_second_of_two_commits_at_one_moment_is_refused(database):
    numbers = [Act(database, "make").answer() for _import in range(2)]
    first = Act(database, "commit", numbers[0], "--wait")
    first.says("starting")
    first.says("writing")
    second = Act(database, "commit", numbers[1])
    second.says("starting")
    assert first.answer() is True
    assert second.answer() == "stale_preview"
    assert Act(database, "look").answer()["drafts"] == 1
