"""The database backend of SQLite, where whoever wants to write waits in a queue.

SQLite itself lets a waiting writer look again every tenth of a second, those who wait long more seldom than
those who came just now. Among many writers some one is always quicker, so that others wait for seconds and
at last read “database is locked”. Here the threads of a process line up in their order, and the first of
them waits for locks on files beside the database. It looks every few thousandths of a second, equally often
in each process. The system takes the locks from a process that dies.

The queue makes waiting short; what keeps writers apart is SQLite. Who has waited as long as the option
``timeout`` says goes on without the turn, and SQLite answers at once: it takes the writing, or says
“database is locked”. Outside a transaction, statements that change tables do not queue, and the turn of
INSERT … RETURNING ends before its row is fetched; there SQLite's own waiting is what it always was.
"""

import fcntl
import os
import weakref
from collections import defaultdict
from contextlib import contextmanager
from time import monotonic, sleep

from django.db.backends.sqlite3 import base

from dtscore.sqlite.threads import InOrder

BEGIN = "BEGIN"
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# Seconds between two looks at the queue, of all that wait and of the one that is next.
PAUSE = 0.002
PAUSE_OF_NEXT = 0.0005
# What SQLite itself waits where the settings say nothing.
DEFAULT_TIMEOUT = 5.0

waiting_lines = weakref.WeakSet()
# The threads of this process that wait, by their database; only the first of them looks at the files.
threads_in_order = defaultdict(InOrder)


class WaitingLine:
    """Two files beside a database, opened when first needed: one writer holds the turn, one is next.

    Without the second, a process that has just written would be quicker than those that wait.
    """

    def __init__(self):
        self._turn = None
        self._next = None
        self.is_first = False
        waiting_lines.add(self)

    def wait(self, database: str, *, seconds: float) -> None:
        """Wait until it is our turn, no longer than some seconds; ``is_first`` tells what came of it.

        Raises:
            OperationalError: that of sqlite3, if a file cannot be opened or locked.
        """
        until = monotonic() + seconds
        own_process = threads_in_order[str(database)]
        if not own_process.acquire(seconds):
            return
        try:
            self._wait_for_other_processes(database, until=until)
        except OSError as error:
            text = f"unable to lock the queue of writers: {error}"
            raise base.Database.OperationalError(text) from error
        finally:
            own_process.release()

    def _wait_for_other_processes(self, database: str, *, until: float) -> None:
        if self._turn is None:
            self._turn = _opened_beside(database, "-queue")
        if self._next is None:
            self._next = _opened_beside(database, "-queue-next")
        if _locked(self._next, until=until, pause=PAUSE):
            try:
                self.is_first = _locked(self._turn, until=until, pause=PAUSE_OF_NEXT)
            finally:
                fcntl.flock(self._next, fcntl.LOCK_UN)

    def let_next(self) -> None:
        """Give up the turn, if we have it."""
        if self.is_first:
            self.is_first = False
            fcntl.flock(self._turn, fcntl.LOCK_UN)

    def leave(self) -> None:
        """Give up the turn and close the files; in a forked process, that of its parent goes on."""
        self.is_first = False
        for descriptor in (self._turn, self._next):
            if descriptor is not None:
                os.close(descriptor)
        self._turn = self._next = None


def _locked(descriptor: int, *, until: float, pause: float) -> bool:
    """Return whether a file could be locked in time."""
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() >= until:
                return False
            sleep(pause)
        else:
            return True


def _opened_beside(database: str, ending: str) -> int:
    """Open a file of the queue for those who may open the database, as SQLite does with its own files."""
    name, like = f"{database}{ending}", os.stat(database)
    try:
        # To lock a file it is enough to be allowed to read it.
        return os.open(name, os.O_RDONLY)
    except FileNotFoundError:
        descriptor = os.open(name, os.O_RDONLY | os.O_CREAT, 0o600)
    if os.geteuid() == 0:
        os.fchown(descriptor, like.st_uid, like.st_gid)
    if os.geteuid() in (0, os.fstat(descriptor).st_uid):
        os.fchmod(descriptor, like.st_mode & 0o666)
    return descriptor


def _leave_in_child() -> None:
    # A lock belongs to the open file, which a forked process shares: it would hold the turn of a dead parent.
    for line in list(waiting_lines):
        line.leave()
    threads_in_order.clear()


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
