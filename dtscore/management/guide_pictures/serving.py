"""The production server on a database of its own, for as long as the pictures are taken."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

SECONDS_TO_START = 60


def environment_of(folder: Path) -> dict[str, str]:
    """Return the environment of a site that keeps all it writes in a folder."""
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'guide.sqlite3'}",
        "KEPT_FILES": str(folder / "kept_files"),
        "EVIDENCE_FILES": str(folder / "evidence_files"),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DTSCORE_HTTPS": "off",
    }


@contextmanager
def served_site(folder: Path) -> Iterator[str]:
    """Serve the site from a folder and yield its address.

    Raises:
        CommandError: if the server ends or stays silent.
    """
    address = f"http://127.0.0.1:{(port := _free_port())}"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--log-level", "warning", "--no-ws", "dtscore.wsgi:application"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment_of(folder))
    try:
        _wait_until_answered(f"{address}/quan-tri/login/", process)
        yield address
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_answered(address: str, process: subprocess.Popen) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise CommandError("The site does not answer. `make ready` collects what it needs to be served.")
