"""Publishing what officers scored: figures computed, frozen and shown by a decision, in one transaction."""

import datetime as dt

import numpy as np
import pandas as pd
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import frames
from indicators.frames import Scores
from indicators.models import Assessment, Edition, Measure, Submission, SubmissionEvent
from indicators.workflow.acting import PUBLISH_SCORES, held_series, record_all, refuse_unless_assigned
from indicators.workflow.decisions import Decision, named_decision, source_of
from indicators.workflow.errors import WorkflowError
from indicators.workflow.publishing import publish
from indicators.workflow.score_rows import score_rows, write_rankings
from indicators.workflow.scored_values import indicator_rules, values_of
from provinces.models import Unit, User
from provinces.models.history import keep_stored_states, signed

NAMED_AT_MOST = 5
BATCH = 1000
State = Submission.State


@transaction.atomic
def publish_scores(
    edition: Edition,
    *,
    by: User,
    decision_number: str,
    decision_date: dt.date,
    published_on: dt.date | None = None,
) -> Edition:
    """Freeze the appraised scores of an edition, and publish what they come to by a decision.

    The appraised score of every indicator becomes the final one. Groups, total and composites are computed
    from these and kept as rankings whose source is the decision. Units that take part without being ranked
    have values and no rank.

    Args:
        published_on: when the decision was made known; today without it.

    Raises:
        WorkflowError: if the decision is not named in full, ``by`` may not publish, a unit that is ranked is
            not approved yet or lacks a score, a unit left the set, a score is above its maximum, or the rule
            book does not say how scores make a total.
    """
    decision = named_decision(decision_number, decision_date, published_on=published_on)
    edition = _held(edition, by=by)
    _refuse_unless_approved(edition)
    scores = _approved_scores(edition)
    _refuse_gaps(scores, edition=edition)
    _freeze(edition, scores)
    _note_decision(edition, decision, by=by)
    # A revision has copies of the former figures; all of them follow from the scores anew.
    edition.rankings.all().delete()
    write_rankings(score_rows(edition, values_of(scores, edition=edition), source=edition.source))
    _close(edition, by=by, decision=decision)
    return publish(edition, by=by, reason=decision.number, is_computed=True)


def _held(edition: Edition, *, by: User) -> Edition:
    """Return an edition and hold it with its submissions, in the order in which ``publish`` does."""
    edition = held_series(edition)
    refuse_unless_assigned(by, PUBLISH_SCORES, place=edition)
    if not edition.is_open:
        raise WorkflowError(_("%(edition)s is already published.") % {"edition": edition})
    # Read to the end: only what is read is held.
    if not list(edition.submissions.order_by("pk").select_for_update().values_list("pk", flat=True)):
        raise WorkflowError(_("No unit hands in scores for %(edition)s.") % {"edition": edition})
    if not edition.methodology.measures.of_kind(Measure.Kind.TOTAL).exists():
        raise WorkflowError(_("The rule book %(rules)s has no total.") % {"rules": edition.methodology})
    _refuse_strangers(edition)
    return edition


def _refuse_strangers(edition: Edition) -> None:
    """Refuse submissions of units that were taken out of the set: out of how many would they rank?"""
    members = edition.unit_set.members.values("unit")
    strangers = edition.submissions.exclude(unit__in=members).order_by("unit__slug")
    units = list(strangers.values_list("unit_id", flat=True))
    if units:
        text = ngettext(
            "%(count)d unit hands in scores and is no longer in the set “%(unit_set)s”: %(units)s."
            " Put it back into the set.",
            "%(count)d units hand in scores and are no longer in the set “%(unit_set)s”: %(units)s."
            " Put them back into the set.",
            len(units),
        )
        values = {"count": len(units), "unit_set": edition.unit_set, "units": _called(units, edition)}
        raise WorkflowError(text % values)


def _refuse_unless_approved(edition: Edition) -> None:
    """Ask for the approval of every unit that is ranked; one that is not cannot hold up the others."""
    waiting = edition.submissions.filter(is_ranked=True).exclude(state=State.APPROVED)
    units = list(waiting.order_by("unit__slug").values_list("unit_id", flat=True))
    if units:
        text = ngettext(
            "%(count)d unit is not approved yet: %(units)s.",
            "%(count)d units are not approved yet: %(units)s.",
            len(units),
        )
        raise WorkflowError(text % {"count": len(units), "units": _called(units, edition)})
    if not edition.submissions.filter(is_ranked=True).exists():
        raise WorkflowError(_("No unit of %(edition)s is ranked.") % {"edition": edition})


def _approved_scores(edition: Edition) -> Scores:
    """Return the scores that become final, which nobody changes while the submissions are held.

    Read before they are frozen: the database reads rows that it has just written twice as slowly.
    """
    scores = frames.scores_of_edition(edition, "verified")
    waiting = edition.submissions.exclude(state=State.APPROVED)
    scores.points.loc[list(waiting.values_list("unit_id", flat=True))] = np.nan
    return scores


def _freeze(edition: Edition, scores: Scores) -> None:
    """Make the appraised scores the final ones; what does not apply has none, whatever is said later."""
    approved = edition.submissions.filter(state=State.APPROVED).order_by()
    frozen = Assessment.objects.filter(submission__in=approved)
    frozen.update(final_score=F("verified_score"))
    for indicator_id in scores.applies.columns[~scores.applies.to_numpy().all(axis=0)]:
        excepted = scores.applies.index[~scores.applies[indicator_id]].tolist()
        for start in range(0, len(excepted), BATCH):
            units = excepted[start : start + BATCH]
            frozen.filter(indicator=indicator_id, submission__unit__in=units).update(final_score=None)


def _refuse_gaps(scores: Scores, *, edition: Edition) -> None:
    """Refuse scores that make no total: missing, above the maximum, or of an indicator without one."""
    rules = indicator_rules(edition)
    unknown = rules["max_points"].isna() | rules["groups"].isna()
    if unknown.any():
        indicators = Measure.objects.filter(pk__in=list(unknown.index[unknown])).in_order()
        text = _("The maximum or the group of these indicators is not known: %(codes)s.")
        raise WorkflowError(text % {"codes": _listed([one.code or one.name for one in indicators])})
    _refuse_above_maximum(scores, maximum=rules["max_points"])
    ranked = set(edition.submissions.filter(is_ranked=True).values_list("unit_id", flat=True))
    gaps = scores.applies.to_numpy() & np.isnan(scores.points.to_numpy())
    lacking = [unit for unit in scores.points.index[gaps.any(axis=1)] if unit in ranked]
    if lacking:
        text = ngettext(
            "%(count)d unit lacks an appraised score: %(units)s.",
            "%(count)d units lack an appraised score: %(units)s.",
            len(lacking),
        )
        raise WorkflowError(text % {"count": len(lacking), "units": _called(lacking, edition)})


def _refuse_above_maximum(scores: Scores, *, maximum: pd.Series) -> None:
    """Refuse scores above the points of their indicator, which somebody lowered after they were given."""
    points, applies = (frame[maximum.index].to_numpy() for frame in scores)
    above = (points > maximum.to_numpy()) & applies
    if above.any():
        indicators = Measure.objects.filter(pk__in=list(maximum.index[above.any(axis=0)])).in_order()
        text = _("Scores of these indicators are above the maximum: %(codes)s. Have them appraised again.")
        raise WorkflowError(text % {"codes": _listed([one.code or one.name for one in indicators])})


def _note_decision(edition: Edition, decision: Decision, *, by: User) -> None:
    """Write the decision and the n of the ranks into the edition."""
    edition.decision_number = decision.number
    edition.decision_date = decision.issued_on
    edition.published_on = decision.published_on or timezone.localdate()
    edition.source = source_of(decision, edition=edition, by=by)
    edition.unit_count = edition.submissions.filter(is_ranked=True).count()
    signed(edition, by=by, reason=decision.number).save()


def _close(edition: Edition, *, by: User, decision: Decision) -> None:
    """Move the submissions to their last state, each with its record; no plan to publish waits any more."""
    now = timezone.now()
    edition.scheduled_publications.waiting().update(called_off_at=now)
    before = dict(edition.submissions.values_list("pk", "state"))
    record_all(
        dict.fromkeys(before, State.PUBLISHED),
        SubmissionEvent.Act.PUBLISH,
        by=by,
        at=now,
        before=before,
        reason=decision.number,
    )
    edition.submissions.update(state=State.PUBLISHED)
    keep_stored_states(edition.submissions.all(), kind="~", by=by, reason=decision.number)


def _called(unit_ids: list[int], edition: Edition) -> str:
    """Return the names of the first few units."""
    units = Unit.objects.filter(pk__in=unit_ids[: NAMED_AT_MOST + 1]).with_names().order_by("slug")
    return _listed([unit.called_on(edition.names_on)[0] for unit in units])


def _listed(names: list[str]) -> str:
    more = ["…"] if len(names) > NAMED_AT_MOST else []
    return ", ".join(names[:NAMED_AT_MOST] + more)
