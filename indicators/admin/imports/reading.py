"""The step that shows how a table would be read, column by column, and lets a person change it."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.admin.imports.access import open_import, page_of_import, tell, to_page
from indicators.admin.imports.files import preview_with, sheet_called
from indicators.admin.imports.names import cells_of_open_names
from indicators.admin.imports.new_measures_form import MeasuresOfRows, NewMeasures
from indicators.admin.imports.progress import shows_progress
from indicators.admin.imports.reading_form import ReadingSheet, blank_layout, measures_of
from indicators.admin.imports.reading_notices import header_note, notices_of
from indicators.admin.imports.upload_form import AskedForm
from indicators.imports import door
from indicators.imports.asked import Options
from indicators.imports.grids import Book, Sheet
from indicators.imports.layouts.layout import Kind, Layout
from indicators.imports.layouts.turning import as_read
from indicators.imports.new_scorecards import measures_named
from indicators.imports.problems import RefusedFileError
from indicators.imports.watching import Stage
from indicators.imports.writing.locking import lock_open_batch
from indicators.models import ImportBatch


@dataclass
class Guess:
    """A sheet of a file with the layout that it would be read by."""

    book: Book
    sheet: Sheet
    layout: Layout


@require_http_methods(["GET", "HEAD", "POST"])
@open_import
@shows_progress
def reading(request, batch):
    """Show the guess; take what a person makes of it, and read the whole table by that."""
    if "change_sheet" in request.POST:
        return change_sheet(request, batch)
    try:
        guess = guess_of(request, batch)
    except RefusedFileError as refusal:
        tell(request, refusal)
        return to_page("done", batch)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and posted.get("read_sheet") != guess.sheet.name:
        messages.error(
            request, _("A colleague chose another sheet of this file meanwhile. Look at it first.")
        )
        return to_page("reading", batch)
    forms = Forms(batch, guess, posted)
    if posted is not None and forms.is_valid() and read(request, batch, forms):
        return to_page("names" if cells_of_open_names(batch).exists() else "preview", batch)
    return show(request, batch, guess, forms)


class Forms:
    """All that is asked on the page: the table and its columns, what it is about, measures that are new."""

    def __init__(self, batch: ImportBatch, guess: Guess, data):
        options = Options.of(batch)
        new = options.new_scorecard
        self.asked = AskedForm(data, initial=options.to_json())
        self.sheet = ReadingSheet.of(guess.layout, sheet=guess.sheet, measures=measures_of(batch), data=data)
        self.measures = None
        if new and guess.layout.kind == Kind.WIDE:
            self.measures = NewMeasures(
                guess.layout, scorecard_name=new.name, known_names=new.names, data=data
            )
        elif new and guess.layout.kind == Kind.LONG:
            context = door.known_of(batch).context
            made = measures_named(guess.sheet, layout=guess.layout, context=context, scorecard_name=new.name)
            self.measures = MeasuresOfRows(made, data=data)

    def is_valid(self) -> bool:
        checked = [self.asked.is_valid(), self.sheet.is_valid()]
        if self.measures is not None:
            checked.append(self.measures.is_valid())
        return all(checked)

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        asked = [(bound.auto_id, str(bound.label), text) for bound in self.asked for text in bound.errors]
        return asked + self.sheet.problems + (self.measures.problems if self.measures else [])

    @property
    def layout(self) -> Layout:
        layout = self.sheet.read_layout
        return self.measures.applied_to(layout) if self.measures else layout

    def options_of(self, batch: ImportBatch) -> Options:
        """What the import is asked for now."""
        options = replace(Options.of(batch), **self.asked.asked)
        if self.measures:
            new = replace(options.new_scorecard, names=self.measures.names)
            options = replace(options, new_scorecard=new)
        return options


def read(request, batch, forms) -> bool:
    """Read the whole table; return whether that could be done."""
    try:
        with transaction.atomic():
            lock_open_batch(batch)
            batch.options = forms.options_of(batch).to_json()
            batch.save(update_fields=["options"])
        if preview_with(batch, layout=forms.layout, watch=request.watch):
            messages.warning(
                request,
                _("The table is read in another way now: rows that were left out are taken in again."),
            )
    except RefusedFileError as refusal:
        tell(request, refusal)
        return False
    return True


def guess_of(request, batch) -> Guess:
    """Return how the table is read now: as confirmed before, else as guessed, else with all left to say.

    Raises:
        RefusedFileError: if the file can no longer be read.
    """
    request.watch(Stage.OPENING)
    book = door.book_of(batch)
    sheet = sheet_called(book, Options.of(batch).sheet or "")
    if batch.layout and batch.layout["sheet"] == sheet.name:
        layout = Layout.from_json(batch.layout)
        return Guess(book, as_read(sheet, layout=layout), layout)
    try:
        layout = door.propose(batch, book=book)
    except RefusedFileError as refusal:
        tell(request, refusal)
        return Guess(book, sheet, blank_layout(sheet))
    return Guess(book, as_read(sheet_called(book, layout.sheet), layout=layout), layout)


def change_sheet(request, batch):
    """Go on with another sheet of the file."""
    sheet = request.POST.get("sheet", "").replace("\0", "")[:255]
    try:
        with transaction.atomic():
            lock_open_batch(batch)
            batch.options = replace(Options.of(batch), sheet=sheet).to_json()
            batch.layout, batch.state = None, ImportBatch.State.RECEIVED
            batch.save(update_fields=["options", "layout", "state"])
    except RefusedFileError as refusal:
        tell(request, refusal)
        return to_page("done", batch)
    return to_page("reading", batch)


def show(request, batch, guess, forms):
    names = [sheet.name for sheet in guess.book.sheets]
    return page_of_import(
        request,
        "admin/imports/reading.html",
        batch=batch,
        step="reading",
        title=_("How it is read: %(file)s") % {"file": batch.name},
        sheet_names=names if len(names) > 1 else [],
        chosen_sheet=guess.sheet.name,
        notices=[*notices_of(batch, guess.book, guess.layout), *forms.sheet.notices],
        header_note=header_note(guess.layout),
        forms=forms,
    )
