"""What the admin pages of all tables have in common: search, errors in words, export and import."""

import logging
import unicodedata
from collections import Counter

from django.contrib import admin, messages
from django.db import IntegrityError
from django.db.models import PROTECT, Exists, OuterRef, Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.admin import ExportMixin, ImportMixin
from import_export.forms import ExportForm

from provinces import names
from provinces.admin.formats import FormulaFreeCSV, FormulaFreeXLSX
from provinces.admin.reliance import is_relied_on
from provinces.admin.requests import RequestsInOrder, plain
from provinces.models import Unit, UnitAlias, UnitName

logger = logging.getLogger(__name__)

EXPORT = "provinces.export_tables"
IMPORT = "provinces.import_tables"


def units_called(text: str):
    """Return the units that a search text names, in any spelling, with accents or without."""
    key, alias_key = names.search_key(text), names.match_key(text)
    if not key:
        return Unit.objects.none()
    named = UnitName.objects.filter(unit=OuterRef("pk"), search_key__contains=key)
    spelled = UnitAlias.objects.filter(unit=OuterRef("pk"), match_key=alias_key)
    return Unit.objects.filter(Exists(named) | Exists(spelled))


def rows_standing_on(model, rows) -> list[str]:
    """Return how many rows of other tables keep rows from being deleted, table by table."""
    counts = Counter()
    # Hidden ones are relations without a way back, such as those to sources.
    for relation in model._meta.get_fields(include_hidden=True):
        is_plain_list = (
            relation.many_to_many and relation.auto_created and relation.through._meta.auto_created
        )
        if is_plain_list or getattr(relation, "on_delete", None) is PROTECT:
            other = relation.related_model
            named = other._base_manager.filter(**{f"{relation.field.name}__in": rows})
            counts[capfirst(other._meta.verbose_name_plural)] += named.distinct().count()
    return [f"{table}: {count}" for table, count in counts.items() if count]


class TableAdmin(RequestsInOrder, ExportMixin, admin.ModelAdmin):
    """A table in the admin.

    ``unit_paths`` lead from a row to the units that a search text may name ("pk" where the row is one).
    ``accent_free_fields`` are searched without accents by reading them all: for small tables alone.
    ``export_related`` are the relations that an export shows.
    ``named_once`` are the fields that are given with the row and never changed.
    ``fixed_fields`` are those that stay as they are once something published relies on the row.
    """

    formats = [FormulaFreeCSV, FormulaFreeXLSX]
    export_form_class = ExportForm  # the one with a box for each column has inline scripts and styles
    to_encoding = "utf-8-sig"  # Excel takes a file without the mark for another encoding
    list_per_page = 50
    unit_paths = ()
    accent_free_fields = ()
    export_related = ()
    named_once = ()
    fixed_fields = ()

    def get_readonly_fields(self, request, obj=None):
        own = [*super().get_readonly_fields(request, obj), *(self.named_once if obj else ())]
        return [*own, *self.fixed_fields] if self.fixed_fields and is_relied_on(obj) else own

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if issubclass(db_field.related_model, Unit):
            kwargs.setdefault("queryset", db_field.related_model.objects.with_names())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if issubclass(db_field.related_model, Unit):
            kwargs.setdefault("queryset", db_field.related_model.objects.with_names())
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        text = unicodedata.normalize("NFC", plain(search_term))
        found, may_have_duplicates = super().get_search_results(request, queryset, text)
        if not text.strip():
            return found, may_have_duplicates
        for path in self.unit_paths:
            found = found | queryset.filter(**{f"{path}__in": units_called(text)})
        if self.accent_free_fields:
            found = found | queryset.filter(self._without_accents(queryset, names.search_key(text)))
        return found, may_have_duplicates

    def _without_accents(self, queryset, key):
        rows = queryset.order_by().values_list("pk", *self.accent_free_fields) if key else []
        return Q(pk__in=[pk for pk, *texts in rows if key in names.search_key(" ".join(map(str, texts)))])

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Tell of a rule that the form could not check, such as one that a colleague was quicker at."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            logger.exception("%s was not saved", self.opts.label)
            text = _("Nothing was saved: this contradicts another row. Look at the list, then try again.")
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def get_deleted_objects(self, objs, request):
        """Name what stands on a row by its number, where that keeps the row from being deleted.

        Django would write out each of maybe thousands of rows, with several queries for one. Nor does it keep
        what a plain list names: the database would quietly take that out of the list.
        """
        if standing := rows_standing_on(self.opts.concrete_model, objs):
            return [], {}, set(), standing
        return super().get_deleted_objects(objs, request)

    def has_export_permission(self, request):
        return request.user.has_perm(EXPORT) and self.has_view_permission(request)

    def get_export_queryset(self, request):
        # Prefetching serves the lists; here it would ask again for every hundred rows.
        rows = super().get_export_queryset(request).prefetch_related(None)
        return rows.select_related(*self.export_related)

    def get_export_data(self, file_format, request, queryset, **kwargs):
        # The library knows by class which formats hold numbers as numbers, and so not these two.
        rows = self.get_data_for_export(
            request, queryset, force_native_type=file_format.is_binary(), **kwargs
        )
        exported = file_format.export_data(rows)
        return exported if file_format.is_binary() else exported.encode(self.to_encoding)


class ReadTableAdmin(TableAdmin):
    """A table that is read, searched and exported: its rows come from acts, and only acts write them."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReferenceTableAdmin(ImportMixin, TableAdmin):
    """A table that may also be imported: all of a file, after a preview, or nothing."""

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"

    def has_import_permission(self, request):
        return (
            request.user.has_perm(IMPORT)
            and self.has_add_permission(request)
            and self.has_change_permission(request)
        )

    def get_import_data_kwargs(self, **kwargs):
        # Off in the library: without it the good rows of a file with bad ones are saved.
        return super().get_import_data_kwargs(**kwargs) | {"rollback_on_validation_errors": True}

    def process_import(self, request, **kwargs):
        try:
            return super().process_import(request, **kwargs)
        except (OSError, ValueError, IndexError):
            logger.exception("The file to import could not be read again")
            self.message_user(
                request,
                _("Nothing was imported: the preview is no longer there. Choose the file again."),
                messages.ERROR,
            )
            return self._back_to_import()

    def process_result(self, result, request):
        if not (result.has_errors() or result.has_validation_errors()):
            return super().process_result(result, request)
        text = _("Nothing was imported: some rows are no longer right. Choose the file again to see which.")
        self.message_user(request, text, messages.ERROR)
        return self._back_to_import()

    def _back_to_import(self):
        return HttpResponseRedirect(
            reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_import")
        )
