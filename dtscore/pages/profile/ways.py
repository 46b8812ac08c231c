"""The ways from a profile to the pages around it: breadcrumbs, and the other editions of the unit."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dtscore.pages.editions import edition_label
from dtscore.pages.links import ranking_url, unit_url
from dtscore.pages.profile.lineage import Lineage
from dtscore.pages.standings import Standing
from dtscore.pages.tabs import Tab
from indicators.models import Edition


def breadcrumbs(edition: Edition, name: str) -> list[tuple[str, str]]:
    return [
        (_("Overview"), reverse("overview")),
        (f"{_('Ranking')} {edition_label(edition)}", ranking_url(edition)),
        (name, ""),
    ]


def edition_tabs(lineage: Lineage, current: Edition) -> list[Tab]:
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
            url=unit_url(unit.slug, level=unit.level, edition=edition.slug),
            current=edition == current,
        )
        for edition in editions
    ]


def _tab_label(label: str, *, standing: Standing | None) -> str:
    if standing is None or standing.is_placed:
        return label
    return _("%(edition)s (%(reason)s)") % {"edition": label, "reason": standing.status_name}
