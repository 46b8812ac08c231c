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

from indicators.management.import_benchmark.made_table import MADE_UP
from indicators.management.import_benchmark.memory import watched_memory
from indicators.management.score_benchmark.made_scores import make_edition
from indicators.management.score_benchmark.ways import WAYS
from indicators.models import Edition

# What a publication has to reach, in one run on one machine.
MOST_TIMES_BARE = 3

TITLES = {
    "numpy": "the sums and ranks in NumPy alone",
    "write": "the same rows, executemany and UPDATE",
    "publish": "publish_scores",
}


class Command(BaseCommand):
    help = (
        "Measure how fast the scores of a large edition are published, and the memory it takes, beside the "
        "same sums in NumPy and the same rows in bulk. Works on made-up data in SQLite databases of its own."
    )

    def add_arguments(self, parser):
        parser.add_argument("--units", type=int, default=10_600)
        parser.add_argument("--indicators", type=int, default=62)
        # Each way runs in a process of its own, so that its memory is its own.
        parser.add_argument("--way", choices=["prepare", *WAYS], help="used by the command itself")

    def handle(self, *args, units: int, indicators: int, way: str | None, **options):
        if units < 1 or indicators < 6:
            raise CommandError("At least 1 unit and 6 indicators.")
        if way:
            self.stdout.write(json.dumps(_measure(way, units, indicators)))
            return
        self.stdout.write(f"{MADE_UP} (made-up data), SQLite, each way in a process of its own")
        self.stdout.write(f"{units} units × {indicators} indicators")
        with tempfile.TemporaryDirectory(prefix="dtscore-benchmark-") as folder:
            ready = Path(folder) / "ready.sqlite3"
            _run("prepare", units, indicators, database=ready)
            measured = {}
            for name in WAYS:
                database = Path(folder) / f"{name}.sqlite3"
                shutil.copy(ready, database)
                measured[name] = _run(name, units, indicators, database=database)
                database.unlink()
        for name, figures in measured.items():
            self.stdout.write(
                f"  {figures['seconds']:8.2f} s {figures['cpu']:8.2f} s of CPU "
                f"{figures['memory'] / 2**20:8.1f} MiB over start  {TITLES[name]}"
            )
        # Others at work on the machine blur the clock, and the CPU time less.
        times = measured["publish"]["cpu"] / (measured["numpy"]["cpu"] + measured["write"]["cpu"])
        verdict = "reached" if times <= MOST_TIMES_BARE else "MISSED"
        self.stdout.write(
            f"  {times:8.2f} times NumPy and bulk write (goal: at most {MOST_TIMES_BARE}, {verdict})"
        )


def _run(way: str, units: int, indicators: int, *, database: Path) -> dict:
    """Run one way in a process of its own, on a database of its own."""
    process = subprocess.run(
        [
            sys.executable,
            settings.BASE_DIR / "manage.py",
            "benchmark_scores",
            f"--way={way}",
            f"--units={units}",
            f"--indicators={indicators}",
        ],
        env={**os.environ, "DATABASE_URL": f"sqlite:///{database}"},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if process.returncode:
        raise CommandError(f"{TITLES.get(way, way)} failed.")
    return json.loads(process.stdout)


def _measure(way: str, units: int, indicators: int) -> dict:
    """Do the work of one way; the database is the one that the calling process made for it."""
    database = Path(connection.settings_dict["NAME"])
    if not database.parent.name.startswith("dtscore-benchmark-"):
        raise CommandError("--way is for the command itself: it must not meet the database of the site.")
    if way == "prepare":
        call_command("migrate", verbosity=0)
        make_edition(units, indicators)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return {}
    work = WAYS[way](Edition.objects.with_rules().get())
    with watched_memory() as peak:
        start, cpu_start = time.perf_counter(), time.process_time()
        work()
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu_start
    return {"seconds": seconds, "cpu": cpu, "memory": peak.over_start}
