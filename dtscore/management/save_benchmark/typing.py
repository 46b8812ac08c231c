"""Many officers type at once, each on a connection of its own; their saves and bare updates take turns."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import close_old_connections, connection

from dtscore.management.save_benchmark.made_officers import Place
from indicators.models import Assessment
from indicators.workflow import save_entry
from provinces.models import User

# Bare updates and saves in turn, so that whatever else the machine does falls on both.
ROUNDS = 5

# Takes the place of an officer, the key of a score, its version and a text; returns the next version.
Write = Callable[[Place, int, int, str], int]


def save(place: Place, score: int, version: int, text: str) -> int:
    """Save by the act of the officers' screens; roles are read anew, as they are for each request."""
    officer = User(pk=place.user, is_active=True)
    return save_entry(score, by=officer, version=version, values={"note": text}).version


def bare(place: Place, score: int, version: int, text: str) -> int:
    """Update a text of the same row, and no more; another one, so that what was saved stays to be counted."""
    Assessment.objects.filter(pk=score).update(explanation=text)
    return version


class Typing:
    """What officers typed: how long each write took, and what was accepted."""

    def __init__(self, saves: int, *, officers: list[Place], over_http: Write):
        self.per_round = max(1, saves // ROUNDS)
        self.places = officers
        self.writes: dict[str, Write] = {"bare": bare, "save": save, "saved over HTTP": over_http}
        self.seconds: dict[str, list[float]] = {name: [] for name in self.writes}
        self.versions: Counter[int] = Counter()
        self.texts: dict[int, str] = {}

    def all_rounds(self) -> None:
        """Let all officers type at once, round by round; the first of each kind only warms up."""
        for number in range(ROUNDS + 1):
            for name in self.writes:
                taken = self._all_at_once(name, number)
                self.seconds[name] += taken if number else []

    def figures(self) -> dict:
        """Return the times, and how the accepted saves compare with what is stored."""
        scores = Assessment.objects.filter(pk__in=self.texts)
        stored = {score.pk: score for score in scores}
        kept = Counter(Assessment.history.filter(note__startswith="save").values_list("id", flat=True))
        return {
            "seconds": self.seconds,
            "accepted": self.versions.total(),
            "lost": sum(stored[key].version != count for key, count in self.versions.items()),
            "overwritten": sum(stored[key].note != text for key, text in self.texts.items()),
            "without_history": sum(kept[key] != count for key, count in self.versions.items()),
        }

    def _all_at_once(self, name: str, number: int) -> list[float]:
        start = Barrier(len(self.places))
        with ThreadPoolExecutor(len(self.places)) as pool:
            typed = [pool.submit(self._type, place, name, number, start) for place in self.places]
            return [seconds for one in typed for seconds in one.result()]

    def _type(self, place: Place, name: str, number: int, start: Barrier) -> list[float]:
        """Type into one score after the other; a failed write ends the benchmark."""
        taken, write = [], self.writes[name]
        connection.ensure_connection()
        start.wait()
        try:
            for turn in range(self.per_round):
                score = place.scores[(number * self.per_round + turn) % len(place.scores)]
                text = f"{name} {number}.{turn}"
                began = time.perf_counter()
                version = write(place, score, self.versions[score], text)
                taken.append(time.perf_counter() - began)
                if write is not bare:
                    self.versions[score] = version
                    self.texts[score] = text
        finally:
            close_old_connections()
            connection.close()
        return taken
