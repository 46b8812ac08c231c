"""The database backend of SQLite, where whoever wants to write waits in a queue.

SQLite itself lets a waiting writer look again every tenth of a second. Among many writers some one is always
quicker, so that others wait for seconds and at last read “database is locked”. Here they wait for a lock on a
file beside the database: the system wakes them as soon as it is free, those of other processes too, and takes
the lock from a process that dies.
"""

import fcntl
from contextlib import contextmanager

from django.db.backends.sqlite3 import base

BEGIN = "BEGIN"
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds the queue while it is in a transaction, or writes without one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._queue = None
        self._is_first = False

    def create_cursor(self, name=None):
        cursor = self.connection.cursor(factory=CursorInTurn)
        cursor.database = self
        return cursor

    @contextmanager
    def in_turn(self, statement):
        """Wait before a statement that writes; one that begins a transaction keeps the turn for it."""
        begins = statement.startswith(BEGIN)
        if self._is_first or not (begins or statement.startswith(WRITES)):
            yield
            return
        self._wait()
        try:
            yield
        except BaseException:
            self._let_next()
            raise
        if not begins:
            self._let_next()

    def _set_autocommit(self, autocommit):
        """End what a transaction began; it is written or taken back by then."""
        try:
            super()._set_autocommit(autocommit)
        finally:
            if autocommit:
                self._let_next()

    def _close(self):
        try:
            super()._close()
        finally:
            self._let_next()
            if self._queue is not None:
                self._queue.close()
                self._queue = None

    def _wait(self):
        if self.is_in_memory_db():
            return
        if self._queue is None:
            self._queue = open(f"{self.settings_dict['NAME']}-queue", "wb")  # noqa: SIM115  # closed by _close
        fcntl.flock(self._queue, fcntl.LOCK_EX)
        self._is_first = True

    def _let_next(self):
        if self._is_first:
            self._is_first = False
            fcntl.flock(self._queue, fcntl.LOCK_UN)


class CursorInTurn(base.SQLiteCursorWrapper):
    """A cursor that waits for its connection's turn before it writes."""

    def execute(self, query, params=None):
        with self.database.in_turn(query):
            return super().execute(query, params)

    def executemany(self, query, param_list):
        with self.database.in_turn(query):
            return super().executemany(query, param_list)
