"""Who is ranked together."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from provinces import names
from provinces.models.history import ChangeHistory
from provinces.models.units import Unit, period_constraint


class UnitSet(models.Model):
    """Units that are ranked together; a GSO code means a unit only inside one of them."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    level = models.CharField(_("level"), max_length=16, choices=Unit.Level)
    parent = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("parent unit")
    )
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force to"), null=True, blank=True, help_text=_("Last day, included"))
    units = models.ManyToManyField(Unit, through="UnitSetMember", related_name="unit_sets")

    history = ChangeHistory()

    class Meta:
        verbose_name = _("unit set")
        verbose_name_plural = _("unit sets")
        ordering = ["code"]
        constraints = [period_constraint("unit_set_ends_after_start")]

    def __str__(self):
        return self.name


class Region(models.Model):
    """A region (vùng) of one unit set."""

    unit_set = models.ForeignKey(
        UnitSet, on_delete=models.CASCADE, related_name="regions", verbose_name=_("unit set")
    )
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=160)
    order = models.PositiveSmallIntegerField(_("order"))
    source = models.ForeignKey(
        "provinces.Source", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("source")
    )

    history = ChangeHistory()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["unit_set", "order"]
        constraints = [models.UniqueConstraint(fields=["unit_set", "code"], name="region_code_once_a_set")]

    def __str__(self):
        return self.name


class UnitSetMember(models.Model):
    """One unit of a unit set, with its GSO code, region and place in the official order."""

    unit_set = models.ForeignKey(
        UnitSet, on_delete=models.CASCADE, related_name="members", verbose_name=_("unit set")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("unit")
    )
    gso_code = models.CharField(_("GSO code"), max_length=10, blank=True, help_text=_("Text: “01” is not 1"))
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("region"),
    )
    order = models.PositiveIntegerField(_("order"))
    source = models.ForeignKey(
        "provinces.Source", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("source")
    )

    history = ChangeHistory()

    class Meta:
        verbose_name = _("member of a unit set")
        verbose_name_plural = _("members of unit sets")
        ordering = ["unit_set", "order"]
        constraints = [
            models.UniqueConstraint(fields=["unit_set", "unit"], name="member_once_a_set"),
            models.UniqueConstraint(
                fields=["unit_set", "gso_code"],
                condition=~Q(gso_code=""),
                name="gso_code_once_a_set",
                violation_error_message=_("Another unit of this set has this GSO code."),
            ),
            models.UniqueConstraint(fields=["unit_set", "order"], name="member_order_once_a_set"),
        ]

    def __str__(self):
        return f"{self.unit} ({self.unit_set})"


class UnitAlias(models.Model):
    """A spelling that means a unit within a unit set; who confirmed it, and when."""

    unit_set = models.ForeignKey(
        UnitSet, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("unit set")
    )
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("unit"))
    spelling = models.CharField(_("spelling"), max_length=160)
    match_key = models.CharField(max_length=200, editable=False, db_index=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    history = ChangeHistory()

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        ordering = ["unit_set", "match_key", "spelling"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit_set", "spelling"],
                name="alias_spelling_once_a_set",
                violation_error_message=_("This spelling already means a unit of the set."),
            ),
        ]

    def __str__(self):
        return self.spelling

    def save(self, **kwargs):
        self.set_key()
        super().save(**kwargs)

    def set_key(self) -> None:
        """Store the key that matching compares; bulk writers call it themselves."""
        self.match_key = names.match_key(self.spelling)


class ShippedSpelling(models.Model):
    """A spelling that came with the tables of the project; taken out by officers it does not come back."""

    unit_set = models.ForeignKey(UnitSet, on_delete=models.CASCADE, related_name="+")
    spelling = models.CharField(max_length=160)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["unit_set", "spelling"], name="shipped_spelling_once_a_set")
        ]

    def __str__(self):
        return self.spelling


class TileCell(models.Model):
    """One square of a unit set's tile map; the archipelagos are squares of their province."""

    class Kind(models.TextChoices):
        PROVINCE = "province", _("province or city")
        ARCHIPELAGO = "archipelago", _("archipelago")

    unit_set = models.ForeignKey(
        UnitSet, on_delete=models.CASCADE, related_name="tiles", verbose_name=_("unit set")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tiles", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    name = models.CharField(_("name"), max_length=160)
    label = models.CharField(_("label"), max_length=60, help_text=_("A bar | breaks the line"))
    column = models.PositiveSmallIntegerField(_("column"))
    row = models.PositiveSmallIntegerField(_("row"))

    class Meta:
        verbose_name = _("map square")
        verbose_name_plural = _("map squares")
        ordering = ["unit_set", "row", "column"]
        constraints = [
            models.UniqueConstraint(fields=["unit_set", "column", "row"], name="tile_place_once_a_set"),
            models.UniqueConstraint(fields=["unit_set", "name"], name="tile_name_once_a_set"),
        ]

    def __str__(self):
        return self.name
