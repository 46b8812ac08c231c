"""A copy of fixtures/ whose cells a test may change."""

import csv
import shutil
from pathlib import Path

from django.conf import settings


class Tables:
    """The tables of a directory; every change tells on which line of the file it stands."""

    def __init__(self, directory: Path):
        self.directory = Path(shutil.copytree(settings.BASE_DIR / "fixtures", directory / "fixtures"))

    def path(self, table: str) -> Path:
        return self.directory / f"{table}.csv"

    def rows(self, table: str) -> list[dict[str, str]]:
        with self.path(table).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def first(self, table: str, where: dict[str, str]) -> dict[str, str]:
        """Return the first row that fits."""
        return next(row for row in self.rows(table) if where.items() <= row.items())

    def change(self, table: str, where: dict[str, str], **cells: str) -> int:
        """Change cells of the first row that fits; return its line."""
        rows = self.rows(table)
        place = rows.index(self.first(table, where))
        rows[place] |= cells
        self._write(table, rows)
        return place + 2

    def append(self, table: str, **cells: str) -> int:
        """Add a row, empty but for some cells; return its line."""
        return self.extend(table, [cells])

    def extend(self, table: str, added: list[dict[str, str]]) -> int:
        """Add rows, empty but for some cells; return the line of the last."""
        rows = self.rows(table)
        rows += [dict.fromkeys(rows[0], "") | cells for cells in added]
        self._write(table, rows)
        return len(rows) + 1

    def _write(self, table: str, rows: list[dict[str, str]]) -> None:
        with self.path(table).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0])
            writer.writeheader()
            writer.writerows(rows)


def count_rows(table: str) -> int:
    """Count the rows of a table of fixtures/."""
    path = settings.BASE_DIR / "fixtures" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _row in csv.DictReader(stream))
