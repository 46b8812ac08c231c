import pytest
from django.db import connection
from django.template import Template
from django.test import Client
from django.utils.http import urlencode

# All that a test and a page send without changing a row, the frame of the test's transaction included.
READS = ("BEGIN", "SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")


class ReadingClient(Client):
    """A client that asks for an address once a run, as long as the test has written nothing.

    What a public page shows depends on its address and the database alone, and every test begins with the
    published data. Where queries are counted, or anything is asked with headers, the page is made anew.
    """

    def __init__(self, answers):
        super().__init__()
        self.answers = answers
        self.has_written = False

    def watch(self, execute, sql, params, many, context):
        self.has_written |= not str(sql).startswith(READS)
        return execute(sql, params, many, context)

    def get(self, path, data=None, **options):
        if self.has_written or connection.force_debug_cursor or options.keys() - {"follow"}:
            return super().get(path, data, **options)
        asked = f"{path}?{urlencode(data, doseq=True)}" if data else path
        # A page that is left unwritten is another answer.
        key = asked, bool(options.get("follow")), Template._render
        if key not in self.answers:
            self.answers[key] = super().get(path, data, **options)
        return self.answers[key]


@pytest.fixture(scope="session")
def answers():
    """The answers of the pages to what was asked before."""
    return {}


@pytest.fixture(autouse=True)
def client(answers):
    """A client that makes each page once while the published data stand as they are.

    It is there before anything else of a test, so that it sees all that the test writes.
    """
    reading = ReadingClient(answers)
    with connection.execute_wrapper(reading.watch):
        yield reading
