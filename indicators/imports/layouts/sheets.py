"""Which sheet of a workbook, or which table of a page, holds the figures."""

from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from indicators.imports.grids import Book, Sheet
from indicators.imports.layouts.context import Context
from indicators.imports.layouts.declared import Declaration
from indicators.imports.layouts.detection import detect_layout
from indicators.imports.layouts.layout import Layout
from indicators.imports.layouts.reading import read_figures
from indicators.imports.layouts.turning import as_read
from indicators.imports.problems import Problem, RefusedFileError
from provinces.names import search_key

# Enough to tell a table of results from one that names a few units beside.
WEIGHED_FIGURES = 2000
MUCH_LONGER = 3


@dataclass(frozen=True)
class Candidate:
    """A sheet that reads as a table of figures, and how many it holds of the first ones."""

    sheet: Sheet
    layout: Layout
    weight: int


def sheet_of(book: Book, *, name: str) -> Sheet:
    """Return the sheet of a name.

    Raises:
        RefusedFileError: unknown_sheet.
    """
    for same in (lambda sheet: sheet.name == name, lambda sheet: search_key(sheet.name) == search_key(name)):
        if found := [sheet for sheet in book.sheets if same(sheet)]:
            return found[0]
    sheets = tuple(sheet.name for sheet in book.sheets)
    message = _("The file has no sheet “%(name)s”. Name one of %(sheets)s.")
    raise RefusedFileError(
        Problem("unknown_sheet", message % {"name": name, "sheets": ", ".join(sheets)}, suggestions=sheets)
    )


def guess_layout(
    book: Book, *, sheet: str | None, context: Context, declared: Declaration | None = None
) -> Layout:
    """Guess how the sheet with the figures is read; of several the one that holds far more than any other.

    Raises:
        RefusedFileError: if no sheet holds such a table, or more than one does.
    """
    if sheet:
        return detect_layout(sheet_of(book, name=sheet), context=context, declared=declared)
    if len(book.sheets) == 1:
        return detect_layout(book.sheets[0], context=context, declared=declared)
    found, refusals = [], []
    for candidate in book.sheets:
        try:
            found.append(_weighed(candidate, context=context, declared=declared))
        except RefusedFileError as refused:
            refusals.append(refused)
    if not found:
        raise refusals[0]
    first, *others = sorted(found, key=lambda candidate: -candidate.weight)
    if others and first.weight < MUCH_LONGER * others[0].weight:
        raise _several([candidate.sheet.name for candidate in found])
    return first.layout


def _weighed(sheet: Sheet, *, context: Context, declared: Declaration | None) -> Candidate:
    layout = detect_layout(sheet, context=context, declared=declared)
    figures = islice(
        read_figures(as_read(sheet, layout=layout), layout=layout, context=context), WEIGHED_FIGURES
    )
    weight = sum(context.is_unit(figure.unit) or not figure.unit for figure in figures)
    return Candidate(sheet=sheet, layout=layout, weight=weight)


def _several(names: list[str]) -> RefusedFileError:
    message = _(
        "Several sheets hold figures: %(sheets)s. Name the one to bring in; each is an import of its own."
    )
    return RefusedFileError(
        Problem("several_sheets", message % {"sheets": ", ".join(names)}, suggestions=tuple(names))
    )
