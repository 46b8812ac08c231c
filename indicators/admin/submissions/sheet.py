"""All scores of a submission as one page shows them, read with a fixed number of queries."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.admin.submissions.access import ENTER
from indicators.admin.submissions.cells import LABELS, NUMBERS, shown
from indicators.admin.submissions.former import former_scores
from indicators.admin.submissions.rows import Row
from indicators.models import Assessment, Edition, Measure, Question, Stage, Submission
from indicators.scoring.subtotals import Subtotal, subtotal, sum_of
from indicators.workflow.appraisal_sight import shows_appraisal
from indicators.workflow.deadlines import deadline_of
from indicators.workflow.readiness import not_applicable


@dataclass
class Group:
    """The rows of an indicator group, with the points that it counts with."""

    name: str
    key: str
    rows: list[Row]
    max_points: Decimal | None = None

    @property
    def subtotal(self) -> Subtotal:
        scores = [(row.assessment.self_score, row.indicator.max_points) for row in self.rows if row.applies]
        return subtotal(scores, group_points=self.max_points)

    @property
    def sum_text(self) -> str:
        return sum_text(self.subtotal)


class Grid:
    """A submission as a page shows it to a user."""

    def __init__(self, submission: Submission, *, user):
        self.submission, self.user = submission, user
        now = timezone.now()
        self.deadline = deadline_of(submission, Stage.ENTRY)
        self.is_over = self.deadline is not None and now > self.deadline
        self.may_enter = user.has_perm(ENTER, submission)
        self.rows = self._rows()
        for row in self.rows:
            row.raw_fields = self.raw_fields

    def _rows(self) -> list[Row]:
        exceptions = not_applicable(self.submission)
        self.former = former_scores(self.submission, user=self.user)
        questions = {}
        asked = Question.objects.filter(assessment__submission=self.submission)
        for question in asked.select_related("asked_by", "replied_by"):
            questions.setdefault(question.assessment_id, []).append(question)
        return [
            Row(
                assessment=score,
                evidence_count=score.evidence_count,
                exception=exceptions.get(score.indicator_id, ""),
                former=self.former.texts.get(score.indicator.code, ""),
                is_open=self._is_open(questions.get(score.pk, ()), score, exceptions),
                questions=questions.get(score.pk, []),
            )
            for score in scores_of(self.submission)
        ]

    def _is_open(self, questions: Iterable[Question], score: Assessment, exceptions) -> bool:
        submission = self.submission
        is_scoring = submission.edition.state == Edition.State.SCORING
        if not (self.may_enter and is_scoring) or score.indicator_id in exceptions:
            return False
        if submission.is_in_entry:
            return not self.is_over
        is_under_review = submission.state == Submission.State.UNDER_REVIEW
        return is_under_review and any(question.is_open for question in questions)

    @property
    def groups(self) -> list[Group]:
        return groups_of(self.rows)

    @cached_property
    def shown_fields(self) -> tuple[str, ...]:
        """The columns of numbers that any row fills."""
        asked = {name for row in self.rows for name in row.texts}
        return tuple(name for name in NUMBERS if name in asked)

    @cached_property
    def raw_fields(self) -> tuple[str, ...]:
        return tuple(name for name in self.shown_fields if name != "self_score")

    @property
    def raw_columns(self) -> list[tuple[str, str]]:
        return [(name, LABELS[name]) for name in self.raw_fields]

    @cached_property
    def shows_appraisal(self) -> bool:
        """Whether there are appraised scores for the user to read."""
        is_shown = shows_appraisal(self.user, submission=self.submission)
        return is_shown and any(row.assessment.verified_score is not None for row in self.rows)

    @property
    def column_count(self) -> int:
        """The columns behind the name."""
        optional = [bool(self.raw_fields), self.shows_appraisal, self.former.edition is not None]
        return 5 + len(self.raw_fields) + sum(optional)

    @property
    def is_open(self) -> bool:
        return any(row.is_open for row in self.rows)

    @cached_property
    def incomplete(self) -> list[Row]:
        return [row for row in self.rows if row.lacks]

    @property
    def troubled(self) -> list[Row]:
        """The rows of which something was not saved."""
        return [row for row in self.rows if row.problems or row.theirs]

    @property
    def sum_text(self) -> str:
        return total_text(group.subtotal for group in self.groups)

    @property
    def filled_text(self) -> str:
        return filled_text(row.assessment.self_score for row in self.rows if row.applies)


def groups_of(rows: list[Row]) -> list[Group]:
    """Return rows by the group that their indicators stand in."""
    grouped: dict[Measure | None, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.indicator.parent, []).append(row)
    return [
        Group(str(parent), key_of(parent.pk), members, parent.max_points)
        if parent
        else Group(_("Other indicators"), key_of(None), members)
        for parent, members in grouped.items()
    ]


def key_of(group: int | None) -> str:
    """Return what the page knows a group by."""
    return f"g{group or 0}"


def sums_of(submission: Submission, *, exceptions: Container[int]) -> dict[str, str | dict[str, str]]:
    """Return what the scores come to and how many there are, read by one query without the rows around them.

    Args:
        exceptions: the keys of the indicators that do not apply.
    """
    grouped: dict[str, tuple[Decimal | None, list]] = {}
    scores = submission.assessments.order_by("indicator__order", "pk").values_list(
        "indicator",
        "indicator__parent",
        "indicator__parent__max_points",
        "self_score",
        "indicator__max_points",
    )
    for indicator, group, group_points, score, most in scores:
        _points, own = grouped.setdefault(key_of(group), (group_points, []))
        if indicator not in exceptions:
            own.append((score, most))
    subtotals = {key: subtotal(own, group_points=points) for key, (points, own) in grouped.items()}
    texts = {key: sum_text(one) for key, one in subtotals.items()}
    return {
        "sums": texts | {"total": total_text(subtotals.values())},
        "filled": filled_text(score for _points, own in grouped.values() for score, _most in own),
    }


def scores_of(submission: Submission):
    """Return all scores of a submission, with what a row shows of each."""
    scores = submission.assessments.in_order().select_related(
        "indicator__parent", "indicator__scoring_rule", "changed_by"
    )
    scores = scores.prefetch_related("indicator__scoring_rule__steps")
    return scores.annotate(evidence_count=Count("evidence"))


def sum_text(own: Subtotal) -> str:
    """Write the points of a group, and what they were scaled from where some of it does not apply."""
    text = out_of(own.points, own.most)
    if not own.is_scaled:
        return text
    return _("%(points)s, scaled from %(given)s") % {
        "points": text,
        "given": out_of(own.given, own.possible),
    }


def total_text(subtotals: Iterable[Subtotal]) -> str:
    """Write what groups add up to, against the most that those which apply can bring."""
    whole = sum_of(subtotals)
    return out_of(whole.points, whole.most)


def out_of(points: Decimal | None, most: Decimal | None) -> str:
    return shown(points) if most is None else f"{shown(points)}/{shown(most)}"


def filled_text(scores: Iterable[Decimal | None]) -> str:
    """Write how many of the indicators that apply have a score."""
    scores = list(scores)
    return f"{sum(score is not None for score in scores)}/{len(scores)}"
