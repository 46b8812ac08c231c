from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from provinces.admin.forms import UnitForm
from provinces.admin.resources import SuccessionResource, UnitNameResource, UnitResource
from provinces.admin.tables import ReferenceTableAdmin, TableAdmin
from provinces.models import (
    Commune,
    District,
    Ministry,
    Province,
    Succession,
    Unit,
    UnitName,
)
from provinces.models.units import by_newest_name


class UnitNameInline(admin.StackedInline):
    model = UnitName
    extra = 0
    fields = [("name", "name_en", "type"), ("valid_from", "valid_to")]


class UnitPages(TableAdmin):
    """The pages of units, for the whole table and for each level of it."""

    form = UnitForm
    list_display = ["__str__", "slug", "level", "parent", "valid_from", "valid_to"]
    search_fields = ["slug"]
    search_help_text = _("Name in any spelling, with or without accents, or the address name")
    unit_paths = ["pk"]
    autocomplete_fields = ["parent"]
    named_once = ["slug"]
    fixed_fields = ["level"]
    inlines = [UnitNameInline]
    resource_classes = [UnitResource]
    export_related = ["parent"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("names", "parent__names")

    def get_ordering(self, request):
        return [by_newest_name(), "slug"]


@admin.register(Unit)
class UnitAdmin(ReferenceTableAdmin, UnitPages):
    list_filter = ["level", "unit_sets"]


@admin.register(Province, Ministry, District, Commune)
class LevelAdmin(UnitPages):
    list_display = ["__str__", "slug", "parent", "valid_from", "valid_to"]
    list_filter = ["unit_sets"]
    exclude = ["level"]

    def save_model(self, request, obj, form, change):
        obj.level = self.model.objects.fixed["level"]
        super().save_model(request, obj, form, change)


@admin.register(UnitName)
class UnitNameAdmin(ReferenceTableAdmin):
    list_display = ["name", "name_en", "type", "unit", "valid_from", "valid_to"]
    list_filter = ["type", "unit__level"]
    search_fields = ["name_en", "unit__slug"]
    search_help_text = UnitPages.search_help_text
    unit_paths = ["unit"]
    ordering = ["sort_key", "pk"]
    autocomplete_fields = ["unit"]
    resource_classes = [UnitNameResource]
    export_related = ["unit"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")


@admin.register(Succession)
class SuccessionAdmin(ReferenceTableAdmin):
    list_display = ["predecessor", "successor", "effective_on", "source"]
    list_filter = ["effective_on"]
    list_select_related = ["source"]
    search_fields = ["predecessor__slug", "successor__slug"]
    search_help_text = UnitPages.search_help_text
    autocomplete_fields = ["predecessor", "successor", "source"]
    resource_classes = [SuccessionResource]
    export_related = ["predecessor", "successor", "source"]
    unit_paths = ["predecessor", "successor"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("predecessor__names", "successor__names")

    def get_ordering(self, request):
        return ["-effective_on", "successor__slug", "predecessor__slug"]
