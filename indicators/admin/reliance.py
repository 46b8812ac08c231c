"""Which rows of rule books and unit sets the editions rely on that are published or being scored."""

from indicators.models import CompositePart, Edition, Measure, Methodology, Scorecard, Submission
from provinces.admin.reliance import tell_reliance
from provinces.models import Unit, UnitSet, UnitSetMember


def stands_published(**conditions) -> bool:
    """Tell whether an edition of these conditions is, or was, before the public."""
    closed = [Edition.State.PUBLISHED, Edition.State.SUPERSEDED]
    return Edition.objects.filter(state__in=closed, **conditions).exists()


def is_scored(**conditions) -> bool:
    """Tell whether units hand in, or handed in, their scores for an edition of these conditions."""
    return Submission.objects.filter(**{f"edition__{name}": of for name, of in conditions.items()}).exists()


def stands(**conditions) -> bool:
    """Tell whether an edition of these conditions is published, or being scored."""
    return stands_published(**conditions) or is_scored(**conditions)


def measure_stands(row: Measure) -> bool:
    """Tell whether an edition relies on a measure; unknown points can be given while it is scored."""
    is_known = row.max_points is not None
    return stands_published(methodology=row.methodology_id) or (
        is_known and is_scored(methodology=row.methodology_id)
    )


tell_reliance(Scorecard, lambda row: stands_published(scorecard=row))
tell_reliance(Methodology, lambda row: stands(methodology=row))
tell_reliance(Measure, measure_stands)
tell_reliance(CompositePart, lambda row: stands(methodology=row.composite.methodology_id))
tell_reliance(UnitSet, lambda row: stands_published(unit_set=row))
tell_reliance(UnitSetMember, lambda row: stands(unit_set=row.unit_set_id))
tell_reliance(
    Unit,
    lambda row: (
        stands_published(unit_set__members__unit=row)
        or stands_published(rankings__unit=row)
        or stands_published(leader_lists__units=row)
    ),
)
