"""The lists of imports and of remembered layouts in the admin."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from indicators.admin.imports import history, upload
from indicators.admin.imports.access import IMPORT, may_see_imports
from indicators.admin.own_rows import OwnRows
from indicators.models import ImportBatch, ImportLayout
from provinces.admin.requests import RequestsInOrder


@admin.register(ImportBatch)
class ImportBatchAdmin(OwnRows, RequestsInOrder, admin.ModelAdmin):
    """Imports are made, written and undone by the wizard; here they are listed."""

    list_display = [
        "number_and_file",
        "state",
        "scorecard",
        "new_figures",
        "changed_figures",
        "removed_figures",
        "received_by",
        "received_at",
        "committed_at",
    ]
    list_display_links = None
    list_filter = ["state", "scorecard", "received_at"]
    list_select_related = ["scorecard", "received_by"]
    list_per_page = 50
    search_fields = ["name", "sha256", "scorecard__code", "received_by__username"]
    ordering = ["-pk"]
    actions = None

    def has_module_permission(self, request):
        return may_see_imports(request.user)

    def has_view_permission(self, request, obj=None):
        return may_see_imports(request.user)

    def has_add_permission(self, request):
        return request.user.has_perm(IMPORT)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        """Refuse: what was written is undone, and an upload is discarded, each by a page of its own."""
        return False

    def add_view(self, request, form_url="", extra_context=None):
        return upload.upload(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return history.record(request, self.get_object(request, object_id).pk)

    @admin.display(description=_("file"), ordering="-pk")
    def number_and_file(self, batch):
        return format_html('<a href="{}">{}</a>', reverse("imports:done", args=[batch.pk]), str(batch))

    @admin.display(description=_("new"))
    def new_figures(self, batch):
        return batch.counts.get("new", "–")

    @admin.display(description=_("changed"))
    def changed_figures(self, batch):
        return batch.counts.get("changed", "–")

    @admin.display(description=_("removed"))
    def removed_figures(self, batch):
        return batch.counts.get("removed", "–")


@admin.register(ImportLayout)
class ImportLayoutAdmin(RequestsInOrder, admin.ModelAdmin):
    """Layouts that the wizard remembers; one that misleads is deleted, and the next file asks anew."""

    list_display = ["__str__", "scorecard", "confirmed_by", "confirmed_at"]
    list_filter = ["scorecard"]
    list_select_related = ["scorecard", "confirmed_by"]
    search_fields = ["signature", "scorecard__code"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
