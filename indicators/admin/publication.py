"""Publishing an edition, opening a revision of it, discarding a draft: each is looked at, then confirmed."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from indicators.admin.entry import page_of_edition
from indicators.admin.imports.access import may_see_imports
from indicators.admin.previews import (
    changed_benchmark_rows,
    changed_leader_rows,
    changed_rows,
    contradicting_ranks,
    standing_rows,
)
from indicators.models import Edition
from indicators.workflow import WorkflowError, discard_draft, open_revision, preview_publication, publish
from indicators.workflow.acting import held_series
from indicators.workflow.differences import draft_fingerprint, sources_called_as_files, unsourced_count

PUBLISH = "indicators.publish_edition"
NAMED_AT_MOST = 5


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PUBLISH, raise_exception=True)
def publish_edition(request, edition_id):
    """Show what publishing would change; publish when that is confirmed."""
    if request.method != "POST":
        return show_publication(request, edition_to_publish(request, edition_id))
    with transaction.atomic():
        return confirm_publication(request, held_edition(request, edition_id))


def edition_to_publish(request, edition_id):
    """Return the edition of an address; one that the user may not publish is not there."""
    edition = get_object_or_404(Edition.objects.with_rules(), pk=edition_id)
    if not request.user.has_perm(PUBLISH, edition):
        raise Http404
    return edition


def held_edition(request, edition_id):
    """Return an edition that nobody else changes until the end of the transaction."""
    return held_series(edition_to_publish(request, edition_id))


def show_publication(request, edition):
    # Told before the figures are read: what changes between the two is confirmed by nobody.
    seen = draft_fingerprint(edition)
    try:
        preview = preview_publication(edition)
    except WorkflowError as refusal:
        return refused(request, edition, refusal)
    context = {
        "title": _("Publish: %(edition)s") % {"edition": edition},
        "warnings": [*preview.warnings, *warnings_of_ranks(preview), *warnings_of_sources(edition)],
        "standings": standing_rows(preview),
        "changes": [
            *changed_rows(edition),
            *changed_benchmark_rows(edition),
            *changed_leader_rows(edition),
        ],
        "seen": seen,
        "may_see_imports": may_see_imports(request.user),
    }
    return page_of_edition(request, "admin/indicators/edition/publish.html", edition, context)


def confirm_publication(request, edition):
    if request.POST.get("seen") != draft_fingerprint(edition):
        text = _("Nothing was published: the draft changed since you looked at it. Look through it again.")
        messages.error(request, text)
        return HttpResponseRedirect(reverse("admin:indicators_edition_publish", args=[edition.pk]))
    try:
        published = publish(edition, by=request.user)
    except WorkflowError as refusal:
        return refused(request, edition, refusal)
    note_act(request, published, _("Published."))
    messages.success(request, _("%(edition)s is published.") % {"edition": edition})
    return to_edition(edition)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PUBLISH, raise_exception=True)
def revise_edition(request, edition_id):
    """Open a draft that corrects a published edition, and lead to it."""
    edition = edition_to_publish(request, edition_id)
    if request.method != "POST":
        context = {
            "title": _("Open a revision: %(edition)s") % {"edition": edition},
            "can_go_on": edition.state == Edition.State.PUBLISHED,
        }
        return page_of_edition(request, "admin/indicators/edition/open_revision.html", edition, context)
    try:
        with transaction.atomic():
            draft = open_revision(held_edition(request, edition_id), by=request.user)
            note_act(request, draft, _("Opened as a revision."))
    except WorkflowError as refusal:
        return refused(request, edition, refusal)
    messages.success(request, _("Revision %(revision)d is open as a draft.") % {"revision": draft.amendment})
    return to_edition(draft)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PUBLISH, raise_exception=True)
def discard_edition(request, edition_id):
    """Delete a draft with its figures, when that is confirmed."""
    edition = edition_to_publish(request, edition_id)
    if not edition.is_open:
        return refused(request, edition, _("A published edition cannot be deleted."))
    if request.method != "POST":
        context = {
            "title": _("Discard the draft: %(edition)s") % {"edition": edition},
            "ranking_count": edition.rankings.count(),
        }
        return page_of_edition(request, "admin/indicators/edition/discard.html", edition, context)
    try:
        with transaction.atomic():
            edition = held_edition(request, edition_id)
            model_admin = admin.site.get_model_admin(Edition)
            model_admin.log_deletions(request, Edition.objects.filter(pk=edition.pk))
            discard_draft(edition, by=request.user)
    except WorkflowError as refusal:
        return refused(request, edition, refusal)
    messages.success(request, _("The draft %(edition)s is discarded.") % {"edition": edition})
    return HttpResponseRedirect(reverse("admin:indicators_edition_changelist"))


def warnings_of_ranks(preview) -> list[str]:
    """Name the units whose entered rank is not the one that the entered values give."""
    contradictions = contradicting_ranks(preview)
    if not contradictions:
        return []
    text = ngettext(
        "%(count)d entered rank contradicts the values: %(units)s. It is published as entered.",
        "%(count)d entered ranks contradict the values: %(units)s. They are published as entered.",
        len(contradictions),
    )
    more = ["…"] if len(contradictions) > NAMED_AT_MOST else []
    units = "; ".join(contradictions[:NAMED_AT_MOST] + more)
    return [text % {"count": len(contradictions), "units": units}]


def warnings_of_sources(edition) -> list[str]:
    count = unsourced_count(edition)
    text = ngettext("%(count)d row names no source.", "%(count)d rows name no source.", count)
    titleless = [
        _(
            "Some figures name the file “%(file)s” alone as their source, and the public reads that. Give it "
            "the title and the date of what was published under “Sources” (code %(code)s) before."
        )
        % {"file": source.title, "code": source.code}
        for source in sources_called_as_files(edition)
    ]
    return [*([text % {"count": count}] if count else []), *titleless]


def note_act(request, edition, text) -> None:
    """Leave a line in the history of an edition."""
    admin.site.get_model_admin(Edition).log_change(request, edition, text)


def refused(request, edition, reason):
    messages.error(request, str(reason))
    return to_edition(edition)


def to_edition(edition):
    return HttpResponseRedirect(reverse("admin:indicators_edition_change", args=[edition.pk]))
