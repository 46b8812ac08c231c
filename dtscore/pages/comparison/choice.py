"""Who is to be compared, by which scorecard and in which edition."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from dtscore.pages.comparison.remedies import remedies_for
from dtscore.pages.editions import DEFAULT_SCORECARD, edition_label
from dtscore.pages.links import TextLink, comparison_url
from dtscore.pages.notices import Notice
from dtscore.pages.search import nearest_units, tidy, units_of
from indicators.models import Edition, Measure, Ranking, Scorecard
from provinces.models import Unit, UnitSet

FEWEST_UNITS = 2
MOST_UNITS = 6


@dataclass(frozen=True, kw_only=True)
class ComparisonParams:
    """What the address asks for, as it was typed."""

    slugs: tuple[str, ...]
    scorecard: str
    edition: str
    search: str
    has_too_many: bool

    @classmethod
    def from_params(cls, query: QueryDict) -> "ComparisonParams":
        slugs = tuple(dict.fromkeys(filter(None, map(tidy, query.getlist("don-vi")))))
        return cls(
            slugs=slugs[:MOST_UNITS],
            scorecard=tidy(query.get("bo", "")) or DEFAULT_SCORECARD,
            edition=tidy(query.get("ky", "")),
            search=tidy(query.get("tim", "")),
            has_too_many=len(slugs) > MOST_UNITS,
        )


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The units to compare and the edition that holds them all; no edition where none does."""

    params: ComparisonParams
    scorecard: Scorecard
    scorecards: Sequence[Scorecard]
    editions: Sequence[Edition]
    units: Sequence[Unit]
    holding: Sequence[Edition]
    edition: Edition | None
    notices: Sequence[Notice]

    @property
    def is_comparable(self) -> bool:
        return self.edition is not None and len(self.units) >= FEWEST_UNITS

    @property
    def slugs(self) -> list[str]:
        return [unit.slug for unit in self.units]

    def name_of(self, unit: Unit) -> str:
        """Return the name of the edition's time, or where there is no edition, one that says its own time."""
        if self.edition is None:
            return unit.dated_name()
        name, _type = unit.called_on(self.edition.names_on)
        return name

    @property
    def unit_sets(self) -> list[UnitSet]:
        """The unit sets that the scorecard was measured on."""
        return list({edition.unit_set_id: edition.unit_set for edition in self.editions}.values())

    def url(self, slugs: Sequence[str], *, edition: str | None = None) -> str:
        """Return the address of another comparison in the edition that was asked for, or in ``edition``."""
        asked = self.edition.slug if self.edition and self.params.edition == self.edition.slug else ""
        return comparison_url(
            slugs, scorecard=self.scorecard.code, edition=asked if edition is None else edition
        )


def choose(params: ComparisonParams) -> Choice | None:
    """Settle what a page of this address compares; None while nothing has been published."""
    published = list(Edition.objects.published().with_rules().newest_first())
    scorecards = comparable_scorecards(published)
    if not scorecards:
        return None
    by_code = {scorecard.code: scorecard for scorecard in scorecards}
    scorecard = by_code.get(params.scorecard) or by_code.get(DEFAULT_SCORECARD) or scorecards[0]
    editions = [edition for edition in published if edition.scorecard_id == scorecard.pk]
    units = units_of(params.slugs)
    holding = editions_that_hold(units, editions=editions)
    asked = next((edition for edition in editions if edition.slug == params.edition), None)
    edition = asked if asked in holding else latest_known(units, holding=holding)
    notices = [
        *scorecard_notices(params, scorecard),
        *unit_notices(params, units=units, editions=editions),
        *edition_notices(params, units=units, asked=asked, shown=edition),
    ]
    if units and edition is None:
        notices.append(no_shared_edition(units, scorecard=scorecard, published=published))
    elif len(units) < FEWEST_UNITS and params.slugs:
        notices.append(Notice(text=_("Add at least one more unit to compare.")))
    return Choice(
        params=params,
        scorecard=scorecard,
        scorecards=scorecards,
        editions=editions,
        units=units,
        holding=holding,
        edition=edition,
        notices=notices,
    )


def comparable_scorecards(published: Sequence[Edition]) -> list[Scorecard]:
    """Return the scorecards with a published edition; the country is compared with nobody."""
    scorecards = {edition.scorecard_id: edition.scorecard for edition in published}.values()
    several = [scorecard for scorecard in scorecards if scorecard.level != Unit.Level.COUNTRY]
    return sorted(several, key=lambda scorecard: (scorecard.order, scorecard.code))


def editions_that_hold(units: Sequence[Unit], *, editions: Sequence[Edition]) -> list[Edition]:
    """Return the editions whose unit set every one of the units belongs to."""
    unit_sets = [{member.unit_set_id for member in unit.memberships.all()} for unit in units]
    return [edition for edition in editions if all(edition.unit_set_id in own for own in unit_sets)]


def latest_known(units: Sequence[Unit], *, holding: Sequence[Edition]) -> Edition | None:
    """Return the latest of some editions that knows the total of the most units; None for no edition."""
    known = Ranking.objects.filter(edition__in=holding, unit__in=units, measure__kind=Measure.Kind.TOTAL)
    placed = Q(value__isnull=False) | Q(rank__isnull=False) | Q(computed_value__isnull=False)
    counts = Counter(known.filter(placed).values_list("edition", flat=True))
    return max(holding, key=lambda edition: counts[edition.pk], default=None)


def scorecard_notices(params: ComparisonParams, scorecard: Scorecard) -> list[Notice]:
    if scorecard.code == params.scorecard:
        return []
    return [
        Notice(
            text=_("There is no scorecard “%(asked)s” to compare by; the page uses %(shown)s.")
            % {"asked": params.scorecard, "shown": scorecard.name},
            kind="warning",
        )
    ]


def unit_notices(
    params: ComparisonParams, *, units: Sequence[Unit], editions: Sequence[Edition]
) -> list[Notice]:
    """Say which units are unknown, with those that may be meant, and that more were asked for than fit."""
    notices = []
    if params.has_too_many:
        notices.append(
            Notice(
                text=_("At most %(most)d units can be compared; the page keeps the first %(most)d.")
                % {"most": MOST_UNITS},
                kind="warning",
            )
        )
    known = [unit.slug for unit in units]
    unit_sets = {edition.unit_set for edition in editions}
    for slug in params.slugs:
        if slug in known:
            continue
        suggested = [
            TextLink(
                text=unit.dated_name(),
                url=comparison_url(
                    dict.fromkeys(unit.slug if other == slug else other for other in params.slugs),
                    scorecard=params.scorecard,
                    edition=params.edition,
                ),
            )
            for unit in nearest_units(slug, unit_sets=unit_sets)
        ]
        text = _("No unit is called “%(slug)s”.") % {"slug": slug}
        hint = _("Did you mean:") if suggested else ""
        notices.append(Notice(text=f"{text} {hint}".strip(), kind="warning", links=suggested))
    return notices


def edition_notices(
    params: ComparisonParams, *, units: Sequence[Unit], asked: Edition | None, shown: Edition | None
) -> list[Notice]:
    """Say why the edition shown, if any, is not the one that was asked for."""
    if not params.edition or shown is None or asked == shown:
        return []
    if asked is None:
        text = _("There is no edition “%(asked)s”; the page shows the latest with all units: %(shown)s.")
        asked_label = params.edition
    else:
        text = _("Edition %(asked)s does not hold all units; the page shows the latest that does: %(shown)s.")
        asked_label = edition_label(asked)
    return [Notice(text=text % {"asked": asked_label, "shown": edition_label(shown)}, kind="warning")]


def no_shared_edition(units: Sequence[Unit], *, scorecard: Scorecard, published: Sequence[Edition]) -> Notice:
    """Say that the units can stand in no common table, and which similar comparison can be made."""
    unit_names = get_text_list([unit.dated_name() for unit in units], _("and"))
    values = {"units": unit_names, "scorecard": scorecard.name}
    if len(units) == 1:
        text = _("%(units)s is not measured by %(scorecard)s.") % values
    else:
        text = (
            _("%(units)s share no edition of %(scorecard)s, so no table can put them side by side.") % values
        )
    links = remedies_for(units, scorecard=scorecard, published=published)
    hint = _("See instead:") if links else ""
    return Notice(text=f"{text} {hint}".strip(), kind="warning", links=links)
