"""Tables that lie on their side, a unit a column: read as if turned over, with the cells of the file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest

from indicators.imports.figures import StagedFigure
from indicators.imports.grids import Row, Sheet, column_index, column_letters, text_of
from indicators.imports.layouts.contents import CODE
from indicators.imports.layouts.headers import period_in, role_of
from indicators.imports.layouts.layout import Layout, Role
from indicators.imports.layouts.numbers import is_blank
from indicators.imports.problems import Problem

# A table on its side has a row for each measure: far fewer than this.
MOST_ROWS = 500
# Above the names of the units may stand their regions and their order numbers.
MOST_BANDS = 3
FEWEST_IN_BAND = 3


@dataclass(frozen=True)
class TurnedSheet:
    """A sheet whose rows behind the first ``after`` stand as columns; the titles above them stay rows."""

    sheet: Sheet
    after: int

    @property
    def name(self) -> str:
        return self.sheet.name

    def __iter__(self) -> Iterator[Row]:
        rows = iter(self.sheet)
        titles = list(islice(rows, self.after))
        turned = zip_longest(*islice(rows, MOST_ROWS))
        yield from chain(titles, (row if _tells(row) else (None,) * len(row) for row in turned))


def _tells(row: Row) -> bool:
    """Tell whether a turned row is more than the order numbers of the measures."""
    heads = [text_of(cell) for cell in row[: MOST_BANDS + 1]]
    place = next((place for place, text in enumerate(heads) if text and role_of(text) is Role.ORDER), None)
    if place is None:
        return True
    below = {text_of(cell) for cell in row[place + 1 :]} - {"", heads[place]}
    return not all(map(CODE.fullmatch, below))


def bands_above(rows: list[Row], *, names: int) -> int:
    """Return how many rows right above the names of the units tell something of each, as their regions.

    They belong to the table; a title, a letterhead of two blocks or whatever names a period does not.
    """
    count = 0
    for row in reversed(rows[max(names - MOST_BANDS, 0) : names]):
        texts = {text_of(cell) for cell in row if not is_blank(cell)}
        if len(texts) < FEWEST_IN_BAND or any(map(period_in, texts)):
            break
        count += 1
    return count


def can_be_turned(sheet: Sheet, *, after: int) -> bool:
    """Tell whether a sheet has few enough rows to be turned over."""
    return next(islice(iter(sheet), after + MOST_ROWS, None), None) is None


def as_read(sheet: Sheet, *, layout: Layout) -> Sheet:
    """Return a sheet as the layout reads it."""
    return sheet if layout.turned_after is None else TurnedSheet(sheet, after=layout.turned_after)


def place_in_file(layout: Layout, *, row: int | None, column: str) -> tuple[int | None, str]:
    """Return where a place of the sheet as read stands in the file: what it reads as C5 may be E3 there."""
    after = layout.turned_after
    if after is None or (row is not None and row <= after):
        return row, column
    return (
        after + column_index(column) + 1 if column else None,
        column_letters(row - after - 1) if row else "",
    )


def problem_in_file(problem: Problem, *, layout: Layout) -> Problem:
    """Return a problem with its place in the file."""
    row, column = place_in_file(layout, row=problem.row, column=problem.column)
    return replace(problem, row=row, column=column)


def staged_in_file(staged: StagedFigure, *, layout: Layout) -> StagedFigure:
    """Return a figure with its place in the file; of value and rank, which stand in two rows, the value's."""
    row, column = place_in_file(layout, row=staged.row, column=staged.value_column or staged.rank_column)
    return staged._replace(
        row=row,
        value_column=column if staged.value_column else "",
        rank_column=column if staged.rank_column else "",
        problem=staged.problem and problem_in_file(staged.problem, layout=layout),
    )
