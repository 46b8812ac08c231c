from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from indicators.admin.filters import EditionFilter
from indicators.admin.forms import BenchmarkForm, LeaderListForm, RankingForm
from indicators.admin.imports.figure_origins import origin_lines
from indicators.admin.own_rows import OwnRows
from indicators.admin.resources import BenchmarkResource, LeaderListResource, RankingResource
from indicators.admin.rows import UNIT_SEARCH, RowOfEditionAdmin
from indicators.models import Benchmark, LeaderList, Ranking, RankInterval
from provinces.admin.tables import ReadTableAdmin

COMPUTED = [
    "computed_value",
    "computed_rank",
    "computed_change",
    "computed_regional_rank",
    "computed_regional_count",
    "computed_regional_change",
]


@admin.register(Ranking)
class RankingAdmin(OwnRows, RowOfEditionAdmin):
    form = RankingForm
    list_display = ["unit", "measure", "shown_value", "rank", "status", "edition", "origin"]
    list_filter = [*RowOfEditionAdmin.list_filter, "status", "value_basis", "rank_basis"]
    search_fields = ["unit__slug", "measure__code"]
    search_help_text = UNIT_SEARCH
    unit_paths = ["unit"]
    ordering = ["-edition__period_end", "edition", "measure__order", "unit__slug"]
    identity_fields = ["edition", "unit", "measure"]
    readonly_fields = ["value_text", "origin", *COMPUTED]
    autocomplete_fields = ["unit", "value_source", "rank_source", "context_source"]
    resource_classes = [RankingResource]
    export_related = ["unit", "value_source", "rank_source", "context_source"]
    fieldsets = [
        (None, {"fields": ["edition", "unit", "measure", "status"]}),
        (_("value"), {"fields": ["value", "value_text", "value_basis", "value_source"]}),
        (_("rank"), {"fields": ["rank", "rank_basis", "rank_source"]}),
        (
            _("changes and regional rank, as published"),
            {"fields": ["change", "regional_rank", "regional_count", "regional_change", "context_source"]},
        ),
        (_("note"), {"fields": ["note", "origin"]}),
        (_("computed when publishing"), {"fields": COMPUTED}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        lines = origin_lines(changelist.result_list)
        for row in changelist.result_list:
            row.origin_line = lines.get(row.pk)
        return changelist

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.origin_line = origin_lines([row]).get(row.pk)
        return row

    @admin.display(description=_("brought in"))
    def origin(self, row):
        line = getattr(row, "origin_line", None)
        return format_html('<a href="{}">{}</a>', line.address, line.text) if line else "–"


@admin.register(LeaderList)
class LeaderListAdmin(RowOfEditionAdmin):
    form = LeaderListForm
    list_display = ["measure", "edition", "source"]
    list_select_related = [*RowOfEditionAdmin.list_select_related, "source"]
    search_fields = ["measure__code", "units__slug"]
    search_help_text = UNIT_SEARCH
    unit_paths = ["units"]
    ordering = ["-edition__period_end", "edition", "measure__order"]
    autocomplete_fields = ["units", "source"]
    resource_classes = [LeaderListResource]
    export_related = ["source"]

    def get_export_queryset(self, request):
        return super().get_export_queryset(request).prefetch_related("units")


@admin.register(Benchmark)
class BenchmarkAdmin(RowOfEditionAdmin):
    form = BenchmarkForm
    list_display = ["measure", "edition", "scope", "region", "shown_value", "basis"]
    list_filter = [*RowOfEditionAdmin.list_filter, "scope"]
    list_select_related = [*RowOfEditionAdmin.list_select_related, "region"]
    search_fields = ["measure__code", "region__code"]
    accent_free_fields = ["measure__name", "region__name"]
    ordering = ["-edition__period_end", "edition", "measure__order"]
    readonly_fields = ["value_text"]
    autocomplete_fields = ["region", "source"]
    resource_classes = [BenchmarkResource]
    export_related = ["region", "source"]


@admin.register(RankInterval)
class RankIntervalAdmin(ReadTableAdmin):
    """How far ranks depend on the weights; computed on publishing, and only read here."""

    list_display = ["unit", "edition", "lowest", "highest", "similar_count", "band"]
    list_filter = [EditionFilter, "edition__scorecard"]
    list_select_related = ["unit", "edition__scorecard", "edition__unit_set"]
    search_fields = ["unit__slug"]
    search_help_text = UNIT_SEARCH
    unit_paths = ["unit"]
    ordering = ["-edition__period_end", "edition", "lowest", "highest", "pk"]
    export_related = ["unit"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")
