from collections.abc import Iterable

from indicators.models import Assessment


class WorkflowError(Exception):
    """An act was refused; the message is a translated sentence for the person who tried."""


class NotAssignedError(WorkflowError):
    """The person has no role that allows the act there."""


class StaleVersionError(WorkflowError):
    """Somebody else wrote the same field since it stood on the screen.

    ``current`` is the score as it stands now, ``fields`` are those that both wrote.
    """

    def __init__(self, message: str, *, current: Assessment, fields: Iterable[str]):
        super().__init__(message)
        self.current = current
        self.fields = frozenset(fields)
