"""Whose total is moved, in which edition."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import gettext as _

from dtscore.pages.editions import DEFAULT_SCORECARD, edition_label
from dtscore.pages.links import TextLink, simulator_url
from dtscore.pages.notices import Notice
from dtscore.pages.parts import thin_text
from dtscore.pages.search import nearest_units, tidy, units_of
from indicators import frames
from indicators.models import Edition, RankInterval
from indicators.scoring.parts import Parts
from provinces.models import Unit

# A longer list is left to a field that takes a name.
LONGEST_LIST = 120


@dataclass(frozen=True, kw_only=True)
class SimulatorParams:
    """What the address asks for, as it was typed; ``typed`` holds all fields by their names."""

    slug: str
    scorecard: str
    edition: str
    typed: dict[str, str]

    @classmethod
    def from_params(cls, query: QueryDict) -> "SimulatorParams":
        typed = {name: tidy(text) for name, text in query.items()}
        return cls(
            slug=typed.get("don-vi", ""),
            scorecard=typed.get("bo", "") or DEFAULT_SCORECARD,
            edition=typed.get("ky", ""),
            typed=typed,
        )


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The unit and the edition; ``parts`` are there if its total can be moved."""

    params: SimulatorParams
    editions: Sequence[Edition]
    edition: Edition | None = None
    unit: Unit | None = None
    members: pd.DataFrame = field(default_factory=pd.DataFrame)
    parts: Parts | None = None
    notices: Sequence[Notice] = ()

    @property
    def can_move(self) -> bool:
        return self.parts is not None and self.unit is not None

    @property
    def name(self) -> str:
        """The name of the unit in the edition's time."""
        return self.members.loc[self.unit.pk, "name"]

    @property
    def edition_options(self) -> list[tuple[str, str, bool]]:
        return [(edition.slug, edition_label(edition), edition == self.edition) for edition in self.editions]

    @property
    def unit_options(self) -> list[tuple[str, str, bool]]:
        """The units of the edition by name; none where there are too many for a list."""
        if len(self.members) > LONGEST_LIST:
            return []
        rows = self.members.sort_values("sort_key")
        own = self.unit.slug if self.unit else ""
        return [(slug, name, slug == own) for slug, name in zip(rows["slug"], rows["name"], strict=True)]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The fields that name the scorecard, where it is not the one that an address means anyway."""
        code = self.edition.scorecard.code if self.edition else DEFAULT_SCORECARD
        return [] if code == DEFAULT_SCORECARD else [("bo", code)]


def choose(params: SimulatorParams) -> Choice:
    """Settle whose total a page of this address moves, and say what could not be found."""
    editions, notices = _editions_of(params)
    unit = next(iter(units_of([params.slug])), None)
    holding = _holding(unit, editions)
    if params.slug and unit is None:
        notices.append(_unknown_unit(params.slug, editions))
    if unit is not None and editions and not holding:
        text = _("%(unit)s is in no edition of %(scorecard)s.")
        facts = {"unit": unit.dated_name(), "scorecard": editions[0].scorecard.name}
        notices.append(Notice(text=text % facts, kind="warning"))
        unit, holding = None, editions
    edition, parts = _edition_with_parts(params, holding)
    if edition is None:
        return Choice(params=params, editions=editions, notices=notices)
    if params.edition and params.edition != edition.slug:
        text = _("There is no edition “%(asked)s” with this unit; the page shows %(shown)s.")
        facts = {"asked": params.edition, "shown": edition_label(edition)}
        notices.append(Notice(text=text % facts, kind="warning"))
    if parts is None:
        notices.append(Notice(text=thin_text(edition), kind="warning"))
    elif unit is not None and unit.pk not in parts.values.index:
        text = _("%(unit)s takes part in this edition without being ranked, so there is no rank to move.")
        notices.append(Notice(text=text % {"unit": unit.dated_name()}, kind="warning"))
        parts = None
    return Choice(
        params=params,
        editions=holding,
        edition=edition,
        unit=unit,
        members=frames.members_frame(edition),
        parts=parts,
        notices=notices,
    )


def _editions_of(params: SimulatorParams) -> tuple[list[Edition], list[Notice]]:
    """Return the editions of the scorecard that is asked for, else of the usual one, and say so."""
    # Publishing keeps sensitivity ranges where totals can be taken apart; to take each apart would be dear.
    ranges = RankInterval.objects.filter(edition=OuterRef("pk"))
    published = Edition.objects.published().with_rules().newest_first().annotate(has_parts=Exists(ranges))
    editions = list(published.of_scorecard(params.scorecard))
    notices = []
    if not editions and params.scorecard != DEFAULT_SCORECARD:
        text = _("There is no scorecard “%(asked)s”; the page uses that of the provinces.")
        notices.append(Notice(text=text % {"asked": params.scorecard}, kind="warning"))
        editions = list(published.of_scorecard(DEFAULT_SCORECARD))
    return editions, notices


def _holding(unit: Unit | None, editions: Sequence[Edition]) -> list[Edition]:
    if unit is None:
        return list(editions)
    unit_sets = {member.unit_set_id for member in unit.memberships.all()}
    return [edition for edition in editions if edition.unit_set_id in unit_sets]


def _edition_with_parts(
    params: SimulatorParams, editions: Sequence[Edition]
) -> tuple[Edition | None, Parts | None]:
    """Return the edition that is asked for, else the newest that has parts, else the newest."""
    asked = [edition for edition in editions if edition.slug == params.edition]
    whole = [edition for edition in editions if edition.has_parts]
    edition = next(iter(asked or whole or editions), None)
    return edition, None if edition is None else frames.edition_parts(edition)


def _unknown_unit(slug: str, editions: Sequence[Edition]) -> Notice:
    """Say that there is no such unit, with those that may be meant."""
    unit_sets = {edition.unit_set for edition in editions}
    nearest = nearest_units(slug, unit_sets=unit_sets)
    text = _("No unit is called “%(slug)s”.") % {"slug": slug}
    hint = _("Did you mean:") if nearest else ""
    scorecard = editions[0].scorecard.code if editions else DEFAULT_SCORECARD
    links = [
        TextLink(text=unit.dated_name(), url=simulator_url(unit.slug, scorecard=scorecard))
        for unit in nearest
    ]
    return Notice(text=f"{text} {hint}".strip(), kind="warning", links=links)
