"""What a sheet prints of editions, and the units under each: told before its figures are read."""

from indicators.imports.grids import Cell, Sheet, in_columns, text_of
from indicators.imports.layouts.cells import Memo
from indicators.imports.layouts.context import Context
from indicators.imports.layouts.layout import FIGURES, Layout, Role
from indicators.imports.matching.edition_finder import PrintedEdition


def printed_editions(
    sheet: Sheet, *, layout: Layout, context: Context, unit: str | None = None
) -> dict[PrintedEdition, set[tuple[str, str]]]:
    """Return what a sheet says of editions, with the units (name, code) printed under each.

    Only the distinct cells are looked at, so that a long sheet takes one quick walk.

    Args:
        unit: address name of the unit whose indicators the rows are.
    """
    periods = {column.period for column in layout.columns if column.role in FIGURES}
    units = [column.index for column in layout.with_role(Role.UNIT)] or [None]
    asked = [
        _only_index(layout, role) for role in (Role.UNIT_CODE, Role.PERIOD, Role.PERIOD_KIND, Role.UNIT_SET)
    ]
    found: dict[PrintedEdition, set[tuple[str, str]]] = {}
    groups = [[index, *asked] for index in units]
    distinct: set[tuple[Cell, ...]] = set()
    for part in in_columns(sheet, first_row=layout.first_row, last_row=layout.last_row):
        for group in groups:
            distinct.update(zip(*map(part.column, group), strict=True))
    texts, is_average = Memo(text_of), Memo(context.is_average)
    for cells in distinct:
        name, code, period, kind, unit_set = (texts[cell] for cell in cells)
        if unit is not None:
            name, code = "", unit
        elif is_average[name]:
            continue
        for text in [period] if period else periods:
            pairs = found.setdefault(PrintedEdition(text, kind, unit_set), set())
            if name or code:
                pairs.add((name, code))
    return found


def _only_index(layout: Layout, role: Role) -> int | None:
    columns = layout.with_role(role)
    return columns[0].index if columns else None
