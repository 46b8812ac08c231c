"""What an import would change, figure by figure, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from indicators.imports.writing.outcomes import outcomes
from indicators.models import ImportBatch, ImportCell, Ranking
from indicators.scoring.completeness import is_complete
from indicators.scoring.ranks import competition_ranks

State = ImportCell.State

# What needs a person stands first.
ORDER = (State.REFUSED, State.CHANGED, State.REMOVED, State.NEW, State.LEFT_OUT, State.UNCHANGED)
_CELLS_AT_ONCE = 2000


@dataclass(frozen=True)
class PreviewRow:
    """One figure before and after.

    Args:
        difference: new value less old one; None where either is missing.
        old_rank_is_computed, new_rank_is_computed: where no rank is printed, the one that the values give,
            if every unit has one.
    """

    cell: ImportCell
    old_value: Decimal | None
    new_value: Decimal | None
    difference: Decimal | None
    old_rank: int | None
    new_rank: int | None
    old_rank_is_computed: bool = False
    new_rank_is_computed: bool = False


class Preview:
    """The figures of a compared import.

    Ranks that nobody printed are computed once for a measure, and only when a figure of it is asked for.
    """

    def __init__(self, batch: ImportBatch):
        self.batch = batch
        self.counts = {state.value: batch.counts.get(state.value, 0) for state in State}
        self._ranks: dict[tuple[str, int], tuple[dict[int, int], ...]] = {}

    def count(self, *states: str) -> int:
        return sum(self.counts[state] for state in states or ORDER)

    def rows(
        self, start: int = 0, stop: int | None = None, *, states: Sequence[str] = ORDER
    ) -> list[PreviewRow]:
        """Return a page: the rows from ``start`` up to ``stop`` of those states, the refused first."""
        stop = self.count(*states) if stop is None else stop
        rows = []
        for state in (state for state in ORDER if state in states):
            size = self.counts[state]
            if start < size and stop > 0:
                cells = self._cells(state)[max(start, 0) : stop]
                rows += [self._row(cell) for cell in cells]
            start, stop = start - size, stop - size
        return rows

    def every_row(self, *, states: Sequence[str] = ORDER) -> Iterator[PreviewRow]:
        """Yield all rows of those states, the refused first, without holding them."""
        for state in (state for state in ORDER if state in states):
            for cell in self._cells(state).iterator(chunk_size=_CELLS_AT_ONCE):
                yield self._row(cell)

    def _cells(self, state: str):
        cells = self.batch.cells.filter(state=state).order_by("pk")
        return cells.select_related("unit", "measure__methodology", "target__edition")

    def _row(self, cell: ImportCell) -> PreviewRow:
        value, rank = _written(cell)
        old_rank, new_rank = cell.old_rank, rank
        lacks_old = old_rank is None and cell.old_value is not None
        lacks_new = new_rank is None and value is not None
        # To work ranks out, a measure is gone through in every edition of the file: only where it tells any.
        if cell.state in (State.NEW, State.CHANGED) and (lacks_old or lacks_new):
            before, after = self._computed_ranks(cell)
            old_rank = old_rank or before.get(cell.unit_id)
            new_rank = new_rank or after.get(cell.unit_id)
        has_difference = None not in (value, cell.old_value)
        return PreviewRow(
            cell=cell,
            old_value=cell.old_value,
            new_value=value,
            difference=value - cell.old_value if has_difference else None,
            old_rank=old_rank,
            new_rank=new_rank,
            old_rank_is_computed=old_rank != cell.old_rank,
            new_rank_is_computed=new_rank != rank,
        )

    def _computed_ranks(self, cell: ImportCell) -> tuple[dict[int, int], dict[int, int]]:
        """Return the ranks by unit that the values of a measure give, before and after the import."""
        if None in (cell.target_id, cell.unit_id, cell.measure_id):
            return {}, {}
        key = (cell.target.slug, cell.measure_id)
        if key not in self._ranks:
            self._ranks |= self._ranks_of(cell.measure_id)
        return self._ranks.get(key, ({}, {}))

    def _ranks_of(self, measure: int) -> dict[tuple[str, int], tuple[dict[int, int], dict[int, int]]]:
        return {
            (outcome.slug, measure): tuple(
                _ranks(
                    {unit: standing.value for unit, standing in standings.get(measure, {}).items()},
                    count=outcome.unit_count,
                    higher_is_better=outcome.methodology.higher_is_better,
                )
                for standings in (outcome.before, outcome.after)
            )
            for outcome in outcomes(self.batch, measures={measure})
        }


def _written(cell: ImportCell) -> tuple[Decimal | None, int | None]:
    """Return the value and the rank that stand after the import: what the file says, else what stood."""
    if cell.state == State.REMOVED:
        return None, None
    if cell.state in (State.REFUSED, State.LEFT_OUT):
        return cell.value, cell.rank
    value = cell.old_value if cell.value is None or cell.keeps_value else cell.value
    rank = cell.old_rank if cell.rank is None else cell.rank
    if cell.status == Ranking.Status.NOT_PUBLISHED:
        value = None if cell.value_column or not cell.rank_column else value
        rank = None if cell.rank_column or not cell.value_column else rank
    if cell.status == Ranking.Status.NOT_RANKED:
        rank = None
    return value, rank


def _ranks(values: dict[int, float | None], *, count: int | None, higher_is_better: bool) -> dict[int, int]:
    known = pd.Series(values, dtype="float64").dropna()
    if not is_complete(known, unit_count=count):
        return {}
    ranks = competition_ranks(known, higher_is_better=higher_is_better)
    return {int(unit): int(rank) for unit, rank in ranks.items()}
