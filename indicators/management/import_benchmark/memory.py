"""How much memory a piece of work takes over what its process held before."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_STATUS = Path("/proc/self/status")
_RESET = Path("/proc/self/clear_refs")


class Peak:
    """The largest resident memory since the start, in bytes over that at the start."""

    def __init__(self):
        self.over_start = 0


@contextmanager
def watched_memory() -> Iterator[Peak]:
    """Watch the resident memory of this process; after the block the peak says how far it grew."""
    peak = Peak()
    if _RESET.exists():
        _RESET.write_text("5")  # Linux forgets the highest mark so far
    start = _resident()
    yield peak
    peak.over_start = max(0, _highest() - start)


def _resident() -> int:
    return _status("VmRSS") or _highest()


def _highest() -> int:
    return _status("VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _status(name: str) -> int:
    if not _STATUS.exists():
        return 0
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024
