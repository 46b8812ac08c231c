"""The links and fields that change what is compared; each leads to an address, none needs scripts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dtscore.pages.comparison.choice import MOST_UNITS, Choice, editions_that_hold
from dtscore.pages.editions import DEFAULT_SCORECARD, edition_label
from dtscore.pages.links import TextLink, comparison_url
from dtscore.pages.peers import Everyone, Suggestion
from dtscore.pages.search import MOST_FOUND, find_units, nearest_units, units_of
from dtscore.pages.tabs import Tab
from provinces.models import Unit

EXAMPLE = ("tra-vinh", "binh-phuoc")
# A longer list is left to the search.
LONGEST_LIST = 120


@dataclass(frozen=True, kw_only=True)
class ChosenUnit:
    """A unit of the comparison; the first is what the others are measured against."""

    name: str
    is_first: bool
    remove_url: str
    first_url: str


@dataclass(frozen=True, kw_only=True)
class Option:
    """A unit that may be added; without an address, ``reason`` says why not."""

    name: str
    url: str
    search_key: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Picker:
    """All that the picker shows; ``hidden`` are the fields that its forms pass on."""

    chosen: Sequence[ChosenUnit]
    is_full: bool
    hidden: Sequence[tuple[str, str]]
    search: str
    found: Sequence[Option]
    found_text: str
    regions: Sequence[tuple[str, Sequence[Option]]]
    list_label: str
    editions: Sequence[tuple[str, str, bool]]
    tabs: Sequence[dict]
    suggestions: Sequence[Suggestion]
    example: TextLink | None


def picker(choice: Choice, *, everyone: Everyone | None) -> Picker:
    """Prepare the picker of a page; ``everyone`` are the units of the edition shown, where there is one."""
    found, found_text = _found(choice)
    return Picker(
        chosen=_chosen(choice),
        is_full=len(choice.units) >= MOST_UNITS,
        hidden=_hidden(choice),
        search=choice.params.search,
        found=found,
        found_text=found_text,
        regions=_regions(choice, everyone),
        list_label=choice.edition.unit_set.name if choice.edition else "",
        editions=[
            (edition.slug, edition_label(edition), edition == choice.edition) for edition in choice.holding
        ],
        tabs=_tabs(choice),
        suggestions=_suggestions(choice, everyone),
        example=None if choice.units else _example(choice),
    )


def _chosen(choice: Choice) -> list[ChosenUnit]:
    slugs = choice.slugs
    return [
        ChosenUnit(
            name=choice.name_of(unit),
            is_first=unit.slug == slugs[0],
            remove_url=choice.url([slug for slug in slugs if slug != unit.slug]),
            first_url=choice.url([unit.slug, *(slug for slug in slugs if slug != unit.slug)]),
        )
        for unit in choice.units
    ]


def _hidden(choice: Choice) -> list[tuple[str, str]]:
    fields = [("don-vi", slug) for slug in choice.slugs]
    if choice.scorecard.code != DEFAULT_SCORECARD:
        fields.append(("bo", choice.scorecard.code))
    return fields


def _found(choice: Choice) -> tuple[list[Option], str]:
    """Return what the search found, or is nearest to it, and a sentence about it."""
    text = choice.params.search
    if not text:
        return [], ""
    units = find_units(text, unit_sets=choice.unit_sets, most=MOST_FOUND)
    sentence = _("Units found for “%(text)s”:")
    if not units:
        units = nearest_units(text, unit_sets=choice.unit_sets)
        sentence = _("No unit is called “%(text)s”. The nearest names:")
    if not units:
        sentence = _("No unit is called “%(text)s”.")
    units = units_of([unit.slug for unit in units])
    return [_option(choice, unit) for unit in units], sentence % {"text": text}


def _option(choice: Choice, unit: Unit) -> Option:
    """Return a link that adds the unit, in the edition shown or in the latest that holds all."""
    name = unit.dated_name()
    if unit in choice.units:
        return Option(name=name, url="", reason=_("already chosen"))
    if len(choice.units) >= MOST_UNITS:
        return Option(name=name, url="", reason=_("no room for more"))
    together = editions_that_hold([*choice.units, unit], editions=choice.editions)
    if not together:
        return Option(name=name, url="", reason=_("shares no edition with those chosen"))
    edition = None if choice.edition in together else ""
    return Option(name=name, url=choice.url([*choice.slugs, unit.slug], edition=edition))


def _regions(choice: Choice, everyone: Everyone | None) -> list[tuple[str, list[Option]]]:
    """Return the units of the edition's unit set that are not chosen, by region where it has some."""
    if everyone is None or len(choice.units) >= MOST_UNITS:
        return []
    members = everyone.members
    if len(members) > LONGEST_LIST:
        return []
    others = members[~members["slug"].isin(choice.slugs)].sort_values("sort_key")
    # The first in the official order brings its region.
    order = dict.fromkeys(members["region_name"].fillna(""))
    return [
        (region, [_listed(choice, row) for row in rows.to_dict("records")])
        for region in order
        if len(rows := others[others["region_name"].fillna("") == region])
    ]


def _suggestions(choice: Choice, everyone: Everyone | None) -> list[Suggestion]:
    """Return units like the first one that are not chosen, while there is room for more."""
    if everyone is None or not choice.units or len(choice.units) >= MOST_UNITS:
        return []
    return everyone.suggestions(
        choice.units[0].pk,
        address=lambda slug: choice.url([*choice.slugs, slug], edition=choice.edition.slug),
        without=[unit.pk for unit in choice.units[1:]],
    )


def _listed(choice: Choice, row: dict) -> Option:
    return Option(
        name=row["name"], url=choice.url([*choice.slugs, row["slug"]]), search_key=row["search_key"]
    )


def _tabs(choice: Choice) -> list[Tab]:
    return [
        Tab(
            label=scorecard.name,
            url=comparison_url([], scorecard=scorecard.code),
            current=scorecard == choice.scorecard,
        )
        for scorecard in choice.scorecards
    ]


def _example(choice: Choice) -> TextLink | None:
    """Return a comparison to start from, if the scorecard measures its units."""
    units = units_of(EXAMPLE)
    if len(units) < len(EXAMPLE) or not editions_that_hold(units, editions=choice.editions):
        return None
    return TextLink(text=" – ".join(str(unit) for unit in units), url=comparison_url(EXAMPLE))
