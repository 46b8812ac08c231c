"""Publishing: what an officer's draft becomes, in one transaction."""

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators import frames
from indicators.models import Edition, Measure, Ranking
from indicators.workflow.computing import computed_standings, next_edition
from indicators.workflow.errors import WorkflowError

COMPUTED_PLACES = Decimal("0.0000000001")
COMPUTED_FIELDS = [
    "computed_value",
    "computed_rank",
    "computed_change",
    "computed_regional_rank",
    "computed_regional_count",
    "computed_regional_change",
]


@dataclass(frozen=True)
class PublicationPreview:
    """What publishing would show: the total of every unit now and after."""

    edition: Edition
    standings: pd.DataFrame
    warnings: tuple[str, ...]


@transaction.atomic
def publish(edition: Edition) -> Edition:
    """Compute what stands beside the published figures and let the public see the edition.

    A revision takes the place of the edition that it replaces, which stays readable as superseded. The next
    edition counts its changes of rank from this one, so its computed columns follow.

    Raises:
        WorkflowError: if the edition is not open, or holds nothing to publish.
    """
    edition = Edition.objects.select_for_update(of=("self",)).with_rules().get(pk=edition.pk)
    if not edition.is_open:
        raise WorkflowError(_("%(edition)s is already published.") % {"edition": edition})
    if not edition.rankings.exists():
        raise WorkflowError(_("%(edition)s holds no figures yet.") % {"edition": edition})
    compute(edition)
    if edition.replaces_id:
        Edition.objects.filter(pk=edition.replaces_id, state=Edition.State.PUBLISHED).update(
            state=Edition.State.SUPERSEDED
        )
    edition.state = Edition.State.PUBLISHED
    edition.published_at = timezone.now()
    edition.save(update_fields=["state", "published_at"])
    following = next_edition(edition)
    if following is not None:
        compute(following)
    return edition


@transaction.atomic
def preview_publication(edition: Edition) -> PublicationPreview:
    """Show what publishing a draft would change, and change nothing.

    Returns:
        The standings by the total, each with the value, rank and change that it would have, and
        ``former_value`` and ``former_rank`` where the draft replaces a published edition.

    Raises:
        WorkflowError: if the edition is not open.
    """
    edition = Edition.objects.with_rules().get(pk=edition.pk)
    if not edition.is_open:
        raise WorkflowError(_("%(edition)s is already published.") % {"edition": edition})
    savepoint = transaction.savepoint()
    compute(edition)
    total = edition.methodology.measures.of_kind(Measure.Kind.TOTAL).first()
    standings = frames.standings_by_unit(edition, measure=total.code if total else "")
    if edition.replaces_id:
        replaced = Edition.objects.with_rules().get(pk=edition.replaces_id)
        former = frames.standings_by_unit(replaced, measure=total.code if total else "")
        standings["former_value"] = former["value"]
        standings["former_rank"] = former["rank"]
    transaction.savepoint_rollback(savepoint)
    return PublicationPreview(edition=edition, standings=standings, warnings=_warnings(edition, standings))


def compute(edition: Edition) -> None:
    """Fill the computed columns of an edition, adding rows for what only we compute."""
    measures = {m.code: m for m in edition.methodology.measures.valued()}
    rankings = {(r.unit_id, r.measure.code): r for r in edition.rankings.select_related("measure")}
    for ranking in rankings.values():
        for field in COMPUTED_FIELDS:
            setattr(ranking, field, None)
    added = []
    for (unit_id, code), row in computed_standings(edition).iterrows():
        ranking = rankings.get((unit_id, code))
        if ranking is None:
            if pd.isna(row["value"]):
                continue
            ranking = Ranking(
                edition=edition, unit_id=unit_id, measure=measures[code], status=Ranking.Status.NOT_PUBLISHED
            )
            added.append(ranking)
        _set_computed(ranking, row)
    # One upsert a batch: ``bulk_update`` writes a CASE for every row and field and takes ten times as long.
    Ranking.objects.bulk_create(
        list(rankings.values()),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=COMPUTED_FIELDS,
        batch_size=500,
    )
    Ranking.objects.bulk_create(added, batch_size=500)


def _set_computed(ranking: Ranking, row: pd.Series) -> None:
    value = row["value"]
    ranking.computed_value = None if pd.isna(value) else Decimal(repr(float(value))).quantize(COMPUTED_PLACES)
    for name in ("rank", "change", "regional_rank", "regional_count", "regional_change"):
        setattr(ranking, f"computed_{name}", None if pd.isna(row[name]) else int(row[name]))


def _warnings(edition: Edition, standings: pd.DataFrame) -> tuple[str, ...]:
    known = int(standings["value"].notna().sum())
    warnings = []
    if edition.unit_count is None:
        warnings.append(_("The number of units is not given: nothing is ranked, averaged or compared."))
    elif known < edition.unit_count:
        warnings.append(
            _("Only %(known)d/%(count)d units have a total: ranks are not computed.")
            % {"known": known, "count": edition.unit_count}
        )
    return tuple(warnings)
