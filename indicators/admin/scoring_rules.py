"""How indicators are scored, what does not apply to whom, and publications that are planned."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indicators.admin.assignments import SCORING
from indicators.admin.choices import measure_choice
from indicators.admin.filters import MethodologyFilter
from indicators.admin.own_rows import OwnRows
from indicators.models import Measure, ScheduledPublication, ScoringException, ScoringRule, ScoringStep
from indicators.workflow.acting import PUBLISH_SCORES
from provinces.admin.tables import ReadTableAdmin, TableAdmin

INDICATOR_SEARCH = _("Code or name of the indicator, with or without accents")


class IndicatorChoices:
    """Offers indicators under the name of their rule book."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if issubclass(db_field.related_model, Measure):
            kwargs |= measure_choice(Measure.objects.of_kind(Measure.Kind.INDICATOR))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ScoringStepInline(admin.TabularInline):
    model = ScoringStep
    extra = 0


class ScoringRuleInline(admin.StackedInline):
    """The rule on the page of its indicator; its steps stand on a page of their own."""

    model = ScoringRule
    fk_name = "indicator"
    extra = 0
    show_change_link = True


class ScoringExceptionInline(admin.TabularInline):
    model = ScoringException
    fk_name = "indicator"
    extra = 0
    autocomplete_fields = ["unit", "source"]


@admin.register(ScoringRule)
class ScoringRuleAdmin(IndicatorChoices, TableAdmin):
    section = SCORING
    list_display = ["indicator", "kind", "basis", "methodology"]
    list_filter = [MethodologyFilter.by("indicator__methodology"), "kind", "basis"]
    list_select_related = ["indicator__methodology"]
    search_fields = ["indicator__code"]
    search_help_text = INDICATOR_SEARCH
    accent_free_fields = ["indicator__name"]
    ordering = [
        "indicator__methodology__scorecard__order",
        "indicator__methodology",
        "indicator__order",
        "pk",
    ]
    named_once = ["indicator"]
    inlines = [ScoringStepInline]
    export_related = ["indicator"]

    @admin.display(description=_("methodology"))
    def methodology(self, rule):
        return rule.indicator.methodology


@admin.register(ScoringException)
class ScoringExceptionAdmin(IndicatorChoices, TableAdmin):
    section = SCORING
    list_display = ["indicator", "unit", "unit_type", "reason"]
    list_filter = [MethodologyFilter.by("indicator__methodology"), "unit_type"]
    list_select_related = ["indicator", "unit"]
    search_fields = ["indicator__code", "unit__slug"]
    search_help_text = INDICATOR_SEARCH
    accent_free_fields = ["indicator__name"]
    unit_paths = ["unit"]
    ordering = ["indicator__methodology", "indicator__order", "unit_type", "unit__slug", "pk"]
    autocomplete_fields = ["unit", "source"]
    export_related = ["indicator", "unit", "source"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")


@admin.register(ScheduledPublication)
class ScheduledPublicationAdmin(OwnRows, ReadTableAdmin):
    """Plans and what came of them; they are made and called off by acts, and only read here."""

    section = SCORING
    list_display = ["edition", "at", "decision_number", "scheduled_by", "done_at", "refusal"]
    list_filter = ["edition__scorecard", "at"]
    list_select_related = ["edition__scorecard", "edition__unit_set", "scheduled_by"]
    search_fields = ["decision_number", "edition__slug"]
    ordering = ["-at", "pk"]

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or request.user.has_perm(PUBLISH_SCORES)
