"""One walk through all rows of a sheet, for what its first rows cannot tell."""

from collections.abc import Callable
from dataclasses import dataclass

from indicators.imports.grids import Cell, Columns, Sheet, in_columns, text_of
from indicators.imports.layouts.cells import REMEMBERED, Memo
from indicators.imports.layouts.contents import FIGURE_KINDS, is_text, kind_of
from indicators.imports.layouts.decimals import Evidence
from indicators.imports.layouts.layout import Layout, Role
from indicators.imports.layouts.table import cell_at, is_header_again


@dataclass(frozen=True)
class Survey:
    """What all rows of a table tell.

    Args:
        evidence: for the decimal mark, by column.
        second_table_row: number of the row where a header other than the first begins; None if none does.
    """

    evidence: dict[int, Evidence]
    second_table_row: int | None


def survey(sheet: Sheet, *, layout: Layout, columns: set[int]) -> Survey:
    """Go through the body of a table and weigh the cells of these columns."""
    evidence = {column: Evidence(set(), set()) for column in columns}
    unread: dict[int, set[Cell]] = {column: set() for column in columns}
    find_second, second = _second_table_finder(layout), None
    for part in in_columns(sheet, first_row=layout.first_row):
        second = find_second(part)
        if second is not None:
            part = part.between(part.first_row, second - 1)
        for column, cells in unread.items():
            cells.update(part.column(column))
            if len(cells) > REMEMBERED:
                evidence[column].add(cells)
                cells.clear()
        if second is not None:
            break
    for column, cells in unread.items():
        evidence[column].add(cells)
    return Survey(evidence, second)


def _second_table_finder(layout: Layout) -> Callable[[Columns], int | None]:
    """Return what finds the row that says the header of the units again, but others beside it."""
    units = layout.with_role(Role.UNIT)
    if not units or not units[0].header:
        return lambda part: None
    unit, header = units[0].index, units[0].header
    headers = {column.index: column.header for column in layout.columns}
    says_header: Memo[bool] = Memo(lambda name: is_text(name) and is_header_again(text_of(name), header))

    def find(part: Columns) -> int | None:
        if not any(says_header[name] for name in set(part.column(unit))):
            return None
        for number, row in enumerate(part.rows(), part.first_row):
            if not says_header[cell_at(row, unit)] or any(kind_of(cell) in FIGURE_KINDS for cell in row):
                continue
            said = [(text_of(cell_at(row, column)), above) for column, above in headers.items()]
            if any(text and text not in above for text, above in said):
                return number
        return None

    return find
