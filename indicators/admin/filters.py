from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indicators.models import Edition, Measure, Methodology


class EditionFilter(admin.SimpleListFilter):
    """Editions, the newest first, each revision apart."""

    title = _("edition")
    parameter_name = "edition"

    def lookups(self, request, model_admin):
        editions = Edition.objects.for_user(request.user).with_rules().newest_first()
        return [(str(edition.pk), _label(edition)) for edition in editions]

    def queryset(self, request, queryset):
        chosen = self.value() or ""
        return queryset.filter(edition=chosen) if chosen.isdecimal() else queryset


class MethodologyFilter(admin.SimpleListFilter):
    """Rule books under the name of their scorecard, for several bear the same."""

    title = _("methodology")
    parameter_name = "methodology"
    path = "methodology"

    @classmethod
    def by(cls, path: str) -> type["MethodologyFilter"]:
        """Return the filter for rows that name their rule book by this path."""
        return type(cls.__name__, (cls,), {"path": path})

    def lookups(self, request, model_admin):
        choices = Methodology.objects.select_related("scorecard").order_by("scorecard__order", "order")
        return [(str(row.pk), f"{row.scorecard} · {row}") for row in choices]

    def queryset(self, request, queryset):
        chosen = self.value() or ""
        return queryset.filter(**{self.path: chosen}) if chosen.isdecimal() else queryset


class MeasureCodeFilter(admin.SimpleListFilter):
    """Codes of measures, across the rule books."""

    title = _("measure")
    parameter_name = "code"

    def lookups(self, request, model_admin):
        codes = Measure.objects.valued().order_by("code").values_list("code", flat=True).distinct()
        return [(code, code) for code in codes]

    def queryset(self, request, queryset):
        return queryset.filter(measure__code=self.value()) if self.value() else queryset


def _label(edition):
    return f"{edition} · {edition.get_state_display()} · {_('revision')} {edition.revision}"
