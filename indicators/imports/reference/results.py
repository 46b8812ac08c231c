"""The result tables beside the rankings: editions, leader lists and published averages."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from indicators.imports.reference.errors import CellError, RejectedFileError
from indicators.imports.reference.known import Known
from indicators.imports.reference.loading import Table, check_relations
from indicators.imports.reference.rule_books import measure_key
from indicators.imports.reference.tables import Row, convert_rows, read_table
from indicators.models import Benchmark, Edition, LeaderList, Measure, Methodology, Ranking, Scorecard
from indicators.models.basis import Basis
from indicators.workflow.entry import check_scale
from indicators.workflow.errors import WorkflowError
from provinces.models import Region, Source, Unit, UnitSet, UnitSetMember


def load_leader_lists(directory: Path, *, known: Known) -> int:
    """Create the published lists of leaders of the editions that this load created; return their lines.

    Raises:
        RejectedFileError: if the table holds a bad row.
    """
    lists: dict[tuple, tuple[Row, LeaderList, list[Unit]]] = {}

    def convert(row: Row) -> None:
        edition, measure = _edition(row, known), _measure(row, known)
        source, unit = row.lookup("source", known[Source]), member(row, known, edition)
        first = (row, LeaderList(edition=edition, measure=measure, source=source), [])
        _row, leaders, units = lists.setdefault((_edition_key(edition), measure_key(measure)), first)
        if leaders.source is not source:
            raise row.error("source", _("another row of this list names another source."))
        if any(unit is earlier for earlier in units):
            raise row.error("unit", _("the row repeats an earlier one."))
        units.append(unit)

    convert_rows(read_table(directory / "indicators/leader_lists.csv", root=directory), convert)
    written = 0
    for row, leaders, units in lists.values():
        if known.is_created(leaders.edition):
            _save_leaders(row, leaders, units)
            written += len(units)
    return written


def _save_leaders(row: Row, leaders: LeaderList, units: list[Unit]) -> None:
    try:
        check_relations(row, leaders)
    except CellError as error:
        raise RejectedFileError([error]) from None
    leaders.save()
    leaders.units.set(units)


def _make_edition(row: Row, known: Known) -> Edition:
    scorecard = row.lookup("scorecard", known[Scorecard])
    first, last = _period(row)
    return Edition(
        scorecard=scorecard,
        slug=row.required("slug"),
        period_kind=row.choice("period_kind", Edition.PeriodKind),
        period=row.required("period"),
        period_start=first,
        period_end=last,
        methodology=row.lookup("methodology", known[Methodology], key=lambda code: (scorecard.code, code)),
        unit_set=row.lookup("unit_set", known[UnitSet]),
        unit_count=row.integer("unit_count", least=1),
        published_on=row.date("published_on"),
        source=row.lookup("source", known[Source], optional=True),
        note=row.text("note"),
    )


def _benchmark(row: Row, known: Known) -> Benchmark:
    edition, measure = _edition(row, known), _measure(row, known)
    value = value_on_scale(row, measure)
    scope = row.choice("scope", Benchmark.Scope)
    if (scope == Benchmark.Scope.REGION) != bool(row.text("region")):
        raise row.error("region", _("a mean of a region names it, another does not."))
    return Benchmark(
        edition=edition,
        measure=measure,
        scope=scope,
        region=row.lookup(
            "region", known[Region], key=lambda code: (edition.unit_set.code, code), optional=True
        ),
        value=value,
        value_text=row.required("value"),
        basis=row.choice("basis", Basis),
        source=row.lookup("source", known[Source]),
        note=row.text("note"),
    )


def _edition(row: Row, known: Known) -> Edition:
    scorecard = row.required("scorecard")
    return row.lookup("edition", known[Edition], key=lambda slug: (scorecard, slug))


def _measure(row: Row, known: Known) -> Measure:
    edition = _edition(row, known)
    return row.lookup(
        "measure",
        known[Measure],
        key=lambda code: (edition.scorecard.code, edition.methodology.code, code),
    )


def member(row: Row, known: Known, edition: Edition) -> Unit:
    unit = row.lookup("unit", known[Unit])
    if (edition.unit_set.code, unit.slug) not in known[UnitSetMember]:
        raise row.error(
            "unit",
            _("“%(unit)s” does not belong to the unit set “%(unit_set)s”.")
            % {"unit": unit.slug, "unit_set": edition.unit_set.code},
        )
    return unit


def _period(row: Row) -> tuple[dt.date, dt.date]:
    row.required("period_start")
    row.required("period_end")
    first, last = row.date("period_start"), row.date("period_end")
    if last < first:
        raise row.error("period_end", _("the last day lies before the first day."))
    return first, last


def value_on_scale(row: Row, measure: Measure) -> Decimal | None:
    value = row.decimal("value")
    places = Ranking._meta.get_field("value").decimal_places
    longest = Ranking._meta.get_field("value_text").max_length
    if len(row.text("value")) > longest:
        raise row.error("value", _("more than %(longest)d characters cannot be kept.") % {"longest": longest})
    if value is not None and -value.as_tuple().exponent > places:
        raise row.error("value", _("more than %(places)d decimals cannot be kept.") % {"places": places})
    try:
        check_scale(measure, value)
    except WorkflowError as error:
        raise row.error("value", str(error)) from None
    return value


def _edition_key(edition: Edition) -> tuple[str, str]:
    return edition.scorecard.code, edition.slug


def _row_key(row: Benchmark) -> tuple:
    return _edition_key(row.edition), measure_key(row.measure)


def _parents(row: Benchmark) -> list[Edition]:
    return [row.edition]


EDITIONS = Table(
    "indicators/editions", Edition, _make_edition, key=_edition_key, column="slug", is_named=True
)
BENCHMARKS = Table(
    "indicators/benchmarks",
    Benchmark,
    _benchmark,
    key=lambda row: (*_row_key(row), row.region and row.region.code),
    column="measure",
    parents=_parents,
)
