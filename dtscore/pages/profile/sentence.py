"""The answer in a sentence: what was published of a unit, and then what we computed from it."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import pandas as pd
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.pages.editions import period_text
from dtscore.pages.links import group_url
from dtscore.pages.phrases import in_sentence, members_text
from dtscore.pages.standings import Badge, Standing, basis_badge
from dtscore.pages.summaries import MeasureSummary
from indicators.models import Edition, Measure, Ranking
from indicators.notation import MISSING, format_number
from provinces.models import Unit


@dataclass(frozen=True)
class Lead:
    """“1 trong 10 địa phương dẫn đầu về nhân lực số”, with its mark where we found that out ourselves."""

    text: str
    url: str
    badge: Badge | None


def leads_of(
    unit_id: Hashable, *, edition: Edition, summaries: dict[str, MeasureSummary], measures: Iterable[Measure]
) -> list[Lead]:
    """Return the lists of leaders that name a unit; the total's is told by the rank itself."""
    return [
        Lead(
            _lead_text(summaries[measure.code], measure, edition),
            group_url(edition, measure.code),
            basis_badge(None, is_computed=not summaries[measure.code].leaders_are_published, edition=edition),
        )
        for measure in measures
        if measure.kind != Measure.Kind.TOTAL
        and measure.code in summaries
        and summaries[measure.code].names_leader(unit_id)
    ]


def sentences(standing: Standing, *, edition: Edition, leads: list[Lead], since: str) -> list[str]:
    """Return one sentence of published facts and one of computed facts, if there are any.

    ``since`` names the period that changes are counted from.
    """
    published, computed = _facts(standing, edition, since)
    published += [_("is %(lead)s") % {"lead": lead.text} for lead in leads if lead.badge is None]
    period = capfirst(_("in %(period)s") % {"period": period_text(edition)})
    told = []
    if standing.is_placed and published:
        facts = {"in_period": period, "name": standing.name, "facts": ", ".join(published)}
        told.append(_("%(in_period)s, %(name)s %(facts)s.") % facts)
    elif not standing.is_placed:
        told.append(_absence(standing, period))
    if computed:
        told.append(_("Computed from the published figures: %(facts)s.") % {"facts": ", ".join(computed)})
    return told


def since_text(change_text: str, since: str) -> str:
    """Return “tăng 1 bậc so với năm 2021”; the change alone where the period before is not known."""
    if not change_text or not since:
        return change_text
    return _("%(change)s since %(period)s") % {"change": change_text, "period": since}


def _facts(standing: Standing, edition: Edition, since: str) -> tuple[list[str], list[str]]:
    """Return what was published and what was computed: rank, regional rank, their changes, else the value."""
    told: tuple[list[str], list[str]] = ([], [])
    _tell(
        told,
        rank=_rank_text(standing, edition) if standing.rank is not None else "",
        rank_is_computed=_is_computed(standing.rank_badge),
        change=since_text(standing.change_text, since),
        change_alone=since_text(standing.change_text, since),
        change_is_computed=_is_computed(standing.change_badge),
    )
    if standing.rank is None and not pd.isna(standing.value):
        told[_is_computed(standing.value_badge)].append(
            _("reaches %(value)s, rank not published") % {"value": standing.value_text}
        )
    regional_change = since_text(standing.regional_change_text, since)
    regional = {
        "rank": standing.regional_rank_text,
        "region": standing.region_name,
        "change": regional_change,
    }
    _tell(
        told,
        rank=_("rank %(rank)s in %(region)s") % regional if standing.regional_rank_text != MISSING else "",
        rank_is_computed=_is_computed(standing.regional_rank_badge),
        change=regional_change,
        change_alone=_("%(change)s in %(region)s") % regional,
        change_is_computed=_is_computed(standing.regional_change_badge),
    )
    return told


def _tell(
    told: tuple[list[str], list[str]],
    *,
    rank: str,
    rank_is_computed: bool,
    change: str,
    change_alone: str,
    change_is_computed: bool,
) -> None:
    """Add a rank with its change, or the two apart where only the rank was published."""
    if rank and change and (rank_is_computed or not change_is_computed):
        rank = _("%(rank)s (%(change)s)") % {"rank": rank, "change": change}
        change = ""
    if rank:
        told[rank_is_computed].append(rank)
    if change:
        told[change_is_computed].append(change_alone)


def _rank_text(standing: Standing, edition: Edition) -> str:
    if edition.unit_count is None:
        return _("ranks %(rank)s, out of a number that was not published") % {"rank": standing.rank_text}
    units = members_text(edition.unit_set)
    return _("ranks %(rank)s of the %(units)s") % {"rank": standing.rank_text, "units": units}


def _absence(standing: Standing, period: str) -> str:
    facts = {"in_period": period, "name": standing.name}
    if standing.status == Ranking.Status.NOT_RANKED:
        return _("%(in_period)s, %(name)s takes part but is not ranked.") % facts
    return _("%(in_period)s, the overall standing of %(name)s is not published.") % facts


def _lead_text(summary: MeasureSummary, measure: Measure, edition: Edition) -> str:
    is_local = edition.scorecard.level == Unit.Level.PROVINCE
    leading = _("localities") if is_local else members_text(edition.unit_set)
    count = format_number(len(summary.leaders), decimals=0, language=get_language())
    return _("1 of the %(count)s leading %(units)s in %(measure)s") % {
        "count": count,
        "units": leading,
        "measure": in_sentence(measure.name),
    }


def _is_computed(badge: Badge | None) -> bool:
    return badge is not None and badge.kind == "computed"
