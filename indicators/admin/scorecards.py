from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from indicators.admin.choices import measure_choice, methodology_choice
from indicators.admin.filters import MethodologyFilter
from indicators.admin.forms import CompositePartForm, MeasureForm, MeasureLinkForm
from indicators.admin.reliance import stands_published
from indicators.admin.resources import MeasureResource, MethodologyResource
from indicators.admin.scoring_rules import ScoringExceptionInline, ScoringRuleInline
from indicators.models import (
    Composite,
    CompositePart,
    Indicator,
    IndicatorGroup,
    Measure,
    MeasureLink,
    Methodology,
    Scorecard,
)
from provinces.admin.reliance import is_relied_on
from provinces.admin.tables import TableAdmin

MEASURE_SEARCH = _("Code or name, with or without accents")


@admin.register(Scorecard)
class ScorecardAdmin(TableAdmin):
    list_display = ["name", "code", "level", "order"]
    list_filter = ["level"]
    search_fields = ["code"]
    accent_free_fields = ["name", "name_en"]
    named_once = ["code"]
    fixed_fields = ["level"]


@admin.register(Methodology)
class MethodologyAdmin(TableAdmin):
    list_display = ["name", "scorecard", "decision_number", "periods", "value_form", "points_assessed"]
    list_filter = ["scorecard", "value_form"]
    list_select_related = ["scorecard"]
    search_fields = ["code", "decision_number"]
    accent_free_fields = ["name", "decision_number"]
    autocomplete_fields = ["scorecard", "source"]
    fixed_fields = [
        "scorecard",
        "code",
        "value_form",
        "scale_max",
        "decimals",
        "points_assessed",
        "higher_is_better",
        "leader_count",
        "weight_band",
    ]
    resource_classes = [MethodologyResource]
    export_related = ["scorecard", "source"]


class MeasureChoices:
    """Offers measures under the name of their rule book."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if issubclass(db_field.related_model, Measure):
            kwargs |= measure_choice()
        elif issubclass(db_field.related_model, Methodology):
            kwargs |= methodology_choice()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PartsStayPublished:
    """Parts of composites are only read once an edition, published or being scored, relies on it."""

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_relied_on(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_relied_on(obj)


class CompositePartInline(PartsStayPublished, MeasureChoices, admin.TabularInline):
    model = CompositePart
    form = CompositePartForm
    fk_name = "composite"
    extra = 0

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not is_relied_on(obj)


class MeasurePages(MeasureChoices, TableAdmin):
    """The pages of measures, for the whole table and for each kind of them."""

    form = MeasureForm
    list_display = ["code", "name", "kind", "methodology", "max_points", "points_basis", "order"]
    list_display_links = ["code", "name"]
    list_filter = [MethodologyFilter, "kind", "points_basis"]
    list_select_related = ["methodology"]
    search_fields = ["code"]
    search_help_text = MEASURE_SEARCH
    accent_free_fields = ["code", "name", "name_en"]
    ordering = ["methodology__scorecard__order", "methodology__order", "order", "pk"]
    autocomplete_fields = ["source"]
    fixed_fields = ["methodology", "kind", "code", "max_points"]
    resource_classes = [MeasureResource]
    export_related = ["methodology__scorecard", "parent", "source"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change and stands_published(methodology=obj.methodology):
            text = _(
                "%(methodology)s rules published editions: they now list “%(measure)s” as not published."
            )
            messages.warning(request, text % {"methodology": obj.methodology, "measure": obj})


@admin.register(Measure)
class MeasureAdmin(MeasurePages):
    def get_inlines(self, request, obj):
        is_composite = obj is not None and obj.kind == Measure.Kind.COMPOSITE
        return [CompositePartInline] if is_composite else []


@admin.register(IndicatorGroup)
class KindAdmin(MeasurePages):
    list_filter = [MethodologyFilter, "points_basis"]
    exclude = ["kind"]

    def save_model(self, request, obj, form, change):
        obj.kind = self.model.objects.fixed["kind"]
        super().save_model(request, obj, form, change)


@admin.register(Indicator)
class IndicatorAdmin(KindAdmin):
    inlines = [ScoringRuleInline, ScoringExceptionInline]


@admin.register(Composite)
class CompositeAdmin(KindAdmin):
    inlines = [CompositePartInline]


@admin.register(CompositePart)
class CompositePartAdmin(PartsStayPublished, MeasureChoices, TableAdmin):
    form = CompositePartForm
    list_display = ["composite", "group", "points", "methodology"]
    list_display_links = ["composite", "group"]
    list_select_related = ["composite__methodology", "group"]
    list_filter = [MethodologyFilter.by("composite__methodology")]
    search_fields = ["composite__code", "group__code"]
    search_help_text = MEASURE_SEARCH
    accent_free_fields = ["composite__name", "group__name"]
    export_related = ["composite", "group"]

    @admin.display(description=_("methodology"))
    def methodology(self, part):
        return part.composite.methodology


@admin.register(MeasureLink)
class MeasureLinkAdmin(MeasureChoices, TableAdmin):
    form = MeasureLinkForm
    list_display = ["__str__", "kind", "earlier_methodology", "methodology"]
    list_filter = ["kind", MethodologyFilter.by("measure__methodology")]
    list_select_related = ["predecessor__methodology", "measure__methodology"]
    search_fields = ["predecessor__code", "measure__code"]
    search_help_text = MEASURE_SEARCH
    accent_free_fields = ["predecessor__name", "measure__name"]
    export_related = ["predecessor", "measure"]

    @admin.display(description=_("earlier methodology"))
    def earlier_methodology(self, link):
        return link.predecessor.methodology if link.predecessor else None

    @admin.display(description=_("methodology"))
    def methodology(self, link):
        return link.measure.methodology if link.measure else None
