"""The step that asks what unknown and ambiguous names mean."""

from dataclasses import replace

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.admin.imports.access import open_import, page_of_import, tell, to_page
from indicators.admin.imports.files import preview_again
from indicators.admin.imports.names_form import NAMES_A_PAGE, NamesForm, OpenName
from indicators.admin.imports.progress import shows_progress
from indicators.imports.asked import Options
from indicators.imports.learned_names import check_answers, sets_written_to
from indicators.imports.matching.unit_names import UnitNames
from indicators.imports.problems import RefusedFileError, place_of
from indicators.imports.writing.leaving_out import take_name_in
from indicators.imports.writing.locking import lock_open_batch
from indicators.models import ImportBatch, ImportCell
from provinces.admin.requests import whole
from provinces.models import Unit
from provinces.names import sort_key

# What a person can answer; a code that contradicts a name is for the file to mend.
ABOUT_NAMES = ["unknown_unit", "ambiguous_unit"]


@require_http_methods(["GET", "HEAD", "POST"])
@open_import
@shows_progress
def names(request, batch):
    """Ask which unit each unknown name means; keep the answers, and read the table anew with them."""
    if batch.state != ImportBatch.State.PREVIEWED:
        return to_page("reading", batch)
    if "ask_again" in request.POST:
        return ask_again(request, batch, whole(request.POST["ask_again"]))
    open_cells = cells_of_open_names(batch)
    count = open_cells.count()
    known = names_of_sets(batch)
    asked = [open_name(row, known, batch) for row in open_cells[:NAMES_A_PAGE]]
    form = NamesForm(request.POST if request.method == "POST" else None, names=asked, units=units_of(known))
    if request.method == "POST" and form.is_valid():
        return keep(request, batch, form.answers)
    return page_of_import(
        request,
        "admin/imports/names.html",
        batch=batch,
        step="names",
        title=_("Names: %(file)s") % {"file": batch.name},
        form=form,
        open_count=count,
        further_count=max(0, count - len(asked)),
        answered=answered_names(batch),
    )


def keep(request, batch, answers):
    """Keep the answers with the import, and preview anew; they become spellings once it is written."""
    meant = {printed: slug for printed, slug in answers.items() if slug}
    left_out = [printed for printed, slug in answers.items() if not slug]
    try:
        with transaction.atomic():
            lock_open_batch(batch)
            options = Options.of(batch)
            batch.options = replace(options, left_out_names=(*options.left_out_names, *left_out)).to_json()
            batch.answers = {**batch.answers, **meant}
            batch.save(update_fields=["options", "answers"])
            check_answers(batch, meant)
            preview_again(batch, watch=request.watch)
    except RefusedFileError as refusal:
        tell(request, refusal)
        return to_page("names", batch)
    return to_page("names" if cells_of_open_names(batch).exists() else "preview", batch)


def ask_again(request, batch, printed):
    """Take back the answer about a name, and read the table anew, so that the name is asked about again."""
    try:
        with transaction.atomic():
            lock_open_batch(batch)
            options = Options.of(batch)
            left_out = tuple(name for name in options.left_out_names if name != printed)
            batch.options = replace(options, left_out_names=left_out).to_json()
            batch.answers = {name: slug for name, slug in batch.answers.items() if name != printed}
            batch.save(update_fields=["options", "answers"])
            # What was left out by its name is taken in again with it.
            take_name_in(batch, printed=printed)
            preview_again(batch, watch=request.watch)
    except RefusedFileError as refusal:
        tell(request, refusal)
    return to_page("names", batch)


def answered_names(batch) -> list[tuple[str, str]]:
    """Return the names that were answered for, each with the unit that it means; empty if it is left out."""
    units = Unit.objects.with_names().in_bulk(set(batch.answers.values()), field_name="slug")
    answers = {printed: str(units.get(slug, slug)) for printed, slug in batch.answers.items()}
    answers |= dict.fromkeys(Options.of(batch).left_out_names, "")
    return sorted(answers.items(), key=lambda answer: sort_key(answer[0]))


def cells_of_open_names(batch):
    """Return each name that waits for an answer once, with the place where it stands first."""
    refused = ImportCell.objects.filter(
        batch=batch, state=ImportCell.State.REFUSED, problem__code__in=ABOUT_NAMES
    )
    first = refused.order_by().values("as_printed").annotate(first_row=Min("row"))
    return first.order_by("first_row", "as_printed")


def names_of_sets(batch) -> list[UnitNames]:
    """Return the names of the unit sets that the import is about."""
    return [UnitNames.of_set(unit_set) for unit_set in sets_written_to(batch)]


def open_name(row, known, batch) -> OpenName:
    printed = row["as_printed"]
    matches = [names.match(printed) for names in known]
    nearest = {unit.slug: unit.name for match in matches for unit in match.candidates}
    why = next((match.problem.message for match in matches if match.problem), "")
    sheet = (batch.layout or {}).get("sheet", "")
    return OpenName(
        printed, place_of(sheet=sheet, column="", row=row["first_row"]), why, tuple(nearest.items())
    )


def units_of(known) -> list[tuple[str, str]]:
    """Return slug and name of every member, in the order of the alphabet."""
    units = {unit.slug: unit.name for names in known for unit in names.units.values()}
    return sorted(units.items(), key=lambda unit: sort_key(unit[1]))
