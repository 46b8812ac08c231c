"""Where units stand: what was published, and beside it, in columns of its own, what we compute."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.assignments import assigned, holds_everywhere
from indicators.models.basis import Basis
from indicators.models.editions import Edition, RowOfEdition
from indicators.models.measures import Measure
from provinces.models import Source, Unit

# Far more than any unit set has units: what lies beyond is a slip, and not every database stores it.
MOST_PLACES = 20_000


def within_places(field: str) -> Q:
    """Return the condition that a change of rank is missing or small enough to be one."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__range": (-MOST_PLACES, MOST_PLACES)})


class RankingQuerySet(models.QuerySet):
    def published(self):
        return self.filter(edition__state=Edition.State.PUBLISHED)

    def for_user(self, user):
        """Keep what was once published, and of the rest the rows of the units that an assignment is about.

        Who may see or change rankings as an account keeps all of them.
        """
        if holds_everywhere(user, "indicators.view_ranking", "indicators.change_ranking"):
            return self
        own = assigned(user, "indicators.view_ranking", unit="unit", scorecard="edition__scorecard")
        once_published = Q(edition__state__in=[Edition.State.PUBLISHED, Edition.State.SUPERSEDED])
        return self.filter(once_published | own)

    def of_edition(self, edition: Edition):
        return self.filter(edition=edition)

    def of_measure(self, code: str):
        return self.filter(measure__code=code)

    def stated(self):
        """Leave out rows that hold nothing but what we compute: they were never published."""
        return self.exclude(
            status=Ranking.Status.NOT_PUBLISHED,
            value=None,
            value_source=None,
            rank=None,
            rank_source=None,
            change=None,
            regional_rank=None,
            regional_count=None,
            regional_change=None,
            context_source=None,
            note="",
        )


class Ranking(RowOfEdition):
    """A unit's standing in an edition by one measure.

    ``value`` is on the scale of the methodology; a missing value is empty, never 0. ``change`` counts places
    (positive: rose). The ``computed_*`` columns are filled by publishing alone.
    """

    class Status(models.TextChoices):
        RANKED = "ranked", _("ranked")
        NOT_RANKED = "not_ranked", _("takes part, not ranked")
        NOT_PUBLISHED = "not_published", _("not published")

    # Rows are found by edition, or by unit: the constraint and the index below. An index for each key would
    # double the time that an import takes to write.
    edition = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        related_name="rankings",
        db_index=False,
        verbose_name=_("edition"),
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="rankings", db_index=False, verbose_name=_("unit")
    )
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="rankings", db_index=False, verbose_name=_("measure")
    )
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.RANKED)

    value = models.DecimalField(_("value"), max_digits=14, decimal_places=6, null=True, blank=True)
    value_text = models.CharField(
        _("value as printed"), max_length=40, blank=True, help_text=_("Keeps the printed decimals")
    )
    value_basis = models.CharField(_("basis of the value"), max_length=10, choices=Basis, blank=True)
    value_source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("source of the value"),
    )
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)
    rank_basis = models.CharField(_("basis of the rank"), max_length=10, choices=Basis, blank=True)
    rank_source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("source of the rank"),
    )
    change = models.SmallIntegerField(
        _("change of rank"), null=True, blank=True, help_text=_("Places gained since the edition before")
    )
    regional_rank = models.PositiveIntegerField(_("rank in the region"), null=True, blank=True)
    regional_count = models.PositiveIntegerField(_("units in the region"), null=True, blank=True)
    regional_change = models.SmallIntegerField(_("change of the regional rank"), null=True, blank=True)
    context_source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("source of changes and regional rank"),
    )
    note = models.TextField(_("note"), blank=True)

    computed_value = models.DecimalField(
        _("computed value"), max_digits=18, decimal_places=10, null=True, editable=False
    )
    computed_rank = models.PositiveIntegerField(_("computed rank"), null=True, editable=False)
    computed_change = models.SmallIntegerField(_("computed change"), null=True, editable=False)
    computed_regional_rank = models.PositiveIntegerField(
        _("computed rank in the region"), null=True, editable=False
    )
    computed_regional_count = models.PositiveIntegerField(
        _("units in the region, counted"), null=True, editable=False
    )
    computed_regional_change = models.SmallIntegerField(
        _("computed change of the regional rank"), null=True, editable=False
    )

    objects = RankingQuerySet.as_manager()

    class Meta:
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "unit", "measure"],
                name="ranking_once",
                violation_error_message=_("The unit already stands in this edition by this measure."),
            ),
            models.CheckConstraint(
                name="ranking_says_something",
                condition=Q(value__isnull=False) | Q(rank__isnull=False) | ~Q(status="ranked"),
                violation_error_message=_("Give a value, a rank or the reason why there is none."),
            ),
            models.CheckConstraint(
                name="ranking_value_not_negative",
                condition=Q(value__isnull=True) | Q(value__gte=0),
                violation_error_message=_("A value is not negative."),
            ),
            models.CheckConstraint(
                name="ranking_rank_starts_at_1",
                condition=Q(rank__isnull=True) | Q(rank__gte=1),
                violation_error_message=_("A rank starts at 1."),
            ),
            models.CheckConstraint(
                name="ranking_value_has_a_basis",
                condition=Q(value__isnull=True, value_basis="") | Q(value__isnull=False) & ~Q(value_basis=""),
                violation_error_message=_("Say how the value is known, and only where there is one."),
            ),
            models.CheckConstraint(
                name="ranking_rank_has_a_basis",
                condition=Q(rank__isnull=True, rank_basis="") | Q(rank__isnull=False) & ~Q(rank_basis=""),
                violation_error_message=_("Say how the rank is known, and only where there is one."),
            ),
            models.CheckConstraint(
                name="ranking_regional_rank_has_its_count",
                condition=Q(regional_rank__isnull=True) | Q(regional_count__isnull=False),
                violation_error_message=_("A rank in the region needs the number of its units."),
            ),
            models.CheckConstraint(
                name="ranking_regional_rank_starts_at_1",
                condition=Q(regional_rank__isnull=True) | Q(regional_rank__gte=1),
                violation_error_message=_("A rank in the region starts at 1."),
            ),
            models.CheckConstraint(
                name="ranking_regional_count_starts_at_1",
                condition=Q(regional_count__isnull=True) | Q(regional_count__gte=1),
                violation_error_message=_("The number of units in the region starts at 1."),
            ),
            models.CheckConstraint(
                name="ranking_regional_rank_within_its_count",
                condition=Q(regional_rank__isnull=True)
                | Q(regional_count__isnull=True)
                | Q(regional_rank__lte=F("regional_count")),
                violation_error_message=_("A rank in the region is at most the number of its units."),
            ),
            models.CheckConstraint(
                name="ranking_change_is_a_number_of_places",
                condition=within_places("change"),
                violation_error_message=_("No unit rises or falls by so many places."),
            ),
            models.CheckConstraint(
                name="ranking_regional_change_is_a_number_of_places",
                condition=within_places("regional_change"),
                violation_error_message=_("No unit rises or falls by so many places in its region."),
            ),
            models.CheckConstraint(
                name="ranking_not_published_has_no_figure",
                condition=~Q(status="not_published") | Q(value__isnull=True, rank__isnull=True),
                violation_error_message=_("What is not published has neither a value nor a rank."),
            ),
            models.CheckConstraint(
                name="ranking_not_ranked_has_no_rank",
                condition=~Q(status="not_ranked") | Q(rank__isnull=True),
                violation_error_message=_("A unit that is not ranked has no rank."),
            ),
        ]

    def __str__(self):
        return f"{self.unit} · {self.measure} · {self.edition}"
