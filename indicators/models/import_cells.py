"""The figures of an imported file, each as read and beside what stood in its place, and what they are of."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.models.basis import Basis
from indicators.models.imports import ImportBatch, ImportTarget
from indicators.models.measures import Measure
from indicators.models.rankings import Ranking
from provinces.models import Source, Unit


class ImportUnit(models.Model):
    """A unit that figures of an import are of: it stays as long as they do.

    The database is asked here, once an import, what it would otherwise be asked for each figure.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="units", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("unit of an import")
        verbose_name_plural = _("units of imports")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["batch", "unit"], name="import_unit_once_an_import"),
        ]

    def __str__(self):
        return f"{self.batch_id}: {self.unit}"


class ImportMeasure(models.Model):
    """A measure that figures of an import are by: it stays as long as they do, as a unit does."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="measures", db_index=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("measure of an import")
        verbose_name_plural = _("measures of imports")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["batch", "measure"], name="import_measure_once_an_import"),
        ]

    def __str__(self):
        return f"{self.batch_id}: {self.measure}"


class ImportCell(models.Model):
    """One figure of an imported file: a unit by a measure in an edition, as read, beside what stood there.

    Staged before the preview, and kept as the record of what the import wrote. The columns from ``status``
    to ``note`` bear the names and meanings of those of ``Ranking``; empty means that the file does not say.
    ``target``, ``unit``, ``measure`` are empty where the printed text was not recognised. What a figure names
    is bound once for all figures of an import: units and measures by ``ImportUnit`` and ``ImportMeasure``,
    while the import and its targets are written and deleted with their figures, under one lock.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        REMOVED = "removed", _("removed")
        REFUSED = "refused", _("refused")
        LEFT_OUT = "left_out", _("left out")

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="cells", db_index=False, db_constraint=False
    )
    state = models.CharField(_("state"), max_length=10, choices=State, blank=True)
    row = models.PositiveIntegerField(_("row"), null=True, help_text=_("Counted from 1, as spreadsheets do"))
    value_column = models.CharField(_("column of the value"), max_length=3, blank=True)
    rank_column = models.CharField(_("column of the rank"), max_length=3, blank=True)
    as_printed = models.CharField(_("unit as printed"), max_length=300, blank=True)
    target = models.ForeignKey(
        ImportTarget,
        on_delete=models.CASCADE,
        null=True,
        related_name="cells",
        db_index=False,
        db_constraint=False,
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    measure_text = models.CharField(_("measure as printed"), max_length=300, blank=True)
    measure = models.ForeignKey(
        Measure, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
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
            models.Index(fields=["target", "measure", "unit"], name="import_cell_of_figure"),
        ]

    def __str__(self):
        return f"{self.batch_id}: {self.address}"

    @property
    def address(self) -> str:
        """The cell of the file that the figure was read in: ``C5``; empty for a row that it lacks."""
        column = self.value_column or self.rank_column
        return f"{column}{self.row}" if column and self.row else ""
