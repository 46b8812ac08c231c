"""The ways to bring the same rows in; each prepares what it may and returns the work to be timed."""

import datetime as dt
from collections.abc import Callable, Iterator

import tablib
from django.db import connection, transaction
from import_export.resources import ModelResource

from indicators.imports import door
from indicators.imports.straight import Order, bring_in
from indicators.management.import_benchmark.made_table import CODE, YEARS, as_csv, long_rows
from indicators.models import Edition, ImportBatch, Ranking, Scorecard
from provinces.models import UnitName, UnitSet

Work = Callable[[], None]

_COLUMNS = ("edition_id", "unit_id", "measure_id", "status", "value", "value_text", "value_basis")


def bare_table(rows: int) -> Work:
    """executemany into a table without an index or a rule."""
    table = list(long_rows(rows))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (edition text, unit text, measure text, value text)")

    def work() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany("INSERT INTO bare VALUES (%s, %s, %s, %s)", table)

    return work


def ranking_table(rows: int) -> Work:
    """executemany into the table of rankings, with keys that were looked up beforehand."""
    table = list(_keyed_rows(rows))
    names = ", ".join((*_COLUMNS, "rank_basis", "note"))
    statement = f"INSERT INTO {Ranking._meta.db_table} ({names}) VALUES (%s, %s, %s, %s, %s, %s, %s, '', '')"

    def work() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, table)

    return work


def stock_resource(rows: int) -> Work:
    """django-import-export's own resource of the rankings, as it comes."""

    class RankingResource(ModelResource):
        class Meta:
            model = Ranking
            fields = ("id", *(name.removesuffix("_id") for name in _COLUMNS))

    headers = ("id", *(name.removesuffix("_id") for name in _COLUMNS))
    table = tablib.Dataset(*(("", *row) for row in _keyed_rows(rows)), headers=headers)

    def work() -> None:
        result = RankingResource().import_data(table, raise_errors=True)
        if result.totals["new"] != rows:
            raise RuntimeError(f"the resource took {result.totals}")

    return work


def whole_door(rows: int) -> Work:
    """The command's own way: read, find the layout, match names, stage, compare, check, commit, record."""
    order = Order(
        data=as_csv(rows),
        name="du-lieu-gia-lap.csv",
        scorecard=Scorecard.objects.get(code=CODE),
        options=door.Options(unit_set=CODE),
    )

    def work() -> None:
        report = bring_in(order)
        written = Ranking.objects.count()
        if written != rows:
            raise RuntimeError(f"{written} of {rows} rows were written: {report.errors[:3]}")

    return work


def undone(rows: int) -> Work:
    """Taking the same rows back, after the door brought them in."""
    whole_door(rows)()
    batch = ImportBatch.objects.get(state=ImportBatch.State.COMMITTED)

    def work() -> None:
        door.undo(batch, user=None)
        if left := Ranking.objects.count():
            raise RuntimeError(f"{left} rows are left")

    return work


WAYS: dict[str, Callable[[int], Work]] = {
    "bare": bare_table,
    "ranking": ranking_table,
    "stock": stock_resource,
    "door": whole_door,
    "undo": undone,
}


def _keyed_rows(rows: int) -> Iterator[tuple]:
    """Yield the rows as the table of rankings takes them, after making their editions."""
    scorecard = Scorecard.objects.get(code=CODE)
    methodology, unit_set = scorecard.methodologies.get(), UnitSet.objects.get(code=CODE)
    editions = {
        str(year): Edition.objects.create(
            scorecard=scorecard,
            slug=str(year),
            period_kind=Edition.PeriodKind.YEAR,
            period=str(year),
            period_start=dt.date(year, 1, 1),
            period_end=dt.date(year, 12, 31),
            methodology=methodology,
            unit_set=unit_set,
        ).pk
        for year in YEARS
    }
    units = dict(UnitName.objects.filter(unit__memberships__unit_set=unit_set).values_list("name", "unit_id"))
    measures = dict(methodology.measures.values_list("code", "pk"))
    for year, unit, measure, value in long_rows(rows):
        yield editions[year], units[unit], measures[measure], "ranked", value, value, "published"
