"""Where files of imports and of evidence are kept: on this server, apart from anything that is served."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class KeptFileStorage(FileSystemStorage):
    """A directory that has no address: its files leave it through pages that ask who wants them.

    Args:
        setting: the name of the setting that says where it is.
    """

    def __init__(self, setting: str = "KEPT_FILES"):
        super().__init__(file_permissions_mode=0o640, directory_permissions_mode=0o750)
        self.setting = setting

    @property
    def base_location(self) -> Path:
        return getattr(settings, self.setting)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    def url(self, name):
        raise ValueError(f"{name} is kept, not served.")
