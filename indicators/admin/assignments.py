"""Who has which role, until when each stage lasts, and what was done: the tables beside officers' screens."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from indicators.admin.choices import open_editions
from indicators.admin.moments import refuse_far_off
from indicators.admin.own_rows import OwnRows
from indicators.models import Assignment, Deadline, Edition, SubmissionEvent
from indicators.models.assignments import assigned
from indicators.workflow import WorkflowError, set_deadline
from provinces.admin.tables import ReadTableAdmin, TableAdmin

SCORING = _("Scoring")
EXTEND = "indicators.extend_deadline"
OPEN = "indicators.open_submissions"
UNIT_SEARCH = _("Name of the account, or of the unit in any spelling")


@admin.register(Assignment)
class AssignmentAdmin(TableAdmin):
    """Roles, given by administrators; nobody but a superuser gives any to their own account."""

    section = SCORING
    list_display = ["user", "role", "unit", "scorecard", "group_code"]
    list_display_links = ["user", "role"]
    list_filter = ["role", "scorecard"]
    list_select_related = ["user", "unit", "scorecard"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "unit__slug"]
    search_help_text = UNIT_SEARCH
    unit_paths = ["unit"]
    ordering = ["user__username", "role", "pk"]
    autocomplete_fields = ["user", "unit"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "user" and not request.user.is_superuser:
            field.queryset = field.queryset.exclude(pk=request.user.pk)
        return field

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_own(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_own(request.user, obj)


def is_own(user, assignment) -> bool:
    """Tell whether an assignment is the user's own, and so for somebody else to change."""
    return assignment is not None and assignment.user_id == user.pk and not user.is_superuser


@admin.register(Deadline)
class DeadlineAdmin(OwnRows, TableAdmin):
    """Deadlines of the editions that an officer administers."""

    section = SCORING
    list_display = ["edition", "stage", "until"]
    list_display_links = ["edition", "stage"]
    list_filter = ["stage", "edition__scorecard"]
    list_select_related = ["edition__scorecard", "edition__unit_set"]
    search_fields = ["edition__slug", "edition__scorecard__code"]
    accent_free_fields = ["edition__scorecard__name"]
    ordering = ["-edition__period_end", "edition", "until"]
    named_once = ["edition", "stage"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if issubclass(db_field.related_model, Edition):
            allowed = assigned(request.user, EXTEND, scorecard="scorecard")
            kwargs["queryset"] = open_editions().filter(allowed)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "until":
            field.validators.append(refuse_far_off)
        return field

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or request.user.has_perm(EXTEND)

    def has_add_permission(self, request):
        return request.user.has_perm(EXTEND)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return request.user.has_perm(EXTEND)
        return obj.edition.is_open and request.user.has_perm(EXTEND, obj.edition)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def save_model(self, request, obj, form, change):
        """Save it by the act, which holds the edition and asks for the role there."""
        try:
            stored = set_deadline(obj.edition, stage=obj.stage, until=obj.until, by=request.user)
        except WorkflowError as refusal:
            raise PermissionDenied(str(refusal)) from None
        obj.pk = stored.pk


@admin.register(SubmissionEvent)
class SubmissionEventAdmin(OwnRows, ReadTableAdmin):
    """What was done on submissions, by whom and why: a record that is only read."""

    section = SCORING
    list_display = ["acted_at", "unit", "edition", "act", "from_state", "to_state", "acted_by", "reason"]
    list_display_links = ["acted_at"]
    list_filter = ["act", "to_state", "acted_at", "submission__edition__scorecard"]
    list_select_related = [
        "submission__unit",
        "submission__edition__scorecard",
        "submission__edition__unit_set",
        "acted_by",
    ]
    search_fields = ["acted_by__username", "submission__unit__slug"]
    search_help_text = UNIT_SEARCH
    unit_paths = ["submission__unit"]
    ordering = ["-acted_at", "-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("submission__unit__names")

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or request.user.has_perm(OPEN)

    @admin.display(description=_("unit"), ordering="submission__unit__slug")
    def unit(self, event):
        return event.submission.unit

    @admin.display(description=_("edition"), ordering="submission__edition")
    def edition(self, event):
        return event.submission.edition
