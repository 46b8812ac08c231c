import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connections, transaction

from dtscore.sqlite import base
from dtscore.sqlite.base import DatabaseWrapper

# It opens databases of its own, which the suite guards like the one for all.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_alone]
WRITERS, WRITES = 8, 20


@pytest.fixture
def database(tmp_path):
    return tmp_path / "counted.sqlite3"


@pytest.fixture
def opened(database):
    """A function that opens one more connection to a file; it never waits inside SQLite itself."""
    settings = connections.configure_settings({"default": {"ENGINE": "dtscore.sqlite"}})["default"]
    settings |= {"NAME": str(database)}
    made = []

    def one_more(timeout=20):
        options = {
            "timeout": timeout,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 0;",
        }
        made.append(DatabaseWrapper(settings | {"OPTIONS": options}, "counted"))
        return made[-1]

    yield one_more
    for connection in made:
        connection.inc_thread_sharing()
        connection.close()


@pytest.fixture
def counted(opened):
    """A connection to a database with a table."""
    connection = opened()
    executed(connection, "CREATE TABLE counted (so_far)")
    return connection


def executed(database, statement):
    with database.cursor() as cursor:
        return cursor.execute(statement).fetchone()


def begin(database):
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(database):
    database.commit()
    database.set_autocommit(True)


def test_concurrent_writers_wait_for_their_turn_instead_of_being_refused(opened, counted):
    executed(counted, "INSERT INTO counted VALUES (0)")

    def write(number):
        own = opened()
        try:
            for _turn in range(WRITES):
                if number % 2:
                    executed(own, "UPDATE counted SET so_far = so_far + 1")
                    continue
                begin(own)
                (so_far,) = executed(own, "SELECT so_far FROM counted")
                executed(own, f"UPDATE counted SET so_far = {so_far + 1}")
                end(own)
        finally:
            own.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))

    assert executed(counted, "SELECT so_far FROM counted") == (WRITERS * WRITES,)


@pytest.mark.parametrize("how", ["close", "fail"])
def test_whoever_leaves_a_transaction_lets_the_next_one_write(opened, counted, how):
    second = opened(timeout=0)
    if how == "close":
        begin(counted)
        executed(counted, "INSERT INTO counted VALUES (0)")
        counted.close()
    else:
        with pytest.raises(OperationalError, match="no such table"):
            executed(counted, "INSERT INTO strange VALUES (0)")

    executed(second, "INSERT INTO counted VALUES (1)")

    assert executed(second, "SELECT count(*) FROM counted") == (1,)


def test_turn_lasts_from_the_outermost_atomic_block_to_its_end(opened, counted, monkeypatch):
    second = opened(timeout=0)
    monkeypatch.setattr(connections._connections, "counted", counted, raising=False)
    after = []

    with transaction.atomic(using="counted"):
        executed(counted, "INSERT INTO counted VALUES (1)")
        with transaction.atomic(using="counted"):
            executed(counted, "INSERT INTO counted VALUES (2)")
            transaction.set_rollback(True, using="counted")
        transaction.on_commit(
            lambda: after.append(executed(second, "INSERT INTO counted VALUES (3)")), using="counted"
        )
        with pytest.raises(OperationalError, match="database is locked"):
            executed(second, "INSERT INTO counted VALUES (4)")
    with transaction.atomic(using="counted"):
        executed(counted, "INSERT INTO counted VALUES (5)")
        transaction.set_rollback(True, using="counted")
    executed(second, "INSERT INTO counted VALUES (6)")

    assert after == [None]
    assert executed(second, "SELECT group_concat(so_far) FROM counted") == ("1,3,6",)


def test_waiting_ends_after_the_timeout_and_sqlite_answers(opened, counted):
    begin(counted)
    executed(counted, "INSERT INTO counted VALUES (0)")
    late = opened(timeout=0.1)
    executed(late, "PRAGMA busy_timeout = 5000")

    began = time.monotonic()
    with pytest.raises(OperationalError, match="database is locked"):
        executed(late, "UPDATE counted SET so_far = 1")

    assert 0.1 <= time.monotonic() - began < 3
    assert executed(late, "PRAGMA busy_timeout") == (5000,)
    end(counted)
    executed(late, "UPDATE counted SET so_far = 1")


def test_writer_goes_on_without_the_turn_where_the_database_is_free(opened, counted, database):
    stuck = base.WaitingLine()
    stuck.wait(str(database), seconds=0)
    late = opened(timeout=0)
    try:
        begin(late)
        executed(late, "INSERT INTO counted VALUES (1)")
        end(late)
    finally:
        stuck.leave()

    assert executed(counted, "SELECT so_far FROM counted") == (1,)


def test_forked_process_holds_no_turn_of_its_parent(opened, counted, database):
    begin(counted)
    may_end, to_end = os.pipe()
    child = os.fork()
    if not child:
        # It stays as it was forked until the parent is done.
        os.close(to_end)
        os.read(may_end, 1)
        os._exit(0)
    try:
        other = base.WaitingLine()
        other.wait(str(database), seconds=0)
        assert not other.is_first
        # As if the parent were killed: its file is closed, nothing unlocked.
        counted._line.leave()
        other.wait(str(database), seconds=5)
        assert other.is_first
    finally:
        os.close(to_end)
        os.waitpid(child, 0)
        os.close(may_end)
        other.leave()
        counted.rollback()


def test_queue_has_the_mode_of_the_database_and_needs_only_to_be_read(opened, counted, database):
    queue = database.with_name(f"{database.name}-queue")
    database.chmod(0o660)

    executed(counted, "INSERT INTO counted VALUES (1)")
    assert stat.S_IMODE(queue.stat().st_mode) == 0o660
    queue.chmod(0o444)
    executed(opened(), "INSERT INTO counted VALUES (2)")

    assert executed(counted, "SELECT count(*) FROM counted") == (2,)


def test_queue_that_cannot_be_opened_is_an_error_of_the_database(opened, counted, database):
    database.with_name(f"{database.name}-queue").symlink_to(database / "nowhere")

    with pytest.raises(OperationalError, match="unable to lock the queue of writers"):
        executed(counted, "INSERT INTO counted VALUES (1)")
