"""Who may bring in results, and what all pages of the wizard have in common."""

from functools import wraps
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.admin.pages import crumbs_of_table, officers_page
from indicators.imports.problems import RefusedFileError, sentence
from indicators.models import ImportBatch, Scorecard
from indicators.models.assignments import assigned

IMPORT = "indicators.import_results"
VIEW = "indicators.view_importbatch"
STEPS = {
    "upload": gettext_lazy("Upload"),
    "reading": gettext_lazy("How it is read"),
    "names": gettext_lazy("Names"),
    "preview": gettext_lazy("Preview"),
    "done": gettext_lazy("Written"),
}


class Step(NamedTuple):
    """One step of the wizard; ``address`` is empty where it cannot be gone to."""

    label: str
    address: str
    is_current: bool


def may_see_imports(user) -> bool:
    """Tell whether a user may look at the history of imports."""
    return user.has_perm(IMPORT) or user.has_perm(VIEW)


def importer_required(view):
    """Open a page to who may bring in results; an import of a colleague is theirs to go on with, too.

    Which imports those are, each page asks of the import itself.
    """
    return permission_required(IMPORT, raise_exception=True)(view)


def open_import(view):
    """Give a view the import of its address, as long as nothing of it is written; else lead to its record."""

    @wraps(view)
    def checked(request, batch_id):
        batch = import_to_work_on(request, batch_id)
        if batch.committed_at is not None:
            messages.info(request, _("This import is already written; here is its record."))
            return to_page("done", batch)
        return view(request, batch)

    return importer_required(checked)


def any_import(view):
    """Give a view the import of its address, in whatever state it is."""

    @wraps(view)
    def found(request, batch_id):
        return view(request, import_to_work_on(request, batch_id))

    return importer_required(found)


def import_to_work_on(request, batch_id):
    """Return the import of an address; one into a scorecard that is not the user's is not there."""
    batch = get_object_or_404(imports_with_people(), pk=batch_id)
    if not request.user.has_perm(IMPORT, batch):
        raise Http404
    return batch


def import_to_see(request, batch_id):
    """Return the import of an address to whom may look at it."""
    return get_object_or_404(imports_with_people().for_user(request.user), pk=batch_id)


def scorecards_open_to(user):
    """Return the scorecards that a user may bring in results of."""
    return Scorecard.objects.filter(assigned(user, IMPORT, scorecard="pk"))


def may_make_scorecard(user) -> bool:
    """Tell whether a user may bring in a scorecard that is not there yet, which is nobody's in particular."""
    return user.has_perm(IMPORT, ImportBatch())


def imports_with_people():
    return ImportBatch.objects.select_related(
        "scorecard", "source", "received_by", "committed_by", "undone_by"
    )


def address_of(page, batch) -> str:
    return reverse(f"imports:{page}", args=[batch.pk])


def to_page(page, batch):
    return HttpResponseRedirect(address_of(page, batch))


def steps_of(batch, current) -> list[Step]:
    """Return the steps; those before the current one can be gone back to while nothing is written."""
    names = list(STEPS)
    place = names.index(current)
    may_go_back = batch is not None and batch.committed_at is None
    return [
        Step(
            STEPS[name], address_of(name, batch) if may_go_back and 0 < index < place else "", index == place
        )
        for index, name in enumerate(names)
    ]


def page_of_import(request, template, *, batch=None, step=None, status=200, **context):
    """Render a page of the wizard or of the history."""
    own = {
        "batch": batch,
        "steps": steps_of(batch, step) if step else [],
        **context,
    }
    return officers_page(request, template, crumbs=crumbs_of_table(ImportBatch), status=status, **own)


def tell(request, refusal: RefusedFileError) -> None:
    """Show why a step was refused."""
    for problem in refusal.problems:
        messages.error(request, sentence(problem))
