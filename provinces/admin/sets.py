from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provinces.admin.forms import UnitSetMemberForm
from provinces.admin.reliance import is_relied_on
from provinces.admin.resources import RegionResource, UnitAliasResource, UnitSetMemberResource
from provinces.admin.tables import ReferenceTableAdmin, TableAdmin
from provinces.admin.units import UnitPages
from provinces.models import Region, TileCell, UnitAlias, UnitSet, UnitSetMember


@admin.register(UnitSet)
class UnitSetAdmin(TableAdmin):
    list_display = ["name", "code", "level", "valid_from", "valid_to"]
    list_filter = ["level"]
    search_fields = ["code"]
    accent_free_fields = ["name"]
    autocomplete_fields = ["parent"]
    named_once = ["code"]
    fixed_fields = ["level"]


@admin.register(Region)
class RegionAdmin(ReferenceTableAdmin):
    list_display = ["name", "code", "unit_set", "order", "source"]
    list_filter = ["unit_set"]
    list_select_related = ["unit_set", "source"]
    search_fields = ["code"]
    accent_free_fields = ["name"]
    autocomplete_fields = ["unit_set", "source"]
    resource_classes = [RegionResource]
    export_related = ["unit_set", "source"]


class RowOfSetAdmin(TableAdmin):
    """A row that names a unit within a unit set."""

    list_filter = ["unit_set"]
    list_select_related = ["unit_set"]
    search_fields = ["unit__slug"]
    search_help_text = UnitPages.search_help_text
    unit_paths = ["unit"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")


@admin.register(UnitSetMember)
class UnitSetMemberAdmin(ReferenceTableAdmin, RowOfSetAdmin):
    form = UnitSetMemberForm
    list_display = ["unit", "unit_set", "gso_code", "region", "order"]
    list_filter = ["unit_set", "region"]
    list_select_related = ["unit_set", "region"]
    search_fields = ["gso_code", "unit__slug"]
    autocomplete_fields = ["unit_set", "unit", "region", "source"]
    fixed_fields = ["unit_set", "unit"]
    resource_classes = [UnitSetMemberResource]
    export_related = ["unit_set", "unit", "region", "source"]

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_relied_on(obj)


@admin.register(UnitAlias)
class UnitAliasAdmin(ReferenceTableAdmin, RowOfSetAdmin):
    list_display = ["spelling", "unit", "unit_set", "confirmed_by", "confirmed_at"]
    list_select_related = ["unit_set", "confirmed_by"]
    search_fields = ["spelling", "match_key", "unit__slug"]
    autocomplete_fields = ["unit_set", "unit"]
    readonly_fields = ["confirmed_by", "confirmed_at"]
    resource_classes = [UnitAliasResource]
    export_related = ["unit_set", "unit"]

    def save_model(self, request, obj, form, change):
        if form.has_changed():
            obj.confirmed_by, obj.confirmed_at = request.user, timezone.now()
        super().save_model(request, obj, form, change)


@admin.register(TileCell)
class TileCellAdmin(RowOfSetAdmin):
    list_display = ["name", "unit_set", "kind", "unit", "column", "row"]
    list_filter = ["unit_set", "kind"]
    search_fields = ["unit__slug"]
    accent_free_fields = ["name"]
    autocomplete_fields = ["unit_set", "unit"]
    export_related = ["unit_set", "unit"]
    fieldsets = [
        (None, {"fields": ["unit_set", "unit", "kind"]}),
        (_("on the map"), {"fields": ["name", "label", "column", "row"]}),
    ]
