"""Reading our own CSV files: UTF-8, a header, dot decimals, natural keys."""

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.utils.translation import gettext as _

from indicators.imports.errors import CellError, RejectedFileError


@dataclass(frozen=True)
class Row:
    """One line of a table; its getters raise ``CellError`` with the place."""

    file: str
    line: int
    cells: Mapping[str, str]

    def error(self, column: str, message: str) -> CellError:
        return CellError(self.file, self.line, column, message)

    def text(self, column: str) -> str:
        value = self.cells.get(column)
        if value is None:
            raise self.error(column, _("the column is missing."))
        return value.strip()

    def required(self, column: str) -> str:
        value = self.text(column)
        if not value:
            raise self.error(column, _("a value is needed here."))
        return value

    def decimal(self, column: str) -> Decimal | None:
        return self._converted(column, _finite, _("“%(text)s” is not a number with a decimal point."))

    def integer(self, column: str) -> int | None:
        return self._converted(column, int, _("“%(text)s” is not a whole number."))

    def date(self, column: str) -> dt.date | None:
        return self._converted(column, dt.date.fromisoformat, _("“%(text)s” is not a date like 2022-12-31."))

    def choice(self, column: str, choices) -> str:
        value = self.required(column)
        if value not in choices.values:
            allowed = ", ".join(choices.values)
            raise self.error(
                column, _("“%(text)s” is not one of %(allowed)s.") % {"text": value, "allowed": allowed}
            )
        return value

    def lookup(
        self, column: str, known: Mapping, *, key: Callable = lambda text: text, optional: bool = False
    ):
        """Return what a cell names; None for an empty cell where that is allowed."""
        value = self.text(column) if optional else self.required(column)
        if not value:
            return None
        try:
            return known[key(value)]
        except KeyError:
            raise self.error(column, _("“%(text)s” is not known.") % {"text": value}) from None

    def _converted(self, column: str, convert: Callable, message: str):
        text = self.text(column)
        if not text:
            return None
        try:
            return convert(text)
        except (ValueError, InvalidOperation):
            raise self.error(column, message % {"text": text}) from None


def _finite(text: str) -> Decimal:
    """Convert a number; NaN and Infinity, which Decimal takes, are none."""
    number = Decimal(text)
    if not number.is_finite():
        raise InvalidOperation(text)
    return number


def read_table(path: Path, *, root: Path) -> Iterator[Row]:
    """Yield the rows of a CSV file; places in errors name it relative to ``root``.

    Raises:
        RejectedFileError: if the file is missing, or is not UTF-8.
    """
    file = path.relative_to(root.parent).as_posix()
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            for cells in reader:
                if None in cells or None in cells.values():
                    raise RejectedFileError(
                        [
                            CellError(
                                file, reader.line_num, "", _("the number of cells is not that of the header.")
                            )
                        ]
                    )
                yield Row(file=file, line=reader.line_num, cells=cells)
    except FileNotFoundError:
        raise RejectedFileError([CellError(file, 0, "", _("the file is missing."))]) from None
    except UnicodeDecodeError:
        raise RejectedFileError([CellError(file, 0, "", _("the file is not UTF-8."))]) from None


def convert_rows(rows: Iterator[Row], convert: Callable[[Row], object]) -> list:
    """Convert every row, or raise all that is wrong with them at once.

    Raises:
        RejectedFileError: with the first error of each bad row.
    """
    converted, errors = [], []
    for row in rows:
        try:
            converted.append(convert(row))
        except CellError as error:
            errors.append(error)
    if errors:
        raise RejectedFileError(errors)
    return converted
