"""Comparisons that can be made in place of one that no edition allows."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from dtscore.pages.links import MERGER_ID, TextLink, comparison_url, unit_url
from indicators.models import Edition, Scorecard
from provinces.models import Succession, Unit


def remedies_for(
    units: Sequence[Unit], *, scorecard: Scorecard, published: Sequence[Edition]
) -> list[TextLink]:
    """Return links to the same units by another scorecard, and to their namesakes of one time.

    For each unit set of the scorecard every unit that is not in it makes place for the one that it came from
    or became: that of the same name, else the first. A set that some unit has no counterpart in is left out.
    A unit and one that it was made of are told about where its page tells of the merger.
    """
    return [
        *_mergers(units),
        *_other_scorecards(units, scorecard=scorecard, published=published),
        *_other_units(units, scorecard=scorecard, published=published),
    ]


def _mergers(units: Sequence[Unit]) -> list[TextLink]:
    """Return where the mergers are told about that made one of the units of another."""
    by_pk = {unit.pk: unit for unit in units}
    successions = Succession.objects.filter(predecessor__in=units, successor__in=units)
    successors = dict.fromkeys(successions.order_by("pk").values_list("successor", flat=True))
    return [
        TextLink(
            text=_("%(name)s beside the units that it was made of") % {"name": unit},
            url=f"{url}#{MERGER_ID}",
        )
        for unit in (by_pk[pk] for pk in successors)
        if (url := unit_url(unit.slug, level=unit.level))
    ]


def _other_scorecards(
    units: Sequence[Unit], *, scorecard: Scorecard, published: Sequence[Edition]
) -> list[TextLink]:
    own_sets = set.intersection(*(_unit_sets(unit) for unit in units))
    others = {
        edition.scorecard.code: edition.scorecard
        for edition in published
        if edition.unit_set_id in own_sets and edition.scorecard_id != scorecard.pk
    }
    slugs = [unit.slug for unit in units]
    return [
        TextLink(text=other.name, url=comparison_url(slugs, scorecard=code)) for code, other in others.items()
    ]


def _other_units(
    units: Sequence[Unit], *, scorecard: Scorecard, published: Sequence[Edition]
) -> list[TextLink]:
    counterparts = _counterparts(units)
    unit_sets = dict.fromkeys(edition.unit_set_id for edition in published if edition.scorecard == scorecard)
    links = {}
    for unit_set in unit_sets:
        chosen = [_within(unit, unit_set, counterparts) for unit in units]
        distinct = list(dict.fromkeys(chosen))
        if None in distinct or len(distinct) != len(units) or len(distinct) < 2:
            continue
        url = comparison_url([unit.slug for unit in distinct], scorecard=scorecard.code)
        links[url] = TextLink(text=get_text_list([unit.dated_name() for unit in distinct], _("and")), url=url)
    return list(links.values())


def _counterparts(units: Sequence[Unit]) -> dict[int, list[Unit]]:
    """Return what each unit came from or became."""
    successions = Succession.objects.filter(Q(predecessor__in=units) | Q(successor__in=units))
    pairs = list(successions.order_by("pk").values_list("predecessor", "successor"))
    involved = {pk for pair in pairs for pk in pair}
    by_pk = Unit.objects.with_names().prefetch_related("memberships").in_bulk(involved)
    found: dict[int, list[Unit]] = {unit.pk: [] for unit in units}
    for predecessor, successor in pairs:
        found.setdefault(predecessor, []).append(by_pk[successor])
        found.setdefault(successor, []).append(by_pk[predecessor])
    return found


def _within(unit: Unit, unit_set: int, counterparts: dict[int, list[Unit]]) -> Unit | None:
    """Return the unit itself if it belongs to the set, else its counterpart there; None for none."""
    if unit_set in _unit_sets(unit):
        return unit
    inside = [other for other in counterparts[unit.pk] if unit_set in _unit_sets(other)]
    return min(inside, key=lambda other: str(other) != str(unit), default=None)


def _unit_sets(unit: Unit) -> set[int]:
    return {member.unit_set_id for member in unit.memberships.all()}
