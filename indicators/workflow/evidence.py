"""Adding documents that prove a score, and taking them out again."""

import hashlib
import uuid
from collections.abc import Mapping
from contextlib import ExitStack
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Evidence
from indicators.workflow.acting import ENTER, Clock, refuse_unless_assigned
from indicators.workflow.assessments import refuse_unless_open_for_entry
from indicators.workflow.errors import WorkflowError
from indicators.workflow.held_scores import held_assessment
from provinces.models import User
from provinces.models.history import signed

DESCRIBING_FIELDS = frozenset({"number", "title", "issued_on", "summary", "link"})
MOST_DOCUMENTS = 50


class CheckedFile(NamedTuple):
    """A file whose content was found to be what its name says."""

    name: str
    ending: str
    content_type: str
    content: bytes


@transaction.atomic
def add_evidence(
    assessment_id: int,
    *,
    by: User,
    described: Mapping[str, object],
    file: CheckedFile | None = None,
    now: Clock = timezone.now,
) -> Evidence:
    """Add a document to a score: its description, and a link, a number or a file by which it is found.

    The file is kept under a random name, with its SHA-256.

    Args:
        described: some of ``DESCRIBING_FIELDS``.

    Raises:
        WorkflowError: if the state, the deadline or the role does not allow it, what is described is no
            document, or the very same file stands there already.
    """
    if strangers := described.keys() - DESCRIBING_FIELDS:
        raise KeyError(min(strangers))
    assessment = held_assessment(assessment_id)
    refuse_unless_assigned(by, ENTER, place=assessment)
    at = now()
    refuse_unless_open_for_entry(assessment, until=assessment.entry_until, at=at)
    if assessment.evidence.count() >= MOST_DOCUMENTS:
        raise WorkflowError(_("A score takes at most %(most)d documents.") % {"most": MOST_DOCUMENTS})
    evidence = signed(Evidence(assessment=assessment, added_by=by, added_at=at, **described), by=by)
    if file is not None:
        _put_file(evidence, file)
    _refuse_unless_complete(evidence)
    if file is None:
        _refuse_same(evidence)
        evidence.save()
        return evidence
    return _saved_with_file(evidence, file)


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: User, now: Clock = timezone.now) -> None:
    """Take a document out, and its file with it once nothing can fail any more.

    Raises:
        WorkflowError: if the state, the deadline or the role does not allow it, or it is gone already.
    """
    assessment = held_assessment(evidence.assessment_id)
    refuse_unless_assigned(by, ENTER, place=assessment)
    refuse_unless_open_for_entry(assessment, until=assessment.entry_until, at=now())
    evidence = assessment.evidence.filter(pk=evidence.pk).first()
    if evidence is None:
        raise WorkflowError(_("This document was already taken out."))
    storage, name = evidence.file.storage, evidence.file.name
    goes_too = name and not shares_file(evidence)
    signed(evidence, by=by).delete()
    if goes_too:
        transaction.on_commit(lambda: storage.delete(name))


def shares_file(evidence: Evidence) -> bool:
    """Tell whether another document names the same file: a revision copies those of the former edition."""
    if not evidence.file:
        return False
    return Evidence.objects.filter(file=evidence.file.name).exclude(pk=evidence.pk).exists()


def _put_file(evidence: Evidence, file: CheckedFile) -> None:
    evidence.name = file.name[-Evidence._meta.get_field("name").max_length :]
    evidence.content_type = file.content_type
    evidence.size = len(file.content)
    evidence.sha256 = hashlib.sha256(file.content).hexdigest()
    same = Evidence.objects.filter(assessment=evidence.assessment_id, sha256=evidence.sha256).first()
    if same is not None:
        raise WorkflowError(_("This very file already stands here as “%(title)s”.") % {"title": same.title})


def _refuse_same(evidence: Evidence) -> None:
    """Refuse a document that was just added: whoever sends a form twice means it once."""
    described = {name: getattr(evidence, name) for name in DESCRIBING_FIELDS}
    if Evidence.objects.filter(assessment=evidence.assessment_id, file="", **described).exists():
        raise WorkflowError(_("This very document already stands here."))


def _refuse_unless_complete(evidence: Evidence) -> None:
    if not (evidence.number or evidence.link or evidence.sha256):
        raise WorkflowError(_("Give the number of the document, a link or a file."))
    if evidence.link and urlsplit(evidence.link).scheme not in ("http", "https"):
        raise WorkflowError(_("A link starts with http:// or https://."))
    try:
        # The constraints would ask for the file, which is kept only once all else is in order.
        evidence.clean_fields(exclude={"file"})
    except ValidationError as error:
        raise WorkflowError(" ".join(error.messages)) from None


def _saved_with_file(evidence: Evidence, file: CheckedFile) -> Evidence:
    evidence.file.save(f"{uuid.uuid4().hex}{file.ending}", ContentFile(file.content), save=False)
    with ExitStack() as unless_saved:
        # Without the row nothing would ever name the file.
        unless_saved.callback(evidence.file.storage.delete, evidence.file.name)
        with transaction.atomic():
            evidence.save()
        unless_saved.pop_all()
    return evidence
