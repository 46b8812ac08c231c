"""Files that a server kept for an import that never came to be."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from indicators.models import ImportBatch

FOLDER = "imports"
# The import of a younger file may be under way: nobody else sees its row before it is done.
YOUNGEST = timedelta(days=1)


def orphans() -> Iterator[str]:
    """Yield the names of kept files that no import names; a process that was killed leaves such behind."""
    storage = ImportBatch.file.field.storage
    named = set(ImportBatch.objects.exclude(file="").values_list("file", flat=True))
    latest = timezone.now() - YOUNGEST
    for name in _names(storage, FOLDER):
        if name not in named and storage.get_modified_time(name) < latest:
            yield name


def delete_orphans() -> int:
    """Delete the kept files that no import names; return how many there were."""
    names = list(orphans())
    for name in names:
        ImportBatch.file.field.storage.delete(name)
    return len(names)


def _names(storage, folder: str) -> Iterator[str]:
    if not storage.exists(folder):
        return
    folders, files = storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from _names(storage, f"{folder}/{name}")
