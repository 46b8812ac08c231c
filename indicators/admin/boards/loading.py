"""What a board shows, read with a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Abs
from django.utils import timezone

from indicators.admin.appraisal.words import difference_words, points
from indicators.admin.boards.bands import BandCell, cell_of
from indicators.admin.submissions.access import unit_name
from indicators.models import Edition, Measure, Stage, Submission
from indicators.workflow import late_submissions
from indicators.workflow.appraisal_sight import with_appraisal_shown
from indicators.workflow.deadlines import moment_text
from indicators.workflow.progress import NOTHING, Progress, applicable_scores, progress_of, whole
from provinces.models import User
from provinces.models.units import by_newest_name

LISTED = 10
STAGES = dict(Stage.choices)


@dataclass(frozen=True)
class UnitLine:
    """A unit of the board."""

    submission: Submission
    unit: str
    total: BandCell
    cells: list[BandCell]
    filled: int
    verified: int
    count: int
    bare: int


@dataclass(frozen=True)
class LateLine:
    submission: Submission
    unit: str
    stage: str
    stage_name: str
    until: str


@dataclass(frozen=True)
class Adjustment:
    submission_id: int
    unit: str
    indicator: str
    self_score: str
    verified_score: str
    difference: str
    reason: str


@dataclass(frozen=True)
class DeadlineLine:
    """A stage: until when it lasts for all units, and who has more time."""

    stage: str
    until: str
    extensions: list[str]


def lines_of(submissions: list[Submission], progress: Progress, groups: list[Measure]) -> list[UnitLine]:
    """Return the units of a board, each with its groups in the order of the rule book."""
    return [_line(submission, progress.get(submission.pk, {}), groups) for submission in submissions]


def _line(submission, its_groups, groups) -> UnitLine:
    methodology = submission.edition.methodology
    total = whole(its_groups.values())
    return UnitLine(
        submission=submission,
        unit=unit_name(submission),
        total=cell_of(total, methodology=methodology),
        cells=[cell_of(its_groups.get(group.pk, NOTHING), methodology=methodology) for group in groups],
        filled=total.filled,
        verified=total.verified,
        count=total.count,
        bare=total.bare,
    )


def groups_in(progress: Progress) -> list[Measure]:
    """Return the groups that have indicators, in the order of the rule book."""
    keys = {key for groups in progress.values() for key in groups if key}
    return list(Measure.objects.filter(pk__in=keys).in_order())


def biggest_adjustments(submissions, *, edition: Edition, seen_by: User) -> list[Adjustment]:
    """Return the scores that the appraisal changed most, of those that are shown to who reads it."""
    scores = applicable_scores(submissions, edition=edition)
    scores = scores.filter(submission__in=with_appraisal_shown(seen_by).order_by().values("pk"))
    changed = scores.annotate(by=Abs(F("verified_score") - F("self_score"))).filter(by__gt=0)
    changed = changed.select_related("indicator", "submission__unit", "submission__edition__unit_set")
    changed = changed.prefetch_related("submission__unit__names")
    return [
        Adjustment(
            score.submission_id,
            unit_name(score.submission),
            str(score.indicator),
            points(score.self_score),
            points(score.verified_score),
            difference_words(score.self_score, score.verified_score),
            score.verified_reason,
        )
        for score in changed.order_by("-by", "pk")[:LISTED]
    ]


def late_lines(edition: Edition, *, visible: set[int]) -> list[LateLine]:
    """Return who is late, the longest late first."""
    return [
        LateLine(
            submission=late.submission,
            unit=unit_name(late.submission),
            stage=late.stage,
            stage_name=STAGES[late.stage],
            until=moment_text(late.until),
        )
        for late in late_submissions(edition, now=timezone.now())
        if late.submission.pk in visible
    ]


def deadline_lines(edition: Edition, submissions: list[Submission]) -> list[DeadlineLine]:
    """Return until when each stage lasts, with the extensions that hold."""
    for_all = dict(edition.deadlines.values_list("stage", "until"))
    given: dict[str, list[str]] = {}
    for submission in submissions:
        last = {extension.stage: extension for extension in submission.extensions.all()}
        for stage, extension in last.items():
            text = f"{unit_name(submission)}: {moment_text(extension.until)} ({extension.reason})"
            given.setdefault(stage, []).append(text)
    return [
        DeadlineLine(name, moment_text(for_all[stage]) if stage in for_all else "", given.get(stage, []))
        for stage, name in Stage.choices
    ]


def visible_progress(found, *, edition: Edition, seen_by: User) -> tuple[list[Submission], Progress]:
    """Return the submissions of a board by name of the address, and what stands in each."""
    submissions = list(found.order_by(by_newest_name("unit"), "unit__slug").prefetch_related("extensions"))
    return submissions, progress_of(found, edition=edition, seen_by=seen_by)
