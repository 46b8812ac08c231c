import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from indicators.management.import_benchmark.made_table import MADE_UP, make_scorecard
from indicators.management.import_benchmark.memory import watched_memory
from indicators.management.import_benchmark.ways import WAYS

# The stock resource takes minutes for what the others do in a second.
MOST_STOCK_ROWS = 1000
# What the whole way has to reach, in one run on one machine.
LEAST_TIMES_STOCK = 100
LEAST_SHARE_OF_BARE = 1 / 8
MOST_MEMORY = 64 * 2**20

TITLES = {
    "bare": "executemany, bare table",
    "ranking": "executemany, rankings",
    "stock": "django-import-export",
    "door": "the door for imports",
    "undo": "undoing that import",
}


class Command(BaseCommand):
    help = (
        "Measure how fast a long table comes in, and the memory it takes, beside executemany and beside a "
        "stock django-import-export resource. Works on made-up data in SQLite databases of its own."
    )

    def add_arguments(self, parser):
        parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000], help="multiples of 100")
        # Each way runs in a process of its own, so that its memory is its own.
        parser.add_argument("--way", choices=["prepare", *WAYS], help="used by the command itself")

    def handle(self, *args, rows: list[int], way: str | None, **options):
        if any(count < 100 or count % 100 for count in rows):
            raise CommandError("The numbers of rows are multiples of 100.")
        if way:
            self.stdout.write(json.dumps(_measure(way, rows[0])))
            return
        self.stdout.write(f"{MADE_UP} (made-up data), SQLite, each way in a process of its own")
        for count in rows:
            self._compare(count)

    def _compare(self, rows: int) -> None:
        with tempfile.TemporaryDirectory(prefix="dtscore-benchmark-") as folder:
            empty = Path(folder) / "empty.sqlite3"
            _run("prepare", rows, database=empty)
            measured = {}
            for way in WAYS:
                database = Path(folder) / f"{way}.sqlite3"
                shutil.copy(empty, database)
                measured[way] = _run(way, _rows_of(way, rows), database=database)
        self.stdout.write(f"\n{rows} rows")
        for way, figures in measured.items():
            self.stdout.write(_line(way, _rows_of(way, rows), figures))
        self._judge(measured)

    def _judge(self, measured: dict[str, dict]) -> None:
        """Compare by CPU time: others at work on the machine blur the clock, and the CPU time less."""
        speed = {way: figures["rows"] / figures["cpu"] for way, figures in measured.items()}
        for title, other, least in (
            ("times the stock resource", "stock", LEAST_TIMES_STOCK),
            ("of executemany into a bare table", "bare", LEAST_SHARE_OF_BARE),
            ("of executemany into the table of rankings", "ranking", None),
        ):
            reached = speed["door"] / speed[other]
            self.stdout.write(
                f"  {reached:10.3f} {title}{_verdict(least, reached=least and reached >= least)}"
            )
        memory = measured["door"]["memory"]
        verdict = _verdict(MOST_MEMORY // 2**20, reached=memory <= MOST_MEMORY)
        self.stdout.write(f"  {memory / 2**20:10.1f} MiB over start{verdict}")


def _verdict(goal: float | None, *, reached: bool) -> str:
    return "" if goal is None else f" (goal: {goal:g}, {'reached' if reached else 'MISSED'})"


def _rows_of(way: str, rows: int) -> int:
    return min(rows, MOST_STOCK_ROWS) if way == "stock" else rows


def _line(way: str, rows: int, figures: dict) -> str:
    speed, cpu, memory = rows / figures["seconds"], figures["cpu"], figures["memory"] / 2**20
    line = f"  {speed:10,.0f} rows/s {cpu:8.2f} s of CPU {memory:8.1f} MiB  {TITLES[way]}"
    return f"{line} (on {rows} rows)" if rows == MOST_STOCK_ROWS and way == "stock" else line


def _run(way: str, rows: int, *, database: Path) -> dict:
    """Run one way in a process of its own, on a database of its own."""
    process = subprocess.run(
        [
            sys.executable,
            settings.BASE_DIR / "manage.py",
            "benchmark_imports",
            f"--way={way}",
            f"--rows={rows}",
        ],
        env={**os.environ, "DATABASE_URL": f"sqlite:///{database}"},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if process.returncode:
        raise CommandError(f"{TITLES.get(way, way)} failed.")
    return json.loads(process.stdout)


def _measure(way: str, rows: int) -> dict:
    """Do the work of one way; the database is the one that the calling process made for it."""
    database = Path(connection.settings_dict["NAME"])
    if not database.parent.name.startswith("dtscore-benchmark-"):
        raise CommandError("--way is for the command itself: it must not meet the database of the site.")
    settings.KEPT_FILES = database.parent / "kept_files"
    if way == "prepare":
        call_command("migrate", verbosity=0)
        make_scorecard(rows)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return {}
    work = WAYS[way](rows)
    with watched_memory() as peak:
        start, cpu_start = time.perf_counter(), time.process_time()
        work()
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu_start
    return {"rows": rows, "seconds": seconds, "cpu": cpu, "memory": peak.over_start}
