"""The figures of an edition as they would stand after an import, and as they stand before it."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import pandas as pd

from indicators.imports.comparison import current_editions
from indicators.models import Edition, ImportBatch, ImportCell, Measure, Methodology, Ranking
from provinces.models import UnitSet

_NOT_TAKEN = (ImportCell.State.REFUSED, ImportCell.State.LEFT_OUT)
_ADDED_UP = (Measure.Kind.TOTAL, Measure.Kind.GROUP)
_COLUMNS = ["unit_id", "measure_id", "value", "rank", "status"]


@dataclass(frozen=True)
class Outcome:
    """One edition of an import.

    Args:
        edition: the one that is written beside; None for one that is yet to be made.
        unit_count: the number of units that it ranks; None where it is not known.
        day: whose unit names it shows; None where it is not known.
        measures: by id, those that the file has figures of, and beside a total or a group the others.
        given: of which measures and units the file has figures.
        before, after: value, rank and status, indexed by (measure id, unit id).
    """

    slug: str
    edition: Edition | None
    methodology: Methodology
    unit_set: UnitSet | None
    unit_count: int | None
    day: dt.date | None
    measures: dict[int, Measure]
    given: pd.MultiIndex
    before: pd.DataFrame
    after: pd.DataFrame


def outcomes(batch: ImportBatch, *, measures: set[int] | None = None) -> Iterator[Outcome]:
    """Yield what an import makes of each edition that it has figures of, one edition at a time."""
    current = current_editions(batch.scorecard_id)
    targets = {target["slug"]: target for target in batch.targets}
    cells = batch.cells.filter(unit__isnull=False, measure__isnull=False).exclude(state__in=_NOT_TAKEN)
    if measures is not None:
        cells = cells.filter(measure__in=measures)
    rows = cells.order_by("edition_slug").values_list(
        "edition_slug", "unit_id", "measure_id", "value", "rank", "status", "state"
    )
    for slug, group in groupby(rows.iterator(chunk_size=2000), key=itemgetter(0)):
        given = pd.DataFrame.from_records([row[1:] for row in group], columns=[*_COLUMNS, "state"])
        yield _outcome(slug, current.get(slug), targets.get(slug, {}), given)


def _outcome(slug: str, edition: Edition | None, target: dict, given: pd.DataFrame) -> Outcome:
    named = Measure.objects.select_related("methodology").in_bulk(map(int, given["measure_id"].unique()))
    methodology = next(iter(named.values())).methodology
    measures = _with_parts(methodology, named)
    before = _indexed(_stored(edition, measures))
    last_day = dt.date.fromisoformat(target["period_end"]) if "period_end" in target else None
    return Outcome(
        slug=slug,
        edition=edition,
        methodology=methodology,
        unit_set=edition.unit_set if edition else UnitSet.objects.filter(code=target.get("unit_set")).first(),
        unit_count=edition.unit_count if edition else target.get("unit_count"),
        day=edition.names_on if edition else last_day,
        measures=measures,
        given=_places(given),
        before=before,
        after=_after(before, given),
    )


def _with_parts(methodology: Methodology, named: dict[int, Measure]) -> dict[int, Measure]:
    """Return the measures of a file and, where one is added up from others, all of those."""
    if not any(measure.kind in _ADDED_UP for measure in named.values()):
        return named
    return named | {measure.pk: measure for measure in methodology.measures.of_kind(*_ADDED_UP)}


def _stored(edition: Edition | None, measures: Collection[int]) -> pd.DataFrame:
    if edition is None:
        return pd.DataFrame(columns=_COLUMNS)
    rankings = Ranking.objects.of_edition(edition).stated().filter(measure__in=list(measures))
    return pd.DataFrame.from_records(list(rankings.values_list(*_COLUMNS)), columns=_COLUMNS)


def _after(before: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    is_removed = given["state"] == ImportCell.State.REMOVED
    kept = before[~before.index.isin(_places(given[is_removed]))]
    given = given[~is_removed]
    new = _indexed(given)
    new = new[~new.index.duplicated()]
    if kept.empty or new.empty:
        return kept if new.empty else new
    after = new.combine_first(kept)
    marked = _places(given[given["status"] == Ranking.Status.NOT_PUBLISHED])
    after.loc[after.index.isin(marked), ["value", "rank"]] = float("nan")
    return after


def _places(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[["measure_id", "unit_id"]])


def _indexed(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.assign(value=rows["value"].astype("float64"), rank=rows["rank"].astype("float64"))
    return rows.set_index(["measure_id", "unit_id"])[["value", "rank", "status"]]
