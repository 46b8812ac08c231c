"""One walk through all rows of a sheet, for what its first rows cannot tell."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from indicators.imports.grids import Row, Sheet, columns_of, in_chunks, text_of
from indicators.imports.layouts.cells import Memo
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
    find_second = _second_table_finder(layout)
    number = layout.first_row
    for rows in in_chunks(islice(sheet, number - 1, None)):
        second = find_second(rows)
        if second is not None:
            rows = rows[:second]
        cells = columns_of(rows)
        for column, found in evidence.items():
            if column < len(cells):
                found.add(set(cells[column]))
        if second is not None:
            return Survey(evidence, number + second)
        number += len(rows)
    return Survey(evidence, None)


def _second_table_finder(layout: Layout) -> Callable[[list[Row]], int | None]:
    """Return what finds the row that says the header of the units again, but others beside it."""
    units = layout.with_role(Role.UNIT)
    if not units or not units[0].header:
        return lambda rows: None
    unit, header = units[0].index, units[0].header
    headers = {column.index: column.header for column in layout.columns}
    says_header: Memo[bool] = Memo(lambda name: is_text(name) and is_header_again(text_of(name), header))

    def find(rows: list[Row]) -> int | None:
        if not any(says_header[name] for name in {cell_at(row, unit) for row in rows}):
            return None
        for position, row in enumerate(rows):
            if not says_header[cell_at(row, unit)] or any(kind_of(cell) in FIGURE_KINDS for cell in row):
                continue
            said = [(text_of(cell_at(row, column)), above) for column, above in headers.items()]
            if any(text and text not in above for text, above in said):
                return position
        return None

    return find
