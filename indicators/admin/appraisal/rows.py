"""All scores of a submission as the appraiser sees them, read with a fixed number of queries."""

import json
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from indicators.admin.appraisal.words import changed_by, difference_words, points
from indicators.admin.fields import typed_back
from indicators.admin.submissions.access import person_name
from indicators.admin.submissions.cells import hint_of
from indicators.models import Assessment, Measure, Question, Submission
from indicators.notation import MISSING
from indicators.scoring.subtotals import Subtotal, subtotal, sum_of
from indicators.workflow.acting import VERIFY
from indicators.workflow.appraisal_sight import shows_appraisal
from indicators.workflow.deadlines import moment_text
from indicators.workflow.readiness import not_applicable

SCORE, REASON, QUESTION = "score", "reason", "question"


@dataclass
class Row:
    """The score of an indicator: what the unit gave, what is appraised, and what was typed but not stored."""

    assessment: Assessment
    is_open: bool = False
    exception: str = ""
    is_hidden: bool = False
    typed: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    is_forbidden: bool = False
    question_typed: str = ""

    @property
    def key(self) -> str:
        return f"v{self.assessment.pk}"

    @property
    def indicator(self) -> Measure:
        return self.assessment.indicator

    @property
    def top(self) -> str:
        return points(self.indicator.max_points)

    @property
    def raw(self) -> str:
        """What the unit counted: "12", or "12/40" where the rule sets one against the other."""
        a, b = self.assessment.raw_a, self.assessment.raw_b
        if a is None and b is None:
            return ""
        return points(a) if b is None else f"{points(a)}/{points(b)}"

    @property
    def hint(self) -> str:
        return "" if self.exception else hint_of(self.assessment)

    @property
    def self_score(self) -> str:
        return points(self.assessment.self_score)

    @property
    def verified_score(self) -> str:
        return points(self.assessment.verified_score)

    @property
    def final_score(self) -> str:
        return points(self.assessment.final_score)

    @property
    def difference(self) -> str:
        return difference_words(self.assessment.self_score, self.assessment.verified_score) or MISSING

    @property
    def texts(self) -> dict[str, str]:
        """What stands in the fields of the appraiser."""
        return {
            SCORE: typed_back(self.assessment.verified_score, decimals=0),
            REASON: self.assessment.verified_reason,
        }

    @property
    def shown_texts(self) -> dict[str, str]:
        return self.texts | self.typed

    @property
    def stated(self) -> str:
        """What stood there when the page was made, to come back with what is typed."""
        return json.dumps(self.texts, ensure_ascii=False)

    @property
    def unit_texts(self) -> list[tuple[str, str]]:
        """What the unit wrote beside its score."""
        written = (
            (_("Reason for another score than the rule gives"), self.assessment.self_reason),
            (_("Explanation where there is no evidence"), self.assessment.explanation),
            (_("Note"), self.assessment.note),
        )
        return [(label, text) for label, text in written if text]

    @cached_property
    def questions(self) -> list[Question]:
        return list(self.assessment.questions.all())

    @property
    def is_asked(self) -> bool:
        return any(question.is_open for question in self.questions)

    @property
    def state(self) -> str:
        """Say in a word what is left to do."""
        if self.exception:
            return _("not applicable")
        if self.is_asked:
            return _("waits for the unit")
        if self.is_hidden:
            return _("under appraisal")
        return _("appraised") if self.assessment.verified_score is not None else _("to be appraised")


@dataclass
class GroupOfRows:
    """The indicators of a group, with their sums."""

    group: Measure | None
    rows: list[Row]

    @property
    def code(self) -> str:
        return self.group.code if self.group else ""

    @property
    def name(self) -> str:
        return str(self.group) if self.group else _("Without a group")

    @property
    def is_open(self) -> bool:
        return any(row.is_open for row in self.rows)

    @property
    def waits(self) -> int:
        """How many indicators could still be taken over as they are."""
        return sum(
            row.is_open
            and not row.is_asked
            and row.assessment.verified_score is None
            and row.assessment.self_score is not None
            for row in self.rows
        )

    @cached_property
    def sums(self) -> "Sums":
        """What its scores come to so far, as publishing will count them."""
        scores = [row.assessment for row in self.rows if not row.exception]
        return Sums(
            **{
                name: subtotal(
                    [(value_of(score), score.indicator.max_points) for score in scores],
                    group_points=self.group.max_points if self.group else None,
                )
                for name, value_of in COLUMNS.items()
            }
        )


def _change(score: Assessment) -> Decimal | None:
    """Return by how much the appraised score differs; None as long as one of the two is lacking."""
    both = score.self_score, score.verified_score
    return None if None in both else score.verified_score - score.self_score


COLUMNS = {
    "own": attrgetter("self_score"),
    "appraised": attrgetter("verified_score"),
    "difference": _change,
}


@dataclass(frozen=True)
class Sums:
    """The self-score, the appraised score and their difference of a group or of all, so far."""

    own: Subtotal
    appraised: Subtotal
    difference: Subtotal

    @property
    def texts(self) -> tuple[str, str, str, str]:
        """The maximum and the three sums, ready to print."""
        change = self.difference.points
        return (
            points(self.own.most),
            *(points(one.points) for one in (self.own, self.appraised)),
            MISSING if change is None else changed_by(change),
        )

    @property
    def scaling(self) -> str:
        """Say of how many points the sums were scaled, where some indicators do not apply."""
        if not self.own.is_scaled:
            return ""
        return _("scaled from %(possible)s points that apply") % {"possible": points(self.own.possible)}


def sums_of(groups: list[GroupOfRows]) -> Sums:
    """Add up the groups of a submission."""
    return Sums(**{name: sum_of([getattr(group.sums, name) for group in groups]) for name in COLUMNS})


def groups_of(submission: Submission, *, user) -> list[GroupOfRows]:
    """Return the rows of a submission by group, in the order of the rule book."""
    exceptions = not_applicable(submission)
    is_under_review = submission.state == Submission.State.UNDER_REVIEW
    scores = (
        submission.assessments.in_order()
        .select_related("indicator__parent", "indicator__scoring_rule", "changed_by")
        .prefetch_related("evidence", "questions__asked_by", "questions__replied_by")
    )
    is_hidden = not shows_appraisal(user, submission=submission)
    groups: dict[int | None, GroupOfRows] = {}
    for score in scores:
        score.submission = submission
        if is_hidden:
            score.verified_score, score.verified_reason = None, ""
        exception = exceptions.get(score.indicator_id, "")
        row = Row(
            assessment=score,
            exception=exception,
            is_hidden=is_hidden,
            is_open=is_under_review and not exception and user.has_perm(VERIFY, score),
        )
        parent = score.indicator.parent
        groups.setdefault(parent and parent.pk, GroupOfRows(parent, [])).rows.append(row)
    return list(groups.values())


def changed_meanwhile(current: Assessment, fields: frozenset[str]) -> str:
    """Say what somebody else wrote in a row since it stood on the screen."""
    facts = {
        "name": person_name(current.changed_by),
        "at": moment_text(current.changed_at) if current.changed_at else "…",
        "score": points(current.verified_score),
        "own": points(current.self_score),
        "reason": current.verified_reason or _("none"),
    }
    if fields <= {"raw_a", "raw_b", "self_score"}:
        text = _("The unit changed its score at %(at)s; it is %(own)s now. Look again, then save.")
    else:
        text = _(
            "%(name)s wrote %(score)s here at %(at)s (reason: %(reason)s). Your value stands in the field: "
            "save again to put it in its place, or open the page anew to keep theirs."
        )
    return text % facts
