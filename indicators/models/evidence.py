"""The documents by which a unit proves its scores."""

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models.assessments import Assessment
from indicators.models.assignments import Place, assigned
from indicators.models.submissions import RowOfSubmission
from provinces.models.history import ChangeHistory


def evidence_storage():
    """Return the storage of evidence; none of it is served but by a view that asks for permission."""
    return storages["evidence"]


class EvidenceQuerySet(models.QuerySet):
    def for_user(self, user, permission: str = "indicators.view_submission"):
        """Keep the documents that an assignment lets a user see, or write."""
        return self.filter(
            assigned(
                user,
                permission,
                unit="assessment__submission__unit",
                scorecard="assessment__submission__edition__scorecard",
                group_code="assessment__indicator__parent__code",
            )
        )


class Evidence(RowOfSubmission):
    """A document: number, title, date and summary, and where it is: a link, or a file kept here."""

    path_to_submission = "assessment__submission"

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("score of an indicator")
    )
    number = models.CharField(_("number"), max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=400)
    issued_on = models.DateField(_("date of the document"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    file = models.FileField(
        _("file"), upload_to="%Y/%m/", storage=evidence_storage, max_length=200, blank=True
    )
    name = models.CharField(_("name of the file"), max_length=255, blank=True, editable=False)
    content_type = models.CharField(_("type of the file"), max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), null=True, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("added by"),
    )
    added_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)

    objects = EvidenceQuerySet.as_manager()
    history = ChangeHistory()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["assessment", "pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_can_be_found",
                condition=~Q(number="") | ~Q(link="") | ~Q(file=""),
                violation_error_message=_("Give the number of the document, a link or a file."),
            ),
            models.CheckConstraint(
                name="evidence_file_is_known",
                condition=Q(file="", sha256="", size__isnull=True)
                | ~Q(file="") & ~Q(sha256="") & Q(size__gte=1),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    @property
    def place(self) -> Place:
        return self.assessment.place
