"""When a scorecard was measured, on whom, and whether the public sees it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.assignments import Place, assigned, holds_everywhere
from indicators.models.scorecards import Methodology, Scorecard
from provinces.models import Source, UnitSet
from provinces.models.history import ChangeHistory


class PublishedRowError(Exception):
    """An edition that is no longer open, or a row of it, was to be written."""

    def __init__(self, row):
        super().__init__(f"{row._meta.label} {row.pk} is published: open a revision")


class EditionQuerySet(models.QuerySet):
    def published(self):
        """Leave out drafts and what a revision replaced: the only rows that public pages read."""
        return self.filter(state=Edition.State.PUBLISHED)

    def once_published(self):
        """Keep what the public sees, and what it saw until a revision replaced it."""
        return self.filter(state__in=[Edition.State.PUBLISHED, Edition.State.SUPERSEDED])

    def open(self):
        """Keep the editions whose rows may still be written."""
        return self.filter(state__in=Edition.OPEN_STATES)

    def for_user(self, user):
        """Keep what was once published, and of the rest what an assignment is about.

        Who may see or change editions as an account keeps all of them.
        """
        if holds_everywhere(user, "indicators.view_edition", "indicators.change_edition"):
            return self
        own = assigned(user, "indicators.view_edition", unit_set="unit_set", scorecard="scorecard")
        return self.filter(Q(state__in=[Edition.State.PUBLISHED, Edition.State.SUPERSEDED]) | own)

    def of_scorecard(self, code: str):
        return self.filter(scorecard__code=code)

    def with_rules(self):
        return self.select_related("scorecard", "methodology", "unit_set", "source")

    def before(self, edition):
        """Keep the earlier editions of the same scorecard and unit set, the nearest first."""
        return (
            self._of_same_series(edition)
            .filter(period_end__lt=edition.period_end)
            .order_by("-period_end", "slug")
        )

    def after(self, edition):
        """Keep the later editions of the same scorecard and unit set, the nearest first."""
        return (
            self._of_same_series(edition)
            .filter(period_end__gt=edition.period_end)
            .order_by("period_end", "slug")
        )

    def _of_same_series(self, edition):
        return self.filter(
            scorecard=edition.scorecard_id, unit_set=edition.unit_set_id, period_kind=edition.period_kind
        )

    def newest_first(self):
        """Order by the period; of one period measured on several sets, the newer set comes first."""
        return self.order_by("-period_end", F("unit_set__valid_from").desc(nulls_last=True), "slug")


class Edition(models.Model):
    """A scorecard measured over a period, by a methodology, on a unit set.

    The year assessed (the period), the day of publication by the issuer and the moment that this site
    published the row are three fields. A revision is a new row that names the one it replaces.
    """

    class PeriodKind(models.TextChoices):
        YEAR = "year", _("year")
        MONTH = "month", _("month")
        WEEK = "week", _("week")
        AS_OF = "as_of", _("as of a day")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCORING = "scoring", _("being scored")
        PUBLISHED = "published", _("published")
        SUPERSEDED = "superseded", _("superseded")

    OPEN_STATES = (State.DRAFT, State.SCORING)

    scorecard = models.ForeignKey(
        Scorecard, on_delete=models.PROTECT, related_name="editions", verbose_name=_("scorecard")
    )
    slug = models.SlugField(
        _("address name"),
        max_length=60,
        help_text=_("The period, and the unit set where there are several: 2024-34"),
    )
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="revisions",
        verbose_name=_("replaces"),
    )
    period_kind = models.CharField(_("kind of period"), max_length=8, choices=PeriodKind)
    period = models.CharField(_("period"), max_length=40, help_text=_("As shown: 2022"))
    period_start = models.DateField(_("first day"))
    period_end = models.DateField(_("last day"))
    methodology = models.ForeignKey(
        Methodology, on_delete=models.PROTECT, related_name="editions", verbose_name=_("methodology")
    )
    unit_set = models.ForeignKey(
        UnitSet, on_delete=models.PROTECT, related_name="editions", verbose_name=_("unit set")
    )
    unit_count = models.PositiveIntegerField(
        _("number of units"), null=True, blank=True, help_text=_("As published: the 63 of “25/63”")
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    decision_number = models.CharField(_("publishing decision"), max_length=120, blank=True)
    decision_date = models.DateField(_("date of the decision"), null=True, blank=True)
    published_on = models.DateField(_("published by the issuer on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published here at"), null=True, blank=True, editable=False)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    note = models.TextField(_("note"), blank=True)
    computed_corrections = models.PositiveIntegerField(
        null=True,
        editable=False,
        help_text=_("How many figures differ from the edition that it replaces; counted on publishing"),
    )

    objects = EditionQuerySet.as_manager()
    history = ChangeHistory()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        permissions = [("publish_edition", _("Can publish an edition and open a revision"))]
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "slug", "revision"], name="edition_revision_once_a_slug"
            ),
            models.UniqueConstraint(
                fields=["scorecard", "slug"],
                condition=Q(state="published"),
                name="edition_published_once_a_slug",
                violation_error_message=_("This edition is already published; open a revision."),
            ),
            models.UniqueConstraint(
                fields=["scorecard", "slug"],
                condition=Q(state__in=["draft", "scoring"]),
                name="edition_open_once_a_slug",
                violation_error_message=_("A draft of this edition is already open."),
            ),
            models.CheckConstraint(
                name="edition_ends_after_start",
                condition=Q(period_end__gte=F("period_start")),
                violation_error_message=_("The last day of the period lies before its first day."),
            ),
            models.CheckConstraint(
                name="edition_revision_names_what_it_replaces",
                condition=Q(revision=1, replaces__isnull=True) | Q(revision__gt=1, replaces__isnull=False),
            ),
            models.CheckConstraint(
                name="edition_published_has_a_moment",
                condition=Q(state__in=["draft", "scoring"], published_at__isnull=True)
                | Q(state__in=["published", "superseded"], published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="edition_ranks_someone",
                condition=Q(unit_count__isnull=True) | Q(unit_count__gte=1),
                violation_error_message=_("The number of units starts at 1."),
            ),
        ]

    def __str__(self):
        text = f"{self.scorecard} {self.period}"
        return text if self.slug == self.period else f"{text} ({self.unit_set})"

    def save(self, **kwargs):
        self.refuse_unless_open()
        super().save(**kwargs)

    def delete(self, **kwargs):
        self.refuse_unless_open()
        return super().delete(**kwargs)

    def refuse_unless_open(self) -> None:
        """Refuse to write what is stored as published, whatever state this object was given since."""
        if Edition.objects.filter(pk=self.pk).exclude(state__in=self.OPEN_STATES).exists():
            raise PublishedRowError(self)

    @property
    def place(self) -> Place:
        """Where an assignment has to hold for acts on the whole edition: on all its units."""
        return Place(unit_id=None, scorecard_id=self.scorecard_id)

    @property
    def is_open(self) -> bool:
        """Whether its rows may still be written."""
        return self.state in self.OPEN_STATES

    @property
    def amendment(self) -> int:
        """How often it was revised: 0 for an edition as it was published first."""
        return self.revision - 1

    @property
    def names_on(self):
        """The day whose unit names it shows: its last day, or the first day of its unit set if later."""
        return max(self.period_end, self.unit_set.valid_from or self.period_end)


class RowOfEdition(models.Model):
    """A row that may be written only while its edition is open."""

    class Meta:
        abstract = True

    def save(self, **kwargs):
        self.refuse_unless_open()
        super().save(**kwargs)

    def delete(self, **kwargs):
        self.refuse_unless_open()
        return super().delete(**kwargs)

    def refuse_unless_open(self) -> None:
        """Ask the database whether its edition, and the one that it stands in so far, may be written.

        The edition that this object holds may have been published since it was read. Rows written in bulk do
        not come here; who writes them holds the edition.
        """
        stored = type(self)._base_manager.filter(pk=self.pk).values("edition")
        editions = Edition.objects.filter(Q(pk=self.edition_id) | Q(pk__in=stored))
        if editions.exclude(state__in=Edition.OPEN_STATES).exists():
            raise PublishedRowError(self)
