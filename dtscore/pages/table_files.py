"""A table that leaves its page: its figures as rows, each with how it is known and its source."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.pages.basis import basis_text
from dtscore.pages.marks import COMPUTED
from dtscore.pages.table_view import Cell, Head, TableView
from indicators.notation import (
    DECIMAL_MARKS,
    MISSING,
    NotANumberError,
    NotARankError,
    parse_change,
    parse_number,
    parse_rank,
)

Figure = str | int | Decimal


@dataclass(frozen=True, kw_only=True)
class FileColumn:
    """A column of the file: its heading, and what it says of a cell."""

    label: str
    figure: Callable[[Cell], Figure]


def tables_of(context: Mapping) -> Iterator[TableView]:
    """Return the tables of a page that are made of heads and cells."""
    yield from (value for value in context.values() if isinstance(value, TableView))


def file_rows(table: TableView) -> Iterator[list[Figure]]:
    """Return heads and rows as a file has them, and the averages set apart; a rank has its n beside it."""
    rows = [row.cells for part in table.parts for row in part.rows]
    averages = [row.cells for row in table.averages]
    columns = [
        [*_columns(head, [cells[place] for cells in (*rows, *averages)])]
        for place, head in enumerate(table.heads)
    ]
    yield [column.label for group in columns for column in group]
    for block in (rows, averages):
        for cells in block:
            pairs = zip(columns, cells, strict=True)
            yield [column.figure(cell) for group, cell in pairs for column in group]
        if block is rows and averages:
            yield []


def marks_of_heads(table: TableView) -> list[tuple[str, str]]:
    """Return the source that holds for a whole column, unless its cells name their own."""
    label = _("Source of “%(column)s”")
    return [
        (label % {"column": head.label}, f"[{head.mark.number}]")
        for place, head in enumerate(table.heads)
        if head.mark and not any(row.cells[place].mark for part in table.parts for row in part.rows)
    ]


def _columns(head: Head, cells: list[Cell]) -> Iterator[FileColumn]:
    """Return a column as the columns of a file; of those beside its figures only what says anything."""
    names = {"column": head.label}
    yield FileColumn(label=head.label, figure=_figure)
    if any(_count(cell) for cell in cells):
        yield FileColumn(label=_("%(column)s: of how many") % names, figure=_count)
    if head.badge or any(cell.badge for cell in cells):
        known = _("%(column)s: how the value is known") % names
        yield FileColumn(label=known, figure=lambda cell: _basis(cell, head=head))
    if any(cell.mark for cell in cells):
        yield FileColumn(label=_("%(column)s: source") % names, figure=lambda cell: _source(cell, head=head))
    if any(cell.note for cell in cells):
        yield FileColumn(label=_("%(column)s: note") % names, figure=lambda cell: cell.note)


def _figure(cell: Cell) -> Figure:
    """Return the number that a cell shows, with its decimals and no more; else its text."""
    if not _is_known(cell):
        return ""
    if cell.is_head or cell.css == "words":
        return cell.text
    language = get_language()
    if cell.direction:
        return parse_change(cell.text, language=language)
    try:
        return parse_rank(cell.text).rank if "/" in cell.text else _number(cell.text, language=language)
    except (NotANumberError, NotARankError):
        return cell.text


def _number(text: str, *, language: str) -> Decimal:
    return parse_number(text, decimal_mark=DECIMAL_MARKS[language])


def _count(cell: Cell) -> Figure:
    """Return the n of a rank."""
    try:
        return parse_rank(cell.text).count or ""
    except NotARankError:
        return ""


def _basis(cell: Cell, *, head: Head) -> str:
    return basis_text(cell.badge or head.badge) if _is_known(cell) else ""


def _source(cell: Cell, *, head: Head) -> str:
    is_computed = cell.badge is not None and cell.badge.kind == COMPUTED
    mark = cell.mark or (None if is_computed else head.mark)
    return f"[{mark.number}]" if mark and _is_known(cell) else ""


def _is_known(cell: Cell) -> bool:
    return cell.text not in ("", MISSING)
