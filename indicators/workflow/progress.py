"""How far the submissions of an edition have come, group by group."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from indicators.models import Assessment, Edition, Evidence, Question, ScoringException
from indicators.scoring.group_points import points_in_group
from indicators.workflow.appraisal_sight import with_appraisal_shown
from provinces.models import User

ZERO = Decimal(0)


@dataclass(frozen=True)
class GroupProgress:
    """What stands in the indicators of a group that apply to a unit.

    ``points`` are the appraised ones, the unit's own where it is not appraised yet, and count as publishing
    counts them: scaled to the ``maximum`` of the group where some of it does not apply; so is the
    ``difference``. ``bare`` are scores above 0 without a document.
    """

    count: int = 0
    filled: int = 0
    verified: int = 0
    adjusted: int = 0
    asked: int = 0
    bare: int = 0
    points: Decimal = ZERO
    maximum: Decimal = ZERO
    difference: Decimal = ZERO

    def __add__(self, other: "GroupProgress") -> "GroupProgress":
        return GroupProgress(*(own + its for own, its in zip(self._parts, other._parts, strict=True)))

    @property
    def _parts(self) -> tuple:
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)

    @property
    def share(self) -> Decimal | None:
        """The part of the points that is reached; None where no score stands or nothing can be reached."""
        has_scores = self.filled or self.verified
        return self.points / self.maximum if self.maximum and has_scores else None

    @property
    def applies(self) -> bool:
        """Whether any indicator applies to the unit."""
        return self.count > 0

    @property
    def unverified(self) -> int:
        return self.count - self.verified


NOTHING = GroupProgress()
Progress = dict[int, dict[int | None, GroupProgress]]


def progress_of(submissions: QuerySet, *, edition: Edition, seen_by: User) -> Progress:
    """Count what stands in submissions of an edition, by their keys and by the key of the group.

    The number of queries does not grow with the submissions.

    Args:
        seen_by: who reads it; an appraised score that is not shown to them yet is as none.
    """
    scores = applicable_scores(submissions, edition=edition)
    asked = Exists(Question.objects.open().filter(assessment=OuterRef("pk")))
    bare = Q(self_score__gt=0) & ~Exists(Evidence.objects.filter(assessment=OuterRef("pk")))
    shown = with_appraisal_shown(seen_by).filter(edition=edition)
    appraised = Case(When(submission__in=shown.order_by().values("pk"), then=F("verified_score")))
    is_appraised = Q(appraised__isnull=False)
    differs = Q(self_score__isnull=False) & ~Q(appraised=F("self_score"))
    counted = (
        scores.order_by()
        .annotate(appraised=appraised)
        .values("submission_id", "indicator__parent_id", "indicator__parent__max_points")
        .annotate(
            count=Count("pk"),
            filled=Count("pk", filter=Q(self_score__isnull=False)),
            verified=Count("pk", filter=is_appraised),
            adjusted=Count("pk", filter=is_appraised & differs),
            asked=Count("pk", filter=asked),
            bare=Count("pk", filter=bare),
            points=Sum(Coalesce("appraised", "self_score")),
            maximum=Sum("indicator__max_points"),
            unknown=Count("pk", filter=Q(indicator__max_points=None)),
            difference=Sum(F("appraised") - F("self_score")),
        )
    )
    progress: Progress = defaultdict(dict)
    for row in counted:
        submission, group = row.pop("submission_id"), row.pop("indicator__parent_id")
        group_points, unknown = row.pop("indicator__parent__max_points"), row.pop("unknown")
        counts = {name: ZERO if value is None else value for name, value in row.items()}
        if group_points is not None and counts["maximum"] and not unknown:
            counts |= _scaled(counts, group_points=group_points)
        progress[submission][group] = GroupProgress(**counts)
    return progress


def _scaled(counts: dict[str, Decimal], *, group_points: Decimal) -> dict[str, Decimal]:
    """Return the points of what applies as points of the whole group."""
    points = {
        name: points_in_group(counts[name], possible=counts["maximum"], group_points=group_points)
        for name in ("points", "difference")
    }
    return points | {"maximum": group_points}


def applicable_scores(submissions: QuerySet, *, edition: Edition) -> QuerySet:
    """Return the scores of submissions whose indicators apply to the unit."""
    scores = Assessment.objects.filter(submission__in=submissions.order_by().values("pk"))
    exceptions = ScoringException.objects
    if not exceptions.of_edition(edition).exists():
        return scores
    return scores.exclude(exceptions.concerning(edition, unit="submission__unit", indicator="indicator"))


def whole(groups: Collection[GroupProgress]) -> GroupProgress:
    """Add up the groups of a submission, or the submissions of a group."""
    return sum(groups, NOTHING)
