"""The database backend of SQLite, where whoever wants to write waits in a queue.

SQLite itself lets a waiting writer look again every tenth of a second, those who wait long more seldom than
those who came just now. Among many writers some one is always quicker, so that others wait for seconds and
at last read “database is locked”. Here they wait for a lock on a file beside the database and look every few
thousandths of a second, all equally often, those of other processes too. The system takes the lock from a
process that dies.

The queue makes waiting short; what keeps writers apart is SQLite. Who has waited as long as the option
``timeout`` says goes on without the turn, and SQLite answers at once: it takes the writing, or says
“database is locked”. Outside a transaction, statements that change tables do not queue, and the turn of
INSERT … RETURNING ends before its row is fetched; there SQLite's own waiting is what it always was.
"""

import fcntl
import os
import weakref
from contextlib import contextmanager
from time import monotonic, sleep

from django.db.backends.sqlite3 import base

BEGIN = "BEGIN"
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# Seconds between two looks at the queue.
PAUSE = 0.002
# What SQLite itself waits where the settings say nothing.
DEFAULT_TIMEOUT = 5.0

waiting_lines = weakref.WeakSet()


class WaitingLine:
    """The file beside a database that one writer at a time holds locked; opened when first needed."""

    def __init__(self):
        self._descriptor = None
        self.is_first = False
        waiting_lines.add(self)

    def wait(self, database: str, *, seconds: float) -> None:
        """Wait until it is our turn, no longer than some seconds; ``is_first`` tells what came of it.

        Raises:
            OperationalError: that of sqlite3, if the file cannot be opened or locked.
        """
        until = monotonic() + seconds
        try:
            while not self._look(database):
                if monotonic() >= until:
                    return
                sleep(PAUSE)
        except OSError as error:
            text = f"unable to lock the queue of writers: {error}"
            raise base.Database.OperationalError(text) from error
        self.is_first = True

    def let_next(self) -> None:
        """Give up the turn, if we have it."""
        if self.is_first:
            self.is_first = False
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def leave(self) -> None:
        """Give up the turn and close the file; a forked process so does, without ending its parent's turn."""
        self.is_first = False
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _look(self, database: str) -> bool:
        if self._descriptor is None:
            self._descriptor = _opened_beside(database)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _opened_beside(database: str) -> int:
    """Open the file of a queue for those who may open the database, as SQLite does with its own files."""
    name, like = f"{database}-queue", os.stat(database)
    try:
        # To lock a file it is enough to be allowed to read it.
        return os.open(name, os.O_RDONLY)
    except FileNotFoundError:
        descriptor = os.open(name, os.O_RDONLY | os.O_CREAT, 0o600)
    if os.geteuid() == 0:
        os.fchown(descriptor, like.st_uid, like.st_gid)
    if os.fstat(descriptor).st_uid == os.geteuid() or os.geteuid() == 0:
        os.fchmod(descriptor, like.st_mode & 0o666)
    return descriptor


def _leave_in_child() -> None:
    # A lock belongs to the open file, which a forked process shares: it would hold the turn of a dead parent.
    for line in list(waiting_lines):
        line.leave()


os.register_at_fork(after_in_child=_leave_in_child)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds the queue while it is in a transaction, or writes without one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._line = WaitingLine()

    def create_cursor(self, name=None):
        cursor = self.connection.cursor(factory=CursorInTurn)
        cursor.database = self
        return cursor

    @contextmanager
    def in_turn(self, statement):
        """Wait before a statement that writes; one that begins a transaction keeps the turn for it."""
        begins = statement.startswith(BEGIN)
        is_in_transaction = self._line.is_first or self.connection.in_transaction
        if is_in_transaction or not (begins or statement.startswith(WRITES)) or self.is_in_memory_db():
            yield
            return
        patience = self.settings_dict["OPTIONS"].get("timeout", DEFAULT_TIMEOUT)
        self._line.wait(self.settings_dict["NAME"], seconds=patience)
        if not self._line.is_first:
            with self._without_waiting():
                yield
            return
        try:
            yield
        except BaseException:
            self._line.let_next()
            raise
        if not begins:
            self._line.let_next()

    @contextmanager
    def _without_waiting(self):
        """Have SQLite answer at once: who comes here has waited."""
        [patience] = self.connection.execute("PRAGMA busy_timeout").fetchone()
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {patience:d}")

    def _set_autocommit(self, autocommit):
        """End what a transaction began; it is written or taken back by then."""
        try:
            super()._set_autocommit(autocommit)
        finally:
            if autocommit:
                self._line.let_next()

    def _close(self):
        try:
            super()._close()
        finally:
            self._line.leave()


class CursorInTurn(base.SQLiteCursorWrapper):
    """A cursor that waits for its connection's turn before it writes."""

    def execute(self, query, params=None):
        with self.database.in_turn(query):
            return super().execute(query, params)

    def executemany(self, query, param_list):
        with self.database.in_turn(query):
            return super().executemany(query, param_list)
