"""The small country as rows: its rule book, its units and their submissions, ready to be published."""

import datetime as dt

from indicators.models import (
    Assessment,
    CompositePart,
    Edition,
    Measure,
    Methodology,
    Scorecard,
    ScoringException,
    Submission,
)
from provinces.models import Region, Unit, UnitName, UnitSet, UnitSetMember
from tests import small_country

REASON = "Đơn vị không có lĩnh vực này."
DECISION = {"decision_number": "12/QĐ-UBND", "decision_date": dt.date(2026, 3, 2)}


def small_edition(*, state: str = Submission.State.APPROVED, slug: str = "2025") -> Edition:
    """Return the small country's edition, every indicator that applies appraised."""
    edition = edition_without_scores(state=Edition.State.SCORING, slug=slug)
    methodology = edition.methodology
    for unit in Unit.objects.filter(slug__in=small_country.UNITS):
        submission = Submission.objects.create(edition=edition, unit=unit, state=state)
        Assessment.objects.bulk_create(
            Assessment(
                submission=submission,
                indicator=methodology.measures.get(code=code),
                self_score=score,
                verified_score=score,
            )
            for code, score in small_country.SCORES[unit.slug].items()
        )
    return edition


def edition_without_scores(*, state: str, slug: str, scorecard: Scorecard | None = None) -> Edition:
    """Return an edition of the small country that no unit hands in anything for yet."""
    methodology = Methodology.objects.filter(code="small").first() or _rule_book(scorecard)
    return Edition.objects.create(
        scorecard=methodology.scorecard,
        slug=slug,
        period_kind=Edition.PeriodKind.YEAR,
        period=slug,
        period_start=dt.date(int(slug), 1, 1),
        period_end=dt.date(int(slug), 12, 31),
        methodology=methodology,
        unit_set=UnitSet.objects.filter(code="small").first() or _unit_set(),
        state=state,
    )


def submission_in(edition: Edition, slug: str) -> Submission:
    return edition.submissions.get(unit__slug=slug)


def _rule_book(scorecard: Scorecard | None) -> Methodology:
    if scorecard is None:
        scorecard = Scorecard.objects.create(code="small", name="Nước nhỏ", level=Unit.Level.PROVINCE)
    methodology = Methodology.objects.create(
        scorecard=scorecard,
        code="small",
        name="Nước nhỏ",
        value_form=Methodology.ValueForm.SHARE,
        scale_max=1,
        decimals=4,
        points_assessed=small_country.POINTS_ASSESSED,
    )

    def measure(kind, code, points, *, parent=None):
        order = methodology.measures.count()
        return methodology.measures.create(
            kind=kind, code=code, name=code, max_points=points, parent=parent, order=order
        )

    measure(Measure.Kind.TOTAL, "DTI", small_country.POINTS_ASSESSED)
    composite = measure(Measure.Kind.COMPOSITE, "CQS", sum(small_country.CQS_POINTS.values()))
    groups = {
        code: measure(Measure.Kind.GROUP, code, points) for code, points in small_country.POINTS.items()
    }
    for code, points in small_country.CQS_POINTS.items():
        CompositePart.objects.create(composite=composite, group=groups[code], points=points)
    for code, group in small_country.INDICATOR_GROUPS.items():
        points = small_country.INDICATOR_POINTS[code]
        measure(Measure.Kind.INDICATOR, code, points, parent=groups[group])
    return methodology


def _unit_set() -> UnitSet:
    unit_set = UnitSet.objects.create(code="small", name="3 tỉnh", level=Unit.Level.PROVINCE)
    indicators = Measure.objects.of_kind(Measure.Kind.INDICATOR).filter(methodology__code="small")
    for order, slug in enumerate(small_country.UNITS):
        unit = Unit.objects.create(slug=slug, level=Unit.Level.PROVINCE)
        name = UnitName(unit=unit, name=small_country.UNIT_NAMES[slug], type=UnitName.Type.PROVINCE)
        name.set_keys()
        name.save()
        region, _made = Region.objects.get_or_create(
            unit_set=unit_set, code=small_country.REGIONS[slug], defaults={"name": "Vùng", "order": order}
        )
        UnitSetMember.objects.create(unit_set=unit_set, unit=unit, order=order, region=region)
        for code, score in small_country.SCORES[slug].items():
            if score is None:
                ScoringException.objects.create(indicator=indicators.get(code=code), unit=unit, reason=REASON)
    return unit_set
