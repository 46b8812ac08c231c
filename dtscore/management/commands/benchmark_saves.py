import json
import os
from statistics import quantiles

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from dtscore.management.save_benchmark.made_officers import make_officers, places
from dtscore.management.save_benchmark.over_http import OverHttp
from dtscore.management.save_benchmark.typing import Typing
from dtscore.management.serving import PLAIN_HTTP, served_site
from indicators.management.import_benchmark.made_table import MADE_UP
from indicators.management.measuring import (
    prepare,
    refuse_missed,
    refuse_real_database,
    run_apart,
    scratch_database,
    verdict,
)

# How docs/operations.md starts the server.
AS_IN_USE = ("--workers", "2", "--blocking-threads", "4")
# What a save has to reach, in one run on one machine.
MOST_TIMES_BARE = 10

TITLES = {
    "bare": "one-row UPDATE",
    "save": "save of an officer",
    "saved over HTTP": "the same, sent to the server of the site",
}


class Command(BaseCommand):
    help = (
        "Measure how long officers wait for their saves while many type at once, beside bare updates of the "
        "same rows by as many and the same saves over HTTP, and count whether every accepted save is kept. "
        "Works on made-up data in a database of its own."
    )

    def add_arguments(self, parser):
        parser.add_argument("--officers", type=int, default=50)
        parser.add_argument("--saves", type=int, default=50, help="of each officer")
        parser.add_argument(
            "--database-url",
            metavar="URL",
            help="a PostgreSQL server, postgres://user@host/postgres; a database is made there and dropped "
            "again (default: SQLite)",
        )
        # The site is loaded anew for the database that was made.
        parser.add_argument("--way", choices=["prepare", "type"], help="used by the command itself")

    def handle(self, *args, officers: int, saves: int, database_url: str | None, way: str | None, **options):
        if officers < 1 or saves < 1:
            raise CommandError("At least 1 officer and 1 save.")
        if way:
            refuse_real_database()
            self.stdout.write(json.dumps(_done(way, officers, saves)))
            return
        asked = (f"--officers={officers}", f"--saves={saves}")
        with scratch_database(database_url) as database:
            run_apart("benchmark_saves", "prepare", *asked, database=database)
            figures = run_apart("benchmark_saves", "type", *asked, database=database)
        kind = "PostgreSQL" if database_url else "SQLite"
        self.stdout.write(f"{MADE_UP} (made-up data), {kind}, {officers} officers at once")
        refuse_missed([self._tell_times(figures["seconds"]), self._tell_kept(figures)])

    def _tell_times(self, seconds: dict[str, list[float]]) -> bool:
        """Tell how long writes took; return whether the goal was reached."""
        slow = {}
        for name, taken in seconds.items():
            half, slow[name] = _percentiles(taken)
            self.stdout.write(
                f"  p50 {half * 1000:8.1f} ms   p95 {slow[name] * 1000:8.1f} ms   "
                f"max {max(taken) * 1000:8.1f} ms   {TITLES[name]} ({len(taken)})"
            )
        times = {name: slow[name] / slow["bare"] for name in slow}
        reached = times["save"] < MOST_TIMES_BARE
        goal = verdict(f"below {MOST_TIMES_BARE}", reached=reached)
        self.stdout.write(f"  p95 of a save: {times['save']:.1f} times that of an update{goal}")
        self.stdout.write(f"  p95 over HTTP: {times['saved over HTTP']:.1f} times that of an update")
        return reached

    def _tell_kept(self, figures: dict) -> bool:
        """Tell what became of the accepted saves; return whether all of them are kept."""
        missing = {name: figures[name] for name in ("lost", "overwritten", "without_history")}
        reached = not any(missing.values())
        told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in missing.items())
        goal = verdict("none", reached=reached)
        self.stdout.write(f"  {figures['accepted']} saves accepted; scores {told}{goal}")
        return reached


def _done(way: str, officers: int, saves: int) -> dict:
    if way == "prepare":
        return prepare(lambda: make_officers(officers))
    officers = places()
    with served_site(
        os.environ | PLAIN_HTTP, asked=reverse("submissions:list"), options=AS_IN_USE
    ) as address:
        typing = Typing(saves, officers=officers, over_http=OverHttp(address, officers).save)
        typing.all_rounds()
    return typing.figures()


def _percentiles(taken: list[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    cuts = quantiles(taken, n=20, method="inclusive") if len(taken) > 1 else taken * 19
    return cuts[9], cuts[18]
