"""A block copied from Excel: what lands in which cell is shown before anything is saved."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from indicators.admin.pages import officers_page
from indicators.admin.submissions.access import FORBIDDEN, address_of, crumbs_of_grid, submission_for
from indicators.admin.submissions.cells import LABELS, text_of, tidy, value_of
from indicators.admin.submissions.rows import Row
from indicators.admin.submissions.sheet import Grid

MOST_LINES = 500
MOST_CELLS_A_LINE = 30


@dataclass(frozen=True)
class Landing:
    """A cell of the block: where it lands, what stands there, and why it is refused, if it is."""

    place: str
    column: str
    old: str
    new: str
    row: Row | None = None
    field: str = ""
    refusal: str = ""

    @property
    def is_change(self) -> bool:
        return not self.refusal and self.old != self.new

    @property
    def name(self) -> str:
        return f"{self.row.key}-{self.field}" if self.row else ""


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request, submission_id):
    """Take a block of cells, and show what would land where; saving is left to the grid."""
    submission = submission_for(request.user, submission_id)
    grid = Grid(submission, user=request.user)
    if not grid.may_enter:
        messages.error(request, _("Your account is not assigned to enter scores here."))
        return show(request, grid, status=FORBIDDEN)
    if request.method != "POST":
        return show(request, grid)
    landings = list(landings_of(grid, request.POST))
    if not landings:
        messages.error(request, _("There is nothing to paste: copy the cells in Excel first."))
    return show(request, grid, landings=landings)


def show(request, grid: Grid, *, landings=(), status=200):
    posted = request.POST
    is_fragment = posted.get("part") == "preview"
    template = "admin/submissions/paste_preview.html" if is_fragment else "admin/submissions/paste.html"
    changes = [one for one in landings if one.is_change]
    refused = [one for one in landings if one.refusal]
    rows = {one.row.key: one.row for one in changes}
    return officers_page(
        request,
        template,
        crumbs=crumbs_of_grid(grid.submission),
        status=status,
        title=_("Paste from Excel"),
        grid=grid,
        submission=grid.submission,
        address=address_of("paste", grid.submission),
        grid_address=address_of("grid", grid.submission),
        account=request.user.pk,
        open_rows=[row for row in grid.rows if row.is_open],
        columns=[(name, LABELS[name], name == posted.get("column")) for name in grid.shown_fields],
        start=posted.get("row", ""),
        block=posted.get("block", ""),
        landings=landings,
        changed_rows=list(rows.values()),
        change_count=len(changes),
        refused_count=len(refused),
        summary=summary(len(changes), len(refused), len(landings)),
    )


def summary(changes: int, refused: int, count: int) -> str:
    """Say how many cells of a block would change, and how many are refused."""
    same = count - changes - refused
    parts = [
        ngettext("%(count)d cell changes", "%(count)d cells change", changes) % {"count": changes},
        ngettext("%(count)d cell is refused", "%(count)d cells are refused", refused) % {"count": refused},
        ngettext("%(count)d cell stays as it is", "%(count)d cells stay as they are", same) % {"count": same},
    ]
    return "; ".join(parts)


def landings_of(grid: Grid, posted) -> Iterator[Landing]:
    """Tell where each cell of a block lands.

    A block whose first column holds the codes of indicators goes by them; any other goes down from the row
    and to the right from the column where it was pasted.
    """
    lines = lines_of(posted.get("block", ""))
    columns = grid.shown_fields
    start = posted.get("column", "")
    columns = columns[columns.index(start) :] if start in columns else columns
    by_code = {row.indicator.code: row for row in grid.rows if row.indicator.code}
    if goes_by_codes(lines, by_code):
        for code, *cells in lines:
            row = by_code.get(code.strip())
            if row is None and any(cell.strip() for cell in cells):
                yield Landing(code, "", "", " ".join(cells), refusal=_("No indicator has this code."))
            elif row is not None:
                yield from _landings_of_line(row, cells, columns)
        return
    rows = [row for row in grid.rows if row.applies]
    first = next((place for place, row in enumerate(rows) if row.key == posted.get("row")), 0)
    for place, cells in enumerate(lines, start=first):
        if place < len(rows):
            yield from _landings_of_line(rows[place], cells, columns)
        elif any(cell.strip() for cell in cells):
            yield Landing(_("below the last row"), "", "", " ".join(cells), refusal=_("No row is left."))


def lines_of(block: str) -> list[list[str]]:
    """Return the cells of a block; Excel quotes those that hold line ends, tabs or quotation marks."""
    text = block.replace("\0", "").replace("\r\n", "\n").rstrip("\n")
    if not text.strip():
        return []
    read = csv.reader(StringIO(text, newline=""), delimiter="\t")
    try:
        return [line[:MOST_CELLS_A_LINE] or [""] for line in islice(read, MOST_LINES)]
    except csv.Error:  # a cell longer than any that can be meant
        return []


def goes_by_codes(lines: list[list[str]], by_code: dict[str, Row]) -> bool:
    """Tell whether the first column names indicators: most of its cells do, and others stand beside it."""
    heads = [line[0].strip() for line in lines if any(cell.strip() for cell in line)]
    known = sum(1 for head in heads if head in by_code)
    return bool(heads) and max(map(len, lines)) > 1 and known * 2 > len(heads)


def _landings_of_line(row: Row, cells: list[str], columns) -> Iterator[Landing]:
    place = str(row.indicator)
    for position, cell in enumerate(cells):
        new = tidy(cell)
        if position >= len(columns):
            if new:
                yield Landing(place, "", "", new, refusal=_("No column is left."))
            continue
        field = columns[position]
        if field not in row.texts:
            if new:
                refusal = _("This indicator does not ask for %(column)s.") % {"column": LABELS[field]}
                yield Landing(place, LABELS[field], "", new, refusal=refusal)
            continue
        yield _landing(row, field, new, place=place)


def _landing(row: Row, field: str, new: str, *, place: str) -> Landing:
    old = row.texts[field]
    where = {"place": place, "column": str(LABELS[field]), "old": old, "row": row, "field": field}
    if not row.is_open:
        reason = row.exception or _("This row is closed to data entry now.")
        return Landing(**where, new=new, refusal=reason)
    try:
        value = value_of(row.indicator, field, new)
    except ValidationError as error:
        return Landing(**where, new=new, refusal=" ".join(error.messages))
    return Landing(**where, new=text_of(value))
