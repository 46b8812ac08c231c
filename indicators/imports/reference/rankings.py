"""The rankings that the project ships: strict in form, and then through the same door as any other file."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from indicators.imports import door
from indicators.imports.figures import PrintedFigure, StagedFigure
from indicators.imports.grids import Sheet
from indicators.imports.layouts.context import Context
from indicators.imports.layouts.headers import MACHINE_NAMES
from indicators.imports.layouts.layout import Column, Kind, Layout, Role
from indicators.imports.layouts.reading import read_figures
from indicators.imports.problems import RefusedFileError
from indicators.imports.readers import read_book
from indicators.imports.reference.errors import CellError, RejectedFileError
from indicators.imports.reference.known import Known
from indicators.imports.reference.results import member, value_on_scale
from indicators.imports.reference.tables import LARGEST_INTEGER, Row, convert_rows, read_table
from indicators.imports.writing.comparison import compare
from indicators.imports.writing.staging import stage
from indicators.models import Edition, ImportBatch, ImportTarget, Measure, Ranking
from indicators.models.basis import Basis
from provinces.models import Source, Unit

FIRST_LINE, FIRST_ROW = 1, 2
# Every text is taken for a name: what it means is looked up among the tables that are loaded with it.
ANY_NAMES = Context(
    is_unit=lambda text: True, is_average=lambda text: False, measures=None, scale_top=lambda code: None
)


def ranking_files(directory: Path) -> list[Path]:
    """Return the tables of rankings that a directory holds, one a scorecard."""
    return sorted((directory / "indicators/rankings").glob("*.csv"))


def load_rankings(path: Path, *, root: Path, known: Known) -> int:
    """Check every line of a table and bring in those of the editions that this load created.

    Returns:
        How many figures it wrote.

    Raises:
        RejectedFileError: if the table holds a bad row; the caller's transaction undoes the rest.
    """
    rows = list(read_table(path, root=root))
    if not rows:
        return 0
    data, name = path.read_bytes(), rows[0].file
    sheet = _sheet_of(data, name=name)
    layout = own_layout(list(rows[0].cells), sheet=sheet)
    printed = {figure.row: figure for figure in read_figures(sheet, layout=layout, context=ANY_NAMES)}
    figures = _staged_figures(rows, printed=printed, known=known, scorecard=path.stem)
    if figures:
        _bring_in(data, name=name, layout=layout, figures=figures, known=known, scorecard=path.stem)
    return len(figures)


def _sheet_of(data: bytes, *, name: str) -> Sheet:
    try:
        return read_book(data, name=name).sheets[0]
    except RefusedFileError as refused:
        raise RejectedFileError([CellError(name, 0, "", str(refused))]) from refused


def _bring_in(
    data: bytes, *, name: str, layout: Layout, figures: list[StagedFigure], known: Known, scorecard: str
) -> None:
    """Stage, compare and commit figures as those of any import; the file stays where it is shipped."""
    slugs = dict.fromkeys(figure.target_slug for figure in figures)
    editions = [known[Edition][scorecard, slug] for slug in slugs]
    options = door.Options(takes_rounded=True)
    batch = door.register(data, name=name, scorecard=editions[0].scorecard, options=options)
    batch.layout = layout.to_json()
    batch.save(update_fields=["layout"])
    ImportTarget.objects.bulk_create(_target(batch, edition) for edition in editions)
    stage(batch, figures)
    compare(batch)
    try:
        door.commit(batch, user=None)
    except RefusedFileError as refused:
        raise RejectedFileError([f"{name}: {refused}"]) from refused


def _target(batch: ImportBatch, edition: Edition) -> ImportTarget:
    described = {name: getattr(edition, name) for name in ImportTarget.OF_EDITION}
    return ImportTarget(batch=batch, edition=edition, **described)


def own_layout(header: list[str], *, sheet: Sheet) -> Layout:
    """Return how our own tables are read: their columns bear the names of what they hold."""
    columns = (
        Column(index=index, header=name, role=MACHINE_NAMES.get(name, Role.IGNORED), decimal=".")
        for index, name in enumerate(header)
    )
    return Layout(
        kind=Kind.LONG,
        sheet=sheet.name,
        header_rows=(FIRST_LINE,),
        first_row=FIRST_ROW,
        last_row=None,
        columns=tuple(columns),
    )


def _staged_figures(
    rows: list[Row], *, printed: dict[int, PrintedFigure], known: Known, scorecard: str
) -> list[StagedFigure]:
    """Return the figures of the editions that this load created; those of others are only checked.

    Raises:
        RejectedFileError: with the first error of each bad row.
    """
    seen = set()

    def convert(numbered: tuple[int, Row]) -> StagedFigure | None:
        number, row = numbered
        edition = row.lookup("edition", known[Edition], key=lambda slug: (scorecard, slug))
        unit = member(row, known, edition)
        measure = row.lookup(
            "measure", known[Measure], key=lambda code: (scorecard, edition.methodology.code, code)
        )
        figure = _staged(row, printed.get(number), known=known, of=(edition, unit, measure))
        key = (edition.slug, unit.slug, measure.code)
        if key in seen:
            raise row.error("unit", _("the row repeats an earlier one."))
        seen.add(key)
        return figure if known.is_created(edition) else None

    numbered = enumerate(rows, start=FIRST_ROW)
    return [figure for figure in convert_rows(numbered, convert) if figure is not None]


def _staged(
    row: Row, printed: PrintedFigure | None, *, known: Known, of: tuple[Edition, Unit, Measure]
) -> StagedFigure:
    edition, unit, measure = of
    keys = _Keys(row, known=known, is_needed=known.is_created(edition))
    value = value_on_scale(row, measure)
    rank = _rank_within(row, "rank", edition.unit_count)
    regional_rank, regional_count = _regional_rank(row)
    status = row.choice("status", Ranking.Status)
    if value is None and rank is None and status == Ranking.Status.RANKED:
        raise row.error("value", _("give a value, a rank or the reason why there is none."))
    return StagedFigure(
        row=printed.row if printed else None,
        value_column=printed.value_column if printed else "",
        rank_column=printed.rank_column if printed else "",
        as_printed=row.text("unit"),
        target_slug=edition.slug,
        unit_id=keys.stored("unit", unit),
        measure_text=row.text("measure"),
        measure_id=keys.stored("measure", measure),
        status=status,
        value=value,
        value_text=row.text("value"),
        value_basis=row.choice("value_basis", Basis) if value is not None else "",
        value_source_id=keys.source("value_source", optional=value is None),
        rank=rank,
        rank_basis=row.choice("rank_basis", Basis) if rank is not None else "",
        rank_source_id=keys.source("rank_source", optional=rank is None),
        change=row.integer("change", least=-LARGEST_INTEGER),
        regional_rank=regional_rank,
        regional_count=regional_count,
        regional_change=row.integer("regional_change", least=-LARGEST_INTEGER),
        context_source_id=keys.source("context_source", optional=True),
        note=row.text("note"),
    )


@dataclass(frozen=True)
class _Keys:
    """The stored keys of what a row names.

    Officers may have changed it or taken it out; that is an error where the row is to be written.
    """

    row: Row
    known: Known
    is_needed: bool

    def stored(self, column: str, named: Unit | Measure | Source | None) -> int | None:
        if self.is_needed and named is not None and named.pk is None:
            message = _("“%(text)s” was changed or taken out in the database.") % {"text": named}
            raise self.row.error(column, message)
        return named and named.pk

    def source(self, column: str, *, optional: bool) -> int | None:
        return self.stored(column, self.row.lookup(column, self.known[Source], optional=optional))


def _regional_rank(row: Row) -> tuple[int | None, int | None]:
    count = row.integer("regional_count", least=1)
    rank = _rank_within(row, "regional_rank", count)
    if rank is not None and count is None:
        raise row.error("regional_count", _("a rank in the region needs the number of its units."))
    return rank, count


def _rank_within(row: Row, column: str, count: int | None) -> int | None:
    rank = row.integer(column)
    if rank is not None and (rank < 1 or (count is not None and rank > count)):
        raise row.error(
            column,
            _("rank %(rank)d does not lie within 1 to %(count)s.") % {"rank": rank, "count": count or "…"},
        )
    return rank
