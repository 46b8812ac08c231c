"""A PostgreSQL server of the tests' own, from Debian's binaries, on a socket in a temporary folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4


class PostgresqlIsMissing(Exception):
    """No PostgreSQL server is installed on this machine."""


def newest_binaries():
    folders = sorted(
        (path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")),
        key=lambda folder: int(folder.parent.name),
    )
    if folders:
        return folders[-1]
    initdb = shutil.which("initdb")
    if initdb is None:
        raise PostgresqlIsMissing("no PostgreSQL server found (deploy/apt-packages.sh installs it)")
    return Path(initdb).resolve().parent


class PostgresqlServer:
    """Started by ``start()``, gone with all its data after ``stop()``."""

    def __init__(self):
        self.binaries = newest_binaries()
        # A short path: the name of a socket may have no more than 107 characters.
        self.folder = Path(tempfile.mkdtemp(prefix="dtscore-pg-", dir="/tmp"))

    @property
    def url(self):
        return f"postgres://tests@/postgres?host={self.folder}"

    def start(self):
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        options = (
            f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' "
            "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal "
            "-c max_wal_senders=0 -c max_wal_size=4GB -c autovacuum=off -c jit=off -c track_activities=off"
        )
        self._run("initdb", "--username=tests", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        self._run(
            "pg_ctl", "--wait", "--silent", f"--log={self.folder / 'log'}", f"--options={options}", "start"
        )

    def stop(self):
        if (self.folder / "data/postmaster.pid").exists():
            self._run("pg_ctl", "--wait", "--silent", "--mode=immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program, *arguments):
        command = [str(self.binaries / program), f"--pgdata={self.folder / 'data'}", *arguments]
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            command = ["runuser", "-u", "postgres", "--", *command]
        outcome = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd="/",
            text=True,
        )
        if outcome.returncode:
            raise RuntimeError(f"{program} failed: {outcome.stdout}")


def published_copy(connection):
    """The name of the copy of the test database in which no test writes."""
    return f"{connection.settings_dict['NAME']}_published"


@contextmanager
def copy_of(connection, database, *, name=""):
    """Copy a database that nobody is connected to; the copy is gone at the end."""
    import psycopg

    name = name or f"apart_{uuid4().hex}"
    known = connection.get_connection_params()
    server = {key: value for key, value in known.items() if key in {"host", "port", "user", "password"}}
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as server_connection:
        server_connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{database}"')
        try:
            yield name
        finally:
            server_connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
