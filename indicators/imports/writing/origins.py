"""Which file, and which cell of it, a figure came from."""

from indicators.models import Edition, ImportBatch, ImportCell, Ranking
from provinces.models import Unit


def origin_of(ranking: Ranking) -> ImportCell | None:
    """Return the cell that a row was read in; None if people entered it, or edited it since."""
    cells = _written_cells(ranking.edition).filter(unit=ranking.unit_id, measure=ranking.measure_id)
    cell = cells.last()
    return cell if cell is not None and _says(cell, ranking) else None


def origins_of(edition: Edition, *, unit: Unit) -> dict[int, ImportCell]:
    """Return the cells that the rows of a unit in an edition were read in, by the id of the measure."""
    newest = {cell.measure_id: cell for cell in _written_cells(edition).filter(unit=unit)}
    rankings = {row.measure_id: row for row in edition.rankings.filter(unit=unit)}
    return {
        measure: cell
        for measure, cell in newest.items()
        if measure in rankings and _says(cell, rankings[measure])
    }


def _written_cells(edition: Edition):
    """Return what imports wrote to an edition and to those that it replaces, the newest last."""
    return (
        ImportCell.objects.filter(
            batch__state=ImportBatch.State.COMMITTED,
            state__in=[ImportCell.State.NEW, ImportCell.State.CHANGED, ImportCell.State.REMOVED],
            edition__in=Edition.objects.filter(
                scorecard=edition.scorecard_id, slug=edition.slug, revision__lte=edition.revision
            ),
        )
        .select_related("batch")
        .order_by("batch__committed_at", "pk")
    )


def _says(cell: ImportCell, ranking: Ranking) -> bool:
    """Tell whether the row still holds what was read in the cell."""
    if cell.state == ImportCell.State.REMOVED:
        return False
    return cell.value in (None, ranking.value) and cell.rank in (None, ranking.rank)
