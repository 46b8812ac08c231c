"""What a unit, or the units that it came from, scored in the edition before."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from indicators.admin.submissions.access import unit_name
from indicators.admin.submissions.cells import shown
from indicators.models import Assessment, Edition, Submission
from indicators.workflow.appraisal_sight import shows_appraisal


class Former(NamedTuple):
    """The edition before, and what to show of it by the code of the indicator."""

    edition: Edition | None
    texts: dict[str, str]


def former_scores(submission: Submission, *, user) -> Former:
    """Return the scores of the edition before: the unit's own, else those of its predecessors, named.

    What is not published is shown to those alone who are assigned to the unit that it is of.
    """
    found = _submissions_before(submission, user=user)
    if not found:
        return Former(None, {})
    edition = found[0].edition
    of_edition = [one for one in found if one.edition_id == edition.pk]
    own = [one for one in of_edition if one.unit_id == submission.unit_id]
    by_key = {one.pk: one for one in own or of_edition}
    texts = defaultdict(list)
    scores = Assessment.objects.filter(submission__in=by_key).order_by("submission__unit__slug")
    for score in scores.select_related("indicator"):
        if not shows_appraisal(user, submission=by_key[score.submission_id]):
            score.verified_score = None
        if score.indicator.code and (text := _score_text(score)):
            whose = "" if own else unit_name(by_key[score.submission_id]) + ": "
            texts[score.indicator.code].append(whose + text)
    return Former(edition, {code: "; ".join(parts) for code, parts in texts.items()})


def _submissions_before(submission: Submission, *, user) -> list[Submission]:
    edition = submission.edition
    units = Q(unit=submission.unit_id) | Q(unit__successions__successor=submission.unit_id)
    visible = Q(state=Submission.State.PUBLISHED) | Q(pk__in=Submission.objects.for_user(user).values("pk"))
    before = Submission.objects.with_places().filter(
        units,
        visible,
        edition__scorecard=edition.scorecard_id,
        edition__period_kind=edition.period_kind,
        edition__period_end__lt=edition.period_end,
    )
    newest_first = ["-edition__period_end", "-edition__revision", "-edition__pk"]
    return list(before.order_by(*newest_first).distinct()[:30])


def _score_text(score: Assessment) -> str:
    """Write the last stage's score, with what it was made from."""
    stages = (score.final_score, score.verified_score, score.self_score)
    last = next((stage for stage in stages if stage is not None), None)
    if last is None:
        return ""
    if score.raw_a is None:
        return shown(last)
    if score.raw_b is None:
        return _("%(score)s (a = %(a)s)") % {"score": shown(last), "a": shown(score.raw_a)}
    return _("%(score)s (%(a)s/%(b)s)") % {
        "score": shown(last),
        "a": shown(score.raw_a),
        "b": shown(score.raw_b),
    }
