from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from provinces.models.history import ChangeHistory


class SourceQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by("issuer", "title", "code")


class Source(models.Model):
    """A document or page that a figure was read on.

    ``url`` is where it was read. Where that page is a copy, ``origin_url`` names the official page it was
    copied from.
    """

    code = models.SlugField(_("code"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=400)
    number = models.CharField(_("document number"), max_length=120, blank=True)
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    issuer = models.CharField(_("issuer"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=600, blank=True)
    origin_url = models.URLField(
        _("official address"),
        max_length=600,
        blank=True,
        help_text=_("The official page, where the address is a copy of it"),
    )
    retrieved_on = models.DateField(_("retrieved on"), null=True, blank=True)

    objects = SourceQuerySet.as_manager()
    history = ChangeHistory()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        # Both stand for the reference tables of the whole site; sources are the one that all others name.
        permissions = [
            ("import_tables", _("Can import reference tables")),
            ("export_tables", _("Can export tables")),
        ]
        constraints = [
            models.CheckConstraint(
                name="source_has_address_or_title_and_date",
                condition=~Q(url="")
                | ~Q(title="") & (Q(issued_on__isnull=False) | Q(retrieved_on__isnull=False)),
                violation_error_message=_(
                    "A source without an address needs a title and a date, of issue or of reading."
                ),
            ),
        ]

    def __str__(self):
        return self.title
