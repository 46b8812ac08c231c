"""Opening an edition for its units, and publishing what they scored: each is looked at, then confirmed."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from indicators.admin.entry import page_of_edition
from indicators.admin.moments import DayField, MomentField
from indicators.admin.publication import note_act, refused, to_edition
from indicators.admin.score_changes import score_change_rows
from indicators.models import Edition, Submission
from indicators.workflow import WorkflowError, open_submissions
from indicators.workflow.schedule import call_off_publication, schedule_publication
from indicators.workflow.scores import publish_scores

OPEN = "indicators.open_submissions"
PUBLISH_SCORES = "indicators.publish_scores"


class DecisionForm(forms.Form):
    """The decision by which scores are published, and when."""

    decision_number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=120)
    decision_date = DayField(
        label=gettext_lazy("Date of the decision"), help_text=gettext_lazy("As in 31/12/2026")
    )
    published_on = DayField(
        label=gettext_lazy("Made known on"),
        required=False,
        help_text=gettext_lazy("Empty: the day on which it is published here"),
    )
    at = MomentField(
        label=gettext_lazy("Publish only at"),
        required=False,
        help_text=gettext_lazy("As in 31/12/2026 08:00. Empty: at once"),
    )

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at and self.cleaned_data.get("published_on"):
            text = _("A publication that is planned is made known on its day: leave “Made known on” empty.")
            raise forms.ValidationError(text)
        return at

    @property
    def decision(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("decision_number", "decision_date")}


def edition_for(request, edition_id, *, permission):
    """Return the edition of an address; one on all of whose units the user has no such role is not there."""
    edition = get_object_or_404(Edition.objects.with_rules(), pk=edition_id)
    if not request.user.has_perm(permission, edition):
        raise Http404
    return edition


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(OPEN, raise_exception=True)
def open_scoring(request, edition_id):
    """Say who would get a submission of how many indicators; open them when that is confirmed."""
    edition = edition_for(request, edition_id, permission=OPEN)
    if request.method != "POST":
        waiting = edition.unit_set.members.exclude(unit__submissions__edition=edition)
        context = {
            "title": _("Open for scoring: %(edition)s") % {"edition": edition},
            "unit_count": waiting.count(),
            "indicator_count": edition.methodology.measures.assessed().count(),
        }
        return page_of_edition(request, "admin/indicators/edition/open_scoring.html", edition, context)
    try:
        with transaction.atomic():
            opened = open_submissions(edition, by=request.user)
            note_act(request, edition, _("Opened for scoring."))
    except WorkflowError as refusal:
        return refused(request, edition, refusal)
    text = ngettext("%(count)d submission is opened.", "%(count)d submissions are opened.", len(opened))
    messages.success(request, text % {"count": len(opened)})
    return to_edition(edition)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PUBLISH_SCORES, raise_exception=True)
def publish_scored_edition(request, edition_id):
    """Say how far the units are, and publish their scores by the decision that is named, at once or later."""
    edition = edition_for(request, edition_id, permission=PUBLISH_SCORES)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return publish_or_schedule(request, edition, form)
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
    context = {
        "title": _("Publish the scores: %(edition)s") % {"edition": edition},
        "form": form,
        "states": states_of(edition),
        "changes": score_change_rows(edition, seen_by=request.user),
        "planned": edition.scheduled_publications.waiting().first(),
    }
    return page_of_edition(request, "admin/indicators/edition/publish_scores.html", edition, context)


@require_POST
@permission_required(PUBLISH_SCORES, raise_exception=True)
def call_off(request, edition_id):
    """Take back the plan to publish the scores of an edition."""
    edition = edition_for(request, edition_id, permission=PUBLISH_SCORES)
    told = _("The planned publication of %(edition)s is called off.") % {"edition": edition}
    try:
        with transaction.atomic():
            call_off_publication(edition, by=request.user)
            note_act(request, edition, told)
    except WorkflowError as refusal:
        return refused(request, edition, refusal)
    messages.success(request, told)
    return to_edition(edition)


def publish_or_schedule(request, edition, form):
    at = form.cleaned_data["at"]
    with transaction.atomic():
        if at:
            schedule_publication(edition, by=request.user, at=at, **form.decision)
            text = _("%(edition)s is published at %(moment)s.")
            moment = date_format(localtime(at), "SHORT_DATETIME_FORMAT")
            told = text % {"edition": edition, "moment": moment}
        else:
            published_on = form.cleaned_data["published_on"]
            publish_scores(edition, by=request.user, published_on=published_on, **form.decision)
            told = _("%(edition)s is published.") % {"edition": edition}
        note_act(request, edition, told)
    messages.success(request, told)
    return HttpResponseRedirect(reverse("admin:indicators_edition_change", args=[edition.pk]))


def states_of(edition) -> list[tuple[str, int]]:
    """Count the submissions of an edition by state, in the order of their way."""
    counted = dict(edition.submissions.order_by().values_list("state").annotate(Count("pk")))
    return [(str(state.label), counted[state]) for state in Submission.State if state in counted]
