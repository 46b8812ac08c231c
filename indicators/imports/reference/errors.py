"""What is wrong with a file, told with file, line and column."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass
class CellError(Exception):
    """One cell that cannot be taken, and what to do about it."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self):
        return _("%(file)s, line %(line)d, column “%(column)s”: %(message)s") % {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "message": self.message,
        }


class RejectedFileError(Exception):
    """A file is refused as a whole; nothing of it was saved."""

    def __init__(self, errors):
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))
