"""Result tables: editions, rankings, leader lists and published averages, checked and written as drafts."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from indicators.imports.known import Known
from indicators.imports.tables import Row, convert_rows, read_table
from indicators.models import Benchmark, Edition, LeaderList, Measure, Ranking
from indicators.models.basis import Basis
from indicators.workflow.entry import check_scale
from indicators.workflow.errors import WorkflowError
from provinces.models import Unit


def create_drafts(directory: Path) -> list[Edition]:
    """Create a draft for each edition of ``editions.csv`` that does not exist in any state."""
    known = Known()

    def convert(row: Row) -> Edition | None:
        scorecard = row.lookup("scorecard", known.scorecards)
        if (scorecard.code, row.required("slug")) in known.editions:
            return None
        first, last = _period(row)
        return Edition(
            scorecard=scorecard,
            slug=row.required("slug"),
            period_kind=row.choice("period_kind", Edition.PeriodKind),
            period=row.required("period"),
            period_start=first,
            period_end=last,
            methodology=row.lookup(
                "methodology", known.methodologies, key=lambda code: (scorecard.code, code)
            ),
            unit_set=row.lookup("unit_set", known.unit_sets),
            unit_count=row.integer("unit_count"),
            published_on=row.date("published_on"),
            source=row.lookup("source", known.sources, optional=True),
            note=row.text("note"),
        )

    rows = read_table(directory / "indicators/editions.csv", root=directory)
    drafts = [edition for edition in convert_rows(rows, convert) if edition is not None]
    for draft in drafts:
        draft.save()
    return drafts


def write_rankings(directory: Path, *, scorecard: str, drafts: Iterable[Edition]) -> int:
    """Write the rows of ``rankings/<scorecard>.csv`` that belong to the drafts; check every row."""
    known, wanted = Known(), {draft.pk for draft in drafts}
    seen: set[tuple] = set()

    def convert(row: Row) -> Ranking:
        ranking = _ranking(row, known, scorecard)
        key = (ranking.edition_id, ranking.unit_id, ranking.measure_id)
        if key in seen:
            raise row.error("unit", _("the unit already stands in this edition by this measure."))
        seen.add(key)
        return ranking

    path = directory / "indicators/rankings" / f"{scorecard}.csv"
    rankings = convert_rows(read_table(path, root=directory), convert)
    new = [ranking for ranking in rankings if ranking.edition_id in wanted]
    Ranking.objects.bulk_create(new, batch_size=500)
    return len(new)


def write_benchmarks(directory: Path, *, drafts: Iterable[Edition]) -> int:
    """Write the published averages that belong to the drafts."""
    known, wanted = Known(), {draft.pk for draft in drafts}

    def convert(row: Row) -> Benchmark:
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
                "region", known.regions, key=lambda code: (edition.unit_set.code, code), optional=True
            ),
            value=value,
            value_text=row.required("value"),
            basis=row.choice("basis", Basis),
            source=row.lookup("source", known.sources),
            note=row.text("note"),
        )

    rows = read_table(directory / "indicators/benchmarks.csv", root=directory)
    new = [benchmark for benchmark in convert_rows(rows, convert) if benchmark.edition_id in wanted]
    Benchmark.objects.bulk_create(new)
    return len(new)


def write_leader_lists(directory: Path, *, drafts: Iterable[Edition]) -> int:
    """Write the published lists of leaders that belong to the drafts: one row a unit."""
    known, wanted = Known(), {draft.pk for draft in drafts}

    def convert(row: Row) -> tuple:
        edition, measure = _edition(row, known), _measure(row, known)
        return edition, measure, row.lookup("source", known.sources), _member(row, known, edition)

    rows = read_table(directory / "indicators/leader_lists.csv", root=directory)
    written = 0
    for edition, measure, source, unit in convert_rows(rows, convert):
        if edition.pk not in wanted:
            continue
        leader_list, _made = LeaderList.objects.get_or_create(
            edition=edition, measure=measure, defaults={"source": source}
        )
        leader_list.units.add(unit)
        written += 1
    return written


def _ranking(row: Row, known: Known, scorecard: str) -> Ranking:
    edition = row.lookup("edition", known.editions, key=lambda slug: (scorecard, slug))
    measure = row.lookup(
        "measure", known.measures, key=lambda code: (scorecard, edition.methodology.code, code)
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
        value_source=row.lookup("value_source", known.sources, optional=value is None),
        rank=rank,
        rank_basis=row.choice("rank_basis", Basis) if rank is not None else "",
        rank_source=row.lookup("rank_source", known.sources, optional=rank is None),
        change=row.integer("change"),
        regional_rank=regional_rank,
        regional_count=regional_count,
        regional_change=row.integer("regional_change"),
        context_source=row.lookup("context_source", known.sources, optional=True),
        note=row.text("note"),
    )


def _edition(row: Row, known: Known) -> Edition:
    scorecard = row.required("scorecard")
    return row.lookup("edition", known.editions, key=lambda slug: (scorecard, slug))


def _measure(row: Row, known: Known) -> Measure:
    edition = _edition(row, known)
    return row.lookup(
        "measure",
        known.measures,
        key=lambda code: (edition.scorecard.code, edition.methodology.code, code),
    )


def _member(row: Row, known: Known, edition: Edition) -> Unit:
    unit = row.lookup("unit", known.units)
    if unit.slug not in known.members.get(edition.unit_set.code, ()):
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
    count = row.integer("regional_count")
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
