"""How the score of an indicator follows from what a unit reached: rules as rows, and exceptions from them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.measures import Measure
from provinces.models import Source, Unit, UnitName


class ScoringRule(models.Model):
    """How an indicator is scored: by steps, as a ratio of its maximum, by levels, or directly in points."""

    class Kind(models.TextChoices):
        DIRECT = "direct", _("points given directly")
        STEPS = "steps", _("steps of a count")
        RATIO = "ratio", _("a/b × maximum")
        LEVELS = "levels", _("full, half or none")

    indicator = models.OneToOneField(
        Measure,
        on_delete=models.CASCADE,
        related_name="scoring_rule",
        limit_choices_to={"kind": Measure.Kind.INDICATOR},
        verbose_name=_("indicator"),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    label_a = models.CharField(_("what a counts"), max_length=200, blank=True)
    label_b = models.CharField(_("what b counts"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("scoring rule")
        verbose_name_plural = _("scoring rules")

    def __str__(self):
        return f"{self.indicator} · {self.get_kind_display()}"


class ScoringStep(models.Model):
    """From which count on an indicator brings how many points (4 meetings = 20, 3 = 15)."""

    rule = models.ForeignKey(
        ScoringRule, on_delete=models.CASCADE, related_name="steps", verbose_name=_("scoring rule")
    )
    at_least = models.DecimalField(_("from"), max_digits=18, decimal_places=4)
    points = models.DecimalField(_("points"), max_digits=10, decimal_places=2)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["rule", "at_least"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "at_least"],
                name="scoring_step_once",
                violation_error_message=_("The rule already has a step from this count."),
            ),
            models.CheckConstraint(
                name="scoring_step_not_negative",
                condition=Q(at_least__gte=0, points__gte=0),
                violation_error_message=_("Counts and points are not negative."),
            ),
        ]

    def __str__(self):
        return f"{self.at_least:f} → {self.points:f}"


class ScoringException(models.Model):
    """An indicator that does not apply to a unit, or to a type of units: out of numerator and denominator."""

    indicator = models.ForeignKey(
        Measure,
        on_delete=models.CASCADE,
        related_name="scoring_exceptions",
        limit_choices_to={"kind": Measure.Kind.INDICATOR},
        verbose_name=_("indicator"),
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    unit_type = models.CharField(_("type of units"), max_length=32, choices=UnitName.Type, blank=True)
    reason = models.TextField(_("reason"))
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )

    class Meta:
        verbose_name = _("exception from scoring")
        verbose_name_plural = _("exceptions from scoring")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "unit"],
                condition=Q(unit__isnull=False),
                name="scoring_exception_once_a_unit",
            ),
            models.UniqueConstraint(
                fields=["indicator", "unit_type"],
                condition=~Q(unit_type=""),
                name="scoring_exception_once_a_type",
            ),
            models.CheckConstraint(
                name="scoring_exception_is_of_a_unit_or_a_type",
                condition=Q(unit__isnull=True) & ~Q(unit_type="") | Q(unit__isnull=False, unit_type=""),
                violation_error_message=_("Name the unit or the type of units, one of them."),
            ),
            models.CheckConstraint(
                name="scoring_exception_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why the indicator does not apply."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} · {self.unit or self.get_unit_type_display()}"
