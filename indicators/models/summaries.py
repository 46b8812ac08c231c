"""What was published of an edition as a whole: who leads it, and its averages."""

from django.db import models
from django.db.models import ProtectedError, Q
from django.db.models.signals import m2m_changed, pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from indicators.models.basis import Basis
from indicators.models.editions import Edition, RowOfEdition
from indicators.models.measures import Measure
from provinces.models import Region, Source, Unit


class LeaderList(RowOfEdition):
    """The units that the issuer named as leaders by a measure: a set without an order."""

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="leader_lists", verbose_name=_("edition")
    )
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="leader_lists", verbose_name=_("measure")
    )
    units = models.ManyToManyField(Unit, related_name="leader_lists", verbose_name=_("units"))
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))

    class Meta:
        verbose_name = _("list of leaders")
        verbose_name_plural = _("lists of leaders")
        constraints = [models.UniqueConstraint(fields=["edition", "measure"], name="leader_list_once")]

    def __str__(self):
        return f"{self.measure} · {self.edition}"


@receiver(m2m_changed, sender=LeaderList.units.through)
def refuse_published_leaders(*, instance, action, reverse, pk_set, **kwargs) -> None:
    """Guard the units of a list like its row: from the list and from the unit."""
    if not action.startswith("pre_"):
        return
    lists = [instance]
    if reverse:
        lists = instance.leader_lists.all() if pk_set is None else LeaderList.objects.filter(pk__in=pk_set)
    for leader_list in lists:
        leader_list.refuse_unless_open()


def refuse_to_delete_a_published_leader(*, instance, **kwargs) -> None:
    """Keep a unit that a list names before the public: with the unit its place on the list would go."""
    closed = LeaderList.objects.exclude(edition__state__in=Edition.OPEN_STATES).filter(units=instance.pk)
    if named := set(closed):
        raise ProtectedError(f"{instance} stands in published lists of leaders", named)


# Each by its name: a receiver for every model would keep the others from being deleted at once.
for model in (Unit, *Unit.__subclasses__()):
    pre_delete.connect(refuse_to_delete_a_published_leader, sender=model)


class Benchmark(RowOfEdition):
    """An average that was published for an edition, by a measure."""

    class Scope(models.TextChoices):
        UNIT_SET = "unit_set", _("mean of the unit set")
        REGION = "region", _("mean of a region")

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="benchmarks", verbose_name=_("edition")
    )
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="benchmarks", verbose_name=_("measure")
    )
    scope = models.CharField(_("scope"), max_length=10, choices=Scope, default=Scope.UNIT_SET)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=6)
    value_text = models.CharField(_("value as printed"), max_length=40, blank=True)
    basis = models.CharField(_("basis of the value"), max_length=10, choices=Basis, default=Basis.PUBLISHED)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("published average")
        verbose_name_plural = _("published averages")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "measure"],
                condition=Q(scope="unit_set"),
                name="benchmark_of_set_once",
                violation_error_message=_("The edition already has a published average of this measure."),
            ),
            models.UniqueConstraint(
                fields=["edition", "measure", "region"],
                condition=Q(scope="region"),
                name="benchmark_of_region_once",
                violation_error_message=_("The edition already has a published average of this measure."),
            ),
            models.CheckConstraint(
                name="benchmark_names_its_region",
                condition=Q(scope="unit_set", region__isnull=True) | Q(scope="region", region__isnull=False),
                violation_error_message=_("Only a mean of a region names a region."),
            ),
            models.CheckConstraint(
                name="benchmark_not_negative",
                condition=Q(value__gte=0),
                violation_error_message=_("A value is not negative."),
            ),
        ]

    def __str__(self):
        return f"{self.measure} · {self.edition}"
