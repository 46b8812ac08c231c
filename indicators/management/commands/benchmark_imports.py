import json
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from indicators.management.import_benchmark.made_table import MADE_UP, make_scorecard
from indicators.management.import_benchmark.ways import WAYS
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

# The stock resource takes minutes for what the others do in a second.
MOST_STOCK_ROWS = 1000
# What the whole way has to reach, in one run on one machine.
LEAST_TIMES_STOCK = 100
LEAST_SHARE_OF_BARE = 1 / 8
MOST_MEMORY = 64 * 2**20

# What is compared is done in turns, of which the middle one counts: others at work on a machine disturb some.
TURNS = {"bare": 3, "door": 3}
MOST_TURNS = max(TURNS.values())

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
            self.stdout.write(json.dumps(_done(way, rows[0])))
            return
        self.stdout.write(f"{MADE_UP} (made-up data), SQLite, each way in a process of its own")
        refuse_missed([reached for count in rows for reached in self._compare(count)])

    def _compare(self, rows: int) -> list[bool]:
        """Run and tell all ways; return which of the goals were reached."""
        with scratch_folder() as folder:
            empty = folder / "empty.sqlite3"
            run_apart("benchmark_imports", "prepare", f"--rows={rows}", database=sqlite_address(empty))
            runs: dict[str, list[dict]] = {way: [] for way in WAYS}
            for turn in range(MOST_TURNS):
                for way in (way for way in WAYS if turn < TURNS.get(way, 1)):
                    database = folder / f"{way}-{turn}.sqlite3"
                    shutil.copy(empty, database)
                    asked = f"--rows={_rows_of(way, rows)}"
                    address = sqlite_address(database)
                    runs[way].append(run_apart("benchmark_imports", way, asked, database=address))
        ways = {way: sorted(found, key=_cpu)[len(found) // 2] for way, found in runs.items()}
        self.stdout.write(f"\n{rows} rows")
        for way, figures in ways.items():
            self.stdout.write(_line(way, _rows_of(way, rows), figures))
        return self._judge(ways)

    def _judge(self, ways: dict[str, dict]) -> list[bool]:
        """Compare by CPU time: others at work on the machine blur the clock, and the CPU time less."""
        judged = []
        speed = {way: figures["rows"] / figures["cpu"] for way, figures in ways.items()}
        for title, other, least in (
            ("times the stock resource", "stock", LEAST_TIMES_STOCK),
            ("of executemany into a bare table", "bare", LEAST_SHARE_OF_BARE),
        ):
            times = speed["door"] / speed[other]
            judged.append(times >= least)
            self.stdout.write(f"  {times:10.3f} {title}{verdict(f'{least:g}', reached=judged[-1])}")
        share = speed["door"] / speed["ranking"]
        self.stdout.write(f"  {share:10.3f} of executemany into the table of rankings")
        memory = ways["door"]["memory"]
        judged.append(memory <= MOST_MEMORY)
        goal = verdict(f"{MOST_MEMORY // 2**20}", reached=judged[-1])
        self.stdout.write(f"  {memory / 2**20:10.1f} MiB over start{goal}")
        return judged


def _cpu(figures: dict) -> float:
    return figures["cpu"]


def _rows_of(way: str, rows: int) -> int:
    return min(rows, MOST_STOCK_ROWS) if way == "stock" else rows


def _line(way: str, rows: int, figures: dict) -> str:
    speed, cpu, memory = rows / figures["seconds"], figures["cpu"], figures["memory"] / 2**20
    line = f"  {speed:10,.0f} rows/s {cpu:8.2f} s of CPU {memory:8.1f} MiB  {TITLES[way]}"
    return f"{line} (on {rows} rows)" if rows == MOST_STOCK_ROWS and way == "stock" else line


def _done(way: str, rows: int) -> dict:
    """Do the work of one way; the database is the one that the calling process made for it."""
    refuse_real_database()
    settings.KEPT_FILES = Path(connection.settings_dict["NAME"]).parent / "kept_files"
    if way == "prepare":
        return prepare(lambda: make_scorecard(rows))
    return {"rows": rows, **measured(WAYS[way](rows))}
