"""By which scorecard a unit is shown, and by which others it was measured."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dtscore.pages.editions import SCORECARDS
from dtscore.pages.links import TextLink, profile_url
from dtscore.pages.notices import Notice
from indicators.models import Edition
from provinces.models import Unit


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The code of the scorecard shown, the newest editions by the others, and a word if the address errs."""

    shown: str
    others: list[TextLink]
    notice: Notice | None

    @classmethod
    def of(cls, unit: Unit, *, asked: str, edition: str | None) -> "Measured":
        """Settle what an address means.

        Without a scorecard it means the one that units of its level are known by; where that never measured
        the unit, the newest that did, in that edition.
        """
        newest, known = _newest_editions(unit)
        usual = SCORECARDS.get(unit.level, "")
        own = next((code for code, slug in known if edition in (None, slug)), "")
        shown = next(
            (code for code in (asked, usual, own) if code in newest), usual or next(iter(newest), "")
        )
        return cls(
            shown=shown,
            others=[
                TextLink(text=other.scorecard.name, url=profile_url(unit.slug, edition=other))
                for code, other in newest.items()
                if code != shown
            ],
            notice=_unknown(unit, asked) if asked and asked not in newest else None,
        )


def _newest_editions(unit: Unit) -> tuple[dict[str, Edition], list[tuple[str, str]]]:
    """Return a unit's newest edition by each scorecard of its level, and all as pairs of codes."""
    editions = Edition.objects.published().filter(scorecard__level=unit.level, unit_set__members__unit=unit)
    newest: dict[str, Edition] = {}
    known = []
    for edition in editions.select_related("scorecard").newest_first():
        newest.setdefault(edition.scorecard.code, edition)
        known.append((edition.scorecard.code, edition.slug))
    return newest, known


def _unknown(unit: Unit, asked: str) -> Notice:
    return Notice(
        text=_("%(name)s was not measured by a scorecard “%(asked)s”; the page shows the one it is known by.")
        % {"name": unit, "asked": asked},
        kind="warning",
    )
