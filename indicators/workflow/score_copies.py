"""The scores of a revision: copies of what was published, to be opened again where they are wrong."""

from collections.abc import Mapping

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from indicators.models import (
    Assessment,
    Deadline,
    Edition,
    Evidence,
    Extension,
    Question,
    Submission,
    SubmissionEvent,
)
from indicators.workflow.acting import record_all
from provinces.models import User
from provinces.models.history import keep_stored_states

# Submissions are few beside their scores, which are copied inside the database.
BATCH = 1000
# How a row of the published edition is joined with its place in the draft.
_SUBMISSIONS = """
    FROM {submissions} submission
    JOIN {submissions} new_submission
      ON new_submission.unit_id = submission.unit_id AND new_submission.edition_id = %s
"""
FROM_FORMER = {
    Assessment: f"""{_SUBMISSIONS}
    JOIN {{scores}} former ON former.submission_id = submission.id
    WHERE submission.edition_id = %s ORDER BY former.id""",
    Evidence: f"""{_SUBMISSIONS}
    JOIN {{scores}} score ON score.submission_id = submission.id
    JOIN {{scores}} new_score
      ON new_score.submission_id = new_submission.id AND new_score.indicator_id = score.indicator_id
    JOIN {{evidence}} former ON former.assessment_id = score.id
    WHERE submission.edition_id = %s ORDER BY former.id""",
}


def copy_scores(edition: Edition, draft: Edition, *, by: User | None) -> None:
    """Give a draft the submissions of the edition that it replaces, with their scores and evidence.

    They are approved as they were; what is wrong is opened again, one submission at a time, and goes the
    same way as any other. Questions, events and deadlines stay with the former edition. A file of evidence
    is kept once and named by both rows.
    """
    former = edition.submissions.order_by("pk")
    copies = Submission.objects.bulk_create(
        [
            Submission(
                edition=draft,
                unit_id=submission.unit_id,
                state=Submission.State.APPROVED,
                is_ranked=submission.is_ranked,
                unranked_reason=submission.unranked_reason,
            )
            for submission in former.iterator(chunk_size=BATCH)
        ],
        batch_size=BATCH,
    )
    _copy(Assessment, {"submission_id": "new_submission.id", "final_score": "NULL"}, edition, draft)
    _copy(Evidence, {"assessment_id": "new_score.id"}, edition, draft)
    keep_stored_states(draft.submissions.all(), kind="+", by=by)
    keep_stored_states(Assessment.objects.filter(submission__edition=draft), kind="+", by=by)
    keep_stored_states(Evidence.objects.filter(assessment__submission__edition=draft), kind="+", by=by)
    states = {copy.pk: copy.state for copy in copies}
    record_all(states, SubmissionEvent.Act.OPEN, by=by, at=timezone.now())


def delete_scores(draft: Edition, *, by: User | None) -> None:
    """Delete the copies that a revision worked on; the published ones stay."""
    submissions = draft.submissions.order_by()
    scores = Assessment.objects.filter(submission__in=submissions)
    for rows in (
        Evidence.objects.filter(assessment__in=scores),
        Question.objects.filter(assessment__in=scores),
        scores,
        Extension.objects.filter(submission__in=submissions),
        SubmissionEvent.objects.filter(submission__in=submissions),
        submissions,
        Deadline.objects.filter(edition=draft),
    ):
        if hasattr(rows.model, "history"):
            keep_stored_states(rows, kind="-", by=by)
        # The rows that protect them are gone: nothing is left to be collected, one by one, before.
        rows.order_by()._raw_delete(rows.db)


def _copy(model: type[Model], replaced: Mapping[str, str], edition: Edition, draft: Edition) -> None:
    """Copy the rows of the scores of an edition to those of a draft, inside the database.

    Args:
        replaced: what stands in the copy, by column, where it is not what stands in the former row.
    """
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    columns = ", ".join(quote(field.column) for field in fields)
    copied = ", ".join(replaced.get(field.column, f"former.{quote(field.column)}") for field in fields)
    tables = {
        "submissions": quote(Submission._meta.db_table),
        "scores": quote(Assessment._meta.db_table),
        "evidence": quote(Evidence._meta.db_table),
    }
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) SELECT {copied} {FROM_FORMER[model]}"
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**tables), [draft.pk, edition.pk])
