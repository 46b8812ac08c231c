"""What units hand in, as tables: read, searched and exported; only the acts on officers' screens write it."""

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.admin.assignments import SCORING, UNIT_SEARCH
from indicators.admin.own_rows import FoundRows
from indicators.models import (
    Assessment,
    Evidence,
    Extension,
    Question,
    Submission,
)
from indicators.models.assignments import assigned, holds_everywhere
from indicators.workflow.appraisal_sight import with_appraisal_shown
from provinces.admin.tables import ReadTableAdmin

VIEW = "indicators.view_submission"


class SubmissionTable(FoundRows, ReadTableAdmin):
    """Rows of submissions, those that the assignments of an officer reach.

    ``to_submission`` is the path from a row to its submission, with its last underscores.
    """

    section = SCORING
    to_submission = ""
    search_help_text = UNIT_SEARCH

    def get_queryset(self, request):
        paths = {
            "unit": f"{self.to_submission}unit",
            "scorecard": f"{self.to_submission}edition__scorecard",
        }
        rows = super().get_queryset(request)
        if not holds_everywhere(request.user, f"indicators.view_{self.opts.model_name}"):
            rows = rows.filter(assigned(request.user, VIEW, **paths))
        return rows.prefetch_related(f"{self.to_submission}unit__names")

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or request.user.has_perm(VIEW)


@admin.register(Submission)
class SubmissionAdmin(SubmissionTable):
    list_display = ["unit", "edition", "state", "is_ranked"]
    list_display_links = ["unit", "edition"]
    list_filter = ["state", "is_ranked", "edition__scorecard"]
    list_select_related = ["unit", "edition__scorecard", "edition__unit_set"]
    search_fields = ["unit__slug", "edition__slug"]
    unit_paths = ["unit"]
    ordering = ["-edition__period_end", "edition", "unit__slug"]


class ScoreTable(SubmissionTable):
    """Rows about the score of an indicator."""

    to_submission = "assessment__submission__"
    list_select_related = [
        "assessment__indicator",
        "assessment__submission__unit",
        "assessment__submission__edition__scorecard",
        "assessment__submission__edition__unit_set",
    ]
    unit_paths = ["assessment__submission__unit"]

    @admin.display(description=_("unit"), ordering="assessment__submission__unit__slug")
    def unit(self, row):
        return row.assessment.submission.unit

    @admin.display(description=_("indicator"), ordering="assessment__indicator__order")
    def indicator(self, row):
        return row.assessment.indicator


@admin.register(Assessment)
class AssessmentAdmin(SubmissionTable):
    to_submission = "submission__"
    list_display = ["unit", "indicator", "self_score", "verified_score", "final_score", "changed_at"]
    list_display_links = ["unit", "indicator"]
    list_filter = ["submission__state", "submission__edition__scorecard"]
    list_select_related = [
        "indicator",
        "submission__unit",
        "submission__edition__scorecard",
        "submission__edition__unit_set",
    ]
    search_fields = ["indicator__code", "submission__unit__slug", "changed_by__username"]
    unit_paths = ["submission__unit"]
    ordering = ["-submission__edition__period_end", "submission", "indicator__order", "pk"]
    exclude = ["field_versions"]

    def get_queryset(self, request):
        # A row of which the half is hidden would still be sorted and filtered by it.
        shown = with_appraisal_shown(request.user).order_by()
        return super().get_queryset(request).filter(submission__in=shown.values("pk"))

    @admin.display(description=_("unit"), ordering="submission__unit__slug")
    def unit(self, row):
        return row.submission.unit


@admin.register(Question)
class QuestionAdmin(ScoreTable):
    list_display = ["unit", "indicator", "text", "asked_by", "asked_at", "replied_at"]
    list_display_links = ["unit", "indicator"]
    list_filter = ["asked_at", "replied_at", "assessment__submission__edition__scorecard"]
    search_fields = ["text", "asked_by__username", "assessment__submission__unit__slug"]
    ordering = ["-asked_at", "-pk"]


@admin.register(Evidence)
class EvidenceAdmin(ScoreTable):
    """Documents without their files, which are downloaded from the score that they prove."""

    list_display = ["unit", "indicator", "number", "title", "issued_on", "added_at"]
    list_display_links = ["unit", "indicator", "number"]
    list_filter = ["added_at", "assessment__submission__edition__scorecard"]
    search_fields = ["number", "title", "assessment__submission__unit__slug"]
    ordering = ["-added_at", "-pk"]
    exclude = ["file"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Extension)
class ExtensionAdmin(SubmissionTable):
    to_submission = "submission__"
    list_display = ["unit", "stage", "until", "given_by", "given_at", "reason"]
    list_display_links = ["unit", "stage"]
    list_filter = ["stage", "submission__edition__scorecard"]
    list_select_related = [
        "submission__unit",
        "submission__edition__scorecard",
        "submission__edition__unit_set",
        "given_by",
    ]
    search_fields = ["submission__unit__slug", "given_by__username"]
    unit_paths = ["submission__unit"]
    ordering = ["-given_at", "-pk"]

    @admin.display(description=_("unit"), ordering="submission__unit__slug")
    def unit(self, row):
        return row.submission.unit
