from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.admin import entry, publication, score_changes, scoring
from indicators.admin.choices import methodology_choice
from indicators.admin.filters import MethodologyFilter
from indicators.admin.forms import EditionForm
from indicators.admin.imports.access import IMPORT
from indicators.admin.own_rows import OwnRows
from indicators.admin.resources import EditionResource
from indicators.admin.rows import lock_open
from indicators.models import Benchmark, Edition, LeaderList, Methodology, Ranking, Submission
from provinces.admin.tables import TableAdmin

NEVER_BY_HAND = ["state", "revision", "replaces", "published_at"]
PERIOD = ["period_kind", "period", "period_start", "period_end"]
FIXED_ONCE_FILLED = ["scorecard", "slug", "methodology", "unit_set", *PERIOD]

# What stands below the address of an edition, beside the pages of every table.
OWN_PAGES = [
    ("don-vi/", entry.entry_units, "entry_units"),
    ("don-vi/<slug:slug>/", entry.entry_form, "entry_form"),
    ("cong-bo/", publication.publish_edition, "publish"),
    ("sua-doi/", publication.revise_edition, "open_revision"),
    ("huy-bo/", publication.discard_edition, "discard"),
    ("mo-cham-diem/", scoring.open_scoring, "open_scoring"),
    ("cong-bo-diem/", scoring.publish_scored_edition, "publish_scores"),
    ("cong-bo-diem/bo-hen/", scoring.call_off, "call_off"),
    ("diem-sua-doi/", score_changes.changed_scores_page, "changed_scores"),
]


@admin.register(Edition)
class EditionAdmin(OwnRows, TableAdmin):
    """Editions: drafts are filled, published and discarded here; what is published is only read."""

    form = EditionForm
    change_form_template = "admin/indicators/edition/change_form.html"
    list_display = ["__str__", "slug", "state", "revision", "unit_count", "published_on", "published_at"]
    list_filter = ["state", "scorecard", "unit_set", MethodologyFilter, "period_kind"]
    list_select_related = ["scorecard", "unit_set"]
    search_fields = ["slug", "period", "scorecard__code", "decision_number"]
    accent_free_fields = ["scorecard__name", "unit_set__name", "period"]
    ordering = ["-period_end", "scorecard", "slug", "-revision"]
    readonly_fields = NEVER_BY_HAND
    autocomplete_fields = ["scorecard", "unit_set", "source"]
    resource_classes = [EditionResource]
    export_related = ["scorecard", "methodology", "unit_set", "replaces", "source"]
    actions = ["publish_action", "open_revision_action"]
    fieldsets = [
        (None, {"fields": ["scorecard", "slug", "methodology", "unit_set", "unit_count"]}),
        (gettext_lazy("period"), {"fields": PERIOD}),
        (
            gettext_lazy("publication"),
            {"fields": ["decision_number", "decision_date", "published_on", "source"]},
        ),
        (gettext_lazy("state"), {"fields": NEVER_BY_HAND}),
        (gettext_lazy("note"), {"fields": ["note"]}),
    ]

    def get_urls(self):
        wrap = self.admin_site.admin_view
        own = [
            path(f"<int:edition_id>/{address}", wrap(view), name=f"indicators_edition_{name}")
            for address, view, name in OWN_PAGES
        ]
        return own + super().get_urls()

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("scorecard", "unit_set", "replaces__scorecard")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if issubclass(db_field.related_model, Methodology):
            kwargs |= methodology_choice()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        own = super().get_readonly_fields(request, obj)
        return [*own, *FIXED_ONCE_FILLED] if obj and is_filled(obj) else own

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.is_open)

    def has_delete_permission(self, request, obj=None):
        """Refuse: a draft is discarded by a page of its own, and nothing else is ever deleted."""
        return False

    def has_publish_permission(self, request):
        return request.user.has_perm(publication.PUBLISH)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            edition = self.get_object(request, unquote(object_id))
            lock_open([edition.pk] if edition else [])
            return super().changeform_view(request, object_id, form_url, extra_context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        edition = self.get_object(request, unquote(object_id))
        tools = edition_tools(request.user, edition) if edition else []
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), "edition_tools": tools}
        )

    @admin.action(description=gettext_lazy("Publish (shows a preview first)"), permissions=["publish"])
    def publish_action(self, request, queryset):
        return self._lead_to("publish", request, queryset)

    @admin.action(description=gettext_lazy("Open a revision"), permissions=["publish"])
    def open_revision_action(self, request, queryset):
        return self._lead_to("open_revision", request, queryset)

    def _lead_to(self, page, request, queryset):
        chosen = list(queryset[:2])
        if len(chosen) != 1:
            self.message_user(
                request, _("Choose one edition: each is looked through on its own."), messages.WARNING
            )
            return None
        return HttpResponseRedirect(reverse(f"admin:indicators_edition_{page}", args=[chosen[0].pk]))


def is_filled(edition) -> bool:
    """Tell whether rows, or an edition that it replaces, already rely on what the edition is."""
    relying = (Ranking, LeaderList, Benchmark, Submission)
    rows = [model.objects.filter(edition=edition) for model in relying]
    return edition.revision > 1 or any(queryset.exists() for queryset in rows)


def edition_tools(user, edition) -> list[tuple[str, str]]:
    """Return the labels and addresses of what a user may do with an edition."""
    rankings = reverse("admin:indicators_ranking_changelist") + f"?edition={edition.pk}"
    is_scored = edition.submissions.exists()
    allowed = [
        (label, reverse(f"admin:indicators_edition_{page}", args=[edition.pk]))
        for label, page, may in _acts(user, edition, is_scored=is_scored)
        if may
    ]
    if user.has_perm("indicators.open_submissions", edition):
        allowed.append((_("Progress and deadlines"), reverse("boards:board", args=[edition.pk])))
    if user.has_perm("indicators.view_edition") or user.has_perm("indicators.view_history"):
        allowed.append((_("What was changed"), reverse("history:history") + f"?ky={edition.pk}"))
    takes_files = edition.state != Edition.State.SUPERSEDED and not is_scored
    if takes_files and user.has_perm(IMPORT, edition):
        allowed.append((_("Bring in from a file …"), reverse("imports:upload") + f"?edition={edition.pk}"))
    return [*allowed, (_("All rankings"), rankings)] if user.has_perm("indicators.view_ranking") else allowed


def _acts(user, edition, *, is_scored: bool) -> list[tuple[str, str, bool]]:
    """Return what can be done with an edition: the label, the page, and whether this user may now."""
    may_publish = user.has_perm(publication.PUBLISH, edition)
    may_publish_scores = user.has_perm(scoring.PUBLISH_SCORES, edition)
    may_open = user.has_perm(scoring.OPEN, edition) and edition.methodology.measures.assessed().exists()
    return [
        (
            _("Enter figures"),
            "entry_units",
            edition.is_open and user.has_perms(entry.ENTER) and not is_scored,
        ),
        (_("Open for scoring …"), "open_scoring", edition.is_open and may_open),
        (_("Publish …"), "publish", edition.is_open and may_publish and not is_scored),
        (
            _("Publish the scores …"),
            "publish_scores",
            edition.is_open and may_publish_scores and is_scored,
        ),
        (
            _("Discard the draft …"),
            "discard",
            edition.is_open and may_publish and (not is_scored or edition.replaces_id is not None),
        ),
        (
            _("Scores that the revision changes"),
            "changed_scores",
            is_scored and edition.replaces_id is not None and user.has_perm("indicators.view_submission"),
        ),
        (
            _("Open a revision …"),
            "open_revision",
            edition.state == Edition.State.PUBLISHED and may_publish,
        ),
    ]
