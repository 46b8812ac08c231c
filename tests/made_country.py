"""A country of any number of units, made for a test: two published editions, one merged unit."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db import connection

from indicators.models import Edition, Methodology, Ranking
from indicators.models.basis import Basis
from indicators.workflow import publish
from provinces.models import Region, Succession, TileCell, Unit, UnitName, UnitSet, UnitSetMember

SLUGS = ["1998-made", "1999-made"]
MEASURES = ["DTI", "HT"]


def make_country(
    count: int, *, slugs: Iterable[str] = SLUGS, level: Unit.Level = Unit.Level.PROVINCE
) -> list[Edition]:
    """Publish editions of dti-cap-tinh that rank ``count`` made units, ``made-0`` being the first."""
    unit_set = UnitSet.objects.create(code=f"made-{count}", name=f"{count} tỉnh", level=level)
    regions = [
        Region.objects.create(unit_set=unit_set, code=f"V{order}", name=f"Vùng {order}", order=order)
        for order in range(1, 4)
    ]
    units = Unit.objects.bulk_create(
        [Unit(slug=f"made-{number}", level=level) for number in range(count)], batch_size=5000
    )
    names = [UnitName(unit=unit, name=f"Tỉnh {unit.slug[5:]}", type=UnitName.Type.PROVINCE) for unit in units]
    for name in names:
        name.set_keys()
    UnitName.objects.bulk_create(names, batch_size=5000)
    UnitSetMember.objects.bulk_create(
        [
            UnitSetMember(unit_set=unit_set, unit=unit, order=order, region=regions[order % len(regions)])
            for order, unit in enumerate(units)
        ],
        batch_size=5000,
    )
    TileCell.objects.bulk_create(
        [
            TileCell(unit_set=unit_set, unit=units[0], kind=kind, name=name, label=name, column=column, row=0)
            for column, (kind, name) in enumerate(
                [
                    ("province", "Tỉnh 0"),
                    ("archipelago", "Quần đảo Hoàng Sa"),
                    ("archipelago", "Quần đảo Trường Sa"),
                ]
            )
        ]
    )
    Succession.objects.create(predecessor=units[1], successor=units[0], effective_on=dt.date(1999, 1, 1))
    return [publish_edition(unit_set, units, slug=slug) for slug in slugs]


def publish_edition(unit_set: UnitSet, units: list[Unit], *, slug: str) -> Edition:
    methodology = Methodology.objects.get(scorecard__code="dti-cap-tinh", code="qd-922")
    year = int(slug[:4])
    edition = Edition.objects.create(
        scorecard=methodology.scorecard,
        slug=slug,
        period_kind=Edition.PeriodKind.YEAR,
        period=str(year),
        period_start=dt.date(year, 1, 1),
        period_end=dt.date(year, 12, 31),
        methodology=methodology,
        unit_set=unit_set,
        unit_count=len(units),
    )
    measures = [methodology.measures.get(code=code) for code in MEASURES]
    rows = [
        (unit.pk, measure.pk, Decimal((7919 * (number + year) + 104729 * column) % 9000 + 1000) / 10_000)
        for number, unit in enumerate(units)
        for column, measure in enumerate(measures)
    ]
    insert_rankings(edition, rows)
    return publish(edition)


def insert_rankings(edition: Edition, rows: list[tuple[int, int, Decimal]]) -> None:
    """Insert rows of unit, measure and value; from the second on as copies, which Django makes slowly."""
    unit, measure, value = rows[0]
    given = {"unit_id": unit, "measure_id": measure, "value": value, "value_basis": Basis.PUBLISHED}
    first = Ranking.objects.create(edition=edition, **given)
    table, own = Ranking._meta.db_table, ["unit_id", "measure_id", "value"]
    same = ", ".join(field.column for field in Ranking._meta.fields if field.column not in {"id", *own})
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(own)}, {same})"
            f" SELECT %s, %s, %s, {same} FROM {table} WHERE id = {first.pk}",
            rows[1:],
        )
