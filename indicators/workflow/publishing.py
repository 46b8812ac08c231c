"""Publishing: what an officer's draft becomes, in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators import frames
from indicators.models import Edition, Measure, Ranking, Submission
from indicators.workflow.acting import held_series
from indicators.workflow.computing import COLUMNS, COMPUTED_DECIMALS, computed_standings, next_edition
from indicators.workflow.differences import changed_benchmarks, changed_figures, changed_leader_lists
from indicators.workflow.errors import WorkflowError
from indicators.workflow.intervals import store_intervals
from provinces.models import User
from provinces.models.history import keep_stored_states, signed

COMPUTED_PLACES = Decimal(1).scaleb(-COMPUTED_DECIMALS)
COMPUTED_FIELDS = [f"computed_{column}" for column in COLUMNS]
NOTHING = (None,) * len(COMPUTED_FIELDS)


@dataclass(frozen=True)
class PublicationPreview:
    """What publishing would show: the total of every unit now and after."""

    edition: Edition
    standings: pd.DataFrame
    warnings: tuple[str, ...]


@transaction.atomic
def publish(
    edition: Edition, *, by: User | None = None, reason: str = "", is_computed: bool = False
) -> Edition:
    """Compute what stands beside the published figures and let the public see the edition.

    A revision takes the place of the edition that it replaces, which stays readable as superseded. The next
    edition counts its changes of rank from this one, so its computed columns follow.

    Args:
        by: whose act it is, for the history of the edition and of the one that it replaces.
        reason: for the same; the decision where scores are published.
        is_computed: the computed columns were written with the rows, in this transaction.

    Raises:
        WorkflowError: if the edition is not open, is new and holds nothing, has no total in its rule book,
            holds a rank that cannot be, or submissions that are still being worked on.
    """
    edition = held_series(edition)
    _refuse_unless_publishable(edition)
    if not is_computed:
        compute(edition)
    if edition.replaces_id:
        replaced = Edition.objects.filter(pk=edition.replaces_id)
        if replaced.filter(state=Edition.State.PUBLISHED).update(state=Edition.State.SUPERSEDED):
            keep_stored_states(replaced, kind="~", by=by, reason=reason)
    edition.state = Edition.State.PUBLISHED
    edition.published_at = timezone.now()
    edition.computed_corrections = _count_corrections(edition)
    signed(edition, by=by, reason=reason).save(
        update_fields=["state", "published_at", "computed_corrections"]
    )
    store_intervals(edition)
    following = next_edition(edition)
    if following is not None:
        compute(following)
    return edition


def _refuse_unless_publishable(edition: Edition) -> None:
    if not edition.is_open:
        raise WorkflowError(_("%(edition)s is already published.") % {"edition": edition})
    if edition.submissions.exclude(state=Submission.State.PUBLISHED).exists():
        text = _("Units hand in their scores for %(edition)s: they are published with the decision on them.")
        raise WorkflowError(text % {"edition": edition})
    # A revision without figures takes back what was published: an import that should not have been.
    if not edition.replaces_id and not edition.rankings.exists():
        raise WorkflowError(_("%(edition)s holds no figures yet.") % {"edition": edition})
    if edition.rankings.exists() and _total_of(edition) is None:
        raise WorkflowError(_no_total(edition))
    if impossible := _impossible_ranks(edition):
        raise WorkflowError(impossible[0])


def _total_of(edition: Edition) -> Measure | None:
    return edition.methodology.measures.of_kind(Measure.Kind.TOTAL).first()


def _no_total(edition: Edition) -> str:
    text = _(
        "The rule book “%(methodology)s” has no total to rank by. Name the measure that is the total before "
        "%(edition)s is published."
    )
    return text % {"methodology": edition.methodology.name, "edition": edition}


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
    total = _total_of(edition)
    measure = total.code if total else ""
    standings = frames.standings_by_unit(edition, measure=measure)
    computed = computed_standings(edition)
    of_total = computed[computed.index.get_level_values("measure") == measure].droplevel("measure")
    standings[COMPUTED_FIELDS] = of_total[COLUMNS].reindex(standings.index)
    standings = frames.with_shown(standings)
    if edition.replaces_id:
        replaced = Edition.objects.with_rules().get(pk=edition.replaces_id)
        former = frames.standings_by_unit(replaced, measure=measure)
        standings["former_value"] = former["value"]
        standings["former_rank"] = former["rank"]
    return PublicationPreview(edition=edition, standings=standings, warnings=_warnings(edition, standings))


def compute(edition: Edition) -> None:
    """Fill the computed columns of an edition, adding rows for what only we compute."""
    rankings = Ranking.objects.of_edition(edition)
    rows = rankings.values_list("unit_id", "measure__code", "pk", *COMPUTED_FIELDS)
    stored = {(unit, code): (pk, tuple(figures)) for unit, code, pk, *figures in rows}
    measures = {measure.code: measure for measure in edition.methodology.measures.valued()}
    computed = computed_standings(edition).dropna(how="all")
    computed = dict(zip(computed.index, _figures(computed), strict=True))
    # Most figures of the edition that follows stay as they were.
    updated = [
        (*figures, pk)
        for place, (pk, before) in stored.items()
        if (figures := computed.get(place, NOTHING)) != before
    ]
    added = [
        Ranking(
            edition=edition,
            unit_id=unit_id,
            measure=measures[code],
            status=Ranking.Status.NOT_PUBLISHED,
            **dict(zip(COMPUTED_FIELDS, figures, strict=True)),
        )
        for (unit_id, code), figures in computed.items()
        if (unit_id, code) not in stored and figures[0] is not None
    ]
    _update_computed(updated)
    Ranking.objects.bulk_create(added, batch_size=500)


def _count_corrections(edition: Edition) -> int | None:
    """Count what a revision changes, once: what is published stays, so every page may print the number."""
    if edition.replaces_id is None:
        return None
    changes = (changed_figures, changed_benchmarks, changed_leader_lists)
    return sum(len(changed(edition)) for changed in changes)


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
    prepared = fields[0].get_db_prep_save
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(prepared(value, connection), *rest) for value, *rest in rows])


def _warnings(edition: Edition, standings: pd.DataFrame) -> tuple[str, ...]:
    known = int(standings["value"].notna().sum())
    warnings = []
    if edition.replaces_id and not edition.rankings.exists():
        warnings.append(_("This revision holds no figures: publishing it takes back all that was published."))
    elif edition.unit_count is None:
        warnings.append(_("The number of units is not given: nothing is ranked, averaged or compared."))
    elif known < edition.unit_count:
        warnings.append(
            _("Only %(known)d/%(count)d units have a total: ranks are not computed.")
            % {"known": known, "count": edition.unit_count}
        )
    if edition.rankings.exists() and _total_of(edition) is None:
        warnings.append(_no_total(edition))
    return (*warnings, *_impossible_ranks(edition))


def _impossible_ranks(edition: Edition) -> list[str]:
    """Name each unit that stands on a rank above the number of units."""
    if edition.unit_count is None:
        return []
    rankings = edition.rankings.filter(rank__gt=edition.unit_count).select_related("measure", "unit")
    return [
        _("%(measure)s: %(unit)s is on rank %(rank)d of %(count)d.")
        % {
            "measure": ranking.measure,
            "unit": ranking.unit.called_on(edition.names_on)[0],
            "rank": ranking.rank,
            "count": edition.unit_count,
        }
        for ranking in rankings.order_by("measure__order", "rank").prefetch_related("unit__names")
    ]
