"""What is measured of a publication; each way prepares what it may and returns the work to be timed."""

from collections.abc import Callable

import numpy as np
from django.db import connection, transaction
from django.db.models import F

from indicators import frames
from indicators.frames import intervals
from indicators.management.robustness_benchmark.ways import plain_intervals
from indicators.management.score_benchmark.made_scores import DECISION
from indicators.models import Assessment, Edition, Ranking, RankInterval, Submission, SubmissionEvent
from indicators.scoring.robustness import DRAWS, SEED
from indicators.workflow import publish_scores
from indicators.workflow.score_rows import ScoreRow, score_rows
from indicators.workflow.scored_values import indicator_rules, values_of
from provinces.models import Source, User

Work = Callable[[], None]
INTERVAL_COLUMNS = ("edition_id", "unit_id", *intervals.INTERVAL_COLUMNS)


def bare_numpy(edition: Edition) -> Work:
    """Groups, total, ranks and ranges of the ranks in NumPy alone, from arrays that stand ready."""
    scores = frames.scores_of_edition(edition, "verified")
    rules = indicator_rules(edition)
    points, applies = scores.points.to_numpy(), scores.applies.to_numpy()
    most, groups = rules["max_points"].to_numpy(), rules["groups"].to_numpy()
    member = (groups[:, np.newaxis] == np.unique(groups)).astype(float)

    def work() -> None:
        possible = (applies * most) @ member
        shares = (np.where(applies, points, 0) @ member) / possible
        totals = (shares * (most @ member)).sum(axis=1) / most.sum()
        for values in (totals, *shares.T):
            ordered = np.sort(values)
            len(values) - np.searchsorted(ordered, values, side="right") + 1
        plain_intervals(shares, points=most @ member, draws=DRAWS, seed=SEED)

    return work


def bare_write(edition: Edition) -> Work:
    """The same rows written by executemany, and the states and final scores by an UPDATE each."""
    source = Source.objects.create(code="gia-lap", title="Giả lập", issued_on=DECISION["decision_date"])
    values = values_of(frames.scores_of_edition(edition, "verified"), edition=edition)
    rankings = [tuple(row) for row in score_rows(edition, values, source=source)]
    keys = list(edition.submissions.values_list("pk", flat=True))
    intervals = [(edition.pk, unit, 1, 1, 1, 1, 0, "0.2", DRAWS, SEED, 0, False) for unit in values.index]
    user = User.objects.get()
    events = [(key, "publish", "approved", "published", "", user.pk, "2026-01-02") for key in keys]

    def work() -> None:
        with transaction.atomic():
            submissions = edition.submissions.order_by()
            Assessment.objects.filter(submission__in=submissions).update(final_score=F("verified_score"))
            submissions.update(state=Submission.State.PUBLISHED)
            _insert(Ranking, ScoreRow._fields, rankings)
            acted = ("act", "from_state", "to_state", "reason", "acted_by_id", "acted_at")
            _insert(SubmissionEvent, ("submission_id", *acted), events)
            _insert(RankInterval, INTERVAL_COLUMNS, intervals)

    return work


def whole_publication(edition: Edition) -> Work:
    """The act of an officer: check, freeze, compute, write, compute beside what was published, show."""
    user = User.objects.get()

    def work() -> None:
        publish_scores(edition, by=user, **DECISION)

    return work


def _insert(model, columns: tuple[str, ...], rows: list[tuple]) -> None:
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({marks})"
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


WAYS: dict[str, Callable[[Edition], Work]] = {
    "numpy": bare_numpy,
    "write": bare_write,
    "publish": whole_publication,
}
