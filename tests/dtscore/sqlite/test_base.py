from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from dtscore.sqlite.base import DatabaseWrapper

# It opens databases of its own, which the suite guards like the one for all.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_alone]
WRITERS, WRITES = 8, 20


@pytest.fixture
def opened(tmp_path):
    """A function that opens one more connection to a file; it never waits inside SQLite itself."""
    settings = connections.configure_settings({"default": {"ENGINE": "dtscore.sqlite"}})["default"]
    settings |= {"NAME": str(tmp_path / "counted.sqlite3")}
    settings["OPTIONS"] = {
        "timeout": 0,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode = WAL;",
    }

    def one_more():
        return DatabaseWrapper(settings, "counted")

    return one_more


def executed(database, statement):
    with database.cursor() as cursor:
        return cursor.execute(statement).fetchone()


def test_concurrent_writers_wait_for_their_turn_instead_of_being_refused(opened):
    database = opened()
    executed(database, "CREATE TABLE counted (so_far)")
    executed(database, "INSERT INTO counted VALUES (0)")

    def write(number):
        own = opened()
        try:
            for _turn in range(WRITES):
                if number % 2:
                    executed(own, "UPDATE counted SET so_far = so_far + 1")
                    continue
                own.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
                (so_far,) = executed(own, "SELECT so_far FROM counted")
                executed(own, f"UPDATE counted SET so_far = {so_far + 1}")
                own.commit()
                own.set_autocommit(True)
        finally:
            own.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))

    assert executed(database, "SELECT so_far FROM counted") == (WRITERS * WRITES,)
    database.close()


@pytest.mark.parametrize("end", ["close", "fail"])
def test_whoever_leaves_a_transaction_lets_the_next_one_write(opened, end):
    first, second = opened(), opened()
    executed(first, "CREATE TABLE counted (so_far)")
    if end == "close":
        first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        executed(first, "INSERT INTO counted VALUES (0)")
    else:
        with pytest.raises(Exception, match="no such table"):
            executed(first, "INSERT INTO strange VALUES (0)")
    first.close()

    executed(second, "INSERT INTO counted VALUES (1)")

    assert executed(second, "SELECT count(*) FROM counted") == (1,)
    second.close()
