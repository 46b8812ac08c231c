"""What the tables of a load say, by natural key."""

from collections import defaultdict

from django.db.models import Model

Key = str | tuple


class Known:
    """The rows of the tables read so far, by model and natural key, and those that this load created.

    Tables are checked against each other alone, never against the database, where officers may have changed
    anything. A row that is stored bears the key of the stored one; what officers took out bears none.
    """

    def __init__(self):
        self._rows: dict[type[Model], dict[Key, Model]] = defaultdict(dict)
        self._created: set[Model] = set()

    def __getitem__(self, model: type[Model]) -> dict[Key, Model]:
        return self._rows[model]

    def note_created(self, row: Model) -> None:
        self._created.add(row)

    def is_created(self, row: Model) -> bool:
        return row.pk is not None and row in self._created

    def created(self, model: type[Model]) -> list[Model]:
        return [row for row in self._rows[model].values() if row.pk is not None and row in self._created]
