"""A made-up scorecard and a long table of it; it lives in a database of its own and is never published."""

import csv
import io
from collections.abc import Iterator

from indicators.models import Measure, Methodology, Scorecard
from provinces.models import Unit, UnitName, UnitSet, UnitSetMember

MADE_UP = "Dữ liệu giả lập"
CODE = "du-lieu-gia-lap"
HEADER = ("Kỳ đánh giá", "Đơn vị", "Chỉ số", "Giá trị")
MEASURES = 10
YEARS = range(2011, 2021)

Row = tuple[str, str, str, str]


def make_scorecard(rows: int) -> Scorecard:
    """Make as many units as a long table of ``rows`` rows needs, and the measures that it names."""
    scorecard = Scorecard.objects.create(code=CODE, name=MADE_UP, level=Unit.Level.COMMUNE)
    methodology = Methodology.objects.create(
        scorecard=scorecard, code=CODE, name=MADE_UP, value_form=Methodology.ValueForm.SHARE, scale_max=1
    )
    Measure.objects.bulk_create(
        Measure(
            methodology=methodology,
            kind=Measure.Kind.GROUP,
            code=_measure(number),
            name=f"{MADE_UP} {number}",
            order=number,
        )
        for number in range(MEASURES)
    )
    unit_set = UnitSet.objects.create(code=CODE, name=MADE_UP, level=Unit.Level.COMMUNE)
    units = Unit.objects.bulk_create(
        Unit(slug=f"gia-lap-{number}", level=Unit.Level.COMMUNE) for number in range(_unit_count(rows))
    )
    names = [
        UnitName(unit=unit, name=_unit(number), type=UnitName.Type.COMMUNE)
        for number, unit in enumerate(units)
    ]
    for name in names:
        name.set_keys()
    UnitName.objects.bulk_create(names)
    UnitSetMember.objects.bulk_create(
        UnitSetMember(unit_set=unit_set, unit=unit, order=order) for order, unit in enumerate(units)
    )
    return scorecard


def long_rows(rows: int) -> Iterator[Row]:
    """Yield the rows of the table, one a unit, measure and year."""
    units = [_unit(number) for number in range(_unit_count(rows))]
    number = 0
    for year in YEARS:
        for measure in range(MEASURES):
            for unit in units:
                yield str(year), unit, _measure(measure), f"0.{7919 * number % 9000 + 1000}"
                number += 1


def as_csv(rows: int) -> bytes:
    """Return the table as a file, its header first."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(HEADER)
    writer.writerows(long_rows(rows))
    return stream.getvalue().encode()


def _unit_count(rows: int) -> int:
    return max(1, rows // (MEASURES * len(YEARS)))


def _unit(number: int) -> str:
    return f"Giả lập {number}"


def _measure(number: int) -> str:
    return f"GL{number}"
