"""Files that were brought in: what each was taken for, and the editions that it is about."""

import datetime as dt

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.assignments import Place, assigned, holds_everywhere
from indicators.models.editions import Edition
from indicators.models.scorecards import Methodology, Scorecard
from provinces.models import Source, UnitSet


def import_storage():
    """Return the storage of imported files, which lies apart from what is served."""
    return storages["imports"]


class ImportLayout(models.Model):
    """A layout that a person confirmed, offered again for the next file of the same shape."""

    scorecard = models.ForeignKey(
        Scorecard,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="import_layouts",
        verbose_name=_("scorecard"),
    )
    signature = models.CharField(
        _("shape"), max_length=64, help_text=_("Made from the headers of the file, as they stand in it")
    )
    layout = models.JSONField(_("layout"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), auto_now=True)

    class Meta:
        verbose_name = _("layout of imports")
        verbose_name_plural = _("layouts of imports")
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "signature"], name="import_layout_once_a_scorecard_and_shape"
            ),
            models.UniqueConstraint(
                fields=["signature"],
                condition=Q(scorecard__isnull=True),
                name="import_layout_of_none_once_a_shape",
            ),
        ]

    def __str__(self):
        return self.signature


class ImportBatchQuerySet(models.QuerySet):
    def for_user(self, user):
        """Keep the imports into scorecards for all units of which an assignment allows them.

        A file holds figures of many units. Who may see imports as an account keeps all of them.
        """
        if holds_everywhere(user, "indicators.view_importbatch"):
            return self
        return self.filter(assigned(user, "indicators.import_results", scorecard="scorecard"))


class ImportBatch(models.Model):
    """One file brought in, from its arrival to its undoing.

    ``options`` holds what was asked for (edition, unit set, unit …), ``layout`` how the columns are read,
    ``answers`` which unit a person said that a printed name means, ``learned`` what of it became spellings,
    ``counts`` and ``findings`` what the preview told.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        PREVIEWED = "previewed", _("previewed")
        COMMITTED = "committed", _("committed")
        UNDONE = "undone", _("undone")

    file = models.FileField(_("file"), upload_to="imports/%Y/%m/", storage=import_storage, max_length=300)
    name = models.CharField(_("name of the file"), max_length=255)
    sha256 = models.CharField(_("checksum"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("bytes"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    scorecard = models.ForeignKey(
        Scorecard,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("scorecard"),
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    options = models.JSONField(_("asked for"), default=dict, blank=True)
    layout = models.JSONField(_("layout"), null=True, blank=True)
    answers = models.JSONField(_("confirmed names"), default=dict, blank=True)
    learned = models.JSONField(_("spellings learned"), default=list, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    findings = models.JSONField(_("findings"), default=list, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("received from"),
    )
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("committed by"),
    )
    committed_at = models.DateTimeField(_("committed at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        default_permissions = ("view",)
        permissions = [("import_results", _("Can bring in tables of results and undo that"))]
        constraints = [
            models.CheckConstraint(
                name="import_committed_has_a_moment",
                condition=Q(state__in=["received", "previewed"], committed_at__isnull=True)
                | Q(state__in=["committed", "undone"], committed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="import_undone_has_a_moment",
                condition=~Q(state="undone", undone_at__isnull=True)
                & (Q(state="undone") | Q(undone_at__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"{self.pk} · {self.name}"

    @property
    def place(self) -> Place:
        """Where an assignment has to hold: for all units of its scorecard, or of all where it makes one."""
        return Place(unit_id=None, scorecard_id=self.scorecard_id)


class ImportTarget(models.Model):
    """An edition that figures of an import are of: one that stands, or one that the commit makes.

    The columns from ``period_kind`` to ``unit_count`` say of one that is yet to be made what it will be.
    ``edition`` is the one that the figures are compared with, and after the commit the one written to.
    """

    # What an edition that is made of a target has of it, by the names that both give it.
    OF_EDITION = (
        *("slug", "period_kind", "period", "period_start", "period_end"),
        *("unit_set", "methodology", "unit_count"),
    )

    class Opened(models.TextChoices):
        EDITION = "edition", _("a new edition")
        REVISION = "revision", _("a revision")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="targets", db_index=False)
    slug = models.CharField(_("edition"), max_length=60)
    period_kind = models.CharField(max_length=8, choices=Edition.PeriodKind, blank=True)
    period = models.CharField(max_length=40, blank=True)
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    unit_set = models.ForeignKey(UnitSet, on_delete=models.SET_NULL, null=True, related_name="+")
    methodology = models.ForeignKey(Methodology, on_delete=models.SET_NULL, null=True, related_name="+")
    unit_count = models.PositiveIntegerField(null=True)
    edition = models.ForeignKey(Edition, on_delete=models.SET_NULL, null=True, related_name="import_targets")
    opened = models.CharField(
        max_length=10, choices=Opened, blank=True, help_text=_("What the import opened to write to")
    )

    class Meta:
        verbose_name = _("edition of an import")
        verbose_name_plural = _("editions of imports")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["batch", "slug"], name="import_target_once_an_import"),
        ]

    def __str__(self):
        return f"{self.batch_id}: {self.slug}"

    @property
    def names_on(self) -> dt.date | None:
        """The day whose unit names it shows, as its edition will; None where nothing tells it."""
        if self.edition:
            return self.edition.names_on
        first_day = self.unit_set.valid_from if self.unit_set else None
        return max(filter(None, (self.period_end, first_day)), default=None)
