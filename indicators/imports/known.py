"""What the database already knows, by natural key."""

from functools import cached_property

from indicators.models import Edition, Measure, Methodology, Scorecard
from provinces.models import Region, Source, Unit, UnitSet, UnitSetMember


class Known:
    """Look-ups by natural key, each asked for once; make a new one after writing."""

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {source.code: source for source in Source.objects.all()}

    @cached_property
    def units(self) -> dict[str, Unit]:
        return {unit.slug: unit for unit in Unit.objects.all()}

    @cached_property
    def unit_sets(self) -> dict[str, UnitSet]:
        return {unit_set.code: unit_set for unit_set in UnitSet.objects.all()}

    @cached_property
    def regions(self) -> dict[tuple[str, str], Region]:
        return {
            (region.unit_set.code, region.code): region
            for region in Region.objects.select_related("unit_set")
        }

    @cached_property
    def members(self) -> dict[str, set[str]]:
        """Slugs of the members by unit set."""
        members = {}
        for unit_set, slug in UnitSetMember.objects.values_list("unit_set__code", "unit__slug"):
            members.setdefault(unit_set, set()).add(slug)
        return members

    @cached_property
    def scorecards(self) -> dict[str, Scorecard]:
        return {scorecard.code: scorecard for scorecard in Scorecard.objects.all()}

    @cached_property
    def methodologies(self) -> dict[tuple[str, str], Methodology]:
        methodologies = Methodology.objects.select_related("scorecard")
        return {(m.scorecard.code, m.code): m for m in methodologies}

    @cached_property
    def measures(self) -> dict[tuple[str, str, str], Measure]:
        measures = Measure.objects.exclude(code="").select_related("methodology__scorecard")
        return {(m.methodology.scorecard.code, m.methodology.code, m.code): m for m in measures}

    @cached_property
    def editions(self) -> dict[tuple[str, str], Edition]:
        """The newest revision of each edition."""
        editions = Edition.objects.with_rules().order_by("revision")
        return {(edition.scorecard.code, edition.slug): edition for edition in editions}
