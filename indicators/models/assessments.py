"""The scores of a submission, stage by stage, and what the appraiser asks about them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models.assignments import Place, assigned
from indicators.models.measures import Measure
from indicators.models.submissions import RowOfSubmission, Submission
from provinces.models.history import ChangeHistory


class AssessmentQuerySet(models.QuerySet):
    def for_user(self, user, permission: str = "indicators.view_submission"):
        """Keep the scores on which an assignment allows a user something, down to the group."""
        return self.filter(
            assigned(
                user,
                permission,
                unit="submission__unit",
                scorecard="submission__edition__scorecard",
                group_code="indicator__parent__code",
            )
        )

    def in_order(self):
        return self.order_by("indicator__order", "indicator__pk")


class Assessment(RowOfSubmission):
    """An indicator of a submission: what the unit reached, and the score of every stage.

    Scores are points of the indicator, from 0 to its maximum; a missing score is empty, never 0. ``version``
    counts the saves: who saves names the version that stood on the screen, so nothing is overwritten unseen.
    ``field_versions`` keeps which of them wrote a field last, so that two people may write different fields.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("submission")
    )
    indicator = models.ForeignKey(
        Measure,
        on_delete=models.PROTECT,
        related_name="assessments",
        limit_choices_to={"kind": Measure.Kind.INDICATOR},
        verbose_name=_("indicator"),
    )
    raw_a = models.DecimalField(_("a"), max_digits=18, decimal_places=4, null=True, blank=True)
    raw_b = models.DecimalField(_("b"), max_digits=18, decimal_places=4, null=True, blank=True)
    self_score = models.DecimalField(_("self-score"), max_digits=10, decimal_places=4, null=True, blank=True)
    self_reason = models.TextField(_("reason for another score than the rule gives"), blank=True)
    note = models.TextField(_("note"), blank=True)
    explanation = models.TextField(_("explanation where there is no evidence"), blank=True)
    verified_score = models.DecimalField(
        _("appraised score"), max_digits=10, decimal_places=4, null=True, blank=True
    )
    verified_reason = models.TextField(_("reason for the adjustment"), blank=True)
    final_score = models.DecimalField(
        _("final score"), max_digits=10, decimal_places=4, null=True, blank=True, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    field_versions = models.JSONField(_("versions of the fields"), default=dict, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )
    changed_at = models.DateTimeField(_("changed at"), null=True, editable=False)

    objects = AssessmentQuerySet.as_manager()
    history = ChangeHistory()

    class Meta:
        verbose_name = _("score of an indicator")
        verbose_name_plural = _("scores of indicators")
        constraints = [
            models.UniqueConstraint(fields=["submission", "indicator"], name="assessment_once_an_indicator"),
            models.CheckConstraint(
                name="assessment_counts_not_negative",
                condition=(Q(raw_a__isnull=True) | Q(raw_a__gte=0))
                & (Q(raw_b__isnull=True) | Q(raw_b__gt=0)),
                violation_error_message=_("a is not negative, b is above 0."),
            ),
            models.CheckConstraint(
                name="assessment_scores_not_negative",
                condition=(Q(self_score__isnull=True) | Q(self_score__gte=0))
                & (Q(verified_score__isnull=True) | Q(verified_score__gte=0))
                & (Q(final_score__isnull=True) | Q(final_score__gte=0)),
                violation_error_message=_("A score is not negative."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} · {self.submission}"

    @property
    def place(self) -> Place:
        whole = self.submission.place
        return whole._replace(group_code=self.indicator.parent.code if self.indicator.parent_id else None)


class QuestionQuerySet(models.QuerySet):
    def open(self):
        """Keep the questions that wait for the unit's reply."""
        return self.filter(replied_at=None)


class Question(RowOfSubmission):
    """What an appraiser asks back about one score, and the answer of the unit."""

    path_to_submission = "assessment__submission"

    assessment = models.ForeignKey(
        Assessment,
        on_delete=models.PROTECT,
        related_name="questions",
        verbose_name=_("score of an indicator"),
    )
    text = models.TextField(_("question"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    reply = models.TextField(_("reply"), blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("replied by"),
    )
    replied_at = models.DateTimeField(_("replied at"), null=True)

    objects = QuestionQuerySet.as_manager()
    history = ChangeHistory()

    class Meta:
        verbose_name = _("question back")
        verbose_name_plural = _("questions back")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(replied_at__isnull=True),
                name="question_open_once",
                violation_error_message=_("A question about this score is still open."),
            ),
            models.CheckConstraint(
                name="question_asks_something",
                condition=~Q(text=""),
                violation_error_message=_("Say what is asked."),
            ),
            models.CheckConstraint(
                name="question_reply_has_a_moment",
                condition=Q(reply="", replied_at__isnull=True, replied_by__isnull=True)
                | ~Q(reply="") & Q(replied_at__isnull=False, replied_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def place(self) -> Place:
        return self.assessment.place

    @property
    def is_open(self) -> bool:
        return self.replied_at is None
