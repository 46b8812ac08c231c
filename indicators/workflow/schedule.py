"""Publications at a set moment: scheduled by who may publish, carried out by a timer."""

import datetime as dt
import logging
from typing import NamedTuple

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Edition, ScheduledPublication
from indicators.workflow.acting import PUBLISH_SCORES, Clock, held_series, refuse_unless_assigned
from indicators.workflow.decisions import named_decision
from indicators.workflow.errors import WorkflowError
from indicators.workflow.scores import publish_scores
from provinces.models import User

logger = logging.getLogger(__name__)


class Outcome(NamedTuple):
    """What came of a publication that was due; without a refusal it was carried out."""

    edition: Edition
    refusal: str = ""


@transaction.atomic
def schedule_publication(
    edition: Edition,
    *,
    by: User,
    at: dt.datetime,
    decision_number: str,
    decision_date: dt.date,
    now: Clock = timezone.now,
) -> ScheduledPublication:
    """Let the scores of an edition be published at a moment, by a decision; an earlier plan is called off.

    Raises:
        WorkflowError: if ``by`` may not publish, the edition is not open or has no submissions, the decision
            is not named in full, or the moment has passed.
    """
    edition = held_series(edition)
    refuse_unless_assigned(by, PUBLISH_SCORES, place=edition)
    decision = named_decision(decision_number, decision_date, published_on=None)
    if not edition.is_open:
        raise WorkflowError(_("%(edition)s is already published.") % {"edition": edition})
    if not edition.submissions.exists():
        raise WorkflowError(_("No unit hands in scores for %(edition)s.") % {"edition": edition})
    moment = now()
    if at <= moment:
        raise WorkflowError(_("The moment of the publication has already passed."))
    edition.scheduled_publications.waiting().update(called_off_at=moment)
    return ScheduledPublication.objects.create(
        edition=edition,
        at=at,
        decision_number=decision.number,
        decision_date=decision.issued_on,
        scheduled_by=by,
        scheduled_at=moment,
    )


@transaction.atomic
def call_off_publication(edition: Edition, *, by: User, now: Clock = timezone.now) -> None:
    """Take back the plan to publish an edition.

    Raises:
        WorkflowError: if ``by`` may not publish, or nothing is planned.
    """
    edition = held_series(edition)
    refuse_unless_assigned(by, PUBLISH_SCORES, place=edition)
    if not edition.scheduled_publications.waiting().update(called_off_at=now()):
        raise WorkflowError(_("No publication of %(edition)s is scheduled.") % {"edition": edition})


def publish_due(now: dt.datetime) -> list[Outcome]:
    """Carry out the publications whose moment has come, each for itself; return what came of each.

    One that is refused, or that fails for whatever reason, keeps none of the others from being carried out.
    It waits with the reason and is tried again the next time.
    """
    due = list(ScheduledPublication.objects.due(now).select_related("edition__scorecard"))
    outcomes = [_outcome_of(planned, now=now) for planned in due]
    return [outcome for outcome in outcomes if outcome is not None]


def _outcome_of(planned: ScheduledPublication, *, now: dt.datetime) -> Outcome | None:
    """Return what came of one plan, also where the database does not even let it be held or noted."""
    try:
        return _carry_out(planned, now=now)
    except DatabaseError:
        logger.exception("%s was not published", planned.edition)
        return Outcome(
            edition=planned.edition, refusal=_("The database failed; the log of the site tells more.")
        )


@transaction.atomic
def _carry_out(planned: ScheduledPublication, *, now: dt.datetime) -> Outcome | None:
    """Publish one edition; None where another process was quicker, or the plan was called off meanwhile."""
    held_series(planned.edition)
    held = ScheduledPublication.objects.select_for_update(of=("self",)).select_related(
        "edition__scorecard", "edition__unit_set", "scheduled_by"
    )
    planned = held.due(now).filter(pk=planned.pk).first()
    if planned is None:
        return None
    planned.tried_at, planned.refusal = now, ""
    try:
        publish_scores(
            planned.edition,
            by=planned.scheduled_by,
            decision_number=planned.decision_number,
            decision_date=planned.decision_date,
            published_on=max(timezone.localdate(planned.at), planned.decision_date),
        )
        # Publishing called off every plan that waited, this one too.
        planned.done_at, planned.called_off_at = now, None
    except WorkflowError as refusal:
        planned.refusal = str(refusal)
    except Exception:  # whatever it is, the editions behind this one are not to wait for its repair
        logger.exception("%s was not published", planned.edition)
        planned.refusal = _("It failed; the log of the site tells more.")
    planned.save(update_fields=["tried_at", "refusal", "done_at", "called_off_at"])
    return Outcome(edition=planned.edition, refusal=planned.refusal)
