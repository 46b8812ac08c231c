"""What is known of the units and measures that an import may be about, gathered from the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.imports.asked import Options
from indicators.imports.layouts.context import Context
from indicators.imports.matching.known_editions import KnownEditions
from indicators.imports.matching.measure_names import MeasureNames, NamedMeasure
from indicators.imports.matching.unit_sets import NamesOfSets, sets_of
from indicators.imports.periods import read_period
from indicators.models import ImportBatch, Measure, Scorecard
from indicators.workflow.entry import scale_top
from provinces.models import Unit, UnitSet


@dataclass(frozen=True)
class Known:
    """The names of the units and what reading a table needs to know."""

    names: NamesOfSets
    context: Context


def known_of(batch: ImportBatch) -> Known:
    """Gather what an import may be about: what was asked for, else all that its scorecard was measured on."""
    names = NamesOfSets(_unit_sets(batch), answers=batch.answers)
    if batch.scorecard is None:
        top = Options.of(batch).new_scorecard.scale
        return Known(names, _context(batch, names, measures=None, tops={}, default=top))
    measures = _measures(batch.scorecard, edition=Options.of(batch).edition)
    rows = [NamedMeasure(row.pk, row.code, row.kind, row.name, row.name_en) for row in measures]
    known = MeasureNames(rows, total_names=(batch.scorecard.name, batch.scorecard.name_en))
    tops = {row.code or row.name: scale_top(row) for row in measures}
    return Known(names, _context(batch, names, measures=known, tops=tops))


def _context(
    batch: ImportBatch,
    names: NamesOfSets,
    *,
    measures: MeasureNames | None,
    tops: dict[str, Decimal | None],
    default: Decimal | None = None,
) -> Context:
    return Context(
        is_unit=names.is_unit,
        is_average=names.is_average,
        measures=measures,
        scale_top=lambda code: tops.get(code, default),
        is_indicator_table=Options.of(batch).unit is not None,
    )


def _unit_sets(batch: ImportBatch) -> Iterable[UnitSet]:
    options = Options.of(batch)
    if options.unit_set:
        return UnitSet.objects.filter(code=options.unit_set)
    if batch.scorecard is not None and not options.new_scorecard:
        return sets_of(batch.scorecard)
    return UnitSet.objects.exclude(level=Unit.Level.COUNTRY)


def _measures(scorecard: Scorecard, *, edition: str | None) -> list[Measure]:
    """Return the measures of the rule book that was asked for, else of all, a code as the newest has it."""
    measures = Measure.objects.filter(methodology__scorecard=scorecard).select_related("methodology")
    known = KnownEditions(scorecard)
    if edition and (existing := known.current.get(edition)):
        return list(measures.filter(methodology=existing.methodology))
    if edition and (period := read_period(edition)) and (book := known.methodology_for(period)):
        return list(measures.filter(methodology=book))
    newest_last = measures.order_by("methodology__order", "methodology", "order", "pk")
    return list({row.code or row.name: row for row in newest_last}.values())
