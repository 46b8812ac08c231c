"""The figures of an edition as they would stand after an import, and as they stand before it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby, starmap
from operator import itemgetter
from typing import NamedTuple

from django.db import connection
from django.db.models import FloatField
from django.db.models.functions import Cast

from indicators.imports.writing.comparison import current_editions
from indicators.imports.writing.merging import CELLS
from indicators.models import Edition, ImportBatch, ImportCell, ImportTarget, Measure, Methodology, Ranking
from provinces.models import UnitSet

# Looked up once: what follows asks for them in every row of a long file.
_REMOVED = ImportCell.State.REMOVED.value
_NOT_PUBLISHED = Ranking.Status.NOT_PUBLISHED.value
_ADDED_UP = (Measure.Kind.TOTAL, Measure.Kind.GROUP)
_ROWS_AT_ONCE = 2000


class Standing(NamedTuple):
    """What a unit has by a measure; each empty where nothing is known."""

    value: float | None
    rank: int | None
    status: str


class _Given(NamedTuple):
    """The figures of a file by one measure in one edition, column by column."""

    targets: tuple[int, ...]
    measures: tuple[int, ...]
    units: tuple[int, ...]
    states: tuple[str, ...]
    values: tuple[float | None, ...]
    ranks: tuple[int | None, ...]
    statuses: tuple[str, ...]


NOTHING = Standing(None, None, "")
# By the id of the measure, then of the unit.
Standings = dict[int, dict[int, Standing]]


@dataclass(frozen=True)
class Outcome:
    """One edition of an import.

    Args:
        label: the period, and the set where a period is measured on several.
        edition: the one that is written beside; None for one that is yet to be made.
        unit_count: the number of units that it ranks; None where it is not known.
        day: whose unit names it shows; None where it is not known.
        measures: by id, those that the file has figures of, and beside a total or a group the others.
        given: of which units the file has figures, by measure.
    """

    slug: str
    label: str
    edition: Edition | None
    methodology: Methodology
    unit_set: UnitSet | None
    unit_count: int | None
    day: dt.date | None
    measures: dict[int, Measure]
    given: dict[int, set[int]]
    before: Standings
    after: Standings


def outcomes(
    batch: ImportBatch, *, measures: Collection[int] = (), without: Collection[int] = ()
) -> Iterator[Outcome]:
    """Yield what an import makes of each edition that it has figures of, one edition at a time.

    Args:
        measures: those to look at; none for all.
        without: keys of targets to pass over.
    """
    current = current_editions(batch.scorecard_id)
    targets = batch.targets.exclude(pk__in=without).select_related("unit_set").in_bulk()
    for key, group in groupby(_figures(batch, measures, targets), key=itemgetter(0)):
        target = targets[key]
        yield _outcome(target, current.get(target.slug), list(group))


def _figures(batch: ImportBatch, measures: Collection[int], targets: Collection[int]) -> Iterator[tuple]:
    """Yield what is taken, by edition and measure: target, measure, unit, state, value, rank, status.

    Asked for without the ORM, which takes longer to convert each value than all checks together.
    """
    if not targets:
        return
    chosen = f" AND target_id IN ({', '.join(map(str, targets))})"
    chosen += f" AND measure_id IN ({', '.join(map(str, measures))})" if measures else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT target_id, measure_id, unit_id, state,"
            " CAST(CASE WHEN keeps_value THEN old_value ELSE value END AS double precision), rank, status"
            f" FROM {CELLS} WHERE batch_id = %s AND unit_id IS NOT NULL AND measure_id IS NOT NULL"
            f" AND state NOT IN ('refused', 'left_out'){chosen} ORDER BY target_id, measure_id, id",
            [batch.pk],
        )
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            yield from rows


def _outcome(target: ImportTarget, edition: Edition | None, rows: list[tuple]) -> Outcome:
    figures = {measure: _Given(*zip(*group, strict=True)) for measure, group in groupby(rows, itemgetter(1))}
    given = {measure: set(columns.units) for measure, columns in figures.items()}
    named = Measure.objects.select_related("methodology").in_bulk(list(given))
    methodology = next(iter(named.values())).methodology
    measures = _with_parts(methodology, named)
    before = _stored(edition, measures)
    unit_set = edition.unit_set if edition else target.unit_set
    period = edition.period if edition else target.period
    return Outcome(
        slug=target.slug,
        label=period if period == target.slug or unit_set is None else f"{period} ({unit_set})",
        edition=edition,
        methodology=methodology,
        unit_set=unit_set,
        unit_count=edition.unit_count if edition else target.unit_count,
        day=edition.names_on if edition else target.names_on,
        measures=measures,
        given=given,
        before=before,
        after=_after(before, figures),
    )


def _with_parts(methodology: Methodology, named: dict[int, Measure]) -> dict[int, Measure]:
    """Return the measures of a file and, where one is added up from others, all of those."""
    if not any(measure.kind in _ADDED_UP for measure in named.values()):
        return named
    return named | {measure.pk: measure for measure in methodology.measures.of_kind(*_ADDED_UP)}


def _stored(edition: Edition | None, measures: Collection[int]) -> Standings:
    if edition is None:
        return {}
    rankings = Ranking.objects.of_edition(edition).stated().filter(measure__in=list(measures))
    rows = rankings.values_list("measure_id", "unit_id", Cast("value", FloatField()), "rank", "status")
    standings: Standings = defaultdict(dict)
    for measure, unit, *figure in rows.iterator(chunk_size=_ROWS_AT_ONCE):
        standings[measure][unit] = Standing(*figure)
    return dict(standings)


def _after(before: Standings, figures: dict[int, _Given]) -> Standings:
    after = {measure: dict(units) for measure, units in before.items()}
    for measure, given in figures.items():
        stood = after.get(measure, {})
        if not stood and not any(given.statuses) and None not in given.values:
            # By far the most: values, with or without ranks, where nothing stood.
            standings = zip(given.values, given.ranks, given.statuses, strict=True)
            after[measure] = dict(zip(given.units, starmap(Standing, standings), strict=True))
        else:
            after[measure] = _stands_after(stood, given)
    return after


def _stands_after(units: dict[int, Standing], given: _Given) -> dict[int, Standing]:
    for unit, state, value, rank, status in zip(*given[2:], strict=True):
        if state == _REMOVED:
            units.pop(unit, None)
        elif status == _NOT_PUBLISHED:
            units[unit] = Standing(None, None, status)
        elif value is not None or rank is not None or status:
            stood = units.get(unit, NOTHING)
            units[unit] = Standing(
                stood.value if value is None else value,
                stood.rank if rank is None else rank,
                status or stood.status,
            )
    return units
