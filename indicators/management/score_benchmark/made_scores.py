"""A made-up edition of any size, approved and ready to be published; it lives in a database of its own."""

import datetime as dt

from django.db import connection

from indicators.management.import_benchmark.made_table import CODE, MADE_UP
from indicators.models import Assessment, Edition, Measure, Methodology, Scorecard, Submission
from provinces.models import Unit, UnitName, UnitSet, UnitSetMember, User

GROUPS = 6
MOST = 20
DECISION = {"decision_number": MADE_UP, "decision_date": dt.date(2026, 1, 2)}


def make_edition(units: int, indicators: int) -> Edition:
    """Make an edition in which every unit is approved, its scores spread over the scale."""
    User.objects.create_superuser("gia-lap")
    methodology = make_rule_book(indicators)
    edition = draft_edition(methodology, make_units(units), year=2026)
    Submission.objects.bulk_create(
        [
            Submission(edition=edition, unit_id=unit, state=Submission.State.APPROVED)
            for unit in edition.unit_set.members.values_list("unit", flat=True)
        ],
        batch_size=1000,
    )
    _make_scores(edition)
    return edition


def draft_edition(methodology: Methodology, unit_set: UnitSet, *, year: int) -> Edition:
    """Make an edition that is being scored, without submissions."""
    return Edition.objects.create(
        scorecard=methodology.scorecard,
        slug=str(year),
        period_kind=Edition.PeriodKind.YEAR,
        period=str(year),
        period_start=dt.date(year, 1, 1),
        period_end=dt.date(year, 12, 31),
        methodology=methodology,
        unit_set=unit_set,
        state=Edition.State.SCORING,
    )


def make_rule_book(indicators: int) -> Methodology:
    """Make a scorecard of six groups, each indicator worth 20 points, and a total."""
    scorecard = Scorecard.objects.create(code=CODE, name=MADE_UP, level=Unit.Level.COMMUNE)
    methodology = Methodology.objects.create(
        scorecard=scorecard, code=CODE, name=MADE_UP, value_form=Methodology.ValueForm.POINTS, decimals=2
    )
    total = {"max_points": MOST * indicators, "order": 0, "name": MADE_UP}
    methodology.measures.create(kind=Measure.Kind.TOTAL, code="GL", **total)
    sizes = [len(range(number, indicators, GROUPS)) for number in range(GROUPS)]
    groups = [
        methodology.measures.create(
            kind=Measure.Kind.GROUP,
            code=f"GL{number}",
            name=f"{MADE_UP} {number}",
            max_points=MOST * size,
            order=number + 1,
        )
        for number, size in enumerate(sizes)
    ]
    Measure.objects.bulk_create(
        Measure(
            methodology=methodology,
            kind=Measure.Kind.INDICATOR,
            code=f"{number % GROUPS}.{number}",
            name=f"{MADE_UP} {number}",
            parent=groups[number % GROUPS],
            max_points=MOST,
            order=GROUPS + number + 1,
        )
        for number in range(indicators)
    )
    return methodology


def make_units(count: int) -> UnitSet:
    """Make units that no country has, and the set of them."""
    unit_set = UnitSet.objects.create(code=CODE, name=MADE_UP, level=Unit.Level.COMMUNE)
    units = Unit.objects.bulk_create(
        [Unit(slug=f"gia-lap-{number}", level=Unit.Level.COMMUNE) for number in range(count)],
        batch_size=1000,
    )
    names = [
        UnitName(unit=unit, name=f"Giả lập {number}", type=UnitName.Type.COMMUNE)
        for number, unit in enumerate(units)
    ]
    for name in names:
        name.set_keys()
    UnitName.objects.bulk_create(names, batch_size=1000)
    UnitSetMember.objects.bulk_create(
        [UnitSetMember(unit_set=unit_set, unit=unit, order=order) for order, unit in enumerate(units)],
        batch_size=1000,
    )
    return unit_set


def _make_scores(edition: Edition) -> None:
    """Fill the table inside the database: a row a submission and indicator, its score from their keys."""
    score = f"((submission.id * 7919 + indicator.id * 104729) % {MOST * 10_000 + 1}) / 10000.0"
    statement = f"""
        INSERT INTO {Assessment._meta.db_table}
          (submission_id, indicator_id, self_score, verified_score, self_reason, note, explanation,
           verified_reason, version, field_versions)
        SELECT submission.id, indicator.id, {score}, {score}, '', '', '', '', 0, '{{}}'
        FROM {Submission._meta.db_table} submission JOIN {Measure._meta.db_table} indicator
          ON indicator.methodology_id = %s AND indicator.kind = 'indicator'
        WHERE submission.edition_id = %s"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [edition.methodology_id, edition.pk])
