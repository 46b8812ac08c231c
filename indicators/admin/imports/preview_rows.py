"""The figures of an import written out: what stands there now, what the file says, what differs."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.admin.imports.access import place_of
from indicators.imports.problems import Problem
from indicators.models import ImportBatch, ImportCell
from indicators.notation import format_change, format_difference, format_number, format_rank

FALLBACK_DECIMALS = 4
RELATED = ["measure__methodology", "edition__scorecard", "edition__unit_set"]


@dataclass(frozen=True)
class FigureRow:
    """One figure as the preview and the record show it; every text is ready to print."""

    number: int
    state: str
    state_label: str
    place: str
    unit: str
    as_printed: str
    edition: str
    measure: str
    old_value: str
    value: str
    difference: str
    old_rank: str
    rank: str
    places: str
    besides: str
    is_left_out: bool


def figure_rows(cells, *, batch: ImportBatch) -> list[FigureRow]:
    """Write out cells that come with their names and rule books (``with_texts``)."""
    sheet = (batch.layout or {}).get("sheet", "")
    return [_figure_row(cell, sheet) for cell in cells]


def with_texts(cells):
    """Let a queryset of cells bring all that its rows show."""
    return cells.select_related("unit", *RELATED).prefetch_related("unit__names")


def _figure_row(cell: ImportCell, sheet: str) -> FigureRow:
    decimals = cell.measure.methodology.decimals if cell.measure else FALLBACK_DECIMALS
    count = cell.edition.unit_count if cell.edition else None
    is_removed = cell.state == ImportCell.State.REMOVED
    shows_value = cell.value is not None or is_removed
    shows_rank = cell.rank is not None or is_removed
    unit = unit_name(cell)
    return FigureRow(
        number=cell.pk,
        state=cell.state,
        state_label=cell.get_state_display(),
        place=place_of(sheet, cell.value_column or cell.rank_column, cell.row),
        unit=unit,
        as_printed="" if cell.as_printed == unit else cell.as_printed,
        edition=cell.edition_slug,
        measure=str(cell.measure) if cell.measure else cell.measure_text,
        old_value=format_number(cell.old_value, decimals=decimals),
        value=format_number(cell.value, decimals=decimals),
        difference=_difference(cell, decimals) if shows_value else "",
        old_rank=format_rank(cell.old_rank, count=count),
        rank=format_rank(cell.rank, count=count),
        places=_places(cell) if shows_rank else "",
        besides=_besides(cell),
        is_left_out=cell.state == ImportCell.State.LEFT_OUT,
    )


def unit_name(cell: ImportCell) -> str:
    """Return what the unit of a cell is called in its edition; as printed where it is not known."""
    if cell.unit is None:
        return cell.as_printed
    if cell.edition is None:
        return str(cell.unit)
    return cell.unit.called_on(cell.edition.names_on)[0]


def _difference(cell: ImportCell, decimals: int) -> str:
    if cell.value is None or cell.old_value is None:
        return ""
    return format_difference(cell.value - cell.old_value, decimals=decimals)


def _places(cell: ImportCell) -> str:
    if cell.rank is None or cell.old_rank is None or cell.rank == cell.old_rank:
        return ""
    return format_change(cell.old_rank - cell.rank)


def _besides(cell: ImportCell) -> str:
    """Say what the figures alone don't: why one is refused, or why there is none."""
    if cell.problem and cell.state in (ImportCell.State.REFUSED, ImportCell.State.LEFT_OUT):
        return str(cell.problem.get("message", ""))
    if cell.state == ImportCell.State.REMOVED:
        return _("not in the file: it is taken out")
    if cell.status and cell.value is None and cell.rank is None:
        return cell.get_status_display()
    return cell.note


def problems_of(listed) -> list[Problem]:
    """Return problems that were kept as JSON."""
    return [
        Problem(**{**problem, "suggestions": tuple(problem.get("suggestions", ()))}) for problem in listed
    ]
