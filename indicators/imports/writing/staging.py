"""Figures of a file on their way into the database, where they are compared and kept."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import islice

from django.db import connection, transaction

from indicators.imports.figures import StagedColumns, StagedFigure, as_columns
from indicators.imports.writing.holding import hold
from indicators.imports.writing.locking import lock_open_batch
from indicators.imports.writing.merging import CELLS
from indicators.imports.writing.pages import room_for_pages
from indicators.models import ImportBatch, ImportCell

# Figures that are gone through at once, where they come one by one.
FIGURES_AT_ONCE = 2000
# As many as keep the time for a statement small beside that for its rows, and some megabytes of rows for it.
_ROWS_A_STATEMENT = 500
_ROWS_SENT = 10_000

_COLUMNS = ["target_id" if name == "target_slug" else name for name in StagedFigure._fields]
_FIELDS = {name: ImportCell._meta.get_field(name.removesuffix("_id")) for name in _COLUMNS}
_DEFAULTS = {name: None if field.null else "" for name, field in _FIELDS.items()}
_LENGTHS = {name: field.max_length for name, field in _FIELDS.items() if field.max_length}
_LARGEST_VALUE = Decimal(10) ** (_FIELDS["value"].max_digits - _FIELDS["value"].decimal_places)
_LARGEST_INTEGER = 2**31 - 1
_LARGEST_SMALL_INTEGER = 2**15 - 1
NEW, REFUSED = ImportCell.State.NEW.value, ImportCell.State.REFUSED.value
# What all rows of a file may share.
_SHARED = ("state", "value_column", "rank_column")
_REFUSED_JSON = json.dumps({"code": "refused"})


def stage(batch: ImportBatch, figures: Iterable[StagedFigure]) -> int:
    """Write the figures of a file as the cells of its import, in place of any that it had.

    Its targets are known by then; those that no figure is of are forgotten. The figures are taken as they
    come, some at a time, so that a long file needs no memory.

    Returns:
        How many there are.

    Raises:
        RefusedFileError: if the import was done already.
    """
    figures = iter(figures)
    chunks = iter(lambda: list(islice(figures, FIGURES_AT_ONCE)), [])
    return stage_columns(batch, map(as_columns, chunks))


@room_for_pages()
@transaction.atomic
def stage_columns(batch: ImportBatch, chunks: Iterable[StagedColumns]) -> int:
    """Write figures as ``stage`` does that come chunk by chunk, as columns."""
    lock_open_batch(batch)
    batch.cells.all().delete()
    targets = _Targets(batch)
    units, measures = set(), set()
    staged = 0
    with connection.cursor() as cursor:
        rows = (_CopiedRows if connection.vendor == "postgresql" else _InsertedRows)(cursor, batch)
        for columns in chunks:
            rows.add(_filled(targets.named(columns)))
            units.update(columns["unit_id"])
            measures.update(columns["measure_id"])
            staged += len(columns["row"])
        rows.send()
    hold(batch, units=units - {None}, measures=measures - {None})
    batch.targets.exclude(pk__in=targets.values()).delete()
    batch.state = ImportBatch.State.RECEIVED
    batch.save(update_fields=["state"])
    return staged


class _Targets(dict[str, int | None]):
    """The keys of the targets of an import by slug, each looked up when its first figure comes."""

    def __init__(self, batch: ImportBatch):
        super().__init__({"": None})
        self._batch = batch

    def __missing__(self, slug: str) -> int:
        self[slug] = self._batch.targets.values_list("pk", flat=True).get(slug=slug)
        return self[slug]

    def named(self, columns: StagedColumns) -> StagedColumns:
        """Return columns with the keys of the targets in place of their slugs."""
        keys = list(map(self.__getitem__, columns["target_slug"]))
        others = {name: column for name, column in columns.items() if name != "target_slug"}
        return {**others, "target_id": keys}


def _filled(given: StagedColumns) -> StagedColumns:
    """Return the columns that say anything; to hand over a column takes as long as to store it."""
    size = len(given["row"])
    columns = {name: column for name, column in given.items() if not _is_all(column, _DEFAULTS[name])}
    columns["state"] = [state or NEW for state in columns["state"]] if "state" in columns else [NEW] * size
    if "problem" in columns or REFUSED in columns["state"]:
        _make_room_for_refused(columns, size)
    for name, length in _LENGTHS.items():
        if name in columns and max(map(len, set(columns[name]))) > length:
            columns[name] = [text[:length] for text in columns[name]]
    return {name: columns[name] for name in _DEFAULTS if name in columns}


def _is_all(column: Sequence, value: object) -> bool:
    return column[0] == value and column.count(value) == len(column)


def _make_room_for_refused(columns: StagedColumns, size: int) -> None:
    """Leave out the numbers of refused figures that no column holds, and say that each is refused."""
    problems = columns.get("problem", (None,) * size)
    columns["problem"] = [
        json.dumps(problem.to_json()) if problem else _REFUSED_JSON if state == REFUSED else None
        for problem, state in zip(problems, columns["state"], strict=True)
    ]
    if "value" in columns:
        columns["value"] = [
            value if value is None or (value.is_finite() and abs(value) < _LARGEST_VALUE) else None
            for value in columns["value"]
        ]
    for name, least, largest in (
        ("rank", 0, _LARGEST_INTEGER),
        ("regional_rank", 0, _LARGEST_INTEGER),
        ("regional_count", 0, _LARGEST_INTEGER),
        ("change", -_LARGEST_SMALL_INTEGER, _LARGEST_SMALL_INTEGER),
        ("regional_change", -_LARGEST_SMALL_INTEGER, _LARGEST_SMALL_INTEGER),
    ):
        if name in columns:
            columns[name] = [
                number if number is None or least <= number <= largest else None for number in columns[name]
            ]


class _InsertedRows:
    """Rows on their way into SQLite, many with one statement: it notes the last key once for each.

    To prepare a statement for many rows takes as long as to send them, so that it stays the same as long as
    the rows say the same of the same columns.
    """

    def __init__(self, cursor, batch: ImportBatch):
        self._cursor = cursor
        self._batch = batch
        self._names: tuple[str, ...] = ()
        self._shared: dict[str, object] = {}
        # Row after row, with as many cells as there are names.
        self._cells: list = []

    def add(self, columns: StagedColumns) -> None:
        """Take rows in, and send them when there are many."""
        size = len(columns["state"])
        if "value" in columns:
            columns["value"] = [None if value is None else str(value) for value in columns["value"]]
        shared = {name: columns.pop(name)[0] for name in _SHARED if _is_shared(columns.get(name))}
        if (tuple(columns), shared) != (self._names, self._shared):
            self.send()
            self._names, self._shared = tuple(columns), shared
        width = len(columns)
        cells = [None] * (width * size)
        for place, column in enumerate(columns.values()):
            cells[place::width] = column
        self._cells += cells
        if len(self._cells) >= _ROWS_SENT * width:
            self._send_full()

    def send(self) -> None:
        """Send what is left."""
        if self._cells:
            self._send_full()
        if self._cells:
            self._execute(rows=len(self._cells) // len(self._names))

    def _send_full(self) -> None:
        # What Django takes for the limit is that of SQLite of 2020.
        most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // len(self._names)
        self._execute(rows=max(1, min(_ROWS_A_STATEMENT, most)))

    def _execute(self, *, rows: int) -> None:
        """Send as many cells as fill statements for so many rows."""
        size = rows * len(self._names)
        full = len(self._cells) // size * size
        if full:
            groups = (self._cells[at : at + size] for at in range(0, full, size))
            self._cursor.executemany(_statement(self._batch, self._names, self._shared, rows=rows), groups)
            del self._cells[:full]


def _is_shared(column: Sequence | None) -> bool:
    """Tell whether a column holds one thing that may stand in a statement."""
    return bool(column) and str(column[0]).isprintable() and _is_all(column, column[0])


def _statement(
    batch: ImportBatch, columns: Collection[str], shared: Mapping[str, object], *, rows: int
) -> str:
    """Return the statement for some rows; what all of them share stands in it."""
    places = (
        "%s" if name in columns else _literal(shared.get(name, default))
        for name, default in _DEFAULTS.items()
    )
    row = f"({batch.pk:d}, {', '.join(places)})"
    names = ", ".join(f'"{name}"' for name in _DEFAULTS)
    return f"INSERT INTO {CELLS} (batch_id, {names}) VALUES {', '.join([row] * rows)}"


def _literal(value: object) -> str:
    """Return a value as it stands in a statement, where a percent sign is said twice."""
    if value is None or isinstance(value, int):
        return "NULL" if value is None else str(value)
    text = str(value).replace("'", "''").replace("%", "%%")
    return f"'{text}'"


class _CopiedRows:
    """Rows on their way into PostgreSQL by COPY, many times as fast as one statement a row."""

    def __init__(self, cursor, batch: ImportBatch):
        self._cursor = cursor
        self._batch = batch

    def add(self, columns: StagedColumns) -> None:
        """Send rows."""
        size = len(columns["state"])
        with_defaults = {name: columns.get(name) or [default] * size for name, default in _DEFAULTS.items()}
        names = ", ".join(f'"{name}"' for name in with_defaults)
        rows = zip([self._batch.pk] * size, *with_defaults.values(), strict=True)
        with self._cursor.copy(f"COPY {CELLS} (batch_id, {names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def send(self) -> None:
        """Nothing is left."""
