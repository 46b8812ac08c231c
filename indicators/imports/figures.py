"""A figure on its way from the file to the database: as printed, then with its unit, measure and edition."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from indicators.imports.problems import Problem


class PrintedFigure(NamedTuple):
    """One unit by one measure in one period, as the file prints it; each empty where the file is silent.

    Args:
        row: number of the row, counted from 1.
        value_column, rank_column: letters of the columns it was read in.
        unit, unit_code, unit_set: texts of those columns.
        period, period_kind: of the row, or else of the header.
        measure: code where the layout knows it, else the text as printed.
        value: on the printed scale.
        value_text: as printed, with its decimals.
        count: the number of units printed beside the rank (the 63 of 25/63).
        is_absent: whether a mark says that there is no figure (N/A, -, *); a blank cell says nothing.
        details: text by role, of the columns that are neither value nor rank (note, change, basis …).
        problems: why the figure cannot be taken.
    """

    row: int
    value_column: str
    rank_column: str
    unit: str
    unit_code: str = ""
    unit_set: str = ""
    period: str = ""
    period_kind: str = ""
    measure: str = ""
    value: Decimal | None = None
    value_text: str = ""
    rank: int | None = None
    count: int | None = None
    is_absent: bool = False
    details: Mapping[str, str] = {}
    problems: tuple[Problem, ...] = ()


class PlainFigures(NamedTuple):
    """Many printed figures with nothing wrong, and at most a note beside them, column by column."""

    rows: range
    value_column: str
    rank_column: str
    units: Sequence[str]
    unit_codes: Sequence[str]
    unit_sets: Sequence[str]
    periods: Sequence[str]
    period_kinds: Sequence[str]
    measures: Sequence[str]
    values: Sequence[Decimal | None]
    value_texts: Sequence[str]
    ranks: Sequence[int | None]
    notes: Sequence[str]

    def one_by_one(self) -> Iterator[PrintedFigure]:
        """Yield them as single figures."""
        rows, value_column, rank_column, *columns, notes = self
        for row, unit, code, unit_set, period, kind, measure, value, text, rank, note in zip(
            rows, *columns, notes, strict=True
        ):
            yield PrintedFigure(
                *(row, value_column, rank_column, unit, code, unit_set, period, kind, measure),
                *(value, text, rank),
                details={"note": note} if note else {},
            )


class StagedFigure(NamedTuple):
    """A figure ready for ``ImportCell``: the other names are those of its columns.

    ``target_slug`` names the target of the import, empty where none is told. ``state`` is "refused" for a
    figure with a problem and empty for any other: comparing fills it. A source is given only where the file
    names it; all else comes from the source of the import.
    """

    row: int | None
    value_column: str
    rank_column: str
    as_printed: str
    target_slug: str
    unit_id: int | None
    measure_text: str
    measure_id: int | None
    state: str = ""
    status: str = ""
    value: Decimal | None = None
    value_text: str = ""
    value_basis: str = ""
    value_source_id: int | None = None
    rank: int | None = None
    rank_basis: str = ""
    rank_source_id: int | None = None
    change: int | None = None
    regional_rank: int | None = None
    regional_count: int | None = None
    regional_change: int | None = None
    context_source_id: int | None = None
    note: str = ""
    problem: Problem | None = None


# The columns of staged figures that say anything, by name; what is not among them is empty.
StagedColumns = dict[str, Sequence]


def as_columns(figures: Iterable[StagedFigure]) -> StagedColumns:
    """Return staged figures column by column."""
    columns = list(zip(*figures, strict=True)) or [()] * len(StagedFigure._fields)
    return dict(zip(StagedFigure._fields, columns, strict=True))
