"""Files that the server kept for an import or a document that never came to be, or is gone."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from django.core.files.storage import Storage
from django.db.models import Model
from django.utils import timezone

from indicators.models import Evidence, ImportBatch

# What a younger file belongs to may be under way: nobody else sees its row before it is done.
YOUNGEST = timedelta(days=1)


class Place(NamedTuple):
    """Where files are kept: by which model, and in which folder of its storage; "" for all of it."""

    model: type[Model]
    folder: str

    @property
    def storage(self) -> Storage:
        return self.model._meta.get_field("file").storage


class Orphan(NamedTuple):
    """A file that no row names."""

    place: Place
    name: str

    def __str__(self):
        return self.place.storage.path(self.name)

    def delete(self) -> None:
        self.place.storage.delete(self.name)


PLACES = (Place(ImportBatch, "imports"), Place(Evidence, ""))


def orphans() -> Iterator[Orphan]:
    """Yield the kept files that no row names.

    A process that was killed leaves such behind, and a revision that was discarded its new documents.
    """
    for place in PLACES:
        named = set(place.model.objects.exclude(file="").values_list("file", flat=True))
        latest = timezone.now() - YOUNGEST
        for name in _names(place.storage, place.folder):
            if name not in named and place.storage.get_modified_time(name) < latest:
                yield Orphan(place, name)


def delete_orphans() -> int:
    """Delete the kept files that no row names; return how many there were."""
    found = list(orphans())
    for orphan in found:
        orphan.delete()
    return len(found)


def _names(storage: Storage, folder: str) -> Iterator[str]:
    if not storage.exists(folder):
        return
    folders, files = storage.listdir(folder)
    inside = f"{folder}/" if folder else ""
    yield from (f"{inside}{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from _names(storage, f"{inside}{name}")
