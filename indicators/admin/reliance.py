"""Which rows of rule books and unit sets the published editions rely on."""

from indicators.models import CompositePart, Edition, Measure, Methodology, Scorecard
from provinces.admin.reliance import tell_reliance
from provinces.models import Unit, UnitSet, UnitSetMember


def stands_published(**conditions) -> bool:
    """Tell whether an edition of these conditions is, or was, before the public."""
    closed = [Edition.State.PUBLISHED, Edition.State.SUPERSEDED]
    return Edition.objects.filter(state__in=closed, **conditions).exists()


tell_reliance(Scorecard, lambda row: stands_published(scorecard=row))
tell_reliance(Methodology, lambda row: stands_published(methodology=row))
tell_reliance(Measure, lambda row: stands_published(methodology=row.methodology_id))
tell_reliance(CompositePart, lambda row: stands_published(methodology=row.composite.methodology_id))
tell_reliance(UnitSet, lambda row: stands_published(unit_set=row))
tell_reliance(UnitSetMember, lambda row: stands_published(unit_set=row.unit_set_id))
tell_reliance(
    Unit,
    lambda row: (
        stands_published(unit_set__members__unit=row)
        or stands_published(rankings__unit=row)
        or stands_published(leader_lists__units=row)
    ),
)
