"""Reading our own CSV files: UTF-8, a header, dot decimals, natural keys."""

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.imports.reference.errors import CellError, RejectedFileError

# Python reads more than these as numbers and dates: 0.4_874, ٠.٤٨٧٤, 4874e-4, NaN, 2020-W01-1.
DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
INTEGER = re.compile(r"-?[0-9]+")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What the smallest whole-number column holds on every database.
LARGEST_INTEGER = 32_767


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
        if "\0" in value:
            raise self.error(column, _("the cell holds a character that is no text."))
        return value.strip()

    def required(self, column: str) -> str:
        value = self.text(column)
        if not value:
            raise self.error(column, _("a value is needed here."))
        return value

    def decimal(self, column: str) -> Decimal | None:
        message = gettext_lazy("“%(text)s” is not a number with a decimal point.")
        return self._converted(column, DECIMAL, Decimal, message)

    def integer(self, column: str, *, least: int = 0) -> int | None:
        message = gettext_lazy("“%(text)s” is not a whole number.")
        number = self._converted(column, INTEGER, int, message)
        if number is not None and not least <= number <= LARGEST_INTEGER:
            raise self.error(
                column,
                _("%(number)d does not lie within %(least)d to %(largest)d.")
                % {"number": number, "least": least, "largest": LARGEST_INTEGER},
            )
        return number

    def date(self, column: str) -> dt.date | None:
        message = gettext_lazy("“%(text)s” is not a date like 2022-12-31.")
        return self._converted(column, DATE, dt.date.fromisoformat, message)

    def web_address(self, column: str) -> str:
        value = self.text(column)
        if value and not value.startswith(("http://", "https://")):
            raise self.error(column, _("“%(text)s” is not a web address.") % {"text": value})
        return value

    def choice(self, column: str, choices) -> str:
        value = self.required(column)
        try:
            return choices(value).value
        except ValueError:
            allowed = ", ".join(choices.values)
            raise self.error(
                column, _("“%(text)s” is not one of %(allowed)s.") % {"text": value, "allowed": allowed}
            ) from None

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

    def _converted(self, column: str, form: re.Pattern, convert: Callable, message: str):
        """Convert a cell; ``message`` is lazy, as few of the many cells need it."""
        text = self.text(column)
        if not text:
            return None
        try:
            if form.fullmatch(text):
                return convert(text)
        except ValueError:
            pass  # of the right form, but on no calendar: told below like any other
        raise self.error(column, message % {"text": text})


def read_table(path: Path, *, root: Path) -> Iterator[Row]:
    """Yield the rows of a CSV file; places in errors name it relative to ``root``.

    Raises:
        RejectedFileError: if the file is missing, or is not UTF-8.
    """
    file = path.relative_to(root.parent).as_posix()

    def refused(line: int, message: str) -> RejectedFileError:
        return RejectedFileError([CellError(file, line, "", message)])

    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            for cells in reader:
                if None in cells or None in cells.values():
                    raise refused(reader.line_num, _("the number of cells is not that of the header."))
                yield Row(file=file, line=reader.line_num, cells=cells)
    except FileNotFoundError:
        raise refused(0, _("the file is missing.")) from None
    except UnicodeDecodeError:
        raise refused(0, _("the file is not UTF-8.")) from None
    except csv.Error as error:
        raise refused(reader.line_num, _("the line cannot be read: %(error)s") % {"error": error}) from None


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
