"""What a group page says in sentences and single figures."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dtscore.pages.editions import period_text
from dtscore.pages.profile.sentence import since_text
from dtscore.pages.standings import Standing, value_text
from dtscore.pages.summaries import MeasureSummary
from indicators.models import Edition, Measure

MOST_NAMES = 6


@dataclass(frozen=True, kw_only=True)
class Stat:
    """One figure of the edition with its name and how it came about."""

    label: str
    value: str
    note: str


def answer(
    first: Sequence[Standing], *, edition: Edition, measure: Measure, summary: MeasureSummary | None
) -> str:
    """Say who is first, as ``first`` has them, and what the average is; or that it is not known."""
    facts = {"measure": measure.name, "period": period_text(edition)}
    if measure.max_points == 0:
        return _("%(measure)s is listed in the rule book of %(period)s, but not scored.") % facts
    if not first and summary is not None and summary.leaders_are_published:
        facts["count"] = len(summary.leaders)
        return _("%(measure)s, %(period)s: the issuer named %(count)d leaders without ranking them.") % facts
    if not first:
        return _("%(measure)s, %(period)s: no first place has been published.") % facts
    facts |= {
        "units": names_text([standing.name for standing in first]),
        "rank": first[0].rank_text,
        "value": first[0].value_text,
    }
    if pd.isna(first[0].value):
        return _("%(measure)s, %(period)s: %(units)s ranks %(rank)s.") % facts
    sentence = _("%(measure)s, %(period)s: %(units)s ranks %(rank)s with %(value)s.") % facts
    if summary is None or pd.isna(summary.mean):
        return sentence
    mean = _("The average is %(mean)s.") % {"mean": mean_text(summary, edition)}
    return f"{sentence} {mean}"


def lone_answer(unit: Standing, *, edition: Edition, measure: Measure) -> str:
    """Say the value of the only unit of a unit set, which nobody can be first of."""
    return _("%(measure)s, %(period)s: %(unit)s has %(value)s.") % {
        "measure": measure.name,
        "period": period_text(edition),
        "unit": unit.name,
        "value": unit.value_text,
    }


def mean_text(summary: MeasureSummary, edition: Edition) -> str:
    return value_text(summary.mean, edition=edition, printed=summary.mean_printed)


def names_text(names: Sequence[str]) -> str:
    """Return names in a line; only their number where there are too many to read."""
    if len(names) > MOST_NAMES:
        return ngettext("%(count)d unit", "%(count)d units", len(names)) % {"count": len(names)}
    return get_text_list(list(names), _("and"))


def own_text(own: Standing | None, *, since: str) -> str:
    """Return “Trà Vinh xếp hạng 25/63 (tăng 1 bậc so với năm 2021), giá trị 0,6077.”, or what is known."""
    if own is None:
        return ""
    if not own.is_placed:
        return f"{own.name}: {own.status_name}."
    facts = []
    if own.rank is not None:
        rank = _("%(name)s ranks %(rank)s") % {"name": own.name, "rank": own.rank_text}
        change = since_text(own.change_text, since)
        facts.append(f"{rank} ({change})" if change else rank)
    if not pd.isna(own.value):
        facts.append(_("value %(value)s") % {"value": own.value_text})
    text = ", ".join(facts)
    return f"{text}." if own.rank is not None else f"{own.name}: {text}."


def coverage_text(*, edition: Edition, measure: Measure, summary: MeasureSummary | None, placed: int) -> str:
    """Say that not every unit has a value, so that nothing is computed over all of them."""
    if measure.max_points == 0:
        return ""
    if not placed:
        return _("No value or rank has been published by this measure for %(period)s.") % {
            "period": period_text(edition)
        }
    if summary is None or not summary.known:
        return _("No value has been published by this measure for %(period)s, only single ranks.") % {
            "period": period_text(edition)
        }
    if summary.is_complete:
        return ""
    return _("%(period)s: %(coverage)s. Only what was published is shown.") % {
        "period": capfirst(period_text(edition)),
        "coverage": summary.coverage_text,
    }


def stats_of(frame: pd.DataFrame, *, edition: Edition, summary: MeasureSummary) -> list[Stat]:
    """Return the average, the best and how many are known, as far as they can be said."""
    stats = []
    if not pd.isna(summary.mean):
        stats.append(
            Stat(
                label=_("Average"),
                value=mean_text(summary, edition),
                note=_mean_note(summary, edition),
            )
        )
    if not pd.isna(summary.best):
        best = frame[frame["value"] == summary.best]
        stats.append(
            Stat(
                label=_("Best"),
                value=value_text(summary.best, edition=edition, printed=best["value_text"].iloc[0]),
                note=names_text(list(best["name"])),
            )
        )
    known = f"{summary.known}/{summary.count}" if summary.count else str(summary.known)
    return [*stats, Stat(label=_("Units with a value"), value=known, note="")]


def _mean_note(summary: MeasureSummary, edition: Edition) -> str:
    """Say whether the average was published, and what comes out when it is computed."""
    if not summary.mean_is_published:
        return _("computed from all units")
    if pd.isna(summary.computed_mean):
        return _("published")
    return _("published; computed from all units: %(mean)s") % {
        "mean": value_text(summary.computed_mean, edition=edition)
    }
