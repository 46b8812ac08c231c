"""Opening an edition for the units: a submission for each, with a row for every indicator."""

from collections.abc import Collection, Iterable

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Assessment, Edition, Measure, Submission, SubmissionEvent
from indicators.workflow.acting import OPEN, Clock, held_edition, record_all, refuse_unless_assigned
from indicators.workflow.errors import WorkflowError
from provinces.models import Unit, User
from provinces.models.history import keep_states, signed

# Units that are opened at once: each is named in a statement.
UNITS_AT_ONCE = 100


@transaction.atomic
def open_submissions(
    edition: Edition, *, by: User, units: Collection[Unit] | None = None, now: Clock = timezone.now
) -> tuple[Submission, ...]:
    """Open an edition for data entry and return the submissions that were opened; those that are stay.

    Args:
        units: members of the unit set that take part; None for all of them.

    Raises:
        WorkflowError: if the edition is published, a unit is not in its set, its rule book assesses no
            indicator, or ``by`` is not assigned to all of its units.
    """
    edition = held_edition(edition)
    refuse_unless_assigned(by, OPEN, place=edition)
    if not edition.is_open:
        raise WorkflowError(_("%(edition)s is already published.") % {"edition": edition})
    indicators = list(edition.methodology.measures.assessed().in_order())
    if not indicators:
        raise WorkflowError(_("The rule book %(rules)s has no indicators.") % {"rules": edition.methodology})
    waiting = _units_without_submission(edition, units)
    at = now()
    opened = [
        submission
        for start in range(0, len(waiting), UNITS_AT_ONCE)
        for submission in _open(edition, waiting[start : start + UNITS_AT_ONCE], indicators, by=by, at=at)
    ]
    if edition.state != Edition.State.SCORING:
        edition.state = Edition.State.SCORING
        signed(edition, by=by).save(update_fields=["state"])
    return tuple(opened)


def _units_without_submission(edition: Edition, units: Iterable[Unit] | None) -> list[int]:
    """Return the keys of the units that are still to be opened, in the order of the set."""
    members = list(edition.unit_set.members.order_by("order").values_list("unit", flat=True))
    if units is not None:
        asked = {unit.pk: unit for unit in units}
        if strangers := asked.keys() - set(members):
            text = _("%(unit)s does not belong to %(unit_set)s.")
            raise WorkflowError(text % {"unit": asked[min(strangers)], "unit_set": edition.unit_set})
        members = [key for key in members if key in asked]
    opened = set(edition.submissions.values_list("unit", flat=True))
    return [key for key in members if key not in opened]


def _open(edition: Edition, units: list[int], indicators: list[Measure], *, by: User, at) -> list[Submission]:
    submissions = Submission.objects.bulk_create(
        [Submission(edition=edition, unit_id=unit) for unit in units]
    )
    # The empty scores begin their history with the first figure: there is nothing to tell before it.
    keep_states(submissions, by=by, is_new=True)
    _add_empty_scores(submissions, indicators)
    states = {submission.pk: submission.state for submission in submissions}
    record_all(states, SubmissionEvent.Act.OPEN, by=by, at=at)
    return submissions


def _add_empty_scores(submissions: list[Submission], indicators: list[Measure]) -> None:
    """Add a row for every indicator to each submission, inside the database: there may be a million."""
    quote = connection.ops.quote_name
    empty = Assessment()
    fields = [
        field
        for field in Assessment._meta.local_concrete_fields
        if not field.primary_key and field.name not in {"submission", "indicator"}
    ]
    columns = ["submission_id", "indicator_id", *(field.column for field in fields)]
    keys = [[row.pk for row in rows] for rows in (submissions, indicators)]
    among = [", ".join(["%s"] * len(rows)) for rows in keys]
    statement = f"""
        INSERT INTO {quote(Assessment._meta.db_table)} ({", ".join(map(quote, columns))})
        SELECT submission.id, indicator.id, {", ".join(["%s"] * len(fields))}
        FROM {quote(Submission._meta.db_table)} submission
        CROSS JOIN {quote(Measure._meta.db_table)} indicator
        WHERE submission.id IN ({among[0]}) AND indicator.id IN ({among[1]})
        ORDER BY submission.id, indicator."order", indicator.id"""
    values = [field.get_db_prep_save(getattr(empty, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *keys[0], *keys[1]])
