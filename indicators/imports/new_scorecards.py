"""An index that is new here, made from its own table: scorecard, rule book, measures."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext as _

from indicators.imports.asked import NewScorecard, Options
from indicators.imports.figures import PrintedFigure
from indicators.imports.grids import Sheet
from indicators.imports.layouts.context import Context
from indicators.imports.layouts.layout import Kind, Layout, Role
from indicators.imports.layouts.reading import read_figures
from indicators.imports.matching.contexts import Known
from indicators.imports.new_measures import (
    NewMeasure,
    indicators_of_rows,
    measures_of_columns,
    measures_of_rows,
)
from indicators.imports.problems import Problem, RefusedFileError
from indicators.models import ImportBatch, Measure, Methodology, Scorecard
from indicators.models.scorecards import STORED_DECIMALS
from indicators.notation import NotationError, parse_number
from provinces import names
from provinces.models import Unit
from provinces.models.history import keep_states

METHODOLOGY_CODE = "theo-bang"
LONGEST_CODE = Scorecard._meta.get_field("code").max_length
ORDER_STEP = 10
MOST_NAMED = 20


@dataclass(frozen=True)
class Table:
    """What a table tells of the rule book behind it.

    Args:
        tops: the maximum points of each measure, by what its rows call it; None where they give none.
        names: the names that rows give beside the codes of measures, by the same.
        units: as printed.
        decimals: as many as a value has at most.
    """

    tops: dict[str, Decimal | None]
    names: dict[str, str]
    units: set[str]
    decimals: int


def code_of(name: str) -> str:
    """Return the code of a scorecard of this name: "Chỉ số PCI" → "chi-so-pci"."""
    return names.slug(name)[:LONGEST_CODE].strip("-")


def scorecard_called(name: str) -> Scorecard | None:
    """Return the scorecard of a name, whatever its accents and capitals, or of the code made from it."""
    key, code = names.search_key(name), code_of(name)
    everyone = Scorecard.objects.all()
    return next((one for one in everyone if one.code == code or names.search_key(one.name) == key), None)


def make_scorecard(batch: ImportBatch, *, layout: Layout, sheet: Sheet, known: Known) -> None:
    """Make the scorecard that an import asks for, with a rule book and the measures of its table.

    Raises:
        RefusedFileError: scorecard_known, no_total.
    """
    options = Options.of(batch)
    asked = options.new_scorecard
    if same := scorecard_called(asked.name):
        message = _(
            "The scorecard “%(name)s” is there already. Upload the file again and choose it, instead of "
            "naming a new one."
        )
        raise RefusedFileError(
            Problem("scorecard_known", message % {"name": same.name}, suggestions=(same.code,))
        )
    table = _look_through(read_figures(sheet, layout=layout, context=known.context))
    last = Scorecard.objects.aggregate(last=Max("order"))["last"] or 0
    batch.scorecard = Scorecard.objects.create(
        code=code_of(asked.name),
        name=asked.name,
        level=_level(known, table.units, slug=options.unit),
        order=last + 1,
    )
    methodology = _make_methodology(batch, scale=asked.scale, decimals=table.decimals)
    part = Measure.Kind.INDICATOR if layout.kind is Kind.INDICATORS else Measure.Kind.GROUP
    measures = Measure.objects.bulk_create(
        Measure(
            methodology=methodology,
            kind=Measure.Kind.TOTAL if measure.is_total else part,
            code=measure.code,
            name=measure.name,
            max_points=table.tops.get(measure.printed),
            order=number * ORDER_STEP,
        )
        for number, measure in enumerate(_measures(layout, table, asked), start=1)
    )
    keep_states(measures, is_new=True)


def measures_named(
    sheet: Sheet, *, layout: Layout, context: Context, scorecard_name: str
) -> list[NewMeasure]:
    """Return the measures that the rows of a long table name, the total first where they tell it."""
    table = _look_through(read_figures(sheet, layout=layout, context=context))
    return measures_of_rows(table.tops, scorecard_name=scorecard_name, total=layout.total)


def _measures(layout: Layout, table: Table, asked: NewScorecard) -> list[NewMeasure]:
    if layout.kind is Kind.WIDE:
        return measures_of_columns(layout, scorecard_name=asked.name, corrected=asked.names)
    if layout.kind is Kind.LONG:
        measures = measures_of_rows(table.tops, scorecard_name=asked.name, total=layout.total)
        if not any(measure.is_total for measure in measures):
            raise RefusedFileError(_no_total(measures))
        return measures
    return indicators_of_rows(table.names)


def _no_total(measures: list[NewMeasure]) -> Problem:
    message = _(
        "No row says that it holds the total. Write “Tổng điểm” as the measure in the rows of the total, or "
        "on the command line choose the measure that is the total: --layout total=%(first)s (%(choices)s)."
    )
    choices = ", ".join(f"{measure.code}: {measure.name}" for measure in measures[:MOST_NAMED])
    values = {"first": next((measure.code for measure in measures), ""), "choices": choices}
    return Problem("no_total", message % values)


def _make_methodology(batch: ImportBatch, *, scale: Decimal, decimals: int) -> Methodology:
    forms = Methodology.ValueForm
    note = _("Made from the header of “%(file)s”; to be checked against the rule book.")
    return Methodology.objects.create(
        scorecard=batch.scorecard,
        code=METHODOLOGY_CODE,
        name=_("As in the published table"),
        value_form=forms.SHARE if scale == 1 else forms.POINTS,
        scale_max=scale,
        decimals=min(decimals, STORED_DECIMALS),
        note=note % {"file": batch.name},
    )


def _look_through(figures: Iterable[PrintedFigure]) -> Table:
    """Gather what making a rule book needs, in one walk through a table."""
    tops: dict[str, Decimal | None] = {}
    called: dict[str, str] = {}
    units, decimals = set(), 0
    for figure in figures:
        units.add(figure.unit)
        if figure.value is not None:
            decimals = max(decimals, -figure.value.as_tuple().exponent)
        called.setdefault(figure.measure, figure.details.get(Role.MEASURE_NAME.value, ""))
        if tops.get(figure.measure) is None:
            tops[figure.measure] = _maximum(figure.details.get(Role.MAXIMUM.value, ""))
    return Table(tops=tops, names=called, units=units, decimals=decimals)


def _maximum(text: str) -> Decimal | None:
    try:
        return parse_number(text) if text else None
    except NotationError:
        return None


def _level(known: Known, units: Iterable[str], *, slug: str | None) -> str:
    """Return the level of the unit that was named, else of the set that holds most of the printed ones."""
    if slug:
        return Unit.objects.get(slug=slug).level
    held = {
        names_of.unit_set: sum(names_of.match(unit).unit is not None for unit in units)
        for names_of in known.names
    }
    return max(held, key=held.get).level
