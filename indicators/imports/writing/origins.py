"""Which file, and which cell of it, a figure came from."""

from collections.abc import Iterable

from django.db.models import Q

from indicators.models import Edition, ImportBatch, ImportCell, Ranking
from provinces.models import Unit


def origin_of(ranking: Ranking) -> ImportCell | None:
    """Return the cell that a row was read in; None if people entered it, or edited it since."""
    return origins_of_rows([ranking]).get(ranking.pk)


def origins_of(edition: Edition, *, unit: Unit) -> dict[int, ImportCell]:
    """Return the cells that the rows of a unit in an edition were read in, by the id of the measure."""
    rankings = list(edition.rankings.filter(unit=unit).select_related("edition"))
    found = origins_of_rows(rankings)
    return {row.measure_id: found[row.pk] for row in rankings if row.pk in found}


def origins_of_rows(rankings: Iterable[Ranking]) -> dict[int, ImportCell]:
    """Return the cells that rows were read in, by the key of the row, asking once for all of them.

    Imports wrote to the edition of a row or to one that it replaces; the newest that wrote the figure counts.
    """
    rankings = list(rankings)
    written: dict[tuple, list[ImportCell]] = {}
    for cell in _written_cells(rankings) if rankings else ():
        written.setdefault((*_series(cell.target.edition), cell.unit_id, cell.measure_id), []).append(cell)
    found = {}
    for row in rankings:
        cells = written.get((*_series(row.edition), row.unit_id, row.measure_id), ())
        newest = next(
            (cell for cell in reversed(cells) if cell.target.edition.revision <= row.edition.revision), None
        )
        if newest is not None and _says(newest, row):
            found[row.pk] = newest
    return found


def _series(edition: Edition) -> tuple[int, str]:
    """Return what an edition shares with those that it replaces."""
    return edition.scorecard_id, edition.slug


def _written_cells(rankings: list[Ranking]):
    """Return what imports wrote of the units and measures of some rows, the newest last."""
    of_editions = Q()
    for scorecard, slug in {_series(row.edition) for row in rankings}:
        of_editions |= Q(scorecard=scorecard, slug=slug)
    return (
        ImportCell.objects.filter(
            batch__state=ImportBatch.State.COMMITTED,
            state__in=[ImportCell.State.NEW, ImportCell.State.CHANGED, ImportCell.State.REMOVED],
            target__edition__in=Edition.objects.filter(of_editions).order_by(),
            unit__in={row.unit_id for row in rankings},
            measure__in={row.measure_id for row in rankings},
        )
        .select_related("batch", "target__edition")
        .order_by("batch__committed_at", "pk")
    )


def _says(cell: ImportCell, ranking: Ranking) -> bool:
    """Tell whether the row still holds what was read in the cell."""
    if cell.state == ImportCell.State.REMOVED:
        return False
    value = None if cell.keeps_value else cell.value
    return value in (None, ranking.value) and cell.rank in (None, ranking.rank)
