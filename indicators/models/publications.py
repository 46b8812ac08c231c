"""Publications that are to be carried out at a moment."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models.assignments import Place, assigned, holds_everywhere
from indicators.models.editions import Edition


class ScheduledPublicationQuerySet(models.QuerySet):
    def for_user(self, user):
        """Keep those of the editions whose scores a user may publish; all for who may view the table."""
        if holds_everywhere(user, "indicators.view_scheduledpublication"):
            return self
        return self.filter(assigned(user, "indicators.publish_scores", scorecard="edition__scorecard"))

    def waiting(self):
        """Leave out those that were carried out or called off."""
        return self.filter(done_at=None, called_off_at=None)

    def due(self, now):
        """Keep the waiting ones whose moment has come, the earliest first."""
        return self.waiting().filter(at__lte=now).order_by("at", "pk")


class ScheduledPublication(models.Model):
    """When the scores of an edition are to be published, by which decision, and what came of it.

    A publication that was refused waits on, with the reason, and is tried again.
    """

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="scheduled_publications", verbose_name=_("edition")
    )
    at = models.DateTimeField(_("to be published at"))
    decision_number = models.CharField(_("publishing decision"), max_length=120)
    decision_date = models.DateField(_("date of the decision"))
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("scheduled by"),
    )
    scheduled_at = models.DateTimeField(_("scheduled at"), default=timezone.now, editable=False)
    tried_at = models.DateTimeField(_("tried at"), null=True, editable=False)
    refusal = models.TextField(_("why it was refused"), blank=True, editable=False)
    done_at = models.DateTimeField(_("done at"), null=True, editable=False)
    called_off_at = models.DateTimeField(_("called off at"), null=True, editable=False)

    objects = ScheduledPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheduled publication")
        verbose_name_plural = _("scheduled publications")
        ordering = ["-at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(done_at__isnull=True, called_off_at__isnull=True),
                name="scheduled_publication_waits_once",
                violation_error_message=_("A publication of this edition is already scheduled."),
            ),
            models.CheckConstraint(
                name="scheduled_publication_names_its_decision",
                condition=~Q(decision_number=""),
                violation_error_message=_("Give the number of the decision."),
            ),
            models.CheckConstraint(
                name="scheduled_publication_ends_once",
                condition=Q(done_at__isnull=True) | Q(called_off_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.edition} · {self.decision_number}"

    @property
    def place(self) -> Place:
        return self.edition.place
