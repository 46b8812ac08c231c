"""What a rule book measures, line by line, and what became of each line in the next rule book."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.basis import Basis
from indicators.models.scorecards import Methodology
from provinces.models import Source
from provinces.models.fixed import FixedFieldManager
from provinces.models.history import ChangeHistory


class MeasureQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by("order", "pk")

    def of_kind(self, *kinds: str):
        return self.filter(kind__in=kinds)

    def valued(self):
        """Leave out blocks and single indicators: what a published ranking table may hold."""
        return self.of_kind(Measure.Kind.TOTAL, Measure.Kind.GROUP, Measure.Kind.COMPOSITE)

    def scored(self):
        """Leave out measures that are listed but carry no points."""
        return self.filter(max_points__gt=0)

    def assessed(self):
        """Keep the indicators that units are scored by; of some the rule book tells no points."""
        return self.of_kind(Measure.Kind.INDICATOR).exclude(max_points=0)


class Measure(models.Model):
    """One line of a rule book: the total, a block of groups, a group, a composite or an indicator.

    Codes stay the same across the methodologies of a scorecard; they are text ("4.22.10").
    """

    class Kind(models.TextChoices):
        TOTAL = "total", _("total")
        BLOCK = "block", _("block of groups")
        GROUP = "group", _("indicator group")
        COMPOSITE = "composite", _("composite")
        INDICATOR = "indicator", _("indicator")

    methodology = models.ForeignKey(
        Methodology, on_delete=models.PROTECT, related_name="measures", verbose_name=_("methodology")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    code = models.CharField(
        _("code"), max_length=20, blank=True, help_text=_("Empty where the source does not give it")
    )
    name = models.CharField(_("name"), max_length=400)
    name_en = models.CharField(_("English name"), max_length=400, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    max_points = models.DecimalField(
        _("maximum points"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("0: listed, not assessed"),
    )
    points_basis = models.CharField(
        _("basis of the points"), max_length=10, choices=Basis, default=Basis.PUBLISHED
    )
    indicator_count = models.PositiveSmallIntegerField(_("number of indicators"), null=True, blank=True)
    unit_of_measure = models.CharField(_("unit of measure"), max_length=60, blank=True)
    how_computed = models.TextField(_("how it is computed"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"))
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    note = models.TextField(_("note"), blank=True)

    objects = MeasureQuerySet.as_manager()
    history = ChangeHistory()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints = [
            models.UniqueConstraint(
                fields=["methodology", "code"],
                condition=~Q(code=""),
                name="measure_code_once_a_methodology",
                violation_error_message=_("The methodology already has a measure of this code."),
            ),
            models.UniqueConstraint(
                fields=["methodology"],
                condition=Q(kind="total"),
                name="methodology_has_one_total",
                violation_error_message=_("The methodology already has a total."),
            ),
            models.CheckConstraint(
                name="measure_points_not_negative",
                condition=Q(max_points__isnull=True) | Q(max_points__gte=0),
                violation_error_message=_("Points are not negative."),
            ),
            models.CheckConstraint(
                name="measure_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("A measure cannot be part of itself."),
            ),
            models.CheckConstraint(
                name="measure_without_code_is_an_indicator",
                condition=~Q(code="") | Q(kind="indicator"),
                violation_error_message=_("Only an indicator may lack a code."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}".strip()

    @property
    def title(self) -> str:
        """What readers call it: by its name, an indicator by its code too, as its rule book prints it."""
        return str(self) if self.kind == Measure.Kind.INDICATOR else self.name or self.code


KindManager = FixedFieldManager.from_queryset(MeasureQuerySet)


class IndicatorGroup(Measure):
    """An indicator group (nhóm chỉ số): nhận thức số, hạ tầng số …"""

    objects = KindManager(kind=Measure.Kind.GROUP)

    class Meta:
        proxy = True
        verbose_name = _("indicator group")
        verbose_name_plural = _("indicator groups")


class Composite(Measure):
    """A composite (trụ cột): CQS, KTS, XHS; each counts the common groups again."""

    objects = KindManager(kind=Measure.Kind.COMPOSITE)

    class Meta:
        proxy = True
        verbose_name = _("composite")
        verbose_name_plural = _("composites")


class Indicator(Measure):
    """A single indicator (chỉ số thành phần)."""

    objects = KindManager(kind=Measure.Kind.INDICATOR)

    class Meta:
        proxy = True
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")


class CompositePart(models.Model):
    """The points that a group counts in a composite."""

    composite = models.ForeignKey(
        Measure,
        on_delete=models.CASCADE,
        related_name="parts",
        limit_choices_to={"kind": Measure.Kind.COMPOSITE},
        verbose_name=_("composite"),
    )
    group = models.ForeignKey(
        Measure,
        on_delete=models.PROTECT,
        related_name="composite_parts",
        limit_choices_to={"kind": Measure.Kind.GROUP},
        verbose_name=_("indicator group"),
    )
    points = models.DecimalField(_("points"), max_digits=10, decimal_places=2)

    history = ChangeHistory()

    class Meta:
        verbose_name = _("part of a composite")
        verbose_name_plural = _("parts of composites")
        ordering = ["composite", "group"]
        constraints = [
            models.UniqueConstraint(fields=["composite", "group"], name="composite_part_once"),
            models.CheckConstraint(
                name="composite_part_points_not_negative",
                condition=Q(points__gte=0),
                violation_error_message=_("Points are not negative."),
            ),
        ]

    def __str__(self):
        return f"{self.composite} · {self.group}"


class MeasureLink(models.Model):
    """What became of a measure in the next methodology of its scorecard."""

    class Kind(models.TextChoices):
        SAME = "same", _("same")
        CHANGED = "changed", _("changed")
        SPLIT = "split", _("split")
        MERGED = "merged", _("merged")
        NEW = "new", _("new")
        RETIRED = "retired", _("retired")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    predecessor = models.ForeignKey(
        Measure,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="links_onward",
        verbose_name=_("earlier measure"),
    )
    measure = models.ForeignKey(
        Measure,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="links_back",
        verbose_name=_("measure"),
    )

    history = ChangeHistory()

    class Meta:
        verbose_name = _("lineage of a measure")
        verbose_name_plural = _("lineage of measures")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "measure"], name="measure_link_once"),
            models.UniqueConstraint(
                fields=["measure"],
                condition=Q(predecessor__isnull=True),
                name="measure_link_new_once",
                violation_error_message=_("The measure is already listed as new."),
            ),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=Q(measure__isnull=True),
                name="measure_link_retired_once",
                violation_error_message=_("The measure is already listed as retired."),
            ),
            models.CheckConstraint(
                name="measure_link_ends_fit_its_kind",
                condition=(
                    Q(kind="new", predecessor__isnull=True, measure__isnull=False)
                    | Q(kind="retired", predecessor__isnull=False, measure__isnull=True)
                    | Q(
                        kind__in=["same", "changed", "split", "merged"],
                        predecessor__isnull=False,
                        measure__isnull=False,
                    )
                ),
                violation_error_message=_("A new measure has no earlier one, a retired one no later one."),
            ),
            models.CheckConstraint(
                name="measure_link_joins_two_measures",
                condition=Q(predecessor__isnull=True)
                | Q(measure__isnull=True)
                | ~Q(measure=F("predecessor")),
                violation_error_message=_("A measure cannot follow itself."),
            ),
        ]

    def __str__(self):
        return f"{self.predecessor or '–'} → {self.measure or '–'}"
