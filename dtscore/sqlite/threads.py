"""Threads of one process in the order in which they came, which the locks of Python do not promise."""

import threading
from collections import deque


class InOrder:
    """A lock that whoever lets it go hands to the thread that waits longest."""

    def __init__(self):
        self._guard = threading.Lock()
        self._waiting = deque()
        self._is_held = False

    def acquire(self, seconds: float) -> bool:
        """Return whether the lock came within some seconds."""
        with self._guard:
            if not self._is_held:
                self._is_held = True
                return True
            handed = threading.Lock()
            handed.acquire()
            self._waiting.append(handed)
        if handed.acquire(timeout=max(seconds, 0)):
            return True
        with self._guard:
            if handed in self._waiting:
                self._waiting.remove(handed)
                return False
        # It was handed over in that very moment.
        return True

    def release(self) -> None:
        """Hand the lock to the next."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_held = False
