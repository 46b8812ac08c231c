"""The acts that change what the public sees or what officers hand in: one atomic function each."""

from indicators.workflow.entry import enter_values
from indicators.workflow.errors import WorkflowError
from indicators.workflow.publishing import PublicationPreview, preview_publication, publish
from indicators.workflow.revisions import discard_draft, open_revision

__all__ = [
    "PublicationPreview",
    "WorkflowError",
    "discard_draft",
    "enter_values",
    "open_revision",
    "preview_publication",
    "publish",
]
