"""How far the rank of a unit depends on the weights of the rule book; computed on publishing."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.editions import Edition
from provinces.models import Unit


class RankIntervalQuerySet(models.QuerySet):
    def of_edition(self, edition: Edition):
        return self.filter(edition=edition)


class RankInterval(models.Model):
    """The ranks by the total that a unit takes when the weights are drawn anew many times within a band.

    A sensitivity range, no confidence interval: it knows nothing of errors in the figures. It stands with
    what it was made by, so that anybody may make it again. Like the computed columns of rankings it is
    written by publishing alone, and has no history: a revision is another edition with intervals of its own.
    """

    edition = models.ForeignKey(
        Edition,
        on_delete=models.CASCADE,
        related_name="rank_intervals",
        db_index=False,
        verbose_name=_("edition"),
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="rank_intervals", verbose_name=_("unit")
    )
    lowest = models.PositiveIntegerField(_("best rank of the range"))
    highest = models.PositiveIntegerField(_("last rank of the range"))
    leave_out_lowest = models.PositiveIntegerField(_("best rank without a group"), null=True)
    leave_out_highest = models.PositiveIntegerField(_("last rank without a group"), null=True)
    similar_count = models.PositiveIntegerField(_("units that cannot be told apart"))
    band = models.DecimalField(_("band of the weights"), max_digits=5, decimal_places=4)
    draws = models.PositiveIntegerField(_("draws"))
    block_count = models.PositiveSmallIntegerField(
        _("groups taken as one block"), default=0, help_text=_("0: each group stands alone")
    )
    points_are_derived = models.BooleanField(_("points of groups were worked out"), default=False)
    seed = models.PositiveIntegerField(_("seed"))

    objects = RankIntervalQuerySet.as_manager()

    class Meta:
        verbose_name = _("sensitivity range of a rank")
        verbose_name_plural = _("sensitivity ranges of ranks")
        constraints = [
            models.UniqueConstraint(fields=["edition", "unit"], name="rank_interval_once"),
            models.CheckConstraint(name="rank_interval_starts_at_1", condition=Q(lowest__gte=1)),
            models.CheckConstraint(name="rank_interval_in_order", condition=Q(highest__gte=F("lowest"))),
            models.CheckConstraint(
                name="rank_interval_has_both_ends_without_a_group",
                condition=Q(leave_out_lowest__isnull=True, leave_out_highest__isnull=True)
                | Q(leave_out_lowest__isnull=False, leave_out_highest__isnull=False),
            ),
            models.CheckConstraint(
                name="rank_interval_starts_at_1_without_a_group",
                condition=Q(leave_out_lowest__isnull=True) | Q(leave_out_lowest__gte=1),
            ),
            models.CheckConstraint(
                name="rank_interval_in_order_without_a_group",
                condition=Q(leave_out_lowest__isnull=True)
                | Q(leave_out_highest__isnull=True)
                | Q(leave_out_highest__gte=F("leave_out_lowest")),
            ),
            models.CheckConstraint(
                name="rank_interval_band_is_a_share", condition=Q(band__gte=0, band__lt=1)
            ),
            models.CheckConstraint(name="rank_interval_has_draws", condition=Q(draws__gte=1)),
        ]

    def __str__(self):
        return f"{self.unit} · {self.edition}: {self.lowest}–{self.highest}"
