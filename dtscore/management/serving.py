"""The production server on a database of its own, for as long as pictures are taken or times measured."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

SECONDS_TO_START = 60
# It is asked from this machine alone.
PLAIN_HTTP = {"ALLOWED_HOSTS": "127.0.0.1", "DTSCORE_HTTPS": "off"}


def environment_of(folder: Path) -> dict[str, str]:
    """Return the environment of a site that keeps all it writes in a folder."""
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'guide.sqlite3'}",
        "KEPT_FILES": str(folder / "kept_files"),
        "EVIDENCE_FILES": str(folder / "evidence_files"),
        **PLAIN_HTTP,
    }


@contextmanager
def served_site(environment: Mapping[str, str], *, asked: str, options: Sequence[str] = ()) -> Iterator[str]:
    """Serve the site and yield its address.

    Args:
        environment: of the server, with the database that it serves.
        asked: an address of the site that answers as soon as it is there.
        options: more of the server's own.

    Raises:
        CommandError: if the server ends or stays silent.
    """
    address = f"http://127.0.0.1:{(port := _free_port())}"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--log-level", "error", "--no-ws", *options, "dtscore.wsgi:application"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        _wait_until_answered(port, asked, process)
        yield address
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_answered(port: int, asked: str, process: subprocess.Popen) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection, suppress(OSError):
            connection.request("GET", asked)
            if connection.getresponse().status < HTTPStatus.INTERNAL_SERVER_ERROR:
                return
        time.sleep(0.2)
    raise CommandError("The site does not answer. `make ready` collects what it needs to be served.")
