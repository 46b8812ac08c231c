"""What a group page says in single figures."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dtscore.pages.standings import value_text
from dtscore.pages.summaries import MeasureSummary
from indicators.models import Edition

MOST_NAMES = 6


@dataclass(frozen=True, kw_only=True)
class Stat:
    """One figure of the edition with its name and how it came about."""

    label: str
    value: str
    note: str


def mean_text(summary: MeasureSummary, edition: Edition) -> str:
    return value_text(summary.mean, edition=edition, printed=summary.mean_printed)


def names_text(names: Sequence[str]) -> str:
    """Return names in a line; only their number where there are too many to read."""
    if len(names) > MOST_NAMES:
        return ngettext("%(count)d unit", "%(count)d units", len(names)) % {"count": len(names)}
    return get_text_list(list(names), _("and"))


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
