import json

from django.core.management.base import BaseCommand, CommandError

from indicators.management.import_benchmark.made_table import MADE_UP
from indicators.management.measuring import (
    measured,
    refuse_missed,
    run_apart,
    scratch_folder,
    sqlite_address,
    verdict,
)
from indicators.management.robustness_benchmark.ways import BAND, made_parts, plain_intervals
from indicators.scoring.robustness import DRAWS, SEED, rank_intervals

# What the intervals have to reach, in one run on one machine.
MOST_TIMES_PLAIN = 3
MOST_MEMORY = 256
ROUNDS = 5


class Command(BaseCommand):
    help = (
        "Measure how fast rank intervals are computed beside a plain blocked NumPy version, and the memory "
        "that they take for as many units as there are communes. Works on made-up figures, no database."
    )

    def add_arguments(self, parser):
        parser.add_argument("--units", type=int, default=63)
        parser.add_argument(
            "--large", type=int, default=10_600, help="units of the run that is measured once"
        )
        parser.add_argument("--parts", type=int, default=8)
        parser.add_argument("--draws", type=int, default=DRAWS)
        # The large run has a process of its own, so that its memory is its own.
        parser.add_argument("--way", choices=["large"], help="used by the command itself")

    def handle(self, *args, units: int, large: int, parts: int, draws: int, way: str | None, **options):
        if min(units, large, parts, draws) < 1:
            raise CommandError("At least 1 unit, part and draw.")
        if way:
            figures = made_parts(large, parts=parts)
            work = measured(lambda: rank_intervals(figures, band=BAND, draws=draws))
            self.stdout.write(json.dumps(work))
            return
        self.stdout.write(f"{MADE_UP} (made-up figures), {parts} parts, {draws} draws")
        reached = [self._beside_plain(units, parts, draws), self._large(large, parts, draws)]
        refuse_missed(reached)

    def _beside_plain(self, units: int, parts: int, draws: int) -> bool:
        """Time both in turn, so that others at work on the machine slow both; the least of each counts."""
        figures = made_parts(units, parts=parts)
        values, points = figures.values.to_numpy(), figures.points.to_numpy()
        ways = {
            "plain": lambda: plain_intervals(values, points=points, draws=draws, seed=SEED),
            "own": lambda: rank_intervals(figures, band=BAND, draws=draws),
        }
        times: dict[str, list[float]] = {name: [] for name in ways}
        for _round in range(ROUNDS):
            for name, work in ways.items():
                times[name].append(measured(work)["cpu"])
        plain, own = (1000 * min(times[name]) for name in ("plain", "own"))
        reached = own <= MOST_TIMES_PLAIN * plain
        goal = verdict(f"at most {MOST_TIMES_PLAIN}", reached=reached)
        self.stdout.write(f"  {units} units: {own:.1f} ms of CPU, plain NumPy {plain:.1f} ms")
        self.stdout.write(f"  {own / plain:8.2f} times plain NumPy{goal}")
        return reached

    def _large(self, units: int, parts: int, draws: int) -> bool:
        asked = (f"--large={units}", f"--parts={parts}", f"--draws={draws}")
        with scratch_folder() as folder:
            address = sqlite_address(folder / "unused.sqlite3")
            figures = run_apart("benchmark_robustness", "large", *asked, database=address)
        memory = figures["memory"] / 2**20
        reached = memory <= MOST_MEMORY
        goal = verdict(f"at most {MOST_MEMORY}", reached=reached)
        self.stdout.write(
            f"  {units} units: {figures['cpu']:.1f} s of CPU, {memory:.1f} MiB over start{goal}"
        )
        return reached
