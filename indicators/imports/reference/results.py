"""The result tables: editions, rankings, leader lists and published averages."""

import datetime as dt
from decimal import Decimal
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from indicators.imports.reference.errors import CellError, RejectedFileError
from indicators.imports.reference.known import Known
from indicators.imports.reference.loading import Table, check_relations
from indicators.imports.reference.rule_books import measure_key
from indicators.imports.reference.tables import LARGEST_INTEGER, Row, convert_rows, read_table
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
        source, unit = row.lookup("source", known[Source]), _member(row, known, edition)
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


def _ranking(row: Row, known: Known, *, scorecard: str) -> Ranking:
    edition = row.lookup("edition", known[Edition], key=lambda slug: (scorecard, slug))
    measure = row.lookup(
        "measure", known[Measure], key=lambda code: (scorecard, edition.methodology.code, code)
    )
    value = _value_on_scale(row, measure)
    rank = _rank_within(row, "rank", edition.unit_count)
    regional_rank, regional_count = _regional_rank(row)
    status = row.choice("status", Ranking.Status)
    if value is None and rank is None and status == Ranking.Status.RANKED:
        raise row.error("value", _("give a value, a rank or the reason why there is none."))
    return Ranking(
        edition=edition,
        unit=_member(row, known, edition),
        measure=measure,
        status=status,
        value=value,
        value_text=row.text("value"),
        value_basis=row.choice("value_basis", Basis) if value is not None else "",
        value_source=row.lookup("value_source", known[Source], optional=value is None),
        rank=rank,
        rank_basis=row.choice("rank_basis", Basis) if rank is not None else "",
        rank_source=row.lookup("rank_source", known[Source], optional=rank is None),
        change=row.integer("change", least=-LARGEST_INTEGER),
        regional_rank=regional_rank,
        regional_count=regional_count,
        regional_change=row.integer("regional_change", least=-LARGEST_INTEGER),
        context_source=row.lookup("context_source", known[Source], optional=True),
        note=row.text("note"),
    )


def _benchmark(row: Row, known: Known) -> Benchmark:
    edition, measure = _edition(row, known), _measure(row, known)
    value = _value_on_scale(row, measure)
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


def _member(row: Row, known: Known, edition: Edition) -> Unit:
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


def _value_on_scale(row: Row, measure: Measure) -> Decimal | None:
    value = row.decimal("value")
    places = Ranking._meta.get_field("value").decimal_places
    if value is not None and -value.as_tuple().exponent > places:
        raise row.error("value", _("more than %(places)d decimals cannot be kept.") % {"places": places})
    try:
        check_scale(measure, value)
    except WorkflowError as error:
        raise row.error("value", str(error)) from None
    return value


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


def _edition_key(edition: Edition) -> tuple[str, str]:
    return edition.scorecard.code, edition.slug


def _row_key(row: Ranking | Benchmark) -> tuple:
    return _edition_key(row.edition), measure_key(row.measure)


def _parents(row: Ranking | Benchmark) -> list[Edition]:
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


def ranking_tables(directory: Path) -> list[Table]:
    """Return the tables of rankings that a directory holds, one a scorecard."""
    return [
        Table(
            f"indicators/rankings/{path.stem}",
            Ranking,
            partial(_ranking, scorecard=path.stem),
            key=lambda ranking: (*_row_key(ranking), ranking.unit.slug),
            column="unit",
            parents=_parents,
            in_bulk=True,
        )
        for path in sorted((directory / "indicators/rankings").glob("*.csv"))
    ]
