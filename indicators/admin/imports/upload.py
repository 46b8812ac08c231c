"""The first step: a file or a pasted table arrives."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from indicators.admin.imports.access import (
    importer_required,
    may_make_scorecard,
    page_of_import,
    scorecards_open_to,
    tell,
    to_page,
)
from indicators.admin.imports.upload_form import UploadForm, too_large
from indicators.imports import door
from indicators.imports.problems import RefusedFileError
from indicators.models import Edition, ImportBatch

# What stands around the file in a request: the other fields, the marks between them.
MOST_BYTES_BESIDE = 100_000
TOO_LARGE = 413


@csrf_exempt  # only until the size is known: what is in order goes through ``take_table``, which is protected
@require_http_methods(["GET", "HEAD", "POST"])
@importer_required
def upload(request):
    """Ask for a table; refuse one that is too large before it is read."""
    if not (scorecards_open_to(request.user).exists() or may_make_scorecard(request.user)):
        raise PermissionDenied
    if request.method != "POST":
        return show_form(request, UploadForm(user=request.user, initial=asked_for(request)))
    if announced_size(request) > settings.IMPORT_MAX_BYTES + MOST_BYTES_BESIDE:
        return refuse_as_too_large(request)
    try:
        _parsed = request.POST
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return refuse_as_too_large(request)
    return take_table(request)


@csrf_protect
def take_table(request):
    form = UploadForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        if form.cleaned_data.get("file"):
            messages.warning(request, _("Choose the file again too: a browser does not keep it."))
        return show_form(request, form)
    name, table = form.table
    try:
        batch = door.receive(
            table,
            name=name,
            scorecard=form.cleaned_data["scorecard"],
            options=form.options,
            source=form.chosen_source,
            user=request.user,
        )
    except RefusedFileError as refusal:
        tell(request, refusal)
        return show_form(request, form)
    tell_of_same_file(request, batch)
    return to_page("reading", batch)


def announced_size(request) -> int:
    """Return how many bytes a request says that it brings."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return int(announced) if announced.isdecimal() else 0


def asked_for(request) -> dict:
    """Return what a link to this page asks for: the edition that it stands beside."""
    number = request.GET.get("edition", "")
    if not (number.isdecimal() and len(number) < 18):
        return {}
    edition = Edition.objects.for_user(request.user).with_rules().filter(pk=number).first()
    return {"scorecard": edition.scorecard, "edition": edition.slug} if edition else {}


def show_form(request, form, *, status=200):
    return page_of_import(
        request,
        "admin/imports/upload.html",
        step="upload",
        status=status,
        title=_("Bring in results from a file"),
        form=form,
    )


def refuse_as_too_large(request):
    messages.error(request, too_large())
    return show_form(request, UploadForm(user=request.user), status=TOO_LARGE)


def tell_of_same_file(request, batch) -> None:
    """Say that the very same file was brought in before, and when."""
    before = (
        ImportBatch.objects.filter(sha256=batch.sha256, state=ImportBatch.State.COMMITTED)
        .exclude(pk=batch.pk)
        .first()
    )
    if before is not None:
        text = _(
            "This very file was already brought in as import %(number)d. "
            "Going on writes only what differs now."
        )
        messages.warning(request, text % {"number": before.pk})
