"""How many units a rank in the region is out of, where a table does not print it."""

from collections import Counter

from django.utils.translation import ngettext

from indicators.imports.problems import Problem
from provinces.models import UnitSet


def region_sizes(unit_set: UnitSet) -> dict[int, int]:
    """Return by unit how many units its region has; units without a region are not in it."""
    members = unit_set.members.exclude(region=None).values_list("unit_id", "region_id")
    regions = dict(members)
    sizes = Counter(regions.values())
    return {unit: sizes[region] for unit, region in regions.items()}


def with_region_size(details: dict, *, size: int | None) -> tuple[dict, bool]:
    """Return what a figure says beside its value and rank with the size of its region, and if it has one.

    A rank in the region of which nobody knows how many units it is out of is left out.
    """
    rank = details.get("regional_rank")
    if not rank:
        return details, True
    count = details["regional_count"] or size
    if count is None or rank > count:
        return {**details, "regional_rank": None, "regional_count": None}, False
    return {**details, "regional_count": count}, True


def of_no_region(count: int, *, sheet: str) -> Problem:
    """Return what is told of ranks in the region that were left out."""
    message = ngettext(
        "%(count)d rank in the region was left out: the region of its unit is not known, or the rank is "
        "greater than the number of units there.",
        "%(count)d ranks in the region were left out: the regions of their units are not known, or the ranks "
        "are greater than the number of units there.",
        count,
    )
    return Problem("no_region", message % {"count": count}, sheet=sheet)
