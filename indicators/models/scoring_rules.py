"""How the score of an indicator follows from what a unit reached: rules as rows, and exceptions from them."""

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _

from indicators.models.basis import Basis
from indicators.models.editions import Edition
from indicators.models.measures import Measure
from provinces.models import Source, Unit, UnitName
from provinces.models.history import ChangeHistory
from provinces.models.units import valid_on


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
    basis = models.CharField(
        _("basis of the rule"),
        max_length=10,
        choices=Basis,
        default=Basis.PUBLISHED,
        help_text=_("Derived: the rule book does not print it in so many words"),
    )
    note = models.TextField(_("note"), blank=True)

    history = ChangeHistory()

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

    history = ChangeHistory()

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


class ScoringExceptionQuerySet(models.QuerySet):
    def of_edition(self, edition: Edition):
        return self.filter(indicator__methodology=edition.methodology_id)

    def reasons(self, edition: Edition, *, units=None) -> dict[tuple[int, int], str]:
        """Return why an indicator does not apply, by the keys of the unit and the indicator.

        A unit is of the type that it bears on the day whose names the edition shows. What is said of a unit
        itself comes before what is said of its type.

        Args:
            units: whom to look at; without it all units of the edition's set.
        """
        if units is None:
            units = Unit.objects.filter(memberships__unit_set=edition.unit_set_id)
        exceptions = self.of_edition(edition)
        of_types = exceptions.filter(unit=None).values_list("unit_type", "indicator_id", "reason")
        types = _types_in_force(edition, units) if of_types else {}
        reasons = {
            (unit_id, indicator_id): reason
            for unit_type, indicator_id, reason in of_types
            for unit_id, its_type in types.items()
            if its_type == unit_type
        }
        of_units = exceptions.filter(unit__in=units).values_list("unit_id", "indicator_id", "reason")
        return reasons | {(unit_id, indicator_id): reason for unit_id, indicator_id, reason in of_units}

    def concerning(self, edition: Edition, *, unit: str, indicator: str) -> Q:
        """Return the condition that an indicator does not apply to a unit, as ``reasons`` has it.

        The database answers it by itself: one exception of a type is as many pairs as there are such units.

        Args:
            unit: path from a row to its unit; ``indicator`` alike.
        """
        exceptions = self.of_edition(edition)
        condition = Q(Exists(exceptions.filter(unit=OuterRef(unit), indicator=OuterRef(indicator))))
        names = _shown_first(UnitName.objects.filter(unit=OuterRef("pk")), edition)
        members = Unit.objects.filter(memberships__unit_set=edition.unit_set_id)
        members = members.annotate(type_shown=Subquery(names.values("type")[:1]))
        types = exceptions.filter(unit=None).order_by("unit_type")
        for unit_type in types.values_list("unit_type", flat=True).distinct():
            concerned = exceptions.filter(unit=None, unit_type=unit_type)
            condition |= Q(
                **{
                    f"{indicator}__in": concerned.values("indicator"),
                    f"{unit}__in": members.filter(type_shown=unit_type).values("pk"),
                }
            )
        return condition


def _types_in_force(edition: Edition, units) -> dict[int, str]:
    """Return the type of each unit as the edition shows it; the newest where none was in force."""
    names = _shown_first(UnitName.objects.filter(unit__in=units), edition)
    # The last of a unit is kept: that which is shown first.
    return dict(names.reverse().values_list("unit_id", "type"))


def _shown_first(names: models.QuerySet, edition: Edition) -> models.QuerySet:
    """Order names so that the one in force on the day that an edition shows comes first, else the newest."""
    in_force = Case(When(valid_on(edition.names_on), then=1), default=0)
    return names.annotate(in_force=in_force).order_by("-in_force", F("valid_from").desc(nulls_last=True))


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

    objects = ScoringExceptionQuerySet.as_manager()
    history = ChangeHistory()

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
