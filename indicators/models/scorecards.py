"""The scorecards and their rule books."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from provinces.models import Source, Unit
from provinces.models.history import ChangeHistory

# What a command made up for trying out bears a code that begins so, and every page then says it.
MADE_UP_CODE = "du-lieu-gia-lap"
# Of a published value; a rule book cannot print more.
STORED_DECIMALS = 6


class ScorecardQuerySet(models.QuerySet):
    def public(self):
        """Keep what the public may read: of a published edition, or by a rule book whose source is named.

        What a preview made from a table stays out until its figures are published or its rule book checked.
        """
        # The model of editions is built on this one, and names its states itself.
        has_edition = models.Q(editions__state="published")
        return self.filter(has_edition | models.Q(methodologies__source__isnull=False)).distinct()

    def made_up(self):
        """Keep what a command made up for trying out: a database of its own holds nothing else."""
        return self.filter(code__startswith=MADE_UP_CODE)


class Scorecard(models.Model):
    """An index that is measured again and again (``dti-cap-tinh``)."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    level = models.CharField(_("level of the units"), max_length=16, choices=Unit.Level)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ScorecardQuerySet.as_manager()
    history = ChangeHistory()

    class Meta:
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        ordering = ["order", "code"]

    def __str__(self):
        return self.name


class Methodology(models.Model):
    """The rule book of a scorecard, by a decision: scale, decimals, points, direction."""

    class ValueForm(models.TextChoices):
        SHARE = "share", _("share of the points assessed, 0 to 1")
        POINTS = "points", _("points")

    scorecard = models.ForeignKey(
        Scorecard, on_delete=models.PROTECT, related_name="methodologies", verbose_name=_("scorecard")
    )
    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    decision_number = models.CharField(_("decision number"), max_length=120, blank=True)
    decision_date = models.DateField(_("decision date"), null=True, blank=True)
    periods = models.CharField(
        _("applies to"), max_length=60, blank=True, help_text=_("As printed: 2021–2023")
    )
    value_form = models.CharField(_("form of the values"), max_length=8, choices=ValueForm)
    scale_max = models.DecimalField(
        _("largest value"),
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.0001"))],
        help_text=_("Top of the scale; empty where the rule book is not known in full"),
    )
    decimals = models.PositiveSmallIntegerField(
        _("decimals"), default=4, validators=[MaxValueValidator(STORED_DECIMALS)]
    )
    points_assessed = models.DecimalField(
        _("points assessed"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("The points that make up the whole, where the rule book assesses by points"),
    )
    higher_is_better = models.BooleanField(_("higher is better"), default=True)
    leader_count = models.PositiveSmallIntegerField(
        _("number of leaders"), default=10, validators=[MinValueValidator(1)]
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    note = models.TextField(_("note"), blank=True)
    completed_from = models.DecimalField(
        _("completed from"),
        max_digits=5,
        decimal_places=4,
        default=Decimal("0.8"),
        help_text=_("Share of the points (0–1) from which on a unit counts as having completed its work"),
    )
    nearly_from = models.DecimalField(
        _("nearly completed from"), max_digits=5, decimal_places=4, default=Decimal("0.5")
    )

    weight_band = models.DecimalField(
        _("band of the weights"),
        max_digits=5,
        decimal_places=4,
        default=Decimal("0.2"),
        help_text=_("By which share of themselves (0.2: 20 %) weights are moved for the sensitivity range"),
    )

    history = ChangeHistory()

    class Meta:
        verbose_name = _("methodology")
        verbose_name_plural = _("methodologies")
        ordering = ["scorecard", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "code"], name="methodology_code_once_a_scorecard"),
            models.CheckConstraint(
                name="methodology_scale_is_positive",
                condition=Q(scale_max__isnull=True) | Q(scale_max__gt=0),
                violation_error_message=_("The top of the scale is above 0."),
            ),
            models.CheckConstraint(
                name="methodology_share_has_a_scale",
                condition=~Q(value_form="share") | Q(scale_max__isnull=False),
                violation_error_message=_("A share needs the top of its scale."),
            ),
            models.CheckConstraint(
                name="methodology_decimals_are_stored",
                condition=Q(decimals__lte=STORED_DECIMALS),
                violation_error_message=_("A value is stored with 6 decimals at most."),
            ),
            models.CheckConstraint(
                name="methodology_points_are_positive",
                condition=Q(points_assessed__isnull=True) | Q(points_assessed__gt=0),
                violation_error_message=_("The points assessed are above 0."),
            ),
            models.CheckConstraint(
                name="methodology_has_leaders",
                condition=Q(leader_count__gte=1),
                violation_error_message=_("At least one unit leads."),
            ),
            models.CheckConstraint(
                name="methodology_bands_are_in_order",
                condition=Q(nearly_from__gt=0, completed_from__gt=F("nearly_from"), completed_from__lte=1),
                violation_error_message=_("The cuts of the bands lie between 0 and 1, the lower one first."),
            ),
            models.CheckConstraint(
                name="methodology_weight_band_is_a_share",
                condition=Q(weight_band__gte=0, weight_band__lt=1),
                violation_error_message=_("The band of the weights is at least 0 and below 1."),
            ),
        ]

    def __str__(self):
        return self.name
