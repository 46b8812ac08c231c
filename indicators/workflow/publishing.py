"""Publishing: what an officer's draft becomes, in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators import frames
from indicators.models import Edition, Measure, Ranking
from indicators.workflow.computing import COLUMNS, computed_standings, next_edition
from indicators.workflow.errors import WorkflowError

COMPUTED_PLACES = Decimal("0.0000000001")
COMPUTED_FIELDS = [f"computed_{column}" for column in COLUMNS]


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
    rankings = Ranking.objects.of_edition(edition)
    rankings.update(**dict.fromkeys(COMPUTED_FIELDS))
    stored = {(unit, code): pk for pk, unit, code in rankings.values_list("pk", "unit_id", "measure__code")}
    measures = {measure.code: measure for measure in edition.methodology.measures.valued()}
    computed = computed_standings(edition).dropna(how="all")
    updated, added = [], []
    for key, figures in zip(computed.index, _figures(computed), strict=True):
        if key in stored:
            updated.append((*figures, stored[key]))
        elif figures[0] is not None:
            unit_id, code = key
            added.append(
                Ranking(
                    edition=edition,
                    unit_id=unit_id,
                    measure=measures[code],
                    status=Ranking.Status.NOT_PUBLISHED,
                    **dict(zip(COMPUTED_FIELDS, figures, strict=True)),
                )
            )
    _update_computed(updated)
    Ranking.objects.bulk_create(added, batch_size=500)


def _figures(computed: pd.DataFrame) -> Iterator[tuple]:
    """Yield the computed columns row by row, as the fields take them: Decimal, int or None."""
    for value, *counts in computed[COLUMNS].itertuples(index=False):
        exact = None if pd.isna(value) else Decimal(repr(value)).quantize(COMPUTED_PLACES)
        yield (exact, *(None if pd.isna(count) else int(count) for count in counts))


def _update_computed(rows: list[tuple]) -> None:
    """Write rows of computed figures, each followed by its primary key.

    One prepared statement for all: ``bulk_update`` writes a CASE for every row and field, and an upsert sends
    all columns; both take ten times as long.
    """
    fields = [Ranking._meta.get_field(name) for name in COMPUTED_FIELDS]
    quote = connection.ops.quote_name
    assignments = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(Ranking._meta.db_table)} SET {assignments} WHERE {quote('id')} = %s"
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                (
                    *(field.get_db_prep_save(v, connection) for field, v in zip(fields, row, strict=False)),
                    row[-1],
                )
                for row in rows
            ],
        )


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
