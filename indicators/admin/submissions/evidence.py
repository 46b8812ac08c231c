"""The documents that prove a score: listed, added, taken out, downloaded."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import FileResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from indicators import workflow
from indicators.admin.imports.upload import MOST_BYTES_BESIDE, TOO_LARGE, announced_size
from indicators.admin.pages import officers_page
from indicators.admin.submissions.access import (
    ENTER,
    address_of,
    assessment_for,
    code_in_address,
    crumbs_of_grid,
    status_of,
    tell,
)
from indicators.admin.submissions.evidence_form import EvidenceForm, too_large
from indicators.models import Evidence, Stage
from indicators.workflow import WorkflowError
from indicators.workflow.assessments import refuse_unless_open_for_entry
from indicators.workflow.deadlines import deadline_of
from indicators.workflow.evidence import shares_file

# A document that is opened all the same may load nothing, run nothing and send nothing.
SANDBOX = "default-src 'none'; sandbox"


@csrf_exempt  # only until the size is known: what is in order goes through ``add``, which is protected
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request, submission_id, code):
    """List the documents of a score, and take a new one; one that is too large is refused unread."""
    assessment = assessment_for(request.user, submission_id, code)
    if request.method != "POST":
        return show(request, assessment, EvidenceForm())
    try:
        is_too_large = announced_size(request) > settings.EVIDENCE_MAX_BYTES + MOST_BYTES_BESIDE
        _parsed = None if is_too_large else request.POST
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        is_too_large = True
    if is_too_large:
        messages.error(request, too_large())
        return show(request, assessment, EvidenceForm(), status=TOO_LARGE)
    return add(request, assessment)


@csrf_protect
def add(request, assessment):
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, assessment, form)
    try:
        added = workflow.add_evidence(
            assessment.pk, by=request.user, described=form.described, file=form.cleaned_data["file"]
        )
    except WorkflowError as refusal:
        form.add_error(None, str(refusal))
        return show(request, assessment, form, status=status_of(refusal))
    messages.success(request, _("“%(document)s” is added.") % {"document": added})
    return to_list(assessment)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_evidence(request, submission_id, code, evidence_id):
    """Take a document out, when that is confirmed."""
    assessment = assessment_for(request.user, submission_id, code)
    document = get_object_or_404(Evidence, assessment=assessment, pk=evidence_id)
    if request.method != "POST":
        back = address_of("evidence", assessment.submission, code_in_address(assessment.indicator))
        return officers_page(
            request,
            "admin/submissions/remove_evidence.html",
            crumbs=[*crumbs_of_grid(assessment.submission), (_("Evidence"), back)],
            title=_("Take out “%(document)s”") % {"document": document},
            document=document,
            shares_file=shares_file(document),
            assessment=assessment,
            submission=assessment.submission,
            back=back,
        )
    try:
        workflow.remove_evidence(document, by=request.user)
    except WorkflowError as refusal:
        tell(request, refusal)
        return show(request, assessment, EvidenceForm(), status=status_of(refusal))
    messages.success(request, _("“%(document)s” is taken out.") % {"document": document})
    return to_list(assessment)


@require_safe
def evidence_file(request, evidence_id):
    """Send a document to who is assigned to its unit; the browser saves it and never shows it itself."""
    document = get_object_or_404(Evidence.objects.for_user(request.user).exclude(file=""), pk=evidence_id)
    try:
        file = document.file.open("rb")
    except FileNotFoundError:
        messages.error(request, _("The file is no longer kept on this server."))
        assessment = document.assessment
        return to_list(assessment)
    answer = FileResponse(
        file, as_attachment=True, filename=document.name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    return answer


def show(request, assessment, form, *, status=200):
    submission = assessment.submission
    return officers_page(
        request,
        "admin/submissions/evidence.html",
        crumbs=crumbs_of_grid(submission),
        status=status,
        title=_("Evidence: %(indicator)s") % {"indicator": assessment.indicator},
        here=_("Evidence"),
        form=form,
        assessment=assessment,
        submission=submission,
        documents=assessment.evidence.select_related("added_by"),
        may_change=may_change(request.user, assessment),
        code=code_in_address(assessment.indicator),
        grid_address=address_of("grid", submission),
    )


def may_change(user, assessment) -> bool:
    """Tell whether a user may add and take out documents of a score now."""
    if not user.has_perm(ENTER, assessment):
        return False
    try:
        until = deadline_of(assessment.submission, Stage.ENTRY)
        refuse_unless_open_for_entry(assessment, until=until, at=timezone.now())
    except WorkflowError:
        return False
    return True


def to_list(assessment):
    code = code_in_address(assessment.indicator)
    return HttpResponseRedirect(address_of("evidence", assessment.submission, code))
