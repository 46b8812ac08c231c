"""The file of a unit in an edition: its state, its deadlines, and who acted on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models.assignments import Place, assigned, holds_everywhere
from indicators.models.editions import Edition, PublishedRowError
from provinces.models import Unit
from provinces.models.history import ChangeHistory


class SubmissionQuerySet(models.QuerySet):
    def for_user(self, user, permission: str = "indicators.view_submission"):
        """Keep the submissions on which an assignment allows a user something."""
        return self.filter(assigned(user, permission, unit="unit", scorecard="edition__scorecard"))

    def of_edition(self, edition: Edition):
        return self.filter(edition=edition)

    def in_state(self, *states: str):
        return self.filter(state__in=states)

    def with_places(self):
        """Join what pages about submissions name: unit, edition and its rule book."""
        return self.select_related(
            "unit", "edition__scorecard", "edition__methodology", "edition__unit_set"
        ).prefetch_related("unit__names")


class Submission(models.Model):
    """What a unit hands in for an edition, from its first figure to the published score."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", _("sent")
        UNDER_REVIEW = "under_review", _("under appraisal")
        RETURNED = "returned", _("returned")
        VERIFIED = "verified", _("appraised")
        APPROVED = "approved", _("approved")
        PUBLISHED = "published", _("published")

    ENTRY_STATES = (State.DRAFT, State.RETURNED)

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("edition")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("unit")
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    is_ranked = models.BooleanField(
        _("ranked"), default=True, help_text=_("Without the tick: takes part, not ranked")
    )
    unranked_reason = models.TextField(_("reason for not being ranked"), blank=True)

    objects = SubmissionQuerySet.as_manager()
    history = ChangeHistory()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        permissions = [
            ("enter_scores", _("Can enter self-scores and evidence")),
            ("approve_submission", _("Can approve a submission for its unit")),
            ("verify_scores", _("Can appraise scores")),
            ("accept_submission", _("Can accept an appraised submission")),
            ("publish_scores", _("Can publish scores by a decision")),
            ("open_submissions", _("Can open an edition for data entry")),
            ("extend_deadline", _("Can set and extend deadlines")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition", "unit"], name="submission_once_a_unit"),
            models.CheckConstraint(
                name="submission_not_ranked_has_a_reason",
                condition=Q(is_ranked=True, unranked_reason="") | Q(is_ranked=False) & ~Q(unranked_reason=""),
                violation_error_message=_("Say why the unit is not ranked, and only then."),
            ),
        ]

    def __str__(self):
        return f"{self.unit} · {self.edition}"

    def save(self, **kwargs):
        refuse_if_published(self, submissions=Q(pk=self.pk))
        super().save(**kwargs)

    def delete(self, **kwargs):
        refuse_if_published(self, submissions=Q(pk=self.pk))
        return super().delete(**kwargs)

    @property
    def place(self) -> Place:
        return Place(unit_id=self.unit_id, scorecard_id=self.edition.scorecard_id)

    @property
    def is_in_entry(self) -> bool:
        """Whether the unit may write its figures."""
        return self.state in self.ENTRY_STATES


def refuse_if_published(row: models.Model, *, submissions: Q) -> None:
    """Ask the database whether one of the submissions that a row stands in is published.

    Raises:
        PublishedRowError: if one is, whatever state the object in hand was given since it was read.
    """
    if Submission.objects.filter(submissions, state=Submission.State.PUBLISHED).exists():
        raise PublishedRowError(row)


class RowOfSubmission(models.Model):
    """A row that is never written again once its submission is published.

    Rows written in bulk do not come here; who writes them holds the submission.
    """

    path_to_submission = "submission"

    class Meta:
        abstract = True

    def save(self, **kwargs):
        self.refuse_if_published()
        super().save(**kwargs)

    def delete(self, **kwargs):
        self.refuse_if_published()
        return super().delete(**kwargs)

    def refuse_if_published(self) -> None:
        """Refuse to write it in a published submission, or to take it out of one."""
        stored = type(self)._base_manager.filter(pk=self.pk).values(self.path_to_submission)
        refuse_if_published(self, submissions=Q(pk=self.submission_key) | Q(pk__in=stored))

    @property
    def submission_key(self) -> int | None:
        *path, last = self.path_to_submission.split("__")
        row = self
        for name in path:
            row = getattr(row, name)
        return getattr(row, f"{last}_id")


class EventAlteredError(Exception):
    """What was done on a submission was to be written anew or taken out."""

    def __init__(self, event):
        super().__init__(f"{event._meta.label} {event.pk} is a record: only new ones are added")


class SubmissionEventQuerySet(models.QuerySet):
    def for_user(self, user):
        """Keep what was done on the submissions that an officer administers.

        Who may see these acts as an account keeps all of them.
        """
        if holds_everywhere(user, "indicators.view_submissionevent"):
            return self
        paths = {"unit": "submission__unit", "scorecard": "submission__edition__scorecard"}
        return self.filter(assigned(user, "indicators.open_submissions", **paths))


class SubmissionEvent(models.Model):
    """One act on a submission: who did it, when, and why. Rows are only ever added."""

    class Act(models.TextChoices):
        OPEN = "open", _("opened")
        SEND = "send", _("sent")
        WITHDRAW = "withdraw", _("taken back by the unit")
        APPROVE = "approve", _("approved by the unit")
        SEND_BACK = "send_back", _("returned")
        VERIFY = "verify", _("appraised")
        REOPEN = "reopen", _("appraisal opened again")
        ACCEPT = "accept", _("approved")
        PUBLISH = "publish", _("published")
        RANK = "rank", _("taken into the ranking, or out of it")
        EXTEND = "extend", _("deadline extended")

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="events", verbose_name=_("submission")
    )
    act = models.CharField(_("act"), max_length=12, choices=Act)
    from_state = models.CharField(_("state before"), max_length=12, choices=Submission.State, blank=True)
    to_state = models.CharField(_("state after"), max_length=12, choices=Submission.State)
    reason = models.TextField(_("reason"), blank=True)
    acted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    acted_at = models.DateTimeField(_("at"), default=timezone.now)

    objects = SubmissionEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("act on a submission")
        verbose_name_plural = _("acts on submissions")
        ordering = ["acted_at", "pk"]
        permissions = [("view_history", _("Can see the whole history"))]
        indexes = [models.Index(fields=["acted_at", "id"], name="submission_event_by_time")]

    def __str__(self):
        return f"{self.get_act_display()} · {self.submission}"

    def save(self, **kwargs):
        if not self._state.adding:
            raise EventAlteredError(self)
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise EventAlteredError(self)


class Stage(models.TextChoices):
    """What has a deadline of its own."""

    ENTRY = "entry", _("data entry and sending")
    UNIT_APPROVAL = "unit_approval", _("approval by the unit")
    APPRAISAL = "appraisal", _("appraisal")
    ACCEPTANCE = "acceptance", _("approval of the result")


class DeadlineQuerySet(models.QuerySet):
    def for_user(self, user):
        """Keep the deadlines that an officer sets; who may see them as an account keeps all of them."""
        if holds_everywhere(user, "indicators.view_deadline"):
            return self
        return self.filter(assigned(user, "indicators.extend_deadline", scorecard="edition__scorecard"))


class Deadline(models.Model):
    """Until when a stage of an edition lasts, for all of its units."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="deadlines", verbose_name=_("edition")
    )
    stage = models.CharField(_("stage"), max_length=16, choices=Stage)
    until = models.DateTimeField(_("until"))

    objects = DeadlineQuerySet.as_manager()
    history = ChangeHistory()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["edition", "until"]
        constraints = [models.UniqueConstraint(fields=["edition", "stage"], name="deadline_once_a_stage")]

    def __str__(self):
        return f"{self.edition} · {self.get_stage_display()}"


class Extension(RowOfSubmission):
    """A later deadline for one unit, with the reason; the last one given holds."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="extensions", verbose_name=_("submission")
    )
    stage = models.CharField(_("stage"), max_length=16, choices=Stage)
    until = models.DateTimeField(_("until"))
    reason = models.TextField(_("reason"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    given_at = models.DateTimeField(_("given at"), default=timezone.now)

    history = ChangeHistory()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["given_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="extension_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why the deadline is extended."),
            ),
        ]

    def __str__(self):
        return f"{self.submission} · {self.get_stage_display()}"
