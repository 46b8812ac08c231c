"""What a draft would change, figure by figure, against the edition that it replaces."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from indicators.models import Benchmark, Edition, LeaderList, Measure, Ranking

PUBLISHED_FIELDS = (
    "value",
    "rank",
    "status",
    "change",
    "regional_rank",
    "regional_count",
    "regional_change",
)
EDITION_FIELDS = ("state", "unit_count", "decision_number", "decision_date", "published_on", "source", "note")


@dataclass(frozen=True)
class ChangedFigure:
    """One published row before and after; None for the side on which it does not stand."""

    unit_id: int
    measure: Measure
    former: Ranking | None
    new: Ranking | None

    @property
    def value_difference(self) -> Decimal | None:
        """How much the value grows; None where it is not known on both sides."""
        sides = [row.value for row in (self.former, self.new) if row is not None and row.value is not None]
        return sides[1] - sides[0] if len(sides) == 2 else None


def changed_figures(edition: Edition) -> list[ChangedFigure]:
    """Compare the published columns of a revision with those of the edition that it replaces.

    Returns:
        One entry a row that differs, by measure and unit; none for an edition that replaces nothing.
    """
    if edition.replaces_id is None:
        return []
    former, new = _rows(edition.replaces_id), _rows(edition.pk)
    changed = [
        ChangedFigure(unit_id=unit_id, measure=measure, former=former.get(key), new=new.get(key))
        for key, (unit_id, measure) in _places(former, new).items()
        if _published(former.get(key)) != _published(new.get(key))
    ]
    return sorted(changed, key=lambda figure: (figure.measure.order, figure.measure.pk, figure.unit_id))


def unsourced_count(edition: Edition) -> int:
    """Count the rows of an edition that hold a value or a rank without its source."""
    without_value_source = Q(value__isnull=False, value_source__isnull=True)
    without_rank_source = Q(rank__isnull=False, rank_source__isnull=True)
    return edition.rankings.filter(without_value_source | without_rank_source).count()


def draft_fingerprint(edition: Edition) -> str:
    """Return a text that changes with anything that publishing the draft would publish."""
    columns = ("unit", "measure", *PUBLISHED_FIELDS, "note", "value_source", "rank_source", "context_source")
    parts = [
        Edition.objects.filter(pk=edition.pk).values_list(*EDITION_FIELDS),
        Ranking.objects.filter(edition=edition).order_by("unit", "measure").values_list(*columns),
        Benchmark.objects.filter(edition=edition)
        .order_by("pk")
        .values_list("measure", "region", "value", "source"),
        LeaderList.objects.filter(edition=edition)
        .order_by("pk", "units")
        .values_list("measure", "units", "source"),
    ]
    return hashlib.sha256(repr([list(part) for part in parts]).encode()).hexdigest()


def _rows(edition_id: int) -> dict[tuple[int, str], Ranking]:
    rankings = Ranking.objects.filter(edition=edition_id).select_related("measure")
    # What only we compute was never published and comes again.
    stated = rankings.exclude(value=None, rank=None, status=Ranking.Status.NOT_PUBLISHED)
    return {(ranking.unit_id, ranking.measure.code): ranking for ranking in stated}


def _places(*sides: dict[tuple[int, str], Ranking]) -> dict[tuple[int, str], tuple[int, Measure]]:
    return {key: (row.unit_id, row.measure) for rows in sides for key, row in rows.items()}


def _published(row: Ranking | None) -> tuple | None:
    return None if row is None else tuple(getattr(row, field) for field in PUBLISHED_FIELDS)
