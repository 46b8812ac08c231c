"""Addresses of units, editions and groups."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from dtscore.pages.editions import DEFAULT_SCORECARD, SCORECARDS
from indicators.models import Edition
from provinces.models import Unit

# The row of “my province” on a ranking.
OWN_ROW_ID = "don-vi-cua-toi"
# The section of a profile that tells of a merger.
MERGER_ID = "merger-heading"
# Stands for the slug of a unit in an address; no folder has a capital.
ANY_UNIT = "UNIT"
PROFILE_ROUTES = {
    Unit.Level.PROVINCE: "province",
    Unit.Level.MINISTRY: "ministry",
    Unit.Level.DISTRICT: "district",
    Unit.Level.COMMUNE: "commune",
}


@dataclass(frozen=True, kw_only=True)
class TextLink:
    """A name and its address; empty for units of a level that has no profiles."""

    text: str
    url: str


def unit_url(slug: str, *, level: str) -> str:
    """Return the address of a unit's newest profile; empty for a level that has no profiles."""
    route = PROFILE_ROUTES.get(level)
    return reverse(route, args=[slug]) if route else ""


def profile_url(slug: str, *, edition: Edition) -> str:
    """Return the address of a unit's profile in an edition; empty for a level that has no profiles.

    The address names the scorecard where it is not the one that units of the level are known by.
    """
    return profile_urls(edition)(slug)


def profile_urls(edition: Edition) -> Callable[[str], str]:
    """Return what makes the address of a profile in an edition from a slug, looked up once for many units."""
    level, scorecard = edition.scorecard.level, edition.scorecard.code
    route = PROFILE_ROUTES.get(level)
    if route is None:
        return lambda slug: ""
    folder, _unit, rest = reverse(f"{route}_edition", args=[ANY_UNIT, edition.slug]).partition(ANY_UNIT)
    query = "" if SCORECARDS.get(level) == scorecard else f"?{urlencode({'bo': scorecard})}"
    return lambda slug: f"{folder}{slug}{rest}{query}"


def ranking_url(edition: Edition) -> str:
    return reverse("ranking", args=[edition.scorecard.code, edition.slug])


def row_url(edition: Edition, slug: str, *, region: str = "") -> str:
    """Return the address of a unit's row in the ranking, or in that of its region."""
    parameters = {"vung": region, "cua-toi": slug} if region else {"cua-toi": slug}
    return f"{ranking_url(edition)}?{urlencode(parameters)}#{OWN_ROW_ID}"


def group_url(edition: Edition, code: str) -> str:
    return reverse("group", args=[edition.scorecard.code, code, edition.slug])


def rules_url(scorecard: str) -> str:
    """Return the address of the rules by which the figures of a scorecard are shown."""
    return f"{reverse('methodology', args=[scorecard])}#rules-heading"


def comparison_url(slugs: Iterable[str], *, scorecard: str = DEFAULT_SCORECARD, edition: str = "") -> str:
    """Return the address of a comparison; without an edition it shows the latest that holds all units."""
    parameters = [("don-vi", slug) for slug in slugs]
    if scorecard != DEFAULT_SCORECARD:
        parameters.append(("bo", scorecard))
    if edition:
        parameters.append(("ky", edition))
    query = urlencode(parameters)
    return f"{reverse('comparison')}?{query}" if query else reverse("comparison")


def simulator_url(
    slug: str,
    *,
    scorecard: str = DEFAULT_SCORECARD,
    edition: str = "",
    values: Mapping[str, str] | None = None,
) -> str:
    """Return the address of the simulator for a unit; ``values`` are what fields of it hold.

    Without an edition it takes the latest whose totals can be taken apart.
    """
    parameters = {"don-vi": slug}
    if scorecard != DEFAULT_SCORECARD:
        parameters["bo"] = scorecard
    if edition:
        parameters["ky"] = edition
    return f"{reverse('simulator')}?{urlencode({**parameters, **(values or {})})}"
