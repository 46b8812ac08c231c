"""Entering figures into a draft edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import Edition, Measure, Ranking
from indicators.models.basis import Basis
from indicators.workflow.errors import WorkflowError
from provinces.models import Source, Unit


@dataclass(frozen=True)
class Entry:
    """What an officer gives for one measure; all empty takes the row out."""

    value: Decimal | None = None
    rank: int | None = None
    status: str = Ranking.Status.RANKED
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return self.value is None and self.rank is None and self.status == Ranking.Status.RANKED


@transaction.atomic
def enter_values(
    edition: Edition, *, unit: Unit, entries: Mapping[Measure, Entry], source: Source | None = None
) -> int:
    """Write one unit's figures into a draft edition; return the number of rows written or taken out.

    Only what differs from the stored row is touched, so an untouched figure keeps its basis and source.

    Raises:
        WorkflowError: if the edition is not open, units hand in their scores for it, the unit is not in its
            unit set, a value lies outside the scale, or a status contradicts the figures.
    """
    edition = Edition.objects.select_for_update(of=("self",)).with_rules().get(pk=edition.pk)
    if refusal := refusal_of_figures(edition):
        raise WorkflowError(refusal)
    if not edition.unit_set.members.filter(unit=unit).exists():
        raise WorkflowError(
            _("%(unit)s does not belong to %(unit_set)s.") % {"unit": unit, "unit_set": edition.unit_set}
        )
    stored = {row.measure_id: row for row in edition.rankings.filter(unit=unit)}
    changed = 0
    for measure, entry in entries.items():
        row = stored.get(measure.pk)
        check_scale(measure, entry.value)
        _check_status(measure, entry)
        if not entry.is_empty:
            row = row or Ranking(edition=edition, unit=unit, measure=measure)
            changed += _write(row, entry, source)
        elif row is not None:
            row.delete()
            changed += 1
    return changed


def refusal_of_figures(edition: Edition) -> str:
    """Return why no figures are written into an edition, and what to do instead; empty where they are."""
    if not edition.is_open:
        return _("%(edition)s is published; open a revision to correct it.") % {"edition": edition}
    return refusal_beside_scores(edition)


def refusal_beside_scores(edition: Edition) -> str:
    """Return why no figures are written beside scores; empty where the edition, open or published, has none.

    Publishing the scores would delete such figures without a word.
    """
    if not edition.submissions.exists():
        return ""
    if edition.is_open:
        text = _(
            "Units hand in their scores for %(edition)s and its figures follow from these:"
            " correct the score of the unit."
        )
    else:
        text = _(
            "%(edition)s was published from the scores of its units:"
            " open a revision and correct the score of the unit."
        )
    return text % {"edition": edition}


def check_scale(measure: Measure, value: Decimal | None) -> None:
    """Refuse a value outside the scale of the measure's methodology.

    Raises:
        WorkflowError: if the value is negative or above the top of the scale.
    """
    top = scale_top(measure)
    if value is not None and (value < 0 or (top is not None and value > top)):
        raise WorkflowError(
            _("%(measure)s: %(value)s lies outside the scale 0 to %(top)s.")
            % {"measure": measure, "value": value, "top": top if top is not None else "…"}
        )


def _check_status(measure: Measure, entry: Entry) -> None:
    """Refuse a figure beside the reason why there is none, before the database does."""
    is_given = entry.value is not None or entry.rank is not None
    if entry.status == Ranking.Status.NOT_PUBLISHED and is_given:
        reason = _("What is not published has neither a value nor a rank.")
    elif entry.status == Ranking.Status.NOT_RANKED and entry.rank is not None:
        reason = _("A unit that is not ranked has no rank.")
    else:
        return
    raise WorkflowError(f"{measure}: {reason}")


def scale_top(measure: Measure) -> Decimal | None:
    """Return the largest value that a measure may have; None where the rule book does not say."""
    methodology = measure.methodology
    own_scale = methodology.value_form == methodology.ValueForm.POINTS and measure.max_points is not None
    return measure.max_points if own_scale else methodology.scale_max


def _write(row: Ranking, entry: Entry, source: Source | None) -> bool:
    before = (row.pk, row.value, row.rank, row.status, row.note)
    if row.value != entry.value:
        row.value, row.value_text, row.value_source = entry.value, _printed(entry.value), source
        row.value_basis = Basis.PUBLISHED if entry.value is not None else ""
    if row.rank != entry.rank:
        row.rank, row.rank_source = entry.rank, source
        row.rank_basis = Basis.PUBLISHED if entry.rank is not None else ""
    row.status, row.note = entry.status, entry.note
    if (row.pk, row.value, row.rank, row.status, row.note) == before:
        return False
    row.save()
    return True


def _printed(value: Decimal | None) -> str:
    return "" if value is None else str(value)
