"""The guard of rows whose edition is published: through every door of the admin they stay as they are."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from indicators.admin.choices import measure_choice, measures_of_open_editions, open_editions
from indicators.admin.fields import NumberField
from indicators.admin.filters import EditionFilter, MeasureCodeFilter
from indicators.models import Edition, Measure
from indicators.notation import format_number
from provinces.admin.tables import TableAdmin


def lock_open(edition_ids) -> None:
    """Hold editions until the end of the transaction, so that none is published meanwhile.

    Raises:
        PermissionDenied: if one of them is not open.
    """
    editions = Edition.objects.select_for_update().filter(pk__in=edition_ids).order_by("pk")
    if not all(edition.is_open for edition in editions):
        raise PermissionDenied


class RowOfEditionAdmin(TableAdmin):
    """Rows that may be written while their edition is open, and only read from then on."""

    list_filter = [EditionFilter, "edition__state", "edition__scorecard", MeasureCodeFilter]
    list_select_related = ["edition__scorecard", "edition__methodology", "edition__unit_set", "measure"]
    identity_fields = ["edition", "measure"]
    view_on_site = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_readonly_fields(self, request, obj=None):
        own = super().get_readonly_fields(request, obj)
        return [*self.identity_fields, *own] if obj else own

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "value":
            return NumberField(label=capfirst(db_field.verbose_name), required=not db_field.blank)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if issubclass(db_field.related_model, Edition):
            kwargs["queryset"] = open_editions()
        elif issubclass(db_field.related_model, Measure):
            kwargs |= measure_choice(measures_of_open_editions())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_open(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_open(obj)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            row = self.get_object(request, unquote(object_id))
            lock_open([row.edition_id] if row else [])
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        lock_open([obj.edition_id])
        super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        lock_open([obj.edition_id])
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            lock_open(set(queryset.order_by().values_list("edition", flat=True)))
            super().delete_queryset(request, queryset)

    def get_deleted_objects(self, objs, request):
        """Refuse rows of editions that are not open without writing out each of maybe thousands."""
        if all(self._is_open(row) for row in objs):
            return super().get_deleted_objects(objs, request)
        return [], {}, {self.opts.verbose_name}, []

    @admin.display(description=_("value"), ordering="value")
    def shown_value(self, row):
        return format_number(row.value, decimals=row.edition.methodology.decimals)

    def _is_open(self, row):
        return row is None or row.edition.is_open


UNIT_SEARCH = _("Name of the unit in any spelling, or the code of the measure")
