"""The head of a profile: how the unit is called, and the ways to the pages around it."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from dtscore.pages.editions import edition_label
from dtscore.pages.links import comparison_url, profile_url, ranking_url
from dtscore.pages.profile.lineage import Lineage, namesake
from dtscore.pages.standings import Standing
from dtscore.pages.tabs import Tab
from indicators.models import Edition
from provinces.models import UnitName


def head_of(lineage: Lineage, edition: Edition, *, with_newest_name: bool) -> dict:
    """Return the head; ``with_newest_name`` calls the unit as it is called today."""
    then = lineage.unit.called_on(edition.names_on)
    now = lineage.unit.called_on(dt.date.max)
    name, type_ = now if with_newest_name else then
    heading = _told_apart(name, lineage)
    return {
        "heading": heading,
        "type_text": _type_text(type_),
        "renamed": _renamed(then, now),
        "breadcrumbs": _breadcrumbs(edition, heading),
        "edition_tabs": _edition_tabs(lineage, edition),
        "compare_url": comparison_url([lineage.unit.slug], scorecard=edition.scorecard.code),
        "ranking_url": f"{ranking_url(edition)}?cua-toi={lineage.unit.slug}",
    }


def _told_apart(name: str, lineage: Lineage) -> str:
    """Return a name with the day on which the unit ended, where a successor bears it too."""
    heirs = [succession.successor for succession in lineage.into_units]
    return lineage.unit.dated_name(name=name) if namesake(lineage.unit, among=heirs) else name


def _renamed(then: tuple[str, str], now: tuple[str, str]) -> str:
    """Say what a unit is called now, by name and type, where that differs from the edition's time."""
    if then == now:
        return ""
    return _("In this edition: %(then)s (%(then_type)s); now: %(now)s (%(now_type)s).") % {
        "then": then[0],
        "then_type": _type_text(then[1]),
        "now": now[0],
        "now_type": _type_text(now[1]),
    }


def _type_text(type_: str) -> str:
    return str(UnitName.Type(type_).label) if type_ else ""


def _breadcrumbs(edition: Edition, name: str) -> list[tuple[str, str]]:
    return [
        (_("Overview"), reverse("overview")),
        (f"{_('Ranking')} {edition_label(edition)}", ranking_url(edition)),
        (name, ""),
    ]


def _edition_tabs(lineage: Lineage, current: Edition) -> list[Tab]:
    """Return a link to each edition of the unit; the unit set is named where there is more than one."""
    unit = lineage.unit
    editions = lineage.editions_with(unit)
    several_sets = len({edition.unit_set_id for edition in editions}) > 1
    return [
        Tab(
            label=_tab_label(
                edition_label(edition) if several_sets else edition.period,
                standing=lineage.total_standing(unit, edition),
            ),
            url=profile_url(unit.slug, edition=edition),
            current=edition == current,
        )
        for edition in editions
    ]


def _tab_label(label: str, *, standing: Standing | None) -> str:
    if standing is None or standing.is_placed:
        return label
    return _("%(edition)s (%(reason)s)") % {"edition": label, "reason": standing.status_name}
