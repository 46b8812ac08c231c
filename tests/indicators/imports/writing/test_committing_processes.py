"""Commits in processes of their own: two at the same moment, and one that is killed halfway."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.servers.apart import database_apart

ACTS = "tests.indicators.imports.writing.commit_in_process"


@pytest.fixture
def database(db, tmp_path):
    """The address of a database with the published data that other processes can open."""
    with database_apart(tmp_path) as url:
        yield url


class Process:
    """A process that does acts on a database, and is killed in the end if not before."""

    def __init__(self, database):
        self.process = subprocess.Popen(
            [sys.executable, "-m", ACTS],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": database},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.process.kill()
        self.process.communicate()

    def begin(self, *words):
        print(*words, file=self.process.stdin, flush=True)

    def says(self, word):
        assert self.process.stdout.readline().strip() == word

    def answer(self):
        return json.loads(self.process.stdout.readline())

    def ask(self, *words):
        self.begin(*words)
        return self.answer()

    def commit_halfway(self, number):
        self.begin("commit_waiting", number)
        self.says("starting")
        self.says("writing")


@pytest.fixture
def processes(database):
    """Two processes that wait for acts."""
    with Process(database) as first, Process(database) as second:
        yield first, second


def test_commit_that_is_killed_leaves_nothing_behind(processes):
    killed, other = processes
    number = killed.ask("make")
    before = other.ask("look")
    killed.commit_halfway(number)
    killed.process.kill()
    killed.process.wait()
    assert other.ask("look") == before
    other.begin("commit", number)
    other.says("starting")
    assert other.answer() is True
    after = other.ask("look")
    assert (after["drafts"], after["batches"][-1]) == (before["drafts"] + 1, "committed")


def test_second_of_two_commits_at_one_moment_is_refused(processes):
    first, second = processes
    numbers = [first.ask("make") for _import in range(2)]
    first.commit_halfway(numbers[0])
    second.begin("commit", numbers[1])
    second.says("starting")
    first.begin("go on")
    assert first.answer() is True
    assert second.answer() == "stale_preview"
    assert second.ask("look")["drafts"] == 1
