"""One walk through all rows of a sheet, for what its first rows cannot tell."""

from dataclasses import dataclass
from itertools import islice

from indicators.imports.grids import Sheet, text_of
from indicators.imports.layouts.contents import FIGURE_KINDS, is_text, kind_of
from indicators.imports.layouts.decimals import Evidence
from indicators.imports.layouts.layout import Layout, Role
from indicators.imports.layouts.table import cell_at, is_header_again

# Texts are weighed each once in so many rows, which bounds the memory.
ROWS_AT_ONCE = 5_000


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
    units = layout.with_role(Role.UNIT)
    rows = islice(enumerate(sheet, 1), layout.first_row - 1, None)
    while chunk := list(islice(rows, ROWS_AT_ONCE)):
        second = _second_table(chunk, layout, units[0].index, units[0].header) if units else None
        if second is not None:
            chunk = [(number, row) for number, row in chunk if number < second]
        for column, found in evidence.items():
            found.add({row[column] for _number, row in chunk if column < len(row)})
        if second is not None:
            return Survey(evidence, second)
    return Survey(evidence, None)


def _second_table(chunk: list, layout: Layout, unit: int, header: str) -> int | None:
    """Return the row that says the header of the units again, but others beside it."""
    headers = {column.index: column.header for column in layout.columns}
    seen: dict[object, bool] = {}
    for number, row in chunk:
        name = cell_at(row, unit)
        if name not in seen:
            seen[name] = is_text(name) and bool(header) and is_header_again(text_of(name), header)
        if not seen[name] or any(kind_of(cell) in FIGURE_KINDS for cell in row):
            continue
        said = [(text_of(cell_at(row, column)), above) for column, above in headers.items()]
        if any(text and text not in above for text, above in said):
            return number
    return None
