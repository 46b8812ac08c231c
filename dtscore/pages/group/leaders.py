"""Who leads by a measure: the published list, which has no order, or the first ranks by value."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dtscore.pages.marks import Badge, basis_badge
from dtscore.pages.standings import Standing, standings_of
from dtscore.pages.summaries import MeasureSummary
from indicators.models import Edition
from indicators.notation import format_number


@dataclass(frozen=True, kw_only=True)
class Leader:
    """A unit that leads; ``text`` says by what figure, if one is known."""

    name: str
    url: str
    text: str


@dataclass(frozen=True, kw_only=True)
class GroupLeaders:
    """The leaders with sentences on where the list comes from; a published one is in order of names."""

    heading: str
    badge: Badge | None
    units: Sequence[Leader]
    sentences: Sequence[str]


def group_leaders(frame: pd.DataFrame, *, edition: Edition, summary: MeasureSummary) -> GroupLeaders | None:
    """Return who leads, or None where nobody was named and the edition is too thin to say.

    ``frame`` holds the standings of all units, best first.
    """
    if not summary.leaders:
        return None
    listed = frame[frame.index.isin(summary.leaders)]
    if summary.leaders_are_published:
        by_name = listed.sort_values("sort_key")
        return GroupLeaders(
            heading=_("Leaders named by the issuer"),
            badge=None,
            units=[_named_leader(standing) for standing in standings_of(by_name, edition=edition)],
            sentences=_published_sentences(frame, summary=summary),
        )
    return GroupLeaders(
        heading=_("First ranks by value"),
        badge=basis_badge(None, is_computed=True, edition=edition),
        units=[_first_leader(standing) for standing in standings_of(listed, edition=edition)],
        sentences=_computed_sentences(edition, count=len(listed), summary=summary),
    )


def _named_leader(standing: Standing) -> Leader:
    """Return a unit of a published list, without its rank: the list has no order."""
    text = _("value not published") if pd.isna(standing.value) else standing.value_text
    return Leader(name=standing.name, url=standing.url, text=text)


def _first_leader(standing: Standing) -> Leader:
    text = f"{standing.rank_text} · {standing.value_text}"
    return Leader(name=standing.name, url=standing.url, text=text)


def _published_sentences(frame: pd.DataFrame, *, summary: MeasureSummary) -> list[str]:
    """Say that the list has no order, and whether the values lead to the same units."""
    count = len(summary.leaders)
    sentences = [
        ngettext(
            "The issuer named %(count)d unit.",
            "The issuer named %(count)d units without ranking them.",
            count,
        )
        % {"count": count}
    ]
    if not summary.is_complete:
        return [*sentences, _("Not every unit has a value, so the list cannot be checked.")]
    computed = set(summary.computed_leaders)
    only_listed = _names(frame, set(summary.leaders) - computed)
    only_computed = _names(frame, computed - set(summary.leaders))
    if not only_listed and not only_computed:
        sentences.append(_("The values lead to the same units."))
    if only_listed:
        sentences.append(_("Named, but not among the first by value: %(units)s.") % {"units": only_listed})
    if only_computed:
        sentences.append(_("Among the first by value, but not named: %(units)s.") % {"units": only_computed})
    return sentences


def _computed_sentences(edition: Edition, *, count: int, summary: MeasureSummary) -> list[str]:
    """Say that the list is our own, and how far the last of it is ahead."""
    sentences = [
        ngettext(
            "The issuer published no list; %(count)d unit holds the first %(ranks)d ranks.",
            "The issuer published no list; %(count)d units hold the first %(ranks)d ranks.",
            count,
        )
        % {"count": count, "ranks": edition.methodology.leader_count}
    ]
    if summary.leaders_gap is not None:
        gap = format_number(
            summary.leaders_gap, decimals=edition.methodology.decimals, language=get_language()
        )
        sentences.append(_("The last of them is %(gap)s ahead of the next unit.") % {"gap": gap})
    return sentences


def _names(frame: pd.DataFrame, unit_ids: set) -> str:
    return get_text_list(list(frame.loc[frame.index.isin(unit_ids), "name"]), _("and"))
