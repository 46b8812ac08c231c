import json
import shutil

from django.core.management.base import BaseCommand, CommandError

from indicators.management.import_benchmark.made_table import MADE_UP
from indicators.management.measuring import (
    measured,
    prepare,
    refuse_missed,
    refuse_real_database,
    run_apart,
    scratch_folder,
    sqlite_address,
    verdict,
)
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
            self.stdout.write(json.dumps(_done(way, units, indicators)))
            return
        self.stdout.write(f"{MADE_UP} (made-up data), SQLite, each way in a process of its own")
        self.stdout.write(f"{units} units × {indicators} indicators")
        asked = (f"--units={units}", f"--indicators={indicators}")
        with scratch_folder() as folder:
            ready = folder / "ready.sqlite3"
            run_apart("benchmark_scores", "prepare", *asked, database=sqlite_address(ready))
            ways = {}
            for name in WAYS:
                database = folder / f"{name}.sqlite3"
                shutil.copy(ready, database)
                ways[name] = run_apart("benchmark_scores", name, *asked, database=sqlite_address(database))
                database.unlink()
        for name, figures in ways.items():
            self.stdout.write(
                f"  {figures['seconds']:8.2f} s {figures['cpu']:8.2f} s of CPU "
                f"{figures['memory'] / 2**20:8.1f} MiB over start  {TITLES[name]}"
            )
        # Others at work on the machine blur the clock, and the CPU time less.
        times = ways["publish"]["cpu"] / (ways["numpy"]["cpu"] + ways["write"]["cpu"])
        reached = times <= MOST_TIMES_BARE
        goal = verdict(f"at most {MOST_TIMES_BARE}", reached=reached)
        self.stdout.write(f"  {times:8.2f} times NumPy and bulk write{goal}")
        refuse_missed([reached])


def _done(way: str, units: int, indicators: int) -> dict:
    """Do the work of one way; the database is the one that the calling process made for it."""
    refuse_real_database()
    if way == "prepare":
        return prepare(lambda: make_edition(units, indicators))
    return measured(WAYS[way](Edition.objects.with_rules().get()))
