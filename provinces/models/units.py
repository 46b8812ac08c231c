"""Whoever is scored: a province, a ministry, a district, a commune, the country."""

import datetime as dt

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provinces import names
from provinces.models.fixed import FixedFieldManager
from provinces.models.history import ChangeHistory


def name_before(name: str, day: dt.date) -> str:
    """Return the name of a unit that another took over on a day."""
    return gettext("%(name)s (before %(date)s)") % {"name": name, "date": f"{day:%d/%m/%Y}"}


def valid_on(day: dt.date) -> Q:
    """Return the condition that a period, both days included and open where empty, holds a day."""
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    not_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    return started & not_ended


def period_constraint(name: str) -> models.CheckConstraint:
    """Return the rule that a period does not end before it starts."""
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        violation_error_message=_("The last day lies before the first day."),
    )


def _newest(unit_names):
    return max(unit_names, key=lambda name: name.valid_from or dt.date.min, default=None)


class UnitQuerySet(models.QuerySet):
    def with_names(self):
        """Prefetch all names, so that ``str(unit)`` and ``name_on`` ask nothing more."""
        return self.prefetch_related("names")

    def in_order(self):
        return self.order_by("level", "slug")

    def in_order_of_names(self):
        return self.order_by("level", by_newest_name(), "slug")


def by_newest_name(unit: str = "pk"):
    """Return what orders units by the newest of their names, as Vietnamese does; those without one last.

    Args:
        unit: path from the rows to the key of their unit.
    """
    newest = UnitName.objects.filter(unit=OuterRef(unit)).order_by(F("valid_from").desc(nulls_last=True))
    return Subquery(newest.values("sort_key")[:1]).asc(nulls_last=True)


class Unit(models.Model):
    """Whoever is scored, for as long as it exists; its names are in ``UnitName``."""

    class Level(models.TextChoices):
        COUNTRY = "country", _("country")
        PROVINCE = "province", _("province or city")
        MINISTRY = "ministry", _("ministry or agency")
        DISTRICT = "district", _("district")
        COMMUNE = "commune", _("commune")

    slug = models.SlugField(
        _("address name"),
        max_length=120,
        unique=True,
        help_text=_("Part of the public address; given once and never changed"),
    )
    level = models.CharField(_("level"), max_length=16, choices=Level)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent unit"),
    )
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_to = models.DateField(_("exists to"), null=True, blank=True, help_text=_("Last day, included"))

    objects = UnitQuerySet.as_manager()
    history = ChangeHistory()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            period_constraint("unit_ends_after_start"),
            models.CheckConstraint(
                name="unit_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("A unit cannot be its own parent."),
            ),
        ]

    def __str__(self):
        return self.latest_name.name if self.latest_name else self.slug

    @property
    def latest_name(self):
        """The newest of the unit's names; None before the first is given."""
        return _newest(self.names.all())

    def name_on(self, day: dt.date):
        """Return the ``UnitName`` in force on a day; the newest one when the day lies outside all of them.

        Of names whose periods overlap the newest stands. None before the first name is given.
        """
        in_force = [
            name for name in self.names.all() if (name.valid_from or day) <= day <= (name.valid_to or day)
        ]
        return _newest(in_force) or self.latest_name

    def called_on(self, day: dt.date) -> tuple[str, str]:
        """Return the name and the type on a day; the address name and no type where no name was given."""
        name = self.name_on(day)
        return (name.name, name.type) if name else (self.slug, "")

    def dated_name(self, *, name: str = "") -> str:
        """Return the name with what tells it from its namesake of another time.

        The one form for that, wherever it is shown: “Đà Nẵng (trước 01/07/2025)”. ``name`` is one that the
        unit bore, where it is not to be called by its newest.
        """
        name = name or str(self)
        if self.valid_to:
            return name_before(name, self.valid_to + dt.timedelta(days=1))
        if self.valid_from:
            facts = {"name": name, "date": f"{self.valid_from:%d/%m/%Y}"}
            return gettext("%(name)s (since %(date)s)") % facts
        return name


LevelManager = FixedFieldManager.from_queryset(UnitQuerySet)


class Province(Unit):
    """A province or centrally run city, before or since the mergers of 01/07/2025."""

    objects = LevelManager(level=Unit.Level.PROVINCE)

    class Meta:
        proxy = True
        verbose_name = _("province or city")
        verbose_name_plural = _("provinces and cities")


class Ministry(Unit):
    """A ministry, ministerial or government agency."""

    objects = LevelManager(level=Unit.Level.MINISTRY)

    class Meta:
        proxy = True
        verbose_name = _("ministry or agency")
        verbose_name_plural = _("ministries and agencies")


class District(Unit):
    """A district, to 30/06/2025."""

    objects = LevelManager(level=Unit.Level.DISTRICT)

    class Meta:
        proxy = True
        verbose_name = _("district")
        verbose_name_plural = _("districts")


class Commune(Unit):
    """A commune, ward or special zone."""

    objects = LevelManager(level=Unit.Level.COMMUNE)

    class Meta:
        proxy = True
        verbose_name = _("commune")
        verbose_name_plural = _("communes")


class UnitNameQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by("sort_key", "pk")


class UnitName(models.Model):
    """What a unit is called, and which type it is of, over a period."""

    class Type(models.TextChoices):
        COUNTRY = "quoc-gia", _("country")
        PROVINCE = "tinh", _("province")
        CITY = "thanh-pho", _("centrally run city")
        MINISTRY = "bo", _("ministry")
        MINISTERIAL_AGENCY = "co-quan-ngang-bo", _("ministerial agency")
        GOVERNMENT_AGENCY = "co-quan-thuoc-chinh-phu", _("government agency")
        DISTRICT = "huyen", _("district")
        COMMUNE = "xa", _("commune")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=160)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    type = models.CharField(_("type"), max_length=32, choices=Type)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force to"), null=True, blank=True, help_text=_("Last day, included"))
    search_key = models.CharField(max_length=200, editable=False, db_index=True)
    sort_key = models.CharField(max_length=700, editable=False, db_index=True)

    objects = UnitNameQuerySet.as_manager()
    history = ChangeHistory()

    class Meta:
        verbose_name = _("name over a period")
        verbose_name_plural = _("names over periods")
        constraints = [
            period_constraint("unit_name_ends_after_start"),
            models.UniqueConstraint(
                fields=["unit", "valid_from"],
                name="unit_name_starts_once",
                violation_error_message=_("The unit already has a name from this day."),
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(valid_from__isnull=True),
                name="unit_name_first_once",
                violation_error_message=_("The unit already has a first name."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        self.set_keys()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key", "sort_key"}
        super().save(**kwargs)

    def set_keys(self) -> None:
        """Store what search and Vietnamese order need; bulk writers call it themselves."""
        self.search_key = names.search_key(self.name)
        self.sort_key = names.sort_key(self.name)


class Succession(models.Model):
    """A unit that became (part of) another on a day."""

    predecessor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="successions", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="precessions", verbose_name=_("successor")
    )
    effective_on = models.DateField(_("effective on"))
    source = models.ForeignKey(
        "provinces.Source", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("source")
    )

    history = ChangeHistory()

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                name="succession_links_two_units",
                condition=~Q(predecessor=F("successor")),
                violation_error_message=_("A unit cannot succeed itself."),
            ),
        ]

    def __str__(self):
        return f"{self.predecessor} → {self.successor}"
