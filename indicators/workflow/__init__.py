"""The acts that change what the public sees or what officers hand in: one atomic function each."""

from indicators.workflow.assessments import (
    accept_all_unchanged,
    ask_back,
    reply,
    save_entry,
    save_verification,
)
from indicators.workflow.deadlines import deadline_of, extend, late_submissions, set_deadline
from indicators.workflow.entry import enter_values
from indicators.workflow.errors import NotAssignedError, StaleVersionError, WorkflowError
from indicators.workflow.evidence import CheckedFile, add_evidence, remove_evidence
from indicators.workflow.intervals import fill_intervals
from indicators.workflow.opening import open_submissions
from indicators.workflow.publishing import PublicationPreview, preview_publication, publish
from indicators.workflow.revisions import discard_draft, open_revision
from indicators.workflow.schedule import call_off_publication, publish_due, schedule_publication
from indicators.workflow.scores import publish_scores
from indicators.workflow.submissions import (
    accept,
    acts_open_to,
    approve,
    finish_verification,
    reopen,
    send,
    send_back,
    set_ranked,
    withdraw,
)

__all__ = [
    "CheckedFile",
    "NotAssignedError",
    "PublicationPreview",
    "StaleVersionError",
    "WorkflowError",
    "accept",
    "accept_all_unchanged",
    "acts_open_to",
    "add_evidence",
    "approve",
    "ask_back",
    "call_off_publication",
    "deadline_of",
    "discard_draft",
    "enter_values",
    "extend",
    "fill_intervals",
    "finish_verification",
    "late_submissions",
    "open_revision",
    "open_submissions",
    "preview_publication",
    "publish",
    "publish_due",
    "publish_scores",
    "remove_evidence",
    "reopen",
    "reply",
    "save_entry",
    "save_verification",
    "schedule_publication",
    "send",
    "send_back",
    "set_deadline",
    "set_ranked",
    "withdraw",
]
