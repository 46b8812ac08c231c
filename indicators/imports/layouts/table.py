"""Finding the table in a sheet: which column names the units, which rows are its header and its body."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise

from indicators.imports.grids import Cell, Sheet, text_of
from indicators.imports.layouts.cells import Memo
from indicators.imports.layouts.contents import (
    FIGURE_KINDS,
    NUMBERING,
    CellKind,
    Profile,
    is_text,
    kind_of,
    profile,
)
from indicators.imports.layouts.headers import JOINT, names_units
from indicators.imports.layouts.numbers import is_blank
from provinces.names import search_key

Row = tuple[Cell, ...]

SAMPLE_ROWS = 1_000
SAMPLE_CELLS = 200_000
LONGEST_NAME = 200
# A column set beside the first one of units holds others, under the same header.
SIDE_BY_SIDE_OVERLAP = 0.2
MOST_HEADER_ROWS = 8
# Anything has a name.
JUST_NAMES = frozenset({"ten", "name"})


@dataclass(frozen=True)
class Table:
    """A table found in a sheet.

    Args:
        rows: the first rows of the sheet, blank ones too.
        anchors: indexes of the columns whose names make the rows, more than one where tables stand side by
            side.
        header_rows: positions in ``rows``, counted from 0.
        first: position of the first row of the body.
    """

    rows: list[Row]
    anchors: tuple[int, ...]
    header_rows: tuple[int, ...]
    first: int
    headers: tuple[str, ...]
    profiles: dict[int, Profile] = field(repr=False)
    body: list[Row] = field(repr=False)


def sample_rows(sheet: Sheet) -> list[Row]:
    """Return the first rows of a sheet, as many as tell what it holds."""
    rows, cells = [], 0
    for row in islice(sheet, SAMPLE_ROWS):
        rows.append(row)
        cells += len(row)
        if cells > SAMPLE_CELLS and len(rows) > 100:
            break
    return rows


def name_counts(rows: list[Row], is_name: Callable[[str], bool]) -> dict[int, list[int]]:
    """Return the positions of the rows that bear a name, by column."""
    names = Memo(lambda cell: is_text(cell) and len(cell) <= LONGEST_NAME and is_name(text_of(cell)))
    found: dict[int, list[int]] = {}
    for position, row in enumerate(rows):
        for column, cell in enumerate(row):
            if names[cell]:
                found.setdefault(column, []).append(position)
    return found


def find_table(rows: list[Row], *, named: dict[int, list[int]], anchor: int) -> Table:
    """Return the table whose rows bear names in the column ``anchor``."""
    positions = _with_figures(rows, named[anchor], anchor)
    figure_columns = _figure_columns([rows[position] for position in positions])
    first, header_rows = _walk_up(
        rows, positions[0], anchor=anchor, figure_columns=figure_columns, named=set(named[anchor])
    )
    width = max((len(rows[position]) for position in (*positions, *header_rows)), default=0)
    headers = _joined_headers([rows[position] for position in header_rows], width)
    body = [row for row in rows[first:] if is_body_row(row, anchor=anchor, header=headers[anchor])]
    return Table(
        rows=rows,
        anchors=(anchor, *_beside(rows, named, anchor=anchor, headers=headers)),
        header_rows=header_rows,
        first=first,
        headers=headers,
        profiles={column: profile(cell_at(row, column) for row in body) for column in range(width)},
        body=body,
    )


def best_anchor(rows: list[Row], named: dict[int, list[int]]) -> int:
    """Return the column with the most names; of equals the one under a header for units, then the first."""

    def merit(column: int) -> tuple:
        above = [text_of(cell_at(row, column)) for row in rows[: named[column][0]]]
        return (len(named[column]), any(names_units(text) for text in above if text), -column)

    return max(named, key=merit)


def headed_for_units(rows: list[Row]) -> dict[int, list[int]]:
    """Return the rows below a header for units that hold a text and a figure, by its column.

    For tables whose names are all unknown: each row is then told with the names that come near.
    """
    for position, row in enumerate(rows[:50]):
        if len({text_of(cell) for cell in row if not is_blank(cell)}) < 2:
            continue
        for column, cell in enumerate(row):
            if not is_text(cell) or not names_units(text_of(cell)) or search_key(cell) in JUST_NAMES:
                continue
            below = [
                index
                for index, later in enumerate(rows[position + 1 :], start=position + 1)
                if is_text(cell_at(later, column)) and any(kind_of(cell) in FIGURE_KINDS for cell in later)
            ]
            if len(below) > 1 and len({text_of(cell_at(rows[index], column)) for index in below}) > 1:
                return {column: below}
    return {}


def unit_beside(index: int, units: tuple[int, ...]) -> int:
    """Return the column of units that a column belongs to, where tables stand side by side.

    What stands before the first column of units, such as a rank, stands before the others too.
    """
    return max((unit for unit in units if unit - units[0] <= index), default=units[0])


def cell_at(row: Row, column: int) -> Cell:
    return row[column] if column < len(row) else None


def is_body_row(row: Row, *, anchor: int, header: str) -> bool:
    """Tell whether a row of the sample holds a name and figures, and is no header said again."""
    name = cell_at(row, anchor)
    if not is_text(name) or is_spread(row) or (header and is_header_again(text_of(name), header)):
        return False
    kinds = [kind_of(cell) for column, cell in enumerate(row) if column != anchor]
    return any(kind in FIGURE_KINDS or kind is CellKind.MARK for kind in kinds)


def is_header_again(name: str, header: str) -> bool:
    """Tell whether the name of a row is the header of its column."""
    return name in header.split(JOINT) or search_key(name) == search_key(header)


def is_spread(row: Row) -> bool:
    """Tell whether a row holds one text alone, once or across merged cells: a title or a section."""
    return len({text_of(cell) for cell in row if not is_blank(cell)}) == 1


def is_numbering(row: Row) -> bool:
    """Tell whether a row numbers the columns: (1) (2) (3), or A B 1 2 3=1+2."""
    texts = [text_of(cell) for cell in row if not is_blank(cell)]
    return len(texts) > 1 and all(len(text) < 20 and NUMBERING.fullmatch(text) for text in texts)


def _with_figures(rows: list[Row], positions: list[int], anchor: int) -> list[int]:
    """Keep the rows that hold figures beside the name; all where none does."""
    kept = [
        position
        for position in positions
        if any(
            kind_of(cell) in FIGURE_KINDS for column, cell in enumerate(rows[position]) if column != anchor
        )
    ]
    return kept or positions


def _figure_columns(rows: list[Row]) -> set[int]:
    width = max(len(row) for row in rows)
    return {column for column in range(width) if profile(cell_at(row, column) for row in rows).holds_figures}


def _walk_up(
    rows: list[Row], start: int, *, anchor: int, figure_columns: set[int], named: set[int]
) -> tuple[int, tuple[int, ...]]:
    """Return the first row of the body, and the header rows: those right above it.

    A row right above the body that is ``named`` belongs to it, though no figure of it can be read.
    """
    first, headers = start, []
    for position in range(start - 1, -1, -1):
        row = rows[position]
        is_empty = all(is_blank(cell) for cell in row)
        if headers and (is_empty or is_spread(row) or len(headers) == MOST_HEADER_ROWS):
            break
        if is_empty or is_spread(row) or is_numbering(row):
            continue
        if not headers and (
            position in named or _is_body_like(row, anchor=anchor, figure_columns=figure_columns)
        ):
            first = position
        elif not headers and not _says_figures(row, anchor=anchor, figure_columns=figure_columns):
            continue
        elif not headers or _belongs_above(row, rows[headers[-1]], anchor=anchor):
            headers.append(position)
        else:
            break
    return first, tuple(reversed(headers))


def _says_figures(row: Row, *, anchor: int, figure_columns: set[int]) -> bool:
    """Tell whether a row says anything about the figures, and is no section such as "I | Các bộ"."""
    right = {column for column in figure_columns if column > anchor} or figure_columns
    return not right or any(not is_blank(cell_at(row, column)) for column in right)


def _is_body_like(row: Row, *, anchor: int, figure_columns: set[int]) -> bool:
    if not is_text(cell_at(row, anchor)) or names_units(text_of(cell_at(row, anchor))):
        return False
    # The letter or numeral of a region stands where the others have their order numbers.
    cells = [cell_at(row, column) for column in figure_columns]
    kinds = [kind_of(cell) for cell in cells if not (is_text(cell) and NUMBERING.fullmatch(text_of(cell)))]
    figures = sum(kind in FIGURE_KINDS or kind is CellKind.MARK for kind in kinds)
    return figures > sum(kind in (CellKind.TEXT, CellKind.YEAR) for kind in kinds)


def _belongs_above(row: Row, below: Row, *, anchor: int) -> bool:
    """Tell whether a row is the upper part of a header whose next row is ``below``.

    It does where the name column is merged with the cell below, or either cell is blank; else a row above a
    header is a title, or a letterhead of two blocks.
    """
    texts = {text_of(cell) for cell in row if not is_blank(cell)}
    above, under = text_of(cell_at(row, anchor)), text_of(cell_at(below, anchor))
    filled = sum(not is_blank(cell) for cell in row)
    if above and under and above != under:
        return len(texts) > 2 and 2 * filled >= len(row) and max(map(len, texts)) < LONGEST_NAME
    return len(texts) > 1 and max(map(len, texts)) < 2 * LONGEST_NAME


def _joined_headers(rows: list[Row], width: int) -> tuple[str, ...]:
    """Join the header texts of each column, each text once."""
    lines = [[text_of(cell_at(row, column)) for column in range(width)] for row in rows]
    for lower, upper in pairwise(reversed(lines)):
        _fill_spans(upper, lower)
    return tuple(
        JOINT.join(dict.fromkeys(line[column] for line in lines if line[column])) for column in range(width)
    )


def _fill_spans(upper: list[str], lower: list[str]) -> None:
    """Spread a text over the blank cells right of it that have a text below, as before merges were lost."""
    for column in range(1, len(upper)):
        if not upper[column] and lower[column] and lower[column - 1] and upper[column - 1]:
            upper[column] = upper[column - 1]


def _beside(
    rows: list[Row], named: dict[int, list[int]], *, anchor: int, headers: tuple[str, ...]
) -> Iterator[int]:
    """Yield the other columns of units, of tables set side by side."""
    names = {search_key(text_of(cell_at(rows[position], anchor))) for position in named[anchor]}
    for column in sorted(named):
        others = {search_key(text_of(cell_at(rows[position], column))) for position in named[column]}
        is_same_header = column < len(headers) and headers[column] == headers[anchor]
        is_apart = len(others) > 1 and len(others & names) <= SIDE_BY_SIDE_OVERLAP * len(others)
        if column != anchor and is_same_header and is_apart:
            yield column
