"""The figures of an import written out: what stands there now, what the file says, what differs."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from indicators.imports.problems import place_of
from indicators.imports.writing.previews import PreviewRow
from indicators.models import ImportBatch, ImportCell
from indicators.notation import format_change, format_difference, format_number, format_rank

FALLBACK_DECIMALS = 4
RELATED = ["measure__methodology", "target__edition__unit_set", "target__unit_set"]


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


def figure_rows(rows: list[PreviewRow], *, batch: ImportBatch) -> list[FigureRow]:
    """Write out figures; whatever else they need is asked for once."""
    sheet = (batch.layout or {}).get("sheet", "")
    prefetch_related_objects([row.cell for row in rows], "unit__names", *RELATED)
    return [_figure_row(row, sheet) for row in rows]


def as_recorded(cell: ImportCell) -> PreviewRow:
    """Return a figure as it stands in the record: with the ranks of the file alone."""
    value = cell.old_value if cell.keeps_value else cell.value
    has_difference = None not in (value, cell.old_value)
    return PreviewRow(
        cell=cell,
        old_value=cell.old_value,
        new_value=value,
        difference=value - cell.old_value if has_difference else None,
        old_rank=cell.old_rank,
        new_rank=cell.rank,
    )


def _figure_row(row: PreviewRow, sheet: str) -> FigureRow:
    cell = row.cell
    decimals = cell.measure.methodology.decimals if cell.measure else FALLBACK_DECIMALS
    count = cell.target.unit_count if cell.target else None
    unit = unit_name(cell)
    return FigureRow(
        number=cell.pk,
        state=cell.state,
        state_label=cell.get_state_display(),
        place=place_of(sheet=sheet, column=cell.value_column or cell.rank_column, row=cell.row),
        unit=unit,
        as_printed="" if cell.as_printed == unit else cell.as_printed,
        edition=cell.target.slug if cell.target else "",
        measure=cell.measure.title if cell.measure else cell.measure_text,
        old_value=format_number(row.old_value, decimals=decimals),
        value=format_number(row.new_value, decimals=decimals),
        difference="" if row.difference is None else format_difference(row.difference, decimals=decimals),
        old_rank=_rank(row.old_rank, count, is_computed=row.old_rank_is_computed),
        rank=_rank(row.new_rank, count, is_computed=row.new_rank_is_computed),
        places=_places(row),
        besides=_besides(cell),
        is_left_out=cell.state == ImportCell.State.LEFT_OUT,
    )


def _rank(rank: int | None, count: int | None, *, is_computed: bool) -> str:
    text = format_rank(rank, count=count)
    return _("computed: %(figure)s") % {"figure": text} if is_computed and rank else text


def unit_name(cell: ImportCell) -> str:
    """Return what the unit of a cell is called in its edition; as printed where it is not known."""
    if cell.unit is None:
        return cell.as_printed
    day = cell.target.names_on if cell.target else None
    return cell.unit.called_on(day)[0] if day else str(cell.unit)


def _places(row: PreviewRow) -> str:
    if row.new_rank is None or row.old_rank is None or row.new_rank == row.old_rank:
        return ""
    return format_change(row.old_rank - row.new_rank)


def _besides(cell: ImportCell) -> str:
    """Say what the figures alone don't: why one is refused, or why there is none."""
    if cell.problem and cell.state in (ImportCell.State.REFUSED, ImportCell.State.LEFT_OUT):
        return str(cell.problem.get("message", ""))
    if cell.state == ImportCell.State.REMOVED:
        return _("not in the file: it is taken out")
    if cell.keeps_value is not None:
        return _rounded(cell)
    if cell.status and cell.value is None and cell.rank is None:
        return cell.get_status_display()
    return cell.note


def _rounded(cell: ImportCell) -> str:
    """Say that a value differs by rounding alone, what the file prints, and whether that is written."""
    kept = _("differs by rounding alone: the file prints %(text)s, what stands is kept")
    taken = _("differs by rounding alone: the file prints %(text)s")
    return (kept if cell.keeps_value else taken) % {"text": cell.value_text}
