"""Which edition a page is about, and which others it leads to."""

from collections.abc import Iterable

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.models import Edition
from provinces.models import Unit, UnitSet

# The scorecard that units of a level are known by; communes of each province have one of their own.
SCORECARDS = {Unit.Level.PROVINCE: "dti-cap-tinh", Unit.Level.MINISTRY: "dti-cap-bo"}
# What an address means that names an edition alone (?ky=2022).
DEFAULT_SCORECARD = SCORECARDS[Unit.Level.PROVINCE]


def find_edition(editions: Iterable[Edition], *, slug: str) -> Edition:
    """Return an edition out of others, or answer 404."""
    for edition in editions:
        if edition.slug == slug:
            return edition
    raise Http404(_("There is no such edition."))


def editions_of(scorecard: str, *, unit: Unit | None = None) -> list[Edition]:
    """Return the published editions, newest first; of a unit, those whose unit set it belongs to."""
    editions = Edition.objects.published().of_scorecard(scorecard)
    if unit is not None:
        editions = editions.filter(unit_set__members__unit=unit)
    return list(editions.with_rules().newest_first())


def edition_label(edition: Edition) -> str:
    """Return what an edition is called in a list of editions: “2022”, “2024 (34 tỉnh, thành phố …)”."""
    if edition.slug == edition.period:
        return edition.period
    return f"{edition.period} – {edition.unit_set.name}"


def unit_set_label(unit_set: UnitSet) -> str:
    """Return the name of a unit set without the dates in brackets behind it: “63 tỉnh, thành phố”."""
    return unit_set.name.partition(" (")[0]


def period_text(edition: Edition) -> str:
    """Return the period as a sentence names it: “năm 2022”; any other kind of period as it is printed."""
    if edition.period_kind == Edition.PeriodKind.YEAR:
        return pgettext("a year in a sentence", "%(year)s") % {"year": edition.period}
    return edition.period
