"""Where the files of imports are kept: on this server, apart from anything that is served."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class KeptFileStorage(FileSystemStorage):
    """A directory that has no address: its files leave it through the record of an import alone."""

    def __init__(self):
        super().__init__(file_permissions_mode=0o640, directory_permissions_mode=0o750)

    @property
    def base_location(self) -> Path:
        return settings.KEPT_FILES

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    def url(self, name):
        raise ValueError(f"{name} is kept, not served.")
