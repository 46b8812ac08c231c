"""Imports for tests of what comes after reading: figures as a reader would hand them over."""

from decimal import Decimal
from functools import cache

from indicators.imports.figures import StagedFigure
from indicators.models import Edition, ImportBatch, Measure, Methodology
from provinces.models import Source, Unit, UnitSet

METHODOLOGY = "qd-922"


def make_batch(*, slug="1999", source=True, **fields):
    """An import into dti-cap-tinh, of the 63 by decision 922."""
    methodology = Methodology.objects.get(scorecard__code="dti-cap-tinh", code=METHODOLOGY)
    batch = ImportBatch.objects.create(
        file="imports/table.csv",
        name="table.csv",
        sha256="0" * 64,
        size=1,
        scorecard=methodology.scorecard,
        source=Source.objects.in_order().first() if source else None,
        **fields,
    )
    batch.targets.create(
        slug=slug,
        unit_set=UnitSet.objects.get(code="63"),
        methodology=methodology,
        unit_count=63,
        period_kind="year",
        period=slug,
        period_start=f"{slug}-01-01",
        period_end=f"{slug}-12-31",
    )
    return batch


@cache
def unit_id(slug):
    return Unit.objects.get(slug=slug).pk


@cache
def measure_id(code):
    return Measure.objects.get(
        methodology__scorecard__code="dti-cap-tinh", methodology__code=METHODOLOGY, code=code
    ).pk


def figure(unit, measure="DTI", *, slug="1999", row=2, value=None, rank=None, **fields):
    """A figure of a unit, by the slug of the unit and the code of the measure."""
    value = None if value is None else Decimal(value)
    given = {
        "value_column": "C",
        "rank_column": "D",
        "as_printed": unit,
        "unit_id": unit_id(unit),
        "measure_text": measure,
        "measure_id": measure_id(measure),
        "value_text": "" if value is None else str(value),
    }
    return StagedFigure(**{**given, "row": row, "target_slug": slug, "value": value, "rank": rank, **fields})


def rows_of(slug):
    """Every stated column of the rows of an edition, the open one if there is one."""
    editions = Edition.objects.filter(scorecard__code="dti-cap-tinh", slug=slug)
    edition = editions.open().first() or editions.published().first()
    return stated_rows(edition) if edition else {}


def stated_rows(edition):
    names = [f.attname for f in edition.rankings.model._meta.concrete_fields]
    names = [name for name in names if not name.startswith("computed_") and name not in ("id", "edition_id")]
    return {(row["unit_id"], row["measure_id"]): row for row in edition.rankings.stated().values(*names)}


def cells_of(batch):
    """The cells of an import as (unit, measure, state, old value, old rank)."""
    cells = batch.cells.order_by("pk")
    return [
        (cell.unit.slug, cell.measure.code, cell.state, cell.old_value, cell.old_rank)
        for cell in cells.select_related("unit", "measure")
    ]
