"""Files that were brought in: what each was taken for, and every figure that it wrote."""

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.assignments import Place, assigned, holds_everywhere
from indicators.models.basis import Basis
from indicators.models.editions import Edition
from indicators.models.measures import Measure
from indicators.models.rankings import Ranking
from indicators.models.scorecards import Scorecard
from provinces.models import Source, Unit


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
    ``targets`` the editions it writes to, ``counts`` and ``findings`` what the preview told.
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
    targets = models.JSONField(_("editions written to"), default=list, blank=True)
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


class ImportCell(models.Model):
    """One figure of an imported file: a unit by a measure in an edition, as read, beside what stood there.

    Staged before the preview, and kept as the record of what the import wrote. The columns from ``status``
    to ``note`` bear the names and meanings of those of ``Ranking``; empty means that the file does not say.
    ``unit``, ``measure`` are empty where the printed text was not recognised; ``edition`` until it is made.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        REMOVED = "removed", _("removed")
        REFUSED = "refused", _("refused")
        LEFT_OUT = "left_out", _("left out")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="cells", db_index=False)
    state = models.CharField(_("state"), max_length=10, choices=State, blank=True)
    row = models.PositiveIntegerField(_("row"), null=True, help_text=_("Counted from 1, as spreadsheets do"))
    value_column = models.CharField(_("column of the value"), max_length=3, blank=True)
    rank_column = models.CharField(_("column of the rank"), max_length=3, blank=True)
    as_printed = models.CharField(_("unit as printed"), max_length=300, blank=True)
    edition_slug = models.CharField(_("edition"), max_length=60, blank=True)
    edition = models.ForeignKey(
        Edition, on_delete=models.SET_NULL, null=True, related_name="import_cells", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    measure_text = models.CharField(_("measure as printed"), max_length=300, blank=True)
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    status = models.CharField(_("status"), max_length=16, choices=Ranking.Status, blank=True)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=6, null=True)
    value_text = models.CharField(_("value as printed"), max_length=40, blank=True)
    value_basis = models.CharField(max_length=10, choices=Basis, blank=True)
    value_source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    rank = models.PositiveIntegerField(_("rank"), null=True)
    rank_basis = models.CharField(max_length=10, choices=Basis, blank=True)
    rank_source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    change = models.SmallIntegerField(null=True)
    regional_rank = models.PositiveIntegerField(null=True)
    regional_count = models.PositiveIntegerField(null=True)
    regional_change = models.SmallIntegerField(null=True)
    context_source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    note = models.TextField(blank=True)

    keeps_value = models.BooleanField(
        null=True, help_text=_("The value differs from what stands by rounding alone: whether that stays")
    )
    old_value = models.DecimalField(_("value before"), max_digits=14, decimal_places=6, null=True)
    old_rank = models.PositiveIntegerField(_("rank before"), null=True)
    old = models.JSONField(
        _("row before"), null=True, help_text=_("All published columns of the row that stood there; or empty")
    )
    written = models.JSONField(
        null=True, help_text=_("All published columns of the row that took its place; empty for a new row")
    )
    problem = models.JSONField(null=True, help_text=_("Why the figure is refused"))

    class Meta:
        verbose_name = _("imported figure")
        verbose_name_plural = _("imported figures")
        default_permissions = ()
        indexes = [
            models.Index(fields=["batch", "state", "id"], name="import_cell_of_batch"),
            # Of an edition that is made on commit, the figures enter it then, and once.
            models.Index(
                fields=["edition", "unit", "measure"],
                condition=Q(edition__isnull=False),
                name="import_cell_of_figure",
            ),
        ]

    def __str__(self):
        return f"{self.batch_id}: {self.address}"

    @property
    def address(self) -> str:
        """The cell of the file that the figure was read in: ``C5``; empty for a row that it lacks."""
        column = self.value_column or self.rank_column
        return f"{column}{self.row}" if column and self.row else ""
