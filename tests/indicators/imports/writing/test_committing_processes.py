"""Commits in processes of their own: two at the same moment, and one that is killed halfway."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.servers.apart import database_apart

ACTS = "tests.indicators.imports.writing.commit_in_process"

pytestmark = pytest.mark.django_db


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


@pytest.fixture(scope="module")
def met(django_db_setup, django_db_blocker, tmp_path_factory):
    """How the commits ended and what stood in the database; for both, two processes are started once."""
    with (
        django_db_blocker.unblock(),
        database_apart(tmp_path_factory.mktemp("commits")) as url,
        Process(url) as first,
        Process(url) as second,
    ):
        yield {"one moment": at_one_moment(first, second), "killed": with_one_killed(first, second)}


def at_one_moment(first, second):
    numbers = [first.ask("make", 2022) for _import in range(2)]
    first.commit_halfway(numbers[0])
    second.begin("commit", numbers[1])
    second.says("starting")
    first.begin("go on")
    return {"ends": [first.answer(), second.answer()], "after": second.ask("look")}


def with_one_killed(killed, other):
    number = killed.ask("make", 2023)
    before = other.ask("look")
    killed.commit_halfway(number)
    killed.process.kill()
    killed.process.wait()
    left = other.ask("look")
    other.begin("commit", number)
    other.says("starting")
    return {"before": before, "left": left, "end": other.answer(), "after": other.ask("look")}


def test_commit_that_is_killed_leaves_nothing_behind(met):
    meeting = met["killed"]
    before, after = meeting["before"], meeting["after"]
    assert meeting["left"] == before
    assert meeting["end"] is True
    assert (after["drafts"], after["batches"][-1]) == (before["drafts"] + 1, "committed")


def test_second_of_two_commits_at_one_moment_is_refused(met):
    meeting = met["one moment"]
    assert meeting["ends"] == [True, "stale_preview"]
    assert meeting["after"]["drafts"] == 1
